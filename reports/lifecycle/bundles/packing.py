"""Writes a bundle, report by report, so that as little is held in memory of three thousand as of three.

What was published goes in byte for byte as it was frozen; everything else is drawn as its own page hands it out.
What cannot be had is named, and the rest is packed. A full disk ends it: ``OSError``.
"""

import hashlib
import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.urls import reverse
from django.utils import timezone

from reports.formats import registry
from reports.formats.writing import CannotDraw
from reports.lifecycle.bundles import lists
from reports.lifecycle.bundles.choosing import Chosen, NotPacked, WantedReports
from reports.lifecycle.bundles.lists import PackedFile
from reports.lifecycle.bundles.naming import folders, path_of
from reports.lifecycle.releasing import file_of
from reports.models.publication import PublishedFile
from reports.models.published_addresses import newest_addresses
from reports.models.reports import AnnualReport, Status
from reports.official.wording import title

logger = logging.getLogger(__name__)
WAIT = 60  # seconds that a file which must be drawn waits for its turn
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
OnEach = Callable[[int, list[NotPacked]], None]


class FileMissing(Exception):
    """A file that was frozen at publication cannot be had as it was; the message says which."""


@dataclass(frozen=True)
class Packing:
    """How a bundle turned out: the files in it, and what is not."""

    files: tuple[PackedFile, ...]
    failures: tuple[NotPacked, ...]


def pack(target: BinaryIO, chosen: Chosen, wanted: WantedReports, on_each: OnEach) -> Packing:
    """Write the zip to ``target``; ``on_each`` is told after each report how many are done and what failed so far.

    Files are stored as they are: papers and workbooks are compressed already.
    """
    names = folders(chosen.reports)
    addresses = _addresses(chosen, wanted.site)
    files: list[PackedFile] = []
    failures: list[NotPacked] = []
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for done, report in enumerate(chosen.reports, start=1):
            for extension, content in _files_of(report, wanted, failures):
                path = path_of(report, names[report.pk], extension)
                files.append(_packed(report, path, content, addresses.get(report.pk, "")))
                _add(archive, path, content, _when(report))
            on_each(done, failures)
        _add_lists(archive, files, [*chosen.left_out, *failures])
    return Packing(tuple(files), tuple(failures))


def _files_of(report: AnnualReport, wanted: WantedReports, failures: list[NotPacked]) -> Iterator[tuple[str, bytes]]:
    """The wanted files of a report by extension; why one cannot be had is added to ``failures``."""
    now = AnnualReport.objects.filter(pk=report.pk).values_list("status", flat=True).first()
    if now not in wanted.states:
        failures.append(NotPacked(report.organ, report.state, "生成期间报告状态有变化"))
        return
    frozen = _frozen_files(report, wanted.formats) if report.status == Status.PUBLISHED else None
    for extension in wanted.formats:
        try:
            yield extension, _drawn(report, extension) if frozen is None else _intact(frozen, extension)
        except (CannotDraw, ValueError, FileMissing) as refusal:
            why = f"{registry.writable()[extension].name}：{refusal}"
        except OSError:
            raise
        except Exception:
            number = secrets.token_hex(2).upper()
            logger.exception("A file of a bundle failed with the error number %s", number)
            why = f"{registry.writable()[extension].name} 生成失败（错误编号 {number}）"
        else:
            continue
        failures.append(NotPacked(report.organ, report.state, why))


def _frozen_files(report: AnnualReport, extensions: tuple[str, ...]) -> dict[str, tuple[bytes, str]]:
    files = PublishedFile.objects.filter(publication__report=report, extension__in=extensions)
    return {extension: (bytes(content), digest) for extension, content, digest in _rows(files)}


def _rows(files) -> Iterator[tuple[str, bytes, str]]:
    return files.values_list("extension", "content", "digest").iterator()


def _intact(frozen: dict[str, tuple[bytes, str]], extension: str) -> bytes:
    if extension not in frozen:
        raise FileMissing("没有公布时留存的文件")
    content, digest = frozen[extension]
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileMissing("留存的文件与公布时的校验码不一致")
    return content


def _drawn(report: AnnualReport, extension: str) -> bytes:
    return file_of(AnnualReport.objects.select_related("organ").get(pk=report.pk), extension, patience=WAIT)


def _addresses(chosen: Chosen, site: str) -> dict[int, str]:
    """Where each published report stands, by its key: on the county's website, or here while that is not known."""
    published = [each for each in chosen.reports if each.status == Status.PUBLISHED and hasattr(each, "publication")]
    entered = newest_addresses([each.publication.pk for each in published])
    here = {
        each.pk: reverse("published_revision", args=[each.organ.slug, each.year, each.revision]) for each in published
    }
    there = {each.pk: entered[each.publication.pk].url for each in published if each.publication.pk in entered}
    return {pk: there.get(pk) or site + path for pk, path in here.items()}


def _packed(report: AnnualReport, path: str, content: bytes, address: str) -> PackedFile:
    name = title(report.organ_name, report.year)
    digest = hashlib.sha256(content).hexdigest()
    return PackedFile(report.organ, name, report.state, f"{_when(report):%Y-%m-%d}", path, digest, address)


def _when(report: AnnualReport) -> datetime:
    """When it was published, or else changed last."""
    is_frozen = report.status == Status.PUBLISHED and hasattr(report, "publication")
    return timezone.localtime(report.publication.at if is_frozen else report.changed_at)


def _add(archive: ZipFile, path: str, content: bytes, at: datetime) -> None:
    member = ZipInfo(path, at.timetuple()[:6])
    member.create_system, member.external_attr = _UNIX, _REGULAR_FILE
    archive.writestr(member, content)  # a name beyond ASCII is marked as UTF-8


def _add_lists(archive: ZipFile, files: list[PackedFile], missing: list[NotPacked]) -> None:
    at = timezone.localtime()
    digests = [(each.path, each.digest) for each in files]
    for name, content in ((lists.CONTENTS, lists.contents(files)), (lists.LEFT_OUT, lists.left_out(missing))):
        _add(archive, name, content, at)
        digests.append((name, hashlib.sha256(content).hexdigest()))
    _add(archive, lists.HASHES, lists.hashes(digests), at)
