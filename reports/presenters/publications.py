"""What is published, as the public column lists it (公开专栏): by year and organ, of each report the newest revision.

All of it follows from the publications alone, so that what is kept of a page holds until the next one; but for
``succession_of``, which is asked each time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from reports.formats import registry
from reports.models import Organ, Publication
from reports.models.publication import PublishedFile
from reports.official.report_data import Kind
from reports.official.wording import title


@dataclass(frozen=True)
class PublishedReport:
    """A published report in a list; ``files`` are the bytes of each file, by its extension."""

    slug: str
    organ: str
    kind: Kind
    year: int
    revision: int
    at: datetime
    is_corrected: bool
    is_demonstration: bool
    content_hash: str
    files: dict[str, int]

    @property
    def title(self) -> str:
        return title(self.organ, self.year)

    @property
    def url(self) -> str:
        return reverse("published", args=[self.slug, self.year])

    @property
    def papers(self) -> list["PublishedPaper"]:
        """The files that a person reads: the paper, the web page, the workbook."""
        there = [each for each in registry.downloads() if each.extension in self.files and not each.output.is_data]
        return [PublishedPaper(each.name, self.file_url(each.extension), self.files[each.extension]) for each in there]

    @property
    def revision_url(self) -> str:
        return reverse("published_revision", args=[self.slug, self.year, self.revision])

    def file_url(self, extension: str) -> str:
        return reverse("published_file", args=[self.slug, self.year, self.revision, extension])


@dataclass(frozen=True)
class PublishedPaper:
    """A file of a published report: what its format is called, where it is, how many bytes it has."""

    name: str
    url: str
    size: int


@dataclass(frozen=True)
class PublishedYear:
    """A year of which reports are published: how many, and when the newest of them was."""

    year: int
    count: int
    at: datetime


def years() -> list[PublishedYear]:
    """The years of which something is published, the newest first."""
    found = Publication.objects.newest().values("report__year")
    counted = found.annotate(count=Count("pk"), last=Max("at")).order_by("-report__year")
    return [PublishedYear(each["report__year"], each["count"], each["last"]) for each in counted]


def listed(found: Iterable[Publication]) -> list[PublishedReport]:
    """What a list says of publications that ``newest`` and ``asked_for`` have found; one query more, for the files."""
    found = list(found)
    files: dict[int, dict[str, int]] = defaultdict(dict)
    stored = PublishedFile.objects.filter(publication__in=[each.pk for each in found])
    for pk, extension, size in stored.values_list("publication", "extension", "size"):
        files[pk][extension] = size
    return [_as_listed(each, files[each.pk]) for each in found]


def _as_listed(publication: Any, files: dict[str, int]) -> PublishedReport:
    report = publication.report
    return PublishedReport(
        slug=report.organ.slug,
        organ=report.organ_name,
        kind=Kind(report.submitted_kind or report.organ.kind),
        year=report.year,
        revision=report.revision,
        at=publication.at,
        is_corrected=publication.is_corrected,
        is_demonstration=report.is_demonstration,
        content_hash=publication.content_hash,
        files=files,
    )


@dataclass(frozen=True)
class Succession:
    """Whose years go on in an organ's, and in whose its own do, each as the slug and the name of now."""

    predecessors: tuple[tuple[str, str], ...] = ()
    successors: tuple[tuple[str, str], ...] = ()  # one, or none

    def __str__(self) -> str:
        return f"{self.predecessors}{self.successors}"


def succession_of(slug: str) -> Succession:
    """Of the organs that it succeeded and that succeeded it, those of which anything is published; one query."""
    concerned = Q(succeeded_by__slug=slug) | Q(predecessors__slug=slug)
    found = organs_that_published().filter(concerned).distinct().values_list("slug", "name", "succeeded_by__slug")
    before = tuple((each, name) for each, name, successor in found if successor == slug)
    return Succession(before, tuple((each, name) for each, name, successor in found if successor != slug))


def organs_that_published() -> QuerySet[Organ]:
    """The organs of which anything is published, each with ``newest``, when the last of it was."""
    found = Organ.objects.filter(reports__publication__isnull=False)
    return found.annotate(newest=Max("reports__publication__at")).order_by("slug")
