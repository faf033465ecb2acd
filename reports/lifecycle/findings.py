"""What the checks find of a stored report, beside last year's and its neighbours', and what is to be explained."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from reports.checks.parts import are_peers_read
from reports.checks.registry import Case, Finding, Level
from reports.checks.unchanged import run_on_once, run_once
from reports.lifecycle.completion import is_year_running, with_what_is_to_complete
from reports.lifecycle.consolidation.standing import consolidated_of
from reports.lifecycle.sketches import overlaps_of, overlaps_of_many
from reports.models.last_years import last_year_of, last_years_of
from reports.models.reading import data_of, texts_of
from reports.models.reports import PARTICULARS, AnnualReport
from reports.models.review import Explanation, Judgement
from reports.models.rule_settings import rules_for
from reports.official.report_data import ReportData


@dataclass
class Snapshot:
    """What a report says, what was judged and what the checks find: read once for all guards of a transition."""

    data: ReportData
    texts: Mapping[str, str]
    judgements: Mapping[str, str]  # what was judged of each explanation, by the fingerprint of its finding
    found: list[Finding] | None = None


def take_snapshot(report: AnnualReport) -> ReportData:
    """Read the report, and keep what it says on this object, so that all guards speak of the same moment."""
    texts = report.stored_texts()
    report.snapshot = Snapshot(report.data(texts), texts, _judgements(report))
    return report.snapshot.data


def findings(report: AnnualReport, data: ReportData | None = None) -> list[Finding]:
    """What the checks find in the report, last year's beside it; ``data`` where it has been read already."""
    snapshot = report.snapshot
    if data is not None or snapshot is None:
        return run_once(case_of(report, data))
    if snapshot.found is None:
        snapshot.found = run_once(case_of(report, snapshot.data))
    return list(snapshot.found)


def findings_to_submit(
    report: AnnualReport, data: ReportData | None = None, texts: Mapping[str, str] | None = None
) -> list[Finding]:
    """The same, and what else must be filled in before the report may be submitted."""
    texts = report.snapshot.texts if texts is None and report.snapshot else texts
    return with_what_is_to_complete(report, findings(report, data), texts)


def findings_of_step(
    report: AnnualReport, step: str, data: ReportData | None = None, texts: Mapping[str, str] | None = None
) -> list[Finding]:
    """Those of ``findings_to_submit`` that stand in one step or speak of it, at the cost of that step's rules alone."""
    form = report.official_form
    if step == PARTICULARS and is_year_running(report.year):  # D5 stands there, where nothing else must be fixed
        found = findings_to_submit(report, data, texts)
    else:
        case = case_of(report, data, with_peers=are_peers_read(step, report.edition))
        found = with_what_is_to_complete(report, run_on_once(step, case), texts)
    return [each for each in found if step in each.parts(form)]


def findings_of_many(reports: Collection[AnnualReport]) -> dict[int, tuple[ReportData, list[Finding]]]:
    """By report what it says and what ``findings_to_submit`` finds in it; as many questions for thirty as for one.

    They need their organ selected and their steps prefetched.
    """
    before = last_years_of(reports)
    both = [*reports, *(each for last in before.values() for each in last.reports)]
    texts = texts_of(both)
    data = data_of(both, texts)
    rules = rules_for(reports)
    lasts = {pk: last.data(data) for pk, last in before.items()}
    cases = [(each, rules[each.pk].applied_to(_case(each, data[each.pk], lasts.get(each.pk)))) for each in reports]
    overlaps = overlaps_of_many(cases)
    found = {}
    for report, case in cases:
        of_the_report = run_once(replace(case, overlaps=overlaps[report.pk]))
        found[report.pk] = (case.report, with_what_is_to_complete(report, of_the_report, texts[report.pk]))
    return found


def case_of(report: AnnualReport, data: ReportData | None = None, *, with_peers: bool = True) -> Case:
    """What the checks look at; without the reports of other organs where no rule that is run reads them."""
    previous = last_year_of(report)
    case = _case(report, data or report.data(), previous.data() if previous else None)
    case = rules_for([report])[report.pk].applied_to(case)
    return replace(case, overlaps=overlaps_of(report, case)) if with_peers else case


def _case(report: AnnualReport, data: ReportData, previous: ReportData | None) -> Case:
    return Case(data, previous, consolidated=consolidated_of(report))


def unexplained(report: AnnualReport, found: list[Finding] | None = None) -> list[Finding]:
    """The findings that need an explanation and have none that stands; a questioned one waits for more words."""
    questioned = Judgement.QUESTIONED
    explained = {fingerprint for fingerprint, judgement in judgements(report).items() if judgement != questioned}
    found = findings(report) if found is None else found
    return [each for each in found if each.level is Level.EXPLAIN and explained.isdisjoint(each.answered_by)]


def judgements(report: AnnualReport) -> Mapping[str, str]:
    """What was judged of each explanation of the report, "" for nothing yet, by the fingerprint of its finding."""
    return report.snapshot.judgements if report.snapshot else _judgements(report)


def _judgements(report: AnnualReport) -> dict[str, str]:
    return dict(report.explanations.values_list("fingerprint", "judgement"))


def explained_of(reports: Collection[AnnualReport]) -> dict[int, set[str]]:
    """By report the fingerprints of the findings whose explanation stands; one query, however many reports."""
    explained: dict[int, set[str]] = {report.pk: set() for report in reports}
    unquestioned = Explanation.objects.filter(report__in=explained).exclude(judgement=Judgement.QUESTIONED)
    for pk, fingerprint in unquestioned.values_list("report", "fingerprint") if explained else ():
        explained[pk].add(fingerprint)
    return explained
