"""Whether the report keeps to the form in force and to what the organ is empowered to do."""

from collections.abc import Iterator

from reports.checks.naming import joined, table_name
from reports.checks.organ_names import is_of_a_county
from reports.checks.reads import EDITION, LAST_YEAR
from reports.checks.registry import Case, Fault, Level, rule
from reports.official import Cell, edition_for
from reports.official.figures import is_readable
from reports.official.report_data import Kind, ReportData


@rule(
    "Z5",
    Level.EXPLAIN,
    asserts="乡镇、街道和县（区）的机关无权制定规章，规章一行为 0",
    basis="立法法第九十三条",
    reads=("normative_acts",),
)
def no_organ_of_a_county_makes_rules(case: Case) -> Iterator[Fault]:
    report = case.report
    if not _cannot_make_rules(report):
        return
    table = report.official_form.table["normative_acts"]
    cells = [Cell(table.key, "rules", column.key) for column in table.columns]
    wrong = tuple(cell for cell in cells if is_readable(figure := report.figures.get(cell)) and figure)
    if wrong:
        said = joined(f"{table.column[cell.column].label} {report.figures[cell]}" for cell in wrong)
        name = table_name(report.official_form, table)
        yield Fault(
            f"{name}“规章”一行：{said}。乡镇、街道和县（区）的机关无权制定规章，应为 0。"
            "请核对是否应填在下一行，或者把内部规章制度算作了规章。",
            wrong,
            instead="0",
            is_for_all=True,
        )


def _cannot_make_rules(report: ReportData) -> bool:
    """规章 are made by the State Council's departments, provinces, and cities with districts; no one below."""
    return report.kind in {Kind.TOWNSHIP, Kind.SUBDISTRICT, Kind.COUNTY} or is_of_a_county(report.organ)


@rule(
    "Z4",
    Level.HINT,
    asserts="本年和上年都没有申请的，行政复议、行政诉讼一般也没有",
    reads=("applications", "disputes", LAST_YEAR),
)
def disputes_have_an_application_before_them(case: Case) -> Iterator[Fault]:
    report, previous = case.report, case.previous
    if (
        previous is None
        or previous.year != report.year - 1
        or _applications(report) != 0
        or _applications(previous) != 0
    ):
        return
    table = report.official_form.table["disputes"]
    disputed = [cell for cell in table.totals if is_readable(total := report.figure(cell)) and total]
    if disputed:
        said = joined(f"{table.name(cell)} {report.figure(cell)}" for cell in disputed)
        where = table_name(report.official_form, table)
        message = f"{where}：{said} 件，而本年和上年都没有收到申请。请核对是否属于政府信息公开案件。"
        yield Fault(message, tuple(disputed))


def _applications(report: ReportData) -> int | None:
    """All applications of a year, carried over or new; ``None`` where they are unknown."""
    figures = [report.figure(Cell("applications", row, "total")) for row in ("new_received", "carried_over")]
    return sum(figures) if all(is_readable(figure) for figure in figures) else None


@rule(
    "Z6",
    Level.MUST_FIX,
    asserts="2021年度及以后的报告使用现行格式的表格",
    basis="国办公开办函〔2021〕30号",
    reads=(EDITION,),
)
def the_tables_are_those_in_force(case: Case) -> Iterator[Fault]:
    report = case.report
    in_force = edition_for(report.year)
    if report.official_form.first_year < in_force.first_year:
        yield Fault(
            f"{report.year}年度报告用的是{report.official_form.notice}的旧表格，该年度应使用{in_force.notice}的表格。"
            "请改用现行表格重新填写。",
            texts=("edition",),
        )
