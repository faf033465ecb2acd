"""What was made public: the figures, texts and files of a report as they were on that day, for good."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import models

from reports.models.append_only import AppendOnly
from reports.models.organs import User
from reports.models.reports import AnnualReport
from reports.models.sealing import SealedModel, SealedQuerySet
from reports.official.interchange import NotUnderstood, parse
from reports.official.report_data import Kind, ReportData

# Whoever stands higher comes first; within a kind by the organs' own order.
ORDER = (Kind.CITY, Kind.COUNTY, Kind.OFFICE, Kind.DEPARTMENT, Kind.SUBDISTRICT, Kind.TOWNSHIP)


class PublicationQuerySet(SealedQuerySet):
    def newest(self) -> "PublicationQuerySet":
        """Of each organ and year the newest revision, with ``is_corrected``, whether an earlier one was published."""
        same = Publication.objects.filter(
            report__organ=models.OuterRef("report__organ"), report__year=models.OuterRef("report__year")
        )
        later = same.filter(report__revision__gt=models.OuterRef("report__revision"))
        earlier = same.filter(report__revision__lt=models.OuterRef("report__revision"))
        return self.filter(~models.Exists(later)).annotate(is_corrected=models.Exists(earlier))

    def asked_for(
        self, *, year: int | None = None, kind: str = "", name: str = "", organ: str = ""
    ) -> "PublicationQuerySet":
        """Those that are asked for, without what they corrected: the newest year first, then as ``ORDER`` says.

        ``name`` is a part of the organ's name, of then or of now; ``organ`` is its slug.
        """
        then = models.Case(
            models.When(report__submitted_kind="", then=models.F("report__organ__kind")),
            default=models.F("report__submitted_kind"),
        )
        asked: dict[str, Any] = {"report__year": year, "kind": kind, "report__organ__slug": organ}
        found = self.annotate(kind=then).filter(**{field: value for field, value in asked.items() if value})
        if name:
            fields = ("report__submitted_name", "report__organ__name", "report__organ__short_name")
            found = found.filter(models.Q(*((f"{field}__icontains", name) for field in fields), _connector=models.Q.OR))
        ranks = (models.When(kind=each, then=models.Value(rank)) for rank, each in enumerate(ORDER))
        rank = models.Case(*ranks, default=models.Value(len(ORDER)), output_field=models.IntegerField())
        ordered = found.order_by("-report__year", rank, "report__organ__slug", "-report__revision")
        return ordered.select_related("report__organ").defer("corrected")

    def stamp(self) -> "Stamp | None":
        """What becomes another one with every publication; ``None`` before the first.

        The count says it by itself, for publications are never deleted, and one may be committed before another that
        has a smaller key; the newest one's key and time tell two databases apart.
        """
        newest = self.order_by("-pk").values_list("pk", "at").first()
        return Stamp(self.count(), *newest) if newest else None


class Stamp(NamedTuple):
    """The state of all that is published."""

    count: int
    newest: int
    at: datetime

    def __str__(self) -> str:
        return f"{self.count}-{self.newest}-{self.at:%Y%m%d%H%M%S%f}"


class Publication(SealedModel):
    """A published report (条例第四十九、五十条), frozen: nothing of the application changes it afterwards."""

    report = models.OneToOneField(AnnualReport, models.PROTECT, related_name="publication", verbose_name="年度报告")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="公布人")
    at = models.DateTimeField("公布时间", auto_now_add=True)
    content_hash = models.CharField("校验码", max_length=64)
    # What it changed in the publication that it corrects, a mapping a change: compared once, for everybody reads it.
    corrected = models.JSONField("更正内容", null=True, editable=False)

    seal_scope = ("report", "t.report_id")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公布"

    def __str__(self) -> str:
        return f"{self.report}（{self.at:%Y-%m-%d} 公布）"

    def file(self, extension: str) -> bytes:
        """One of the frozen files; ``KeyError`` for an extension that was not frozen."""
        file = self.files.filter(extension=extension).first()
        if file is None:
            raise KeyError(extension)
        return bytes(file.content)

    def all_files(self) -> dict[str, bytes]:
        """The frozen files by extension."""
        return {extension: bytes(content) for extension, content in self.files.values_list("extension", "content")}

    def data(self) -> ReportData | None:
        """What was published; ``None`` where the interchange file is gone, or is none: old ones were not tried."""
        return data_of([self])[self.pk]

    def digest(self) -> str:
        """SHA-256 over what is said of it beside its content: by whom, when, and what it corrected."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        record = json.dumps([self.by_id, at, self.corrected], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(record.encode()).hexdigest()

    def sizes(self) -> dict[str, int]:
        """How many bytes each of the frozen files has, by extension; the files stay unread."""
        return dict(self.files.values_list("extension", "size"))


class PublishedFile(AppendOnly):
    """A file in which a report was published, byte for byte; its SHA-256 stands in the event of publication too."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files", verbose_name="公布")
    extension = models.CharField("格式", max_length=10)
    content = models.BinaryField("文件")
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("SHA-256", max_length=64)

    seal_scope = ("report", "(SELECT p.report_id FROM reports_publication p WHERE p.id = t.publication_id)")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "extension"], name="one_file_a_format")]
        verbose_name = verbose_name_plural = "公布的文件"

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.extension}"

    @classmethod
    def of(cls, publication: Publication, extension: str, content: bytes) -> "PublishedFile":
        """The file with its length and its SHA-256, not stored yet."""
        digest = hashlib.sha256(content).hexdigest()
        return cls(publication=publication, extension=extension, content=content, size=len(content), digest=digest)


def data_of(publications: Iterable[Publication]) -> dict[int, ReportData | None]:
    """What each of them says, by its key, as ``Publication.data`` does; one query."""
    data: dict[int, ReportData | None] = {each.pk: None for each in publications}
    files = PublishedFile.objects.filter(publication__in=data, extension="json")
    for pk, content in files.values_list("publication", "content"):
        with suppress(NotUnderstood):
            data[pk] = parse(bytes(content))
    return data


def publish_files(publication: Publication, files: dict[str, bytes]) -> dict[str, str]:
    """Keep the files of a publication, and answer with their SHA-256, in hexadecimal, by extension."""
    stored = [PublishedFile.of(publication, extension, content) for extension, content in files.items()]
    for file in stored:
        file.save()
    return {file.extension: file.digest for file in stored}
