"""What happened to a report: every changed value, every change of state, every explanation."""

from django.db import models

from reports.models.organs import User
from reports.models.reports import AnnualReport, Status


class Source(models.TextChoices):
    """How a value came into a report."""

    TYPED = "typed", "填写"
    NIL = "nil", "填 0"
    IMPORTED = "imported", "导入"
    PROPOSED = "proposed", "系统生成"


class ValueChange(models.Model):
    """That a person changed one figure or text, and from what to what."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="changes")
    round = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=100)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    editor = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["report", "address"])]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "修改记录"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.address}"


class Event(models.Model):
    """That a report changed its state: who, when, from, to, why, and with which content."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="events")
    round = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, choices=Status.choices)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "办理记录"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.action}"


class Judgement(models.TextChoices):
    """What the supervisor holds of an explanation."""

    ACCEPTED = "accepted", "已认可"
    QUESTIONED = "questioned", "要求补充"


class Explanation(models.Model):
    """A 情况说明: why a finding that needs one is right as it stands.

    It is bound to the finding's fingerprint, so that it lapses when the values behind it change. It is
    kept when it lapses: ``place`` says which finding of the same rule may offer its words again.
    """

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="explanations")
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=10)
    place = models.CharField(max_length=64, blank=True)
    finding = models.TextField()
    body = models.CharField(max_length=200)
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    question = models.CharField(max_length=500, blank=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "fingerprint"], name="one_explanation_a_finding")]
        verbose_name = verbose_name_plural = "情况说明"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.rule}"

    @property
    def is_accepted(self) -> bool:
        return self.judgement == Judgement.ACCEPTED

    @property
    def is_questioned(self) -> bool:
        return self.judgement == Judgement.QUESTIONED
