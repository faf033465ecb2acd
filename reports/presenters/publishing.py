"""What the list of publications shows, on the page, in the workbook and as the code of a web page."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from reports.lifecycle.publishing.listing import ListedPublication
from reports.lifecycle.publishing.pasting import PastedBlock
from reports.official.wording import title

COLUMNS = {
    "序号": 7, "单位": 28, "标题": 48, "公布日期": 12, "PDF": 50, "Excel": 50, "网页代码": 50, "网址": 60, "核对": 24,
}  # fmt: skip


@dataclass(frozen=True)
class PublishedRow:
    """A published report as a line of the list; its addresses are whole."""

    number: int
    listed: ListedPublication
    site: str = ""

    @property
    def title(self) -> str:
        report = self.listed.publication.report
        return title(report.organ_name, report.year)

    @property
    def day(self) -> str:
        return f"{timezone.localtime(self.listed.publication.at):%Y-%m-%d}"

    @property
    def public(self) -> str:
        """Where it is published on this installation."""
        return self._address("published_revision")

    @property
    def pdf(self) -> str:
        return self._address("published_file", "pdf")

    @property
    def xlsx(self) -> str:
        return self._address("published_file", "xlsx")

    @property
    def code(self) -> str:
        return self._address("published_code")

    @property
    def link(self) -> str:
        """Where readers are sent: to the county's website, or here as long as it is not known to stand there."""
        return self.listed.url or self.public

    @property
    def checked(self) -> str:
        entry = self.listed.address
        return f"{entry.checked_on:%Y-%m-%d} {entry.checked_by}" if self.listed.is_checked else ""

    def cells(self) -> tuple[str | int, ...]:
        """As a row of the workbook."""
        organ = str(self.listed.organ)
        return (
            self.number, organ, self.title, self.day, self.pdf, self.xlsx, self.code, self.listed.url, self.checked
        )  # fmt: skip

    def _address(self, name: str, *more: str) -> str:
        report = self.listed.publication.report
        return self.site + reverse(name, args=[report.organ.slug, report.year, report.revision, *more])


def rows_of_the_list(listed: Iterable[ListedPublication], site: str) -> list[PublishedRow]:
    """The lines of the list; ``site`` is the address of this installation."""
    return [PublishedRow(number, each, site) for number, each in enumerate(listed, start=1)]


def shown_rows(rows: Iterable[tuple[ListedPublication, Any, Any]], first: int) -> list[tuple[PublishedRow, Any, Any]]:
    """The lines of a page with their fields, numbered from ``first``."""
    return [(PublishedRow(number, each, ""), *fields) for number, (each, *fields) in enumerate(rows, start=first)]


def fingerprint(block: PastedBlock) -> str:
    """What tells whether a preview still says what will be entered: the new addresses, and what they replace."""
    said = [(each.row.publication.pk, each.row.seen, each.url) for each in block.new]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
