"""What happened to a report: every changed value, every change of state, every explanation."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import models
from django.utils import timezone

from reports.models.append_only import AppendOnly
from reports.models.organs import User
from reports.models.reports import AnnualReport, Status


class Source(models.TextChoices):
    """How a value came into a report."""

    TYPED = "typed", "填写"
    PASTED = "pasted", "粘贴"
    NIL = "nil", "填 0"
    CARRIED_OVER = "carried_over", "上年结转"
    INSERTED = "inserted", "插入"
    UNDONE = "undone", "撤销"
    IMPORTED = "imported", "导入"
    PROPOSED = "proposed", "系统生成"
    RESTORED = "restored", "恢复"


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


class Event(AppendOnly):
    """That a report changed its state: who, when, from, to, why, and with which content.

    The events of a report are a chain: each keeps the bytes of what it says, and a SHA-256 over the one
    before and these bytes, so that nothing can be changed, left out or put between unnoticed.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()  # from 1 in each report
    round = models.PositiveSmallIntegerField()
    action = models.CharField(max_length=20)
    from_status = models.CharField(max_length=20, choices=Status.choices)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    actor = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    due_on = models.DateField(null=True)  # the deadline in force then, of what has one
    record = models.BinaryField()
    previous_mac = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_event_a_number")]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "办理记录"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.action}"

    def save(self, *args: Any, **options: Any) -> None:
        """Add the event at the end of its report's chain, which the caller has locked."""
        if self._state.adding:
            last = Event.objects.filter(report=self.report_id).order_by("-number").first()
            self.number = last.number + 1 if last else 1
            self.previous_mac = last.mac if last else ""
            self.at = timezone.now()
            self.record = self.said()
            self.mac = chained(self.previous_mac, self.record)
        super().save(*args, **options)

    def said(self) -> bytes:
        """What the columns of the event say, as the bytes that are chained."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        said = {"report": self.report_id, "number": self.number, "round": self.round, "action": self.action}
        said |= {"from": self.from_status, "to": self.to_status, "actor": self.actor_id, "at": at}
        said |= {"reason": self.reason, "content": self.content_hash}
        if self.due_on:  # not said before deadlines were recorded
            said["due"] = self.due_on.isoformat()
        return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def chained(previous_mac: str, record: bytes) -> str:
    """The link of a chain: SHA-256, in hexadecimal, over the link before it and the bytes as they are stored."""
    return hashlib.sha256(previous_mac.encode() + b"\n" + record).hexdigest()


class Version(AppendOnly):
    """The content of a report at the moment of an event: the canonical interchange file whose hash the event holds."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="version")
    content = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "版本"

    def __str__(self) -> str:
        return f"{self.event_id}"


class Judgement(models.TextChoices):
    """What the supervisor holds of an explanation."""

    ACCEPTED = "accepted", "已认可"
    QUESTIONED = "questioned", "要求补充"


class Explanation(models.Model):
    """A 情况说明: why a finding that needs one is right as it stands.

    It is bound to the finding's fingerprint, so that it lapses when the values behind it change. It is
    kept when it lapses: ``place`` says which finding of the same rule may offer its words again.
    ``round`` is the last submission that it belonged to; ``None`` while it has not been submitted.
    """

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="explanations")
    round = models.PositiveSmallIntegerField(null=True, blank=True)
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
