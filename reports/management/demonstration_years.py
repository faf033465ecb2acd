"""Earlier years in the demonstration county: every organ's report as it was read in, summed up and final.

Of the year before that two units' are there alone: one that declared nothing to report (零报告), and one of which a row
could not be read, so that the list of a cell shows every sign.
"""

from collections.abc import Mapping
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
from reports.people.organs import set_organ_active

BUSY = ("yaoshan",)  # what it carries forward and has in force is what this year begins with
OWN_REQUEST = "县政府本级直接收到并答复 1 件，未计入县政府办公室的报告。"
ADJUSTED = tuple(Cell("applications", row, "natural_person") for row in ("new_received", "granted"))


UNREADABLE = "not_processed_repeat"  # the row of table 三 that the file of one unit does not have


def tell_the_years_before(organs: Mapping[str, Organ], people: Mapping[str, User], year: int) -> None:
    """Read in what every organ reported, and declare its sums final; whatever there is already stays."""
    government = organs[county.GOVERNMENT["slug"]]
    if scope_of(government, year).stored:
        return
    for number, (slug, short_name, we, kind) in enumerate(county.REPORTED_BEFORE):
        draft = county.busy_before if slug in BUSY else _drafted(number)
        reader = people.get(f"{slug}-clerk", people["lushan-supervisor"])
        archive(organs[slug], reader, draft(county.full_name(short_name, kind), we, kind, year))
    for slug, *_ in county.MERGED:
        set_organ_active(organs[slug], is_active=False, successor=organs[county.SUCCESSOR[0]])
    _tell_of_few(organs, people, year - 1)
    clerk = people[f"{government.slug}-clerk"]
    decide_scope(government, year, clerk, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    register(
        government,
        year,
        clerk,
        WantedAdjustment(dict.fromkeys(ADJUSTED, 1), AdjustmentKind.OWN_LEVEL, OWN_REQUEST),
        seen="",
    )
    make_final(government, clerk, year)


def make_final(government: Organ, clerk: User, year: int) -> None:
    """Declare the sums of the year final, and read in the government's own report, which says the same."""
    sums = standing_sums(government, year)
    if not sums.is_complete:
        return  # in a demonstration of before, in which a visitor has begun some report of that year
    finalise(government, year, clerk, seen=sums.seen)
    own = county.before(government.name, government.self_reference, Kind(government.kind), year, {})
    archive(government, clerk, replace(own, figures={cell: sums.adjusted(cell) for cell in sums.edition.entries}))


def archive(organ: Organ, reader: User, data: ReportData) -> None:
    """Read in an invented report of an earlier year, marked as such, where there is none yet."""
    if AnnualReport.objects.newest_revision(organ, data.year):
        return
    file = ImportedFile.of(f"{data.title}.json", canonical(data))
    archived = archive_file(organ.pk, reader, data, file, timezone.localdate())
    AnnualReport.objects.filter(pk=archived.report.pk).update(is_demonstration=True)


def _tell_of_few(organs: Mapping[str, Organ], people: Mapping[str, User], year: int) -> None:
    names = {slug: about for slug, *about in county.TOWNSHIPS}
    for slug, draft in (("wawu", county.nil), ("guanyinsi", _with_a_row_missing)):
        short_name, we, kind = names[slug]
        archive(organs[slug], people[f"{slug}-clerk"], draft(county.full_name(short_name, kind), we, kind, year))


def _with_a_row_missing(organ: str, we: str, kind: Kind, year: int) -> ReportData:
    whole = _drafted(3)(organ, we, kind, year)
    return replace(whole, figures={cell: each for cell, each in whole.figures.items() if cell.row != UNREADABLE})


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
