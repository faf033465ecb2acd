"""The frames of a request: wherever a loop stands in the stack, its calls ask the system for no memory."""

from resource import RUSAGE_SELF, getrusage

from reports.web.call_stack import KeepFramesTogether

CALLS = 400
DEPTHS = range(250)  # more than a piece of the interpreter's stack holds


def called(*numbers):
    first, *others = numbers
    return first, others


def loop(request):
    for number in range(CALLS):
        called(*[number] * 20)
    return request


def at(depth, act):
    return act("request") if not depth else at(depth - 1, act)


def most_faults(act):
    """How often a page of memory had to be fetched during the loop, at the depth where it was most often."""
    found = []
    for depth in DEPTHS:
        before = getrusage(RUSAGE_SELF).ru_minflt
        at(depth, act)
        found.append(getrusage(RUSAGE_SELF).ru_minflt - before)
    return max(found)


def test_a_loop_asks_for_no_memory_at_any_depth():
    inside = KeepFramesTogether(loop)
    assert inside("a request") == "a request"
    most_faults(inside)
    assert most_faults(inside) < CALLS // 4
