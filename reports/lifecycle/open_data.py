"""The open-data workbook of a year: made once after each publication, and kept in the storage of files.

A name in the storage says which publications are in the file and how long it is, so that what a killed process or a
full disk cut off is taken for what it is.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.timezone import localdate, localtime
from django_tasks import task

from reports.formats.xlsx.open_data import PublishedData, write
from reports.models import Publication
from reports.models.publication import PublicationQuerySet, data_of
from reports.official.report_data import Kind

FOLDER = "open_data"
MOST_AT_ONCE = 300  # reports that are written while somebody waits: a second or two
READ_TOGETHER = 100
_NAME = re.compile(r"(?P<year>\d+)_(?P<stamp>[\d-]+)_(?P<size>\d+)\.xlsx")


class Kept(NamedTuple):
    """A workbook in the storage; ``is_current`` unless something was published since."""

    name: str
    is_current: bool


def kept(year: int) -> Kept | None:
    """The newest workbook of the year that is whole; ``None`` where there is none."""
    stamp = str(_published(year).stamp())
    found = sorted(_whole(year), key=lambda each: (each["stamp"] == stamp, int(each["stamp"].split("-")[0])))
    return Kept(f"{FOLDER}/{found[-1][0]}", found[-1]["stamp"] == stamp) if found else None


def make(year: int) -> Kept | None:
    """The workbook of all that is published of the year, made where it is not kept; ``None`` where nothing is."""
    stamp = _published(year).stamp()
    if stamp is None:
        return None
    if (already := kept(year)) and already.is_current:
        return already
    earlier = {each[0] for each in _whole(year)}
    with tempfile.TemporaryFile() as target:
        write(rows_of(year), year, localtime(), target)
        name = f"{year}_{stamp}_{target.tell()}.xlsx"
        target.seek(0)
        _delete(name)  # one that was cut off
        _delete(*{Path(default_storage.save(f"{FOLDER}/{name}", File(target))).name} - {name})  # made twice at once
    _delete(*earlier)
    return Kept(f"{FOLDER}/{name}", True)


def _delete(*names: str) -> None:
    for each in names:
        with suppress(OSError):  # somebody reads it, or it is gone
            default_storage.delete(f"{FOLDER}/{each}")


@task()
def make_later(year: int) -> None:
    """As ``make``, by a worker."""
    make(year)


def count_of(year: int) -> int:
    """How many reports of the year are published."""
    return _published(year).newest().count()


def _published(year: int) -> PublicationQuerySet:
    return Publication.objects.filter(report__year=year)


def _whole(year: int) -> list[re.Match]:
    """The workbooks of the year whose length is what their name says."""
    try:
        names = default_storage.listdir(FOLDER)[1]
    except OSError:
        return []
    found = [each for each in map(_NAME.fullmatch, names) if each and int(each["year"]) == year]
    return [each for each in found if default_storage.size(f"{FOLDER}/{each[0]}") == int(each["size"])]


def rows_of(year: int) -> Iterator[PublishedData]:
    """The newest publication of each report of the year with what it says, some at a time."""
    found = _published(year).newest().asked_for()
    keys = list(found.values_list("pk", flat=True))
    for start in range(0, len(keys), READ_TOGETHER):
        publications = list(found.filter(pk__in=keys[start : start + READ_TOGETHER]))
        data = data_of(publications)
        for each in publications:
            report = each.report
            yield PublishedData(
                code=report.organ.slug,
                organ=report.organ_name,
                kind=Kind(report.submitted_kind or report.organ.kind).label,
                year=report.year,
                revision=report.revision,
                published_on=localdate(each.at),
                is_corrected=each.is_corrected,
                is_demonstration=report.is_demonstration,
                content_hash=each.content_hash,
                data=data[each.pk],
            )
