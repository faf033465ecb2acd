"""The year before in the demonstration county: every organ's report as it was read in, summed up and final."""

from dataclasses import replace

from django.utils import timezone

from reports.lifecycle.archiving import archive_file
from reports.lifecycle.consolidation.adjusting import WantedAdjustment, register
from reports.lifecycle.consolidation.finalising import finalise
from reports.lifecycle.consolidation.scope import Decision, decide_scope, scope_of
from reports.lifecycle.consolidation.standing import standing_sums
from reports.management import demonstration_county as county
from reports.models import AdjustmentKind, AnnualReport, Basis, ImportedFile, Organ, User
from reports.official import Cell
from reports.official.interchange import canonical
from reports.official.report_data import Kind, ReportData

BUSY = ("yaoshan",)  # what it carries forward and has in force is what this year begins with
OWN_REQUEST = "县政府本级直接收到并答复 1 件，未计入县政府办公室的报告。"
ADJUSTED = tuple(Cell("applications", row, "natural_person") for row in ("new_received", "granted"))


def tell_the_year_before(organs: dict[str, Organ], people: dict[str, User], year: int) -> None:
    """Read in what every organ reported, and declare its sums final; whatever there is already stays."""
    government = organs[county.GOVERNMENT["slug"]]
    if scope_of(government, year).stored:
        return
    for number, (slug, short_name, we, kind) in enumerate(county.REPORTING):
        draft = county.busy_before if slug in BUSY else _drafted(number)
        _archive(organs[slug], people[f"{slug}-clerk"], draft(county.full_name(short_name, kind), we, kind, year))
    clerk = people[f"{government.slug}-clerk"]
    decide_scope(government, year, clerk, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    register(
        government,
        year,
        clerk,
        WantedAdjustment(dict.fromkeys(ADJUSTED, 1), AdjustmentKind.OWN_LEVEL, OWN_REQUEST),
        seen="",
    )
    sums = standing_sums(government, year)
    if not sums.is_complete:
        return  # in a demonstration of before, in which a visitor has begun some report of that year
    finalise(government, year, clerk, seen=sums.seen)
    own = county.before(government.name, government.self_reference, Kind.COUNTY, year, {})
    _archive(government, clerk, replace(own, figures={cell: sums.adjusted(cell) for cell in sums.edition.entries}))


def _drafted(number: int) -> county.Draft:
    """A quiet office's year, a little other than its neighbours'; it carries nothing forward."""
    figures = {
        "licensing.administrative_licensing.decisions": number % 5,
        "enforcement.administrative_penalty.decisions": number % 3,
        "applications.new_received.natural_person": number % 4,
        "applications.granted.natural_person": number % 4,
    }
    numbers = {address: str(figure) for address, figure in figures.items()}
    return lambda organ, we, kind, year: county.before(organ, we, kind, year, numbers)


def _archive(organ: Organ, clerk: User, data: ReportData) -> None:
    if AnnualReport.objects.newest_revision(organ, data.year):
        return
    file = ImportedFile.of(f"{data.title}.json", canonical(data))
    archived = archive_file(organ.pk, clerk, data, file, timezone.localdate())
    AnnualReport.objects.filter(pk=archived.report.pk).update(is_demonstration=True)
