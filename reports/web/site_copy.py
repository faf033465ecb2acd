"""A copy of the public column as plain files with relative links, for a county whose site is built elsewhere.

The pages are those of the column, drawn from the same templates. In a folder they are written aside, and take the place
of the copy before once all of them are there; as a zip a worker makes them.
"""

import json
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urljoin, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils import timezone

from reports.formats.xlsx import open_data
from reports.lifecycle.bundles.making import BundleFailed
from reports.lifecycle.open_data import rows_of
from reports.models import Bundle, Publication
from reports.official import EDITIONS
from reports.presenters.open_interface import list_item
from reports.presenters.publications import (
    PublishedReport,
    listed,
    organs_that_published,
    succession_of,
    years,
)
from reports.presenters.published_page import page_of_publication, publications_of

A_PAGE = 200
MARK = "site-copy.json"  # what tells a copy from a folder of something else
MOST_TRIES = 3
_LINK = re.compile(r'(?<= )(href|src)="([^"#]+)(#[^"]*)?"')
_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")  # in the names of static files, which those of a copy go without


BUSY = "导出期间不断有报告公布，请稍后再试"


class CannotCopy(Exception):
    """Why there is no copy, in a sentence; what stood in the folder stands there still."""


def copy_site(folder: Path, address: str = "") -> int:
    """Make the folder a copy of all that is published, and say how many reports that is.

    ``address`` is where the copy will be read, for the map of its pages; without one it has none. ``CannotCopy`` where
    the folder holds anything else, or cannot be written.
    """
    if folder.exists() and not (folder / MARK).is_file() and not (folder.is_dir() and not any(folder.iterdir())):
        raise CannotCopy(f"{folder} 中有其他文件，请换一个空的文件夹")
    if not folder.parent.is_dir():
        raise CannotCopy(f"没有文件夹 {folder.parent}")
    try:
        for _ in range(MOST_TRIES):
            before = Publication.objects.stamp()
            unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
            try:
                count = _Copy(_InFolder(unfinished), address).write()
                if Publication.objects.stamp() == before:
                    _put_in_place(unfinished, folder)
                    return count
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise CannotCopy(f"不能写入 {folder}：{error.strerror}。原有内容没有改动") from error
    raise CannotCopy(BUSY)


def pack(target: BinaryIO, bundle: Bundle, on_each: Callable[[int], None]) -> None:
    """Write the copy as a zip, for the worker that makes it; ``wanted["address"]`` is where it will be read, or blank.

    ``BundleFailed`` where something is published again and again meanwhile, or a file of the pages is not there.
    """
    for _ in range(MOST_TRIES):
        target.seek(0)
        target.truncate()
        before = Publication.objects.stamp()
        try:
            with ZipFile(target, "w", ZIP_DEFLATED) as archive:
                _Copy(_Zipped(archive), bundle.wanted.get("address", ""), on_each).write()
        except CannotCopy as refusal:
            raise BundleFailed(f"{refusal}。") from refusal
        if Publication.objects.stamp() == before:
            return
    raise BundleFailed(f"{BUSY}。")


def _put_in_place(unfinished: Path, folder: Path) -> None:
    unfinished.chmod(0o755)
    if not folder.exists():
        unfinished.rename(folder)
        return
    before = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    os.replace(folder, before)  # an empty folder gives way
    try:
        unfinished.rename(folder)
    except OSError:
        os.replace(before, folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


class _InFolder:
    """Files of the copy in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class _Zipped:
    """Files of the copy in a zip."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive

    def add(self, name: str, content: bytes) -> None:
        self.archive.writestr(name, content)


class _Copy:
    """The copy that is being written; ``on_each`` is told how many reports are in it."""

    def __init__(
        self, files: _InFolder | _Zipped, address: str, on_each: Callable[[int], None] = lambda done: None
    ) -> None:
        self.files, self.address, self.on_each = files, address, on_each
        self.years = years()
        self.now = timezone.localtime()
        self.pages: dict[str, datetime] = {}  # for the map
        self.wanted: set[str] = set()  # static files that the pages name

    def write(self) -> int:
        self._lists()
        self._organs()
        items = []
        for number, each in enumerate(self._reports(), start=1):
            items.append(self._report(each))
            self.on_each(number)
        self._json("data/reports.json", items)
        self._workbooks()
        self._static()
        if self.address:
            urls = [{"location": urljoin(self.address, page), "lastmod": at} for page, at in self.pages.items()]
            self._file("sitemap.xml", render_to_string("sitemap.xml", {"urlset": urls}).encode())
        self._json(MARK, {"made_at": self.now.isoformat(timespec="seconds"), "reports": len(items)})
        return len(items)

    def _lists(self) -> None:
        for each in self.years or [None]:
            year = each.year if each else None
            found = Paginator(Publication.objects.newest().asked_for(year=year), A_PAGE)
            for page in found:
                query = f"year={year}&page={page.number}" if each else ""
                about = {"years": self.years, "year": year, "page": page, "reports": listed(page.object_list)}
                self._page(f"{reverse('column')}?{query}", "public/column.html", about, each.at if each else self.now)

    def _organs(self) -> None:
        for organ in organs_that_published():
            reports = listed(Publication.objects.newest().asked_for(organ=organ.slug))
            about = {"organ": reports[0], "reports": reports, "succession": succession_of(organ.slug)}
            self._page(reverse("column_organ", args=[organ.slug]), "public/organ.html", about, organ.newest)

    @staticmethod
    def _reports() -> Iterator[PublishedReport]:
        for page in Paginator(Publication.objects.newest().asked_for(), A_PAGE):
            yield from listed(page.object_list)

    def _report(self, report: PublishedReport) -> dict[str, Any]:
        """Write the pages and files of a report, of all its versions; what the list for programs says of it."""
        publications = publications_of(report.slug, report.year)
        for each in publications:
            is_newest = each == publications[0]
            version = [report.slug, report.year, each.report.revision]
            url = report.url if is_newest else reverse("published_revision", args=version)
            about = page_of_publication(publications, each)
            template = "public/published.html" if about["data"] else "public/unreadable.html"
            self._page(url, template, about | {"size": "medium"}, each.at)
            for extension, content in each.all_files().items():
                self._file(self.file_of(reverse("published_file", args=[*version, extension])), content)
        item = list_item(report)
        files = {key: file | {"address": self.file_of(file["address"])} for key, file in item["files"].items()}
        return item | {"report": files["json"]["address"], "page": self.file_of(item["page"]), "files": files}

    def _workbooks(self) -> None:
        for each in self.years:
            with tempfile.TemporaryFile() as target:
                open_data.write(rows_of(each.year), each.year, self.now, target)
                target.seek(0)
                self._file(self.file_of(reverse("column_workbook", args=[each.year])), target.read())

    def _static(self) -> None:
        for name in sorted(self.wanted):
            found = finders.find(name)
            if found is None:
                raise CannotCopy(f"缺少文件 {name}")
            self._file(f"assets/{name}", Path(found).read_bytes())
        for key, form in EDITIONS.items():
            widths = render_to_string("report/_widths.css", {"report": {"official_form": form}})
            self._file(self.file_of(reverse("table_widths", args=[key])), widths.encode())

    def _page(self, url: str, template: str, about: dict[str, Any], at: datetime) -> None:
        request = HttpRequest()
        request.GET = QueryDict(urlsplit(url).query)
        frame = {"column": settings.PUBLIC_COLUMN_NAME, "is_demonstration": settings.DEMONSTRATION, "copy": True}
        here = self.file_of(url)
        drawn = render_to_string(template, about | frame, request=request)
        self._file(here, _LINK.sub(lambda link: self._linked(link, here), drawn).encode())
        self.pages[here] = at

    def _linked(self, link: re.Match, here: str) -> str:
        name, address, place = link.groups(default="")
        there = self.file_of(urljoin(reverse("column"), address.replace("&amp;", "&")))
        return f'{name}="{posixpath.relpath(there, posixpath.dirname(here) or ".")}{place}"'

    def file_of(self, address: str) -> str:
        """The file of the copy that an address of the server is."""
        parts = urlsplit(address)
        if parts.path.startswith(settings.STATIC_URL):
            name = _HASH.sub("", parts.path.removeprefix(settings.STATIC_URL))
            self.wanted.add(name)
            return f"assets/{name}"
        match = resolve(parts.path)
        if match.url_name == "column":
            return self._file_of_list({key: values[0] for key, values in parse_qs(parts.query).items()})
        if match.url_name in {"column_workbook", "table_widths"}:
            folder = {"column_workbook": "data", "table_widths": "assets/tables"}[match.url_name]
            return f"{folder}/{posixpath.basename(parts.path)}"
        path = f"reports/{parts.path.removeprefix(reverse('column'))}"
        return f"{path}index.html" if path.endswith("/") else path

    def _file_of_list(self, query: dict[str, str]) -> str:
        newest = str(self.years[0].year) if self.years else ""
        year, page = query.get("year", newest), query.get("page", "1")
        if page != "1":
            return f"{year}-{page}.html"
        return "index.html" if year == newest else f"{year}.html"

    def _json(self, name: str, said: object) -> None:
        self._file(name, json.dumps(said, ensure_ascii=False, indent=1).encode())

    def _file(self, name: str, content: bytes) -> None:
        self.files.add(name, content)
