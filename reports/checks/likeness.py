"""Whether sections 一 and 五 were written anew: not last year's own words, nor another organ's of the same year."""

from collections.abc import Iterable, Iterator

from reports.checks.naming import place_name
from reports.checks.overlap import Overlap
from reports.checks.reads import LAST_YEAR, PEERS
from reports.checks.registry import Case, Fault, Level, Threshold, rule
from reports.official import Edition
from reports.official.report_data import ReportData
from reports.text.similarity import BOILERPLATE, Clauses, clauses_of, digest_of, length_of, repeated

SECTIONS = ("overview", "problems")
SUBSTANTIAL = 0.7
"""So much of a section repeated is 雷同, unless its county sets another share."""
SHORTEST = 120
"""汉字. Of a shorter section nothing is asserted: there are not so many ways to say that there is nothing."""
SHORTEST_COPY = 40
"""汉字. So long section 五 has to be for a copy of last year's, without any clause of this year, to be called one."""

BASIS = "国办公开办函〔2021〕30号"
SHARE = Threshold("相同文字的比例", round(SUBSTANTIAL * 100), 30, 100, "％")


@rule(
    "W9",
    Level.EXPLAIN,
    asserts="第一、五部分与其他单位同年的报告不雷同",
    basis=BASIS,
    threshold=SHARE,
    reads=("overview", "problems", PEERS),
    is_part_by_part=True,
)
def no_section_is_another_organs(case: Case) -> Iterator[Fault]:
    for peer in case.peers:
        if peer.year == case.report.year and peer.organ != case.report.organ:
            yield from _alike(case, "W9", peer, f"{peer.organ}{peer.year}年的报告")
    yield from _overlapping(case)


@rule(
    "W10",
    Level.EXPLAIN,
    asserts="第一、五部分与本机关上年的报告不雷同",
    basis=BASIS,
    threshold=SHARE,
    reads=("overview", "problems", LAST_YEAR),
    is_part_by_part=True,
)
def no_section_is_last_years(case: Case) -> Iterator[Fault]:
    previous = case.previous
    if previous is not None and previous.year == case.report.year - 1:
        whose = f"本机关{previous.year}年的报告"
        yield from _alike(case, "W10", previous, whose)
        yield from _copied(case, previous, whose)


def comparable(report: ReportData, boilerplate: Iterable[str] = BOILERPLATE) -> dict[str, Clauses]:
    """By section what of a report is compared with others; a section of which nothing is asserted is left out."""
    sections = ((key, clauses_of(section_text(report, key), boilerplate)) for key in SECTIONS)
    return {key: clauses for key, clauses in sections if length_of(clauses) >= SHORTEST}


def section_text(report: ReportData, key: str) -> str:
    """All texts of a section, one after the other."""
    return "\n".join(report.text(text.key) for text in report.official_form.section[key].texts)


def digested(clauses: Iterable[str], section: str, year: int) -> Iterator[int]:
    """The clauses of a section of a report of a year, as they are stored."""
    return (digest_of(clause, f"{year} {section}") for clause in clauses)


def _alike(case: Case, rule: str, other: ReportData, whose: str) -> Iterator[Fault]:
    for key, written in comparable(case.report, case.boilerplate).items():
        share = repeated(written, clauses_of(section_text(other, key), case.boilerplate))
        if share >= case.threshold(rule) / 100:
            message = _message(case.report.official_form, key, share, whose)
            yield Fault(message, texts=(key,), values=(f"{share:.0%}",))


def _copied(case: Case, last: ReportData, whose: str) -> Iterator[Fault]:
    """Problems that were not written anew at all, where they are too short for a share to say anything."""
    key = "problems"
    written = clauses_of(section_text(case.report, key), case.boilerplate)
    if SHORTEST_COPY <= length_of(written) < SHORTEST:
        share = repeated(written, clauses_of(section_text(last, key), case.boilerplate))
        if share == 1:
            yield Fault(_message(case.report.official_form, key, share, whose), texts=(key,), values=(f"{share:.0%}",))


def _overlapping(case: Case) -> Iterator[Fault]:
    """One fault a section, whoever else has its words and how many: what was explained stands when another's change."""
    for key in SECTIONS:
        found = [each for each in case.overlaps if each.section == key and each.share >= case.threshold("W9") / 100]
        if found:
            found.sort(key=lambda each: (-each.share, each.slug))
            message = _message(case.report.official_form, key, found[0].share, _whose(found, case.report.year))
            yield Fault(message, texts=(key,), overlaps=tuple(found))


def _whose(found: list[Overlap], year: int) -> str:
    """Whose words they are, the most alike first; named where that report is published."""
    most, many = found[0], f"{len(found)} 个单位"
    if most.is_public:
        return f"{most.organ}{f'等 {many}' if len(found) > 1 else ''}{year}年的报告"
    return f"{f'另外 {many}' if len(found) > 1 else '另一单位'}先提交的{year}年报告"


def _message(form: Edition, key: str, share: float, whose: str) -> str:
    return f"{place_name(form, key)}：{share:.0%} 的文字与{whose}相同。请写本年度的情况。"
