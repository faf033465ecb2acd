"""Opinions (审核意见): what a supervisor wants changed, pinned to a place of the report, and what became of it."""

from django.db import models
from django.utils import timezone

from reports.models.organs import User
from reports.models.reports import AnnualReport
from reports.models.sealing import SealedModel, SealedQuerySet


class OpinionLevel(models.TextChoices):
    """Whether approval waits for it."""

    MUST = "must", "须改"
    ADVICE = "advice", "建议"


class OpinionCode(models.TextChoices):
    """What an opinion is about, for the statistics of the county."""

    CONTRADICTION = "contradiction", "数字矛盾"
    UNEXPLAINED = "unexplained", "缺少说明"
    COPIED = "copied", "内容雷同"
    WRONG_YEAR = "wrong_year", "年份错误"
    LAYOUT = "layout", "格式"
    OTHER = "other", "其他"


class OpinionState(models.TextChoices):
    """Where an opinion stands between the supervisor who gave it and the clerk who acts on it."""

    DRAFT = "draft", "未发出"
    OPEN = "open", "待修改"
    ANSWERED = "answered", "已修改"
    RESOLVED = "resolved", "已解决"


class OpinionQuerySet(SealedQuerySet):
    def issued(self) -> "OpinionQuerySet":
        """Those that the reporting organ may see: a draft is its supervisors' own until they decide."""
        return self.exclude(state=OpinionState.DRAFT)

    def mandatory(self) -> "OpinionQuerySet":
        """Those that approval waits for, as far as their level goes."""
        return self.filter(level=OpinionLevel.MUST)

    def unresolved(self) -> "OpinionQuerySet":
        return self.exclude(state=OpinionState.RESOLVED)

    def issue(self) -> None:
        """Make the drafts known to the reporting organ, with the decision that they belong to."""
        self.filter(state=OpinionState.DRAFT).update(state=OpinionState.OPEN, given_at=timezone.now())


class Opinion(SealedModel):
    """An opinion on a section, a text, a sentence of it, or a cell, by the round of submission it was given in."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="opinions")
    number = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField()
    anchor = models.CharField("位置", max_length=100)
    quote = models.TextField("原文", blank=True)
    level = models.CharField("类别", max_length=10, choices=OpinionLevel.choices)
    code = models.CharField("原因", max_length=20, choices=OpinionCode.choices)
    words = models.CharField("意见", max_length=500)
    state = models.CharField(max_length=10, choices=OpinionState.choices, default=OpinionState.DRAFT)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    given_at = models.DateTimeField(null=True, blank=True)

    seal_scope = ("report", "t.report_id")

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_opinion_a_number")]
        indexes = [models.Index(fields=["report", "state", "level"])]
        ordering = ["number"]
        verbose_name = verbose_name_plural = "审核意见"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.number}"

    @property
    def seen_as(self) -> str:
        """What a page says it has shown of it: which one, for a number is given again, and up to which reply."""
        last = max((reply.pk for reply in self.replies.all()), default=0)
        return f"{self.pk}.{last}"


class OpinionReply(SealedModel):
    """What was done about an opinion, by whom, and in which words: marked as dealt with, resolved, asked again."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="replies")
    state = models.CharField(max_length=10, choices=OpinionState.choices)
    words = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    seal_scope = ("report", "(SELECT o.report_id FROM reports_opinion o WHERE o.id = t.opinion_id)")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "意见回复"

    def __str__(self) -> str:
        return f"{self.opinion_id}: {self.state}"
