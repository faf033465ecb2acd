"""Which organs' reports are summed up into the report of a government (汇总), by year (county.md §3)."""

from django.db import models

from reports.models.append_only import AppendOnly
from reports.models.organs import Organ, User
from reports.models.sealing import SealedModel


class Basis(models.TextChoices):
    """What a government's report covers (汇总口径): no source decides it, so it is said beside every sum."""

    WHOLE_AREA = "whole_area", "全部下级单位（部门、乡镇街道）"
    OWN_LEVEL = "own_level", "仅本级机关"
    CUSTOM = "custom", "自定"


class Consolidation(SealedModel):
    """The scope on which a government's report of one year is summed up, as it was last decided."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="consolidations", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    basis = models.CharField("汇总口径", max_length=20, choices=Basis.choices, default=Basis.WHOLE_AREA)
    note = models.CharField("口径说明", max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时间", auto_now=True)

    seal_scope = ("consolidation", "t.id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="one_consolidation_a_year")]
        verbose_name = verbose_name_plural = "汇总"

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}"


class ScopeEntry(SealedModel):
    """Whether an organ's report is summed up in that year; kept by year, so that past years keep their members."""

    consolidation = models.ForeignKey(Consolidation, models.CASCADE, related_name="entries")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name="单位")
    is_included = models.BooleanField("纳入")
    reason = models.CharField("不纳入的理由", max_length=200, blank=True)

    seal_scope = ("consolidation", "t.consolidation_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consolidation", "organ"], name="one_entry_an_organ")]
        verbose_name = verbose_name_plural = "汇总范围"

    def __str__(self) -> str:
        return f"{self.consolidation_id}: {self.organ_id}"


class AdjustmentKind(models.TextChoices):
    """Why a government's figure is not what its organs add up to."""

    JOINT_DOCUMENT = "joint_document", "联合发文重复"
    OWN_LEVEL = "own_level", "本级直接办理，未计入单位报告"
    TRANSFER = "transfer", "转办重复"
    OUT_OF_SCOPE = "out_of_scope", "不属本口径"
    OTHER = "other", "其他"


class Adjustment(AppendOnly):
    """By how much one cell of the sums is adjusted (汇总调整); the cells registered together share an ``entry``.

    An entry is taken back by another one with the opposite amounts, which names it in ``takes_back``.
    """

    consolidation = models.ForeignKey(Consolidation, models.PROTECT, related_name="adjustments")
    entry = models.UUIDField()
    address = models.CharField("项目", max_length=100)
    amount = models.BigIntegerField("调整")  # a count, or whole 元
    kind = models.CharField("原因类别", max_length=20, choices=AdjustmentKind.choices)
    reason = models.CharField("说明", max_length=200)
    about = models.ForeignKey(Organ, models.PROTECT, null=True, related_name="+", verbose_name="涉及单位")
    takes_back = models.UUIDField(null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    seal_scope = ("consolidation", "t.consolidation_id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "address"], name="one_adjustment_a_cell"),
            models.UniqueConstraint(fields=["takes_back", "address"], name="taken_back_once"),
            models.CheckConstraint(condition=~models.Q(amount=0), name="an_adjustment_changes_something"),
        ]
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "汇总调整"

    def __str__(self) -> str:
        return f"{self.consolidation_id}: {self.address} {self.amount:+}"


class Finalisation(AppendOnly):
    """The sums of a year as they were declared final (定稿): everything that was summed up, and by whom.

    ``content`` is a document of its own (``lifecycle/consolidation/document.py``), and nothing is read beside it.
    """

    consolidation = models.ForeignKey(Consolidation, models.PROTECT, related_name="finalisations")
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="定稿人")
    at = models.DateTimeField("定稿时间")

    seal_scope = ("consolidation", "t.consolidation_id")

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "汇总定稿"

    def __str__(self) -> str:
        return f"{self.consolidation_id}: {self.at:%Y-%m-%d %H:%M}"


class Reopening(AppendOnly):
    """That final sums are worked on again (撤销定稿), and why; the document stays as it was."""

    finalisation = models.OneToOneField(Finalisation, models.PROTECT, related_name="reopening")
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", auto_now_add=True)

    seal_scope = (
        "consolidation",
        "(SELECT f.consolidation_id FROM reports_finalisation f WHERE f.id = t.finalisation_id)",
    )

    class Meta:
        verbose_name = verbose_name_plural = "撤销定稿"

    def __str__(self) -> str:
        return f"{self.finalisation_id}"
