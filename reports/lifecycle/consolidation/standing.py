"""The sums of a government's year as they hold: the final ones, or those of now; and as its checks are given them."""

from dataclasses import replace

from reports.checks.consolidated import Consolidated
from reports.lifecycle.consolidation.document import read_document
from reports.lifecycle.consolidation.finality import standing_finalisation
from reports.lifecycle.consolidation.scope import Scope, scope_of
from reports.lifecycle.consolidation.sums import Sums, sums_of
from reports.models.county import Finalisation
from reports.models.keys import Keys
from reports.models.organs import Organ
from reports.models.reports import AnnualReport
from reports.official.report_data import Coverage, ReportData


def standing_sums(organ: Organ, year: int, *, with_waiting: bool = False) -> Sums:
    """The final sums, of which nothing is live; else what the reports add up to now.

    ``with_waiting`` asks for those in review as well, which are never final.
    """
    scope = scope_of(organ, year)
    final = None if with_waiting else standing_finalisation(scope.stored)
    return final_sums(scope, final) if final else sums_of(scope, with_waiting=with_waiting)


def final_sums(scope: Scope, final: Finalisation) -> Sums:
    """The sums of a document: of organs that came later it knows nothing. One query for the reports it names."""
    held = read_document(bytes(final.content))
    keys = [each.report for each in held.members]
    found = AnnualReport.objects.filter(pk__in=Keys(keys)).select_related("organ").in_bulk()
    return Sums(
        scope=replace(scope, members=tuple(each for each in scope.members if each.is_decided)),
        edition=held.edition,
        reports=tuple(found[key] for key in keys),
        left_out=(),
        figures=held.by_cell(held.sums),
        so_far=held.by_cell(held.so_far),
        unknown=held.by_cell(held.unknown),
        adjustments=held.adjusted,
        final=final,
        held=held,
    )


def consolidated_of(report: AnnualReport) -> Consolidated | None:
    """The sums beside the report of a government; ``None`` of every other organ, and without a question then."""
    if report.organ.consolidated_by_id is None:
        return None
    sums = standing_sums(report.organ, report.year)
    return as_checked(sums) if sums.edition.key == report.edition else None


def coverage_of_draft(report: AnnualReport, data: ReportData | None = None) -> Coverage | None:
    """What is said beside the figures of a government's own report as long as it is a draft; ``None`` of all others.

    ``data`` is its content where that is read already.
    """
    if report.is_settled or report.organ.consolidated_by_id is None:
        return None
    sums, own = standing_sums(report.organ, report.year), data or report.data()
    form = own.official_form
    pairs = ((own.figure(cell), sums.adjusted(cell)) for cell in sums.figures if form.has(cell))
    return sums.coverage._replace(differing=sum(None not in pair and pair[0] != pair[1] for pair in pairs))


def with_coverage(report: AnnualReport, data: ReportData) -> ReportData:
    """The content of a report as its papers and files say it: beside the figures of a draft, what they cover."""
    coverage = coverage_of_draft(report, data)
    return replace(data, coverage=coverage) if coverage else data


def as_checked(sums: Sums) -> Consolidated:
    """The sums as plain data; without the cells that some report does not know."""
    return Consolidated(
        sums={cell: figure for cell, figure in sums.figures.items() if figure is not None},
        adjustments=sums.adjustments,
        missing=tuple(f"{each.organ}（{each.state}）" for each in sums.left_out),
        undecided=tuple(str(each) for each in sums.scope.undecided),
        left_out=tuple(str(each) for each in sums.scope.excluded),
    )
