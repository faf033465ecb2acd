"""Annual reports as they are stored: their state, their texts, and how far each step has come."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from reports.models.organs import Organ, Role, User
from reports.models.tables import rows_of
from reports.models.years import Period, period
from reports.official import EDITIONS, Cell, Edition
from reports.official.figures import Figure
from reports.official.report_data import Kind, ReportData

PARTICULARS = "particulars"  # the step before the six sections: who reports, and whom to ask
CONTACT_KEYS = ("office", "address", "postcode", "telephone", "email")


class Status(models.TextChoices):
    """Where a report stands between the author's desk and the public."""

    DRAFT = "draft", "填报中"
    SIGNING = "signing", "待签发"
    IN_REVIEW = "in_review", "待审核"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "审核通过"
    PUBLISHED = "published", "已公布"


EDITABLE = (Status.DRAFT, Status.RETURNED)
LEFT_THE_AUTHOR = (Status.IN_REVIEW, Status.RETURNED, Status.APPROVED, Status.PUBLISHED)


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> "ReportQuerySet":
        """The reports of the user's own organs, and those that subordinate organs have submitted."""
        own = user.organ_ids(*Role)
        supervised = user.organ_ids(Role.SUPERVISOR)
        return self.filter(
            models.Q(organ__in=own) | models.Q(organ__superior__in=supervised, status__in=LEFT_THE_AUTHOR)
        )

    def latest(self, organ: Organ, year: int) -> "AnnualReport | None":
        """The newest revision of an organ's report of a year."""
        return self.filter(organ=organ, year=year).order_by("-revision").first()


class AnnualReport(models.Model):
    """An annual report on government information disclosure (条例第四十九、五十条), in one revision."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="reports", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    revision = models.PositiveSmallIntegerField("版本", default=1)
    edition = models.CharField("格式", max_length=4, choices=[(key, form.notice) for key, form in EDITIONS.items()])
    status = models.CharField("状态", max_length=20, choices=Status.choices, default=Status.DRAFT)
    declared_nil = models.JSONField("零报告的表", default=list, blank=True)
    round = models.PositiveSmallIntegerField("第几次提交", default=0)
    review_opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    review_opened_at = models.DateTimeField("开始审核时间", null=True, blank=True)
    is_demonstration = models.BooleanField("演示数据", default=False, help_text="数字为虚构，每页标明“演示数据”")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year", "revision"], name="one_report_a_revision")]
        indexes = [models.Index(fields=["year", "status"])]
        ordering = ["-year", "-revision"]
        verbose_name = verbose_name_plural = "年度报告"

    def __str__(self) -> str:
        return f"{self.organ} {self.year} 年度报告"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.organ.slug, self.year])

    @property
    def form(self) -> Edition:
        return EDITIONS[self.edition]

    @property
    def has_entry_form(self) -> bool:
        """Reports in a superseded form are read in and shown, never typed."""
        return self.form.last_year is None

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_correction(self) -> bool:
        """Whether an earlier revision has been published and this one corrects it (更正)."""
        return self.revision > 1

    @property
    def state(self) -> str:
        """Where the report stands, in the word of the screens."""
        correcting = self.is_correction and self.status == Status.DRAFT
        return "更正中" if correcting else self.get_status_display()

    @property
    def is_draft(self) -> bool:
        """Whether its papers are still marked 草稿."""
        return self.status not in (Status.APPROVED, Status.PUBLISHED)

    @cached_property
    def period(self) -> Period:
        """The days that hold for the report; a list sets them from ``periods``, which asks once for all."""
        return period(self.year, self.organ)

    @property
    def deadline(self) -> date:
        return self.period.due_on

    def figures(self) -> dict[Cell, Figure]:
        """Every entry that is stored, blank ones included; one query a table."""
        form = self.form
        return {
            Cell(key, row.row, column.key): row.figure(column.key, column.measure)
            for key, row in rows_of(self.pk, form.table)
            for column in form.table[key].columns
            if not column.is_total and not form.table[key].row[row.row].is_total
        }

    def stored_texts(self) -> dict[str, str]:
        """Every stored text by key: the report's own, its title and its contact."""
        return dict(self.texts.values_list("key", "body"))

    def data(self, texts: dict[str, str] | None = None) -> ReportData:
        """The report as plain data, for whatever shows, checks or exports it; ``texts`` where they are read already."""
        texts = self.stored_texts() if texts is None else texts
        return ReportData(
            edition=self.edition,
            organ=self.organ.name,
            kind=Kind(self.organ.kind),
            year=self.year,
            title=texts.get("title"),
            texts={key: texts[key] for key in self.form.text if key in texts},
            figures=self.figures(),
            declared_nil=frozenset(self.declared_nil),
        )

    def last_years(self) -> "AnnualReport | None":
        """The organ's report of the year before, in its newest revision."""
        return type(self).objects.latest(self.organ, self.year - 1)


class ReportText(models.Model):
    """A text of a report: a narrative of the official form, the title, or a line of its contact."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=40)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="one_text_a_key")]
        verbose_name = verbose_name_plural = "文字"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.key}"


class StepRecord(models.Model):
    """How far a step of the guided form has come: whether its author calls it finished, and who was there last."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=40)
    is_finished = models.BooleanField(default=False)
    edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "step"], name="one_record_a_step")]
        verbose_name = verbose_name_plural = "填写进度"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.step}"
