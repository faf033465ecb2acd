"""What has to be said and chosen before a file is taken in: whose it is, of which year, and what it would replace."""

from dataclasses import dataclass

from reports.checks.organ_names import names_organ
from reports.lifecycle.importing import differences
from reports.lifecycle.opening import is_untouched
from reports.lifecycle.refusals import Refused
from reports.models import AnnualReport, Upload
from reports.official.report_data import Kind
from reports.presenters.steps import name_of


def doubts_of(upload: Upload, year_on_offer: int) -> list[str]:
    """Why a file may not be the organ's report of last year or this year, a sentence each: to be confirmed."""
    doubts = []
    if not upload.said_organ:
        doubts.append(f"文件中没有写明单位，按“{upload.organ}”读入。")
    elif not names_organ(upload.said_organ, upload.organ.name, Kind(upload.organ.kind)):
        doubts.append(f"文件写的单位是“{upload.said_organ}”，不是“{upload.organ}”。")
    if upload.said_year is None:
        doubts.append("文件中没有写明年度，请在下面选择。")
    elif upload.said_year < year_on_offer - 1:
        doubts.append(f"文件是 {upload.said_year} 年度的报告，不是上年（{year_on_offer - 1} 年度）的。")
    return doubts


@dataclass(frozen=True)
class MergeChoice:
    """A place of this year's draft where the file says something else; whether that is to be taken over."""

    address: str
    name: str
    stored: str
    read: str
    is_ticked: bool


@dataclass(frozen=True)
class Merging:
    """A file of this year beside this year's draft: ``refusal`` where it takes none, else what it may take over.

    ``seen`` says by address what stands in the draft, for the hidden field of the page.
    """

    refusal: str = ""
    choices: tuple[MergeChoice, ...] = ()

    @property
    def seen(self) -> dict[str, str]:
        return {each.address: each.stored for each in self.choices}


def merging(upload: Upload, year: int | None, year_on_offer: int) -> Merging | None:
    """How a file of the year on offer comes into its draft; ``None`` of another year, or where nobody wrote in it."""
    draft = AnnualReport.objects.newest_revision(upload.organ, year_on_offer)
    if year != year_on_offer or draft is None or is_untouched(draft):
        return None
    try:
        found = differences(draft, upload)
    except Refused as refusal:
        return Merging(str(refusal))
    return Merging(
        choices=tuple(
            MergeChoice(
                each.address,
                name_of(draft, each.address),
                each.stored,
                each.read,
                upload.is_ticked(each.address, each.stored),
            )
            for each in found
        )
    )
