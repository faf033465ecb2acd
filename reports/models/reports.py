"""Annual reports as they are stored: their state, their texts, and how far each step has come."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from reports.models.organs import Organ, Role, User
from reports.models.sealing import SealedModel, SealedQuerySet
from reports.models.tables import TableRow, rows_of
from reports.models.years import Period, period
from reports.official import EDITIONS, Cell, Edition
from reports.official.figures import Figure
from reports.official.report_data import Kind, ReportData
from reports.official.wording import day

PARTICULARS = "particulars"  # the step before the six sections: who reports, and whom to ask
CONTACT_KEYS = ("office", "address", "postcode", "telephone", "email")


class Status(models.TextChoices):
    """Where a report stands between its first line and its publication, or that it was read in of an earlier year."""

    DRAFT = "draft", "填报中"
    SIGNING = "signing", "待签发"
    IN_REVIEW = "in_review", "待审核"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "审核通过"
    PUBLISHED = "published", "已公布"
    ARCHIVED = "archived", "已归档"  # an earlier year, read in from a file: it is looked at, and never worked on


EDITABLE = (Status.DRAFT, Status.RETURNED)
SETTLED = (Status.APPROVED, Status.PUBLISHED, Status.ARCHIVED)
LEFT_THE_AUTHOR = (Status.IN_REVIEW, Status.RETURNED, *SETTLED)


def reviewing_organ_of(reviewer: str, superior: str) -> models.Case:
    """What ``AnnualReport.reviewing_organ`` names, in a query, by the paths to the reviewer and to the superior."""
    return models.Case(
        models.When(**{f"{reviewer}__is_active": True}, then=models.F(reviewer)), default=models.F(superior)
    )


class ReportQuerySet(SealedQuerySet):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """The reports of the user's own organs, and those that were submitted to, or are now under, one they review."""
        own = user.organ_ids(*Role)
        supervised = user.organ_ids(Role.SUPERVISOR)
        submitted = models.Q(organ__superior__in=supervised) | models.Q(reviewer__in=supervised)
        return self.filter(models.Q(organ__in=own) | submitted & models.Q(status__in=LEFT_THE_AUTHOR))

    def with_reviewing_organ(self) -> "ReportQuerySet":
        """With ``reviewing``, the key of the organ that ``AnnualReport.reviewing_organ`` names."""
        return self.annotate(reviewing=reviewing_organ_of("reviewer", "organ__superior"))

    def newest_revision(self, organ: Organ, year: int) -> "AnnualReport | None":
        """The newest revision of an organ's report of a year."""
        return self.filter(organ=organ, year=year).order_by("-revision").first()


class AnnualReport(SealedModel):
    """An annual report on government information disclosure (条例第四十九、五十条), in one revision."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="reports", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    revision = models.PositiveSmallIntegerField("版本", default=1)
    edition = models.CharField("格式", max_length=4, choices=[(key, form.notice) for key, form in EDITIONS.items()])
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT)
    declared_nil = models.JSONField("零报告的表", default=list, blank=True)
    round = models.PositiveSmallIntegerField("第几次提交", default=0)
    submitted_name = models.CharField("提交时的单位名称", max_length=100, blank=True)
    submitted_kind = models.CharField("提交时的单位类别", max_length=20, blank=True)
    reviewer = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交时的审核单位"
    )
    review_opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    review_opened_at = models.DateTimeField("开始审核时间", null=True, blank=True)
    is_demonstration = models.BooleanField("演示数据", default=False, help_text="数字为虚构，每页标明“演示数据”")
    chain_length = models.PositiveIntegerField(default=0)  # of its events, and the link at their end
    chain_head = models.CharField(max_length=64, blank=True, default="")
    last_saved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    seal_scope = ("report", "t.id")
    seal_leaves_out = frozenset({"review_opened_by", "review_opened_at", "last_saved_by", "changed_at"})

    objects = ReportQuerySet.as_manager()
    snapshot = None  # what was read of it under its lock (``findings.take_snapshot``)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year", "revision"], name="one_report_a_revision")]
        indexes = [models.Index(fields=["year", "status"])]
        ordering = ["-year", "-revision"]
        verbose_name = verbose_name_plural = "年度报告"

    def __str__(self) -> str:
        return f"{self.organ_name} {self.year} 年度报告"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.organ.slug, self.year])

    @property
    def official_form(self) -> Edition:
        return EDITIONS[self.edition]

    @property
    def has_entry_form(self) -> bool:
        """Whether it is typed here: in the form of its year, also once a later year has another form."""
        return self.official_form.has_entry_form and self.official_form.covers(self.year)

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def refusal_of_editing(self) -> str:
        """Why nobody may change anything in it now, in a sentence; empty where its clerks may."""
        if not self.is_editable:
            return f"本报告当前为“{self.state}”，不能修改。"
        return "" if self.organ.is_active else f"{self.organ}已停用，不能填报。如需填报，请联系管理员启用。"

    @property
    def organ_name(self) -> str:
        """The name under which it was submitted; while it is being written, the organ's name of now."""
        return self.submitted_name or self.organ.name

    @property
    def reviewing_organ(self) -> Organ | None:
        """Who reviews it: the organ that it was submitted to while that one stands, else the superior of now."""
        return self._standing_reviewer() or self.organ.superior

    @property
    def reviewing_organ_id(self) -> int | None:
        """The same by its key, without a question where the organ that it was submitted to is not needed."""
        return self.reviewer_id if self._standing_reviewer() else self.organ.superior_id

    def _standing_reviewer(self) -> Organ | None:
        """The organ that it was submitted to, unless that one was retired."""
        if self.reviewer_id and self.reviewer is None:
            # Locked after a wait, PostgreSQL gives the row as it is now and what is joined to it as it was before.
            del self._state.fields_cache["reviewer"]
        return self.reviewer if self.reviewer_id and self.reviewer.is_active else None

    def freeze_organ(self) -> None:
        """Write down of the organ what is submitted with the report; a rename or a new superior leaves it as it is."""
        self.submitted_name, self.submitted_kind = self.organ.name, self.organ.kind
        self.reviewer_id = self.organ.superior_id

    def frozen_digest(self) -> str:
        """SHA-256 over whose report it is and to whom it was handed in: what stays until the organ has it back."""
        said = [self.organ_id, self.year, self.revision, self.round]
        said += [self.submitted_name, self.submitted_kind, self.reviewer_id]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def follow_organ(self) -> None:
        """Let name, kind and reviewer be the organ's own again, as while a report is being written."""
        self.submitted_name = self.submitted_kind = ""
        self.reviewer = None

    @property
    def is_correction(self) -> bool:
        """Whether an earlier revision has been published and this one corrects it (更正)."""
        return self.revision > 1 and not self.is_archived

    @property
    def is_archived(self) -> bool:
        """Whether it is an earlier year's report, read in from a file; its revisions are later files of the same."""
        return self.status == Status.ARCHIVED

    @property
    def state(self) -> str:
        """Where the report stands, in the word of the screens."""
        correcting = self.is_correction and self.status == Status.DRAFT
        return "更正中" if correcting else self.get_status_display()

    @property
    def is_draft(self) -> bool:
        """Whether its papers are still marked 草稿."""
        return not self.is_settled

    @cached_property
    def period(self) -> Period:
        """The days that hold for the report; a list sets them from ``periods``, which asks once for all."""
        return period(self.year, self.organ)

    @property
    def deadline(self) -> date:
        return self.period.due_on

    def figures(self, rows: Iterable[tuple[str, TableRow]] | None = None) -> dict[Cell, Figure]:
        """Every entry that is stored, blank ones included; one query a table where ``rows`` are not read already."""
        form = self.official_form
        return {
            Cell(key, row.row, column.key): row.figure(column.key, column.measure)
            for key, row in (rows_of(self.pk, form.table) if rows is None else rows)
            for column in form.table[key].columns
            if not column.is_total and not form.table[key].row[row.row].is_total
        }

    def stored_texts(self) -> dict[str, str]:
        """Every stored text by key: the report's own, its title and its contact."""
        return dict(self.texts.values_list("key", "body"))

    def read_steps(self) -> None:
        """Keep on this object how far its steps have come, for a page that asks more than once."""
        models.prefetch_related_objects(
            [self], models.Prefetch("steps", StepRecord.objects.select_related("edited_by"))
        )

    def step_records(self) -> "Iterable[StepRecord]":
        """How far its steps have come, each with who was there last; one query, or none where they have been read."""
        is_read = "steps" in getattr(self, "_prefetched_objects_cache", {})
        return self.steps.all() if is_read else self.steps.select_related("edited_by")

    def data(
        self, texts: dict[str, str] | None = None, rows: Iterable[tuple[str, TableRow]] | None = None
    ) -> ReportData:
        """The report as plain data, for whatever shows, checks or exports it.

        ``texts`` and ``rows`` where they are read already; of many reports, ask ``models.reading.data_of``.
        """
        texts = self.stored_texts() if texts is None else texts
        return ReportData(
            edition=self.edition,
            organ=self.organ_name,
            kind=Kind(self.submitted_kind or self.organ.kind),
            year=self.year,
            title=texts.get("title"),
            texts={key: texts[key] for key in self.official_form.text if key in texts},
            figures=self.figures(rows),
            declared_nil=frozenset(self.declared_nil),
            document_number=texts.get("document_number", ""),
            issued_on=day(texts.get("issued_on", "")),
        )

    @property
    def is_settled(self) -> bool:
        return self.status in SETTLED


class ReportText(SealedModel):
    """A text of a report: a narrative of the official form, the title, or a line of its contact."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=40)
    body = models.TextField(blank=True)

    seal_scope = ("report", "t.report_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="one_text_a_key")]
        verbose_name = verbose_name_plural = "文字"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.key}"


class StepRecord(models.Model):
    """How far a step of the guided form has come: whether its author calls it finished, and who was there last.

    ``is_finished`` is ``None`` where nobody has said so, and ``False`` where the step is put off (稍后再填).
    """

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=40)
    is_finished = models.BooleanField(null=True)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "step"], name="one_record_a_step")]
        verbose_name = verbose_name_plural = "填写进度"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.step}"
