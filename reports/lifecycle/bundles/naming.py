"""Under which names files stand in a bundle: by year, kind and organ, such as every system takes and tells apart."""

from collections import Counter
from collections.abc import Iterable

from reports.models.organs import Organ
from reports.models.reports import AnnualReport
from reports.official.report_data import Kind
from reports.official.wording import title

LONGEST_PATH = 180  # characters, so that it unpacks below a folder with a name of its own
LONGEST_NAME = 40  # of an organ within a path, where it stands twice
DRAFT = "（草稿）"
_NOT_IN_NAMES = frozenset('\\/:*?"<>|')  # of Windows
_FILLER = "＿"
_FOLDERS = {
    Kind.TOWNSHIP: "乡镇",
    Kind.SUBDISTRICT: "街道",
    Kind.DEPARTMENT: "部门",
    Kind.OFFICE: "办公室",
    Kind.COUNTY: "县级政府",
    Kind.CITY: "市级政府",
}


def plain_name(words: str) -> str:
    """The words as a part of a path: what a system does not take is replaced, also dots and spaces at the end."""
    plain = "".join(_FILLER if each in _NOT_IN_NAMES or not each.isprintable() else each for each in words)
    kept = plain.rstrip(". ")
    return (kept + _FILLER * (len(plain) - len(kept))) or _FILLER


def folders(reports: Iterable[AnnualReport]) -> dict[int, str]:
    """The name of each report's organ within its folder, by the report's key; the slug tells two of one name apart.

    Names that differ in capitals alone are one on Windows. What was cut gets its slug too.
    """
    reports = list(reports)
    count = Counter((each.organ.kind, plain_name(each.organ.short_name).casefold()) for each in reports)
    return {each.pk: _folder(each.organ, count) for each in reports}


def path_of(report: AnnualReport, folder: str, extension: str) -> str:
    """Where a file of the report stands in the bundle, at most ``LONGEST_PATH`` characters."""
    kind = _FOLDERS[Kind(report.organ.kind)]
    name = f"{plain_name(title(folder, report.year))}{DRAFT if report.is_draft else ''}.{extension}"
    return f"{report.year}年度/{kind}/{folder}/{name}"


def _folder(organ: Organ, count: Counter[tuple[str, str]]) -> str:
    plain = plain_name(organ.short_name)
    is_one_of_several = count[organ.kind, plain.casefold()] > 1
    if not is_one_of_several and len(plain) <= LONGEST_NAME:
        return plain
    tail = f"（{organ.slug}）"
    return plain[: LONGEST_NAME + 10 - len(tail)] + tail
