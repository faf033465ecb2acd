"""Whether a text accounts for every application: what came in, over from last year, was dealt with, and goes on.

Only what the text itself states is added up; the tables have their own rule (A3).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from reports.checks.naming import off_by, place_name
from reports.checks.reads import TEXTS
from reports.checks.registry import Case, Fault, Level, rule
from reports.claims.claim import Claim, Subject, worth
from reports.claims.topics import TOPICS
from reports.official.figures import display
from reports.official.report_data import ReportData
from reports.text.numerals import Use, numbers
from reports.text.sentences import repaired_texts

RESULTS = frozenset(topic.name for topic in TOPICS if topic.is_a_result)
_BASES = ("办结", "办理", "收到", "新收", "依申请公开")
_SLIP = Decimal("0.05")
"""Up to this share of what was dealt with, results that come to another number are taken for all, with a slip."""
_END = re.compile(r"[。！？\n]|$")


@rule(
    "X7",
    Level.EXPLAIN,
    asserts="正文自己写的新收加上年结转，等于办结加结转下年度；结转下年度的不算在办结之内",
    reads=(TEXTS, "applications"),
    is_part_by_part=True,
)
def the_text_accounts_for_every_application(case: Case) -> Iterator[Fault]:
    for key, text in repaired_texts(case.report):
        said = [each for each in case.claims if each.key == key and each.subject is Subject.APPLICATIONS]
        where = place_name(case.report.official_form, key)
        for handled, forward in pairwise(said):
            is_within = (handled.what, forward.what) == ("办结", "结转下年度") and forward.value
            if is_within and re.match(r"^[，,（(]?其中", text[handled.end : forward.start]):
                message = (
                    f"{where}：写办结 {display(handled.value)} 件，“其中”有 {display(forward.value)} 件结转下年度；"
                    "结转的申请没有办结，不能算在内。请核对。"
                )
                yield Fault(
                    message,
                    texts=(key,),
                    quote=handled.quote,
                    values=_values(handled, forward),
                    span=(handled.start, forward.end),
                )
        yield from _unaccounted(text, key, where, said)
        yield from _divided(text, key, where, said)
        yield from _received_otherwise(key, where, said)
        yield from _results_of_another_number(text, key, where, said, case.report)


def _unaccounted(text: str, key: str, where: str, said: list[Claim]) -> Iterator[Fault]:
    """Where a text states each of the four once, and they do not come out."""
    by_name = _by_name(said)
    if any(len(by_name.get(name, [])) != 1 for name in ("上年结转", "办结", "结转下年度")):
        return
    received = by_name.get("新收") or by_name.get("收到")
    if received is None or len(received) != 1:
        return
    new, over, handled, forward = (
        each[0] for each in (received, by_name["上年结转"], by_name["办结"], by_name["结转下年度"])
    )
    out = handled.value + forward.value
    is_of_the_new = new.what == "收到" or "中" in text[new.end : handled.start]  # 新收9件中8件办结
    if new.value + over.value == out or (is_of_the_new and new.value == out):
        return
    came = f"{new.what} {display(new.value)} 件＋上年结转 {display(over.value)} 件"
    went = f"办结 {display(handled.value)} 件＋结转下年度 {display(forward.value)} 件"
    message = f"{where}：{came}＝{display(new.value + over.value)} 件，{went}＝{display(out)} 件，不相等。请核对。"
    yield Fault(
        message, texts=(key,), quote=new.quote, values=_values(new, over, handled, forward), span=(new.start, new.end)
    )


def _divided(text: str, key: str, where: str, said: list[Claim]) -> Iterator[Fault]:
    """收到12件，其中10件已办结，2件结转: what came in is divided, and nothing came over from last year."""
    for received, handled, forward in zip(said, said[1:], said[2:], strict=False):
        names = received.what in ("收到", "新收") and {handled.what, forward.what} == {"办结", "结转下年度"}
        if not names or _END.search(text, received.end).start() < forward.end:
            continue
        out = handled.value + forward.value
        between = text[received.end : handled.start]
        if out != received.value and re.match(r"^[^，。；\d]{0,12}[，,（(]?其?中", between) and "结转" not in between:
            message = (
                f"{where}：{handled.what} {display(handled.value)} 件＋{forward.what} {display(forward.value)} 件＝"
                f"{display(out)} 件，写的{received.what}是 {display(received.value)} 件，"
                f"{off_by(received.value, out)}。请核对。"
            )
            values = _values(received, handled, forward)
            yield Fault(message, texts=(key,), quote=received.quote, values=values, span=(received.start, received.end))


def _received_otherwise(key: str, where: str, said: list[Claim]) -> Iterator[Fault]:
    """受理121件（其中本年度新收112件，上年结转9件）: what was received is what is new, or that with what came over."""
    by_name = _by_name(said)
    if any(len(by_name.get(name, [])) != 1 for name in ("收到", "新收", "上年结转")):
        return
    received, new, over = (by_name[name][0] for name in ("收到", "新收", "上年结转"))
    if received.value in (new.value, new.value + over.value) or received.start > new.start:
        return
    both = new.value + over.value
    message = (
        f"{where}：新收 {display(new.value)} 件＋上年结转 {display(over.value)} 件＝{display(both)} 件，"
        f"写的收到是 {display(received.value)} 件，{off_by(received.value, both)}。请核对。"
    )
    yield Fault(
        message,
        texts=(key,),
        quote=received.quote,
        values=_values(received, new, over),
        span=(received.start, received.end),
    )


def _results_of_another_number(
    text: str, key: str, where: str, said: list[Claim], report: ReportData
) -> Iterator[Fault]:
    """办结59件，其中予以公开18件、…: results that make neither what was dealt with nor anything else that is stated.

    Where all agree with the table, what came in differs from them by what was carried, which the text leaves out.
    """
    for base, results in _groups(said):
        total = sum((each.value for each in results), Decimal(0))
        if total in _possible(base, said) or not _are_all_read(text, results, said):
            continue
        if all(_agrees(report, each) for each in (base, *results)):
            continue
        missing = base.value - total
        is_complete = {each.what for each in results} == RESULTS
        if is_complete or abs(missing) <= max(1, base.value * _SLIP):
            added = "＋".join(display(each.value) for each in results)
            message = (
                f"{where}：各种处理结果 {added}＝{display(total)} 件，写的{base.what}是 {display(base.value)} 件，"
                f"{off_by(base.value, total)}。请核对。"
            )
            values = _values(base, *results)
            yield Fault(message, texts=(key,), quote=base.quote, values=values, span=(base.start, base.end))


def _agrees(report: ReportData, claim: Claim) -> bool:
    return any(claim.value in worth(report, reading) for reading in claim.readings)


def _groups(said: list[Claim]) -> Iterator[tuple[Claim, list[Claim]]]:
    """Each number of applications with the results that follow it, where there are three or more, each once."""
    for place, base in enumerate(said):
        if base.what not in _BASES:
            continue
        results = []
        for each in said[place + 1 :]:
            if each.what not in RESULTS:
                break
            results.append(each)
        if len(results) > 2 and len({each.what for each in results}) == len(results):
            yield base, results


def _possible(base: Claim, said: list[Claim]) -> set[Decimal]:
    """What the results may come to: any number of applications stated, with what came over, without what goes on.

    Where they are those of what was dealt with, it is that number.
    """
    is_said = base.what == "办结"
    bases = {base.value} if is_said else {each.value for each in said if each.what in _BASES}
    over = {each.value for each in said if each.what == "上年结转"}
    forward = {each.value for each in said if each.what == "结转下年度"}
    with_over = bases | {each + other for each in bases for other in over}
    return with_over if is_said else with_over | {each - other for each in with_over for other in forward}


def _are_all_read(text: str, results: list[Claim], said: list[Claim]) -> bool:
    """Whether every number from the first result to the end of the last one's sentence was understood."""
    end = _END.search(text, results[-1].end).start()
    read = {each.start for each in said}
    between = (each for each in numbers(text) if results[0].start <= each.start < end)
    return all(each.start in read for each in between if each.use is Use.COUNT)


def _by_name(said: list[Claim]) -> dict[str, list[Claim]]:
    by_name: dict[str, list[Claim]] = {}
    for claim in said:
        by_name.setdefault(claim.what, []).append(claim)
    return by_name


def _values(*claims: Claim) -> tuple[str, ...]:
    return tuple(display(each.value) for each in claims)
