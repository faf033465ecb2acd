"""What the texts say against themselves: parts that add up, shares and growth."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate, chain

from reports.checks.naming import off_by, place_name
from reports.checks.reads import LAST_YEAR, TEXTS
from reports.checks.registry import Case, Fault, Level, rule
from reports.claims.changes import YearlyDifference, changes
from reports.claims.claim import Claim, Subject, worth
from reports.claims.enumerations import Enumeration, enumerations
from reports.claims.paired_lists import paired_lists
from reports.claims.rates import rates
from reports.claims.shares import Growth, Share, growths, is_rounded, share_of, shares
from reports.claims.totals_after import totals_after
from reports.official.figures import display
from reports.text.numerals import Number, rewritten
from reports.text.sentences import repaired_texts

HUNDRED = 100
_LEFT_OUT = {4: Decimal("0.01")}
"""Up to which share of its total a list of at least so many parts after 其中 is taken for all of it, with a slip."""
_LIKELY, _LEAST = Decimal("0.1"), Decimal("0.2")
"""The same share for a list that is probably whole, and for one that misses a single one of few."""


@rule(
    "X5",
    Level.EXPLAIN,
    asserts="一句话写明总数和全部分项的，分项之和等于总数；“其中”的分项之和不超过总数",
    reads=(TEXTS,),
    is_part_by_part=True,
)
def the_parts_of_a_sentence_add_up(case: Case) -> Iterator[Fault]:
    for key, text in repaired_texts(case.report):
        for each in chain(enumerations(text), totals_after(text), paired_lists(text)):
            if _is_contradicted(each):
                message = f"{place_name(case.report.official_form, key)}：{_sum(each)}。请核对。"
                values = (display(each.total.value), str(each.sum))
                span, instead = _instead(text, each.total, each.sum)
                instead = "" if _is_of_a_table(case, key, each.total) else instead
                yield Fault(message, (), (key,), each.quote, values, span, instead)


def _is_of_a_table(case: Case, key: str, number: Number) -> bool:
    """Whether a table has the figure that a number states: what it should be is told from there (X1—X4)."""
    return any((each.key, each.start) == (key, number.start) for each in case.claims)


def _instead(text: str, number: Number, value: Decimal) -> tuple[tuple[int, int], str]:
    """Where a number stands in a text, and its words with the value that would agree."""
    span = (number.start, number.end)
    return span, rewritten(text[slice(*span)], number.value, value)


def _is_contradicted(each: Enumeration) -> bool:
    """Whether the parts do not make the total: a list that comes to it on the way speaks of something else after.

    Not so a complete list in one row: what stands in it is all of the same kind.
    """
    if each.may_overlap or each.sum == each.total.value:
        return False
    is_whole_row = each.is_complete and each.is_of_one_row
    if not is_whole_row and each.total.value in accumulate(part.value for part in each.parts):
        return False
    return each.is_complete or each.sum > each.total.value or (not each.is_open and _is_a_slip(each))


def _is_a_slip(each: Enumeration) -> bool:
    """Whether a list falls short of its total by so little that nothing was left out: a long one, or a likely one."""
    allowed = next((share for parts, share in _LEFT_OUT.items() if len(each.parts) >= parts), None)
    missing = each.total.value - each.sum
    if each.is_likely and missing <= each.total.value * (_LEAST if missing == 1 else _LIKELY):
        return True
    return allowed is not None and missing <= max(1, each.total.value * allowed)


def _sum(each: Enumeration) -> str:
    """The addition as it comes out: 5434＋1919＋1425＝8778，写的是 8775，少 3."""
    added = "＋".join(display(part.value) for part in each.parts)
    return f"{added}＝{display(each.sum)}，写的总数是 {display(each.total.value)}，{off_by(each.total.value, each.sum)}"


@rule(
    "X6",
    Level.EXPLAIN,
    asserts="正文的占比和增减幅度，与算得它的数字相符",
    reads=(TEXTS, LAST_YEAR),
    is_part_by_part=True,
)
def a_percentage_follows_from_its_numbers(case: Case) -> Iterator[Fault]:
    for key, text in repaired_texts(case.report):
        where = place_name(case.report.official_form, key)
        for share in chain(shares(text), rates(text)):
            if share.named and not _is_right(share):
                exact = _written(share_of(share.part.value, share.named), share.percent.decimals)
                part, whole = display(share.part.value), display(share.named)
                message = f"{where}：{part}÷{whole}＝{exact}％，写的是 {share.percent.value}％。请核对。"
                values = (part, whole, str(share.percent.value))
                yield Fault(message, (), (key,), share.quote, values, *_instead(text, share.percent, Decimal(exact)))
        yield from _changes(case, key, text, where)


def _changes(case: Case, key: str, text: str, where: str) -> Iterator[Fault]:
    for each in chain(growths(text), changes(text)):
        if isinstance(each, YearlyDifference):
            fault, said = _difference(case, key, each), each.change
        else:
            fault = _growth(case, key, each) if each.base is None else _growth_as_stated(where, key, each)
            said = each.percent
        if fault is not None:
            instead = (
                rewritten(text[said.start : said.end], said.value, Decimal(fault.instead)) if fault.instead else ""
            )
            yield fault._replace(span=(said.start, said.end), instead=instead)


def _is_right(share: Share) -> bool:
    return any(is_rounded(share_of(share.part.value, whole), share.percent) for whole in share.wholes)


def _written(exact: Decimal, decimals: int) -> str:
    return str(round(exact, decimals) if decimals else round(exact))


def _growth_as_stated(where: str, key: str, growth: Growth) -> Fault | None:
    """Where the sentence gives both years' numbers, and the percentage is that of neither as its base."""
    now, before = growth.number.value, growth.base.value
    exact = (now - before) / before * HUNDRED
    if is_rounded(abs(exact), growth.percent) and (exact < 0) == growth.is_less:
        return None
    way = "下降" if exact < 0 else "增长"
    written = _written(abs(exact), growth.percent.decimals)
    message = (
        f"{where}：由 {display(before)} 到 {display(now)}，{way} {written}％，写的是"
        f"{'下降' if growth.is_less else '增长'} {growth.percent.value}％。请核对。"
    )
    values = (display(now), display(before), str(growth.percent.value))
    instead = written if (exact < 0) == growth.is_less else ""
    return Fault(message, texts=(key,), quote=growth.quote, values=values, instead=instead)


def _difference(case: Case, key: str, each: YearlyDifference) -> Fault | None:
    """A difference that neither the two numbers of the sentence make nor any reading of last year's table."""
    now, change = each.number.value, -each.change.value if each.is_less else each.change.value
    before = [each.base.value] if each.base is not None else _last_years(case, key, each.number)
    if not before or any(now - value == change for value in before):
        return None
    way = "少" if now < before[0] else "多"
    said = f"{'减少' if each.is_less else '增加'} {display(each.change.value)}"
    message = (
        f"{place_name(case.report.official_form, key)}：上年 {display(before[0])}，本年 {display(now)}，"
        f"{way} {display(abs(now - before[0]))}，写的是{said}。请核对。"
    )
    values = (display(now), display(before[0]), display(each.change.value))
    is_one_way = len(set(before)) == 1 and (now < before[0]) == each.is_less
    instead = str(abs(now - before[0])) if is_one_way else ""
    return Fault(message, texts=(key,), quote=each.quote, values=values, instead=instead)


def _last_years(case: Case, key: str, number: Number) -> list[Decimal]:
    """What a number of applications was by each reading of last year's table; empty where one is not known or 0."""
    claim: Claim | None = next((each for each in case.claims if (each.key, each.start) == (key, number.start)), None)
    previous = case.previous
    if claim is None or claim.subject is not Subject.APPLICATIONS or previous is None:
        return []
    if previous.year != case.report.year - 1:
        return []
    before = [Decimal(values[0]) for reading in claim.readings if (values := worth(previous, reading))]
    return [] if len(before) < len(claim.readings) or not all(before) else before


def _growth(case: Case, key: str, growth: Growth) -> Fault | None:
    """The growth of a number of applications that no reading of last year's table makes."""
    now, before = growth.number.value, _last_years(case, key, growth.number)
    exact = [(now - value) / value * HUNDRED for value in before]
    if not before or any(is_rounded(abs(each), growth.percent) and (each < 0) == growth.is_less for each in exact):
        return None
    way = "下降" if exact[0] < 0 else "增长"
    written = _written(abs(exact[0]), growth.percent.decimals)
    numbers = f"上年为 {display(before[0])} 件，本年 {display(now)} 件"
    where = place_name(case.report.official_form, key)
    message = f"{where}：{numbers}，{way} {written}％，写的是 {growth.percent.value}％。请核对。"
    is_one_way = len(set(before)) == 1 and (exact[0] < 0) == growth.is_less
    values, instead = (display(now), str(growth.percent.value)), written if is_one_way else ""
    return Fault(message, texts=(key,), quote=growth.quote, values=values, instead=instead)
