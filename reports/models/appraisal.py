"""考核评分表: what an office deducts for, what it typed beside the record, and how it closed (county.md §7)."""

from django.db import models
from django.utils import timezone

from reports.models.append_only import AppendOnly
from reports.models.organs import Organ, User
from reports.models.sealing import SealedModel

LONGEST_NAME, LONGEST_ITEM, LONGEST_ANSWER = 60, 60, 500


class EvidenceKind(models.TextChoices):
    """What an item deducts for; all but the last are found in what is recorded, never typed."""

    LATE_SUBMISSION = "late_submission", "未按期提交"
    LATE_PUBLICATION = "late_publication", "未按期公布"
    ELEMENTS_MISSING = "elements_missing", "首次提交时要素不全"
    RESEMBLES_OTHERS = "resembles_others", "与其他单位雷同，情况说明未获认可"
    RESEMBLES_LAST_YEAR = "resembles_last_year", "与上年雷同，情况说明未获认可"
    RETURNED_NOT_FIXED = "returned_not_fixed", "退回后未及时修改"
    FIGURES_CORRECTED_AFTER = "figures_corrected_after", "公布后更正数字"
    REQUEST_OVERDUE = "request_overdue", "依申请公开超期答复"
    DISPUTE_CORRECTED = "dispute_corrected", "行政复议、诉讼被纠正"
    MANUAL = "manual", "人工登记"


# 超期答复 stands in the ledger of requests, which is a later wing: nothing here finds it, and nobody is offered it.
OFFERED_KINDS = tuple(each for each in EvidenceKind if each is not EvidenceKind.REQUEST_OVERDUE)


class SchemeState(models.TextChoices):
    """Where a scheme stands; one that was opened wrongly is given up, and stays to be read."""

    DRAFT = "draft", "起草"
    OPEN = "open", "反馈中"
    CLOSED = "closed", "已定稿"
    GIVEN_UP = "given_up", "已停用"


class AppraisalScheme(SealedModel):
    """考核评分表 of an office and year; nothing of it changes once it is open, but its state."""

    superior = models.ForeignKey(Organ, models.PROTECT, related_name="appraisal_schemes", verbose_name="考核单位")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("名称", max_length=LONGEST_NAME)
    full_tenths = models.PositiveIntegerField("满分（十分之一分）")
    days_to_mend = models.PositiveSmallIntegerField("退回后修改的工作日", default=5)
    days_off = models.JSONField("不计的放假日期", default=list, blank=True)  # ISO days, in their order
    state = models.CharField("状态", max_length=10, choices=SchemeState.choices, default=SchemeState.DRAFT)
    answers_until = models.DateField("提出不同意见的截止日期", null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    changed_at = models.DateTimeField("办理时间", default=timezone.now)
    reason = models.CharField("停用的理由", max_length=200, blank=True)

    seal_scope = ("appraisal", "t.id")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["superior", "year"],
                condition=~models.Q(state=SchemeState.GIVEN_UP),
                name="one_scheme_in_use_a_year",
            ),
            models.CheckConstraint(condition=models.Q(full_tenths__gt=0), name="a_scheme_has_points"),
        ]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "考核评分表"

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown_to_units(self) -> bool:
        return self.state in (SchemeState.OPEN, SchemeState.CLOSED)

    @property
    def is_past_answering(self) -> bool:
        """Whether the last day is over on which a unit may say what it holds against its sheet."""
        return self.answers_until is not None and timezone.localdate() > self.answers_until

    @property
    def seen(self) -> str:
        """What tells whether the scheme has changed since."""
        return f"{self.pk} {self.state} {self.changed_at.isoformat()}"


class AppraisalItem(SealedModel):
    """计分项: what is deducted for one kind of evidence, once or each case, and at the most."""

    scheme = models.ForeignKey(AppraisalScheme, models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField("顺序")
    title = models.CharField("计分项", max_length=LONGEST_ITEM)
    tenths = models.PositiveIntegerField("每次扣分（十分之一分）")
    evidence = models.CharField("依据", max_length=30, choices=EvidenceKind.choices)
    is_per_case = models.BooleanField("按件扣分", default=False)
    cap = models.PositiveIntegerField("最多扣分（十分之一分）", null=True, blank=True)

    seal_scope = ("appraisal", "t.scheme_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "place"], name="one_item_a_place")]
        ordering = ["place"]
        verbose_name = verbose_name_plural = "计分项"

    def __str__(self) -> str:
        return self.title


class AppraisalClosing(AppendOnly):
    """That a scheme was closed, and every score sheet as it then stood, with the evidence.

    ``content`` is a document of its own (``lifecycle/appraisal/document.py``), and nothing is read beside it but the
    counter-entries that were made since.
    """

    scheme = models.OneToOneField(AppraisalScheme, models.PROTECT, related_name="closing")
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="定稿人")
    at = models.DateTimeField("定稿时间")

    seal_scope = ("appraisal", "t.scheme_id")

    class Meta:
        verbose_name = verbose_name_plural = "考核定稿"

    def __str__(self) -> str:
        return f"{self.scheme_id}: {self.at:%Y-%m-%d %H:%M}"


class ScoreEntry(AppendOnly):
    """What a person deducted from an organ's score, or gave back (negative), with the reason.

    ``closing`` is the one after which it was made: a counter-entry, which leaves the closed sheet as it is.
    """

    item = models.ForeignKey(AppraisalItem, models.PROTECT, related_name="entries", verbose_name="计分项")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="score_entries", verbose_name="单位")
    tenths = models.IntegerField("扣分（十分之一分）")
    reason = models.CharField("理由", max_length=200)
    closing = models.ForeignKey(AppraisalClosing, models.PROTECT, null=True, related_name="counter_entries")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", default=timezone.now)

    seal_scope = ("appraisal", "(SELECT i.scheme_id FROM reports_appraisalitem i WHERE i.id = t.item_id)")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(tenths=0), name="a_score_entry_changes_something"),
        ]
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "考核登记"

    def __str__(self) -> str:
        return f"{self.item_id} {self.organ_id}: {self.tenths:+}"


class ScoreAnswer(AppendOnly):
    """What an organ says to its score sheet before it is closed (对得分有不同意见); all of it is kept."""

    scheme = models.ForeignKey(AppraisalScheme, models.PROTECT, related_name="answers")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="score_answers", verbose_name="单位")
    text = models.CharField("不同意见", max_length=LONGEST_ANSWER)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间", default=timezone.now)

    seal_scope = ("appraisal", "t.scheme_id")

    class Meta:
        indexes = [models.Index(fields=["scheme", "organ"])]
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "对得分的不同意见"

    def __str__(self) -> str:
        return f"{self.scheme_id}: {self.organ_id}"
