"""Short and long runs of one test: ``script/test --long`` makes the races, kills and fuzzing long ones."""

_is_long = False


def begin(*, is_long: bool) -> None:
    """Say which run this is, before any test is collected: a worker of pytest-xdist has no arguments of its own."""
    global _is_long
    _is_long = is_long


def is_long() -> bool:
    return _is_long


def times(short: int, long: int) -> int:
    """How often something is tried: in every run of the tests, or in the long one."""
    return long if _is_long else short
