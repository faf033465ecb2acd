"""What the texts say against what the tables say: applications, documents, decisions, disputes, 信息处理费.

Every reading of a sentence that agrees with the tables is agreement; one with an unknown cell is none to judge by.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.checks.counted import counted
from reports.checks.naming import cell_name, off_by, place_name, sum_name
from reports.checks.reads import TEXTS
from reports.checks.registry import Case, Fault, Level, rule
from reports.claims.claim import Claim, Reading, Relation, Subject, worth
from reports.claims.table_two import YUAN_IN_TEN_THOUSAND
from reports.official import Cell
from reports.official.figures import display, is_readable
from reports.official.report_data import ReportData
from reports.text import lookalikes
from reports.text.numerals import numbers, rewritten

OTHER_MATTERS = "other_matters"
_AS_THE_FORM_SAYS = ("办结",)
"""Of several readings the first is what the form calls so: （七）总计; what came over is left out by few."""
OF_APPLICANTS = "申请人"
"""What a claim is about that counts some applicants' applications, not all."""
FEES = Cell("fees", "administrative_fees", "amount")
UNPAID = Cell("applications", "other_fee_unpaid", "total")

_ENDED = re.compile(r"\s*(?:[，,。；;！）)、]|$)")
_FEE = re.compile(r"信息处理费[^。；\n]{0,24}?(?P<amount>\d{1,9}(?:\.\d{1,4})?)\s*(?P<unit>万元|元)")
_NO_NOTICE = re.compile(
    r"(?:未|没有|无)[^。；\n]{0,8}(?:发出|产生|作出|涉及)[^。；\n]{0,6}(?:收费通知|收费情形|收费事项)"
)


@rule(
    "X1",
    Level.EXPLAIN,
    asserts="正文写的申请件数（新收、受理、上年结转、办结、各种处理结果、结转下年度）与表三一致",
    reads=("applications", TEXTS),
    is_part_by_part=True,
)
def applications_in_the_text_are_those_of_the_table(case: Case) -> Iterator[Fault]:
    yield from _contradicted(case, Subject.APPLICATIONS)


@rule(
    "X2",
    Level.EXPLAIN,
    asserts="正文写没有收到申请的，表三本年新收为 0",
    reads=("applications", TEXTS),
    is_part_by_part=True,
)
def no_application_in_the_text_is_none_in_the_table(case: Case) -> Iterator[Fault]:
    yield from _contradicted(case, Subject.NO_APPLICATION)


@rule(
    "X3",
    Level.EXPLAIN,
    asserts="正文写的规章、行政规范性文件、许可、处罚、强制和收费与表二一致（公开的件数可以少于处理决定数）",
    reads=("normative_acts", "licensing", "enforcement", "fees", TEXTS),
    is_part_by_part=True,
)
def documents_and_decisions_in_the_text_are_those_of_the_table(case: Case) -> Iterator[Fault]:
    yield from _contradicted(case, Subject.DECISIONS)


@rule(
    "X4",
    Level.EXPLAIN,
    asserts="正文写的行政复议、行政诉讼件数和结果与表四一致",
    reads=("disputes", TEXTS),
    is_part_by_part=True,
)
def disputes_in_the_text_are_those_of_the_table(case: Case) -> Iterator[Fault]:
    yield from _contradicted(case, Subject.DISPUTES)


def _contradicted(case: Case, subject: Subject) -> Iterator[Fault]:
    for claim in case.claims:
        if claim.subject is subject and (found := _in_the_table(case.report, claim)):
            reading, stands = found
            yield Fault(
                _sentence(case.report, claim, reading, stands),
                tuple(cell for _, cell in reading),
                (claim.key,),
                claim.quote,
                (display(claim.value),),
                span=(claim.start, claim.end),
                instead=_agreeing(case, claim),
            )


def _agreeing(case: Case, claim: Claim) -> str:
    """The words of the number with the one value that every reading makes; empty where they make several."""
    if claim.relation is not Relation.EQUAL:
        return ""
    readings = claim.readings[:1] if claim.what in _AS_THE_FORM_SAYS else claim.readings
    stands = {Decimal(value) for reading in readings for value in worth(case.report, reading)}
    if len(stands) != 1:
        return ""
    if not _is_in_words(case.report, claim):
        return rewritten(_words(case.report, claim), claim.value, stands.pop())
    where = (claim.key, claim.start, claim.end)
    is_of_one = sum((each.key, each.start, each.end) == where for each in case.claims) == 1
    is_a_clause = _ENDED.match(case.report.texts[claim.key], claim.end)
    words = _words(case.report, claim)
    return counted(words, display(stands.pop()), _unit(claim)) if is_of_one and is_a_clause else ""


def _words(report: ReportData, claim: Claim) -> str:
    return lookalikes.repaired(report.texts[claim.key])[claim.start : claim.end]


def _unit(claim: Claim) -> str:
    return "万元" if claim.readings[0][0][1].table == "fees" else "件"


def _in_the_table(report: ReportData, claim: Claim) -> tuple[Reading, Decimal] | None:
    """The first reading of a claim with what stands in the table, where no reading agrees and all are known."""
    stands = [worth(report, reading) for reading in claim.readings]
    if any(not values for values in stands):
        return None
    for values in stands:
        if any(_agrees(claim, value) for value in values):
            return None
    return claim.readings[0], Decimal(stands[0][0])


def _agrees(claim: Claim, value: Decimal | int) -> bool:
    return claim.value <= value if claim.relation is Relation.AT_MOST else claim.value == value


def _sentence(report: ReportData, claim: Claim, reading: Reading, stands: Decimal) -> str:
    form = report.official_form
    cells = [cell for _, cell in reading]
    unit, where = _unit(claim), sum_name(form, cells)
    what = _applicants(report, cells) if claim.what == OF_APPLICANTS else claim.what
    said = f"{what} {display(claim.value)} {unit}"
    if _is_in_words(report, claim):
        said = what if what.startswith("没有") else f"“{_words(report, claim)}”，也就是{said}"
    amount = "" if _is_in_words(report, claim) else f"，正文{off_by(claim.value, stands)}"
    return f"{place_name(form, claim.key)}写{said}，{where}为 {display(stands)} {unit}{amount}。请核对，改正其中一处。"


def _applicants(report: ReportData, cells: list[Cell]) -> str:
    """Who applied, in the words of the table: 自然人申请, of several columns what stands above them."""
    columns = [report.official_form.table[cell.table].column[cell.column] for cell in cells]
    return f"{columns[0].label if len(columns) == 1 else columns[0].under[-1]}申请"


def _is_in_words(report: ReportData, claim: Claim) -> bool:
    """Whether no number says it: 未发生行政复议, 均获维持."""
    return claim.what.startswith("没有") or (not claim.value and not numbers(_words(report, claim)))


@rule(
    "X8",
    Level.HINT,
    asserts="第六部分写的信息处理费与表二的收费金额、表三逾期不缴费的件数相符",
    basis="国办函〔2020〕109号",
    reads=("other_matters", "fees", "applications"),
    is_part_by_part=True,
)
def the_fee_for_information_is_in_the_tables(case: Case) -> Iterator[Fault]:
    yield from _fee_missing_in_table(case.report)
    yield from _notice_denied(case.report)


def _fee_missing_in_table(report: ReportData) -> Iterator[Fault]:
    stands = report.figure(FEES) if FEES in report.official_form.table[FEES.table].cells else None
    for match in _FEE.finditer(report.text(OTHER_MATTERS)):
        amount = Decimal(match["amount"])
        in_table = amount if match["unit"] == "万元" else amount / YUAN_IN_TEN_THOUSAND
        if amount and is_readable(stands) and stands < in_table:
            said = f"{display(amount)} {match['unit']}"
            message = (
                f"{place_name(report.official_form, OTHER_MATTERS)}写收取信息处理费 {said}，"
                f"{cell_name(report.official_form, FEES)}为 {display(stands)} 万元。"
                "信息处理费属于行政事业性收费，请核对。"
            )
            yield Fault(message, (FEES,), (OTHER_MATTERS,), match[0], (said,), match.span())


def _notice_denied(report: ReportData) -> Iterator[Fault]:
    """An application that lapsed because its fee was not paid had a notice of the fee (条例第四十二条)."""
    lapsed = report.figure(UNPAID) if UNPAID in report.official_form.table[UNPAID.table].cells else None
    match = _NO_NOTICE.search(report.text(OTHER_MATTERS))
    if match and is_readable(lapsed) and lapsed > 0:
        where = cell_name(report.official_form, UNPAID)
        written = f"{place_name(report.official_form, OTHER_MATTERS)}写“{match[0]}”"
        message = f"{written}，{where}为 {display(lapsed)} 件，发出过收费通知才有这一结果。请核对。"
        yield Fault(message, (UNPAID,), (OTHER_MATTERS,), match[0], span=match.span())
