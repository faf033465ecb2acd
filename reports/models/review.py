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
from reports.models.sealing import SealedModel

MOST_OF_A_NAME = 255  # characters of a file's, from its end


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
    CONSOLIDATED = "consolidated", "汇总生成"


class ImportedFile(AppendOnly):
    """A file that was read into a report: what it was called, and which one it was, by its SHA-256.

    The file itself is not kept. What was read from it are the changes that name it.
    """

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="imported_files")
    name = models.CharField(max_length=MOST_OF_A_NAME)
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField("SHA-256", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    seal_scope = ("report", "t.report_id")

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "读入的文件"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, name: str, content: bytes) -> "ImportedFile":
        """A file that is about to be read into a report; of its name as much as is kept."""
        shown = "".join(each for each in name if each.isprintable())
        return cls(name=shown[-MOST_OF_A_NAME:], size=len(content), digest=hashlib.sha256(content).hexdigest())

    @property
    def recorded(self) -> dict[str, str | int]:
        """What an event says of it."""
        return {"name": self.name, "size": self.size, "sha256": self.digest}


class ValueChange(SealedModel):
    """That a person changed one figure or text, and from what to what."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="changes")
    round = models.PositiveSmallIntegerField()
    address = models.CharField(max_length=100)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    editor = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    began_at = models.DateTimeField(null=True)  # where it was typed in one go and saved meanwhile
    file = models.ForeignKey(ImportedFile, models.PROTECT, null=True, related_name="changes")  # that it was read from

    seal_scope = ("report", "t.report_id")

    class Meta:
        indexes = [
            models.Index(fields=["report", "address"]),
            # Where a value was last emptied is asked of every change (``changes.standing``).
            models.Index(fields=["report", "address", "id"], condition=models.Q(new=""), name="emptied_values"),
        ]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "修改记录"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.address}"


class Event(AppendOnly):
    """That a report changed its state: who, when, from, to, why, and with which content.

    The events of a report are a chain: each keeps the bytes of what it says, and a SHA-256 over the one
    before and these bytes, so that nothing can be changed, left out or put between unnoticed. ``digests`` says
    the hashes of what else belongs to it: the changes since the event before, the files of a publication, and the
    file that was read in.
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
    due_on = models.DateField(null=True)  # the deadline in force then; of a return, until when to hand in again
    digests = models.JSONField(null=True)  # not kept of the first events that there were
    record = models.BinaryField()
    previous_digest = models.CharField(max_length=64, blank=True, db_column="previous_mac")
    digest = models.CharField(max_length=64, db_column="mac")

    seal_scope = ("report", "t.report_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_event_a_number")]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "办理记录"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.action}"

    @property
    def last_change(self) -> int:
        """The key of the last change that the event has sealed; 0 where it has sealed none."""
        return self.digests["changes"]["last"] if self.digests else 0

    def save(self, *args: Any, **options: Any) -> None:
        """Add the event at the end of its report's chain, which the caller has locked, and note the new end twice."""
        is_new = self._state.adding
        if is_new:
            last = Event.objects.filter(report=self.report_id).order_by("-number").first()
            self.number = last.number + 1 if last else 1
            self.previous_digest = last.digest if last else ""
            self.at = timezone.now()
            changes = digest_of_changes(self.report_id, last.last_change if last else 0)
            self.digests = (self.digests or {}) | {"changes": changes}
            self.record = self.said()
            self.digest = chained(self.previous_digest, self.record)
        super().save(*args, **options)
        if is_new:
            end = {"chain_length": self.number, "chain_head": self.digest}
            AnnualReport.objects.filter(pk=self.report_id).update(**end)
            ChainHead.objects.create(report_id=self.report_id, number=self.number, digest=self.digest)

    def said(self) -> bytes:
        """What the columns of the event say, as the bytes that are chained."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        said = {"report": self.report_id, "number": self.number, "round": self.round, "action": self.action}
        said |= {"from": self.from_status, "to": self.to_status, "actor": self.actor_id, "at": at}
        said |= {"reason": self.reason, "content": self.content_hash}
        if self.due_on:  # not said before deadlines were recorded
            said["due"] = self.due_on.isoformat()
        if self.digests:
            said["digests"] = self.digests
        return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def chained(previous_digest: str, record: bytes) -> str:
    """The link of a chain: SHA-256, in hexadecimal, over the link before it and the bytes as they are stored."""
    return hashlib.sha256(previous_digest.encode() + b"\n" + record).hexdigest()


def digest_of_changes(report_id: int, after: int, last: int | None = None) -> dict[str, int | str]:
    """SHA-256 over the changes of a report after one key, up to another or to the newest; how many, and the last's key.

    Each change is a line of JSON: key, round, address, old, new, source, editor's key, time in UTC,
    where it was typed in one go when that began, and where it was read from a file the SHA-256 of that.
    """
    changes = ValueChange.objects.filter(report=report_id, pk__gt=after).order_by("pk")
    if last is not None:
        changes = changes.filter(pk__lte=last)
    digest, count, newest = hashlib.sha256(), 0, after
    columns = ("pk", "round", "address", "old", "new", "source", "editor_id", "at", "began_at", "file__digest")
    for *said, at, began, file in changes.values_list(*columns):
        line = [*said, *(each.astimezone(UTC).isoformat(timespec="microseconds") for each in (at, began) if each)]
        line += [file] if file else []
        digest.update(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        count, newest = count + 1, said[0]
    return {"count": count, "last": newest, "sha256": digest.hexdigest()}


class ChainHead(AppendOnly):
    """The end of a report's chain after each event, kept apart from the events: one that is cut off is missed."""

    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="chain_heads")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, db_column="mac")

    seal_scope = ("register", "0")

    class Meta:
        indexes = [models.Index(fields=["report", "number"])]
        verbose_name = verbose_name_plural = "办理记录的末端"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.number}"


class Version(AppendOnly):
    """The content of a report at the moment of an event: the canonical interchange file whose hash the event holds."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="version")
    content = models.BinaryField()

    seal_scope = ("report", "(SELECT e.report_id FROM reports_event e WHERE e.id = t.event_id)")

    class Meta:
        verbose_name = verbose_name_plural = "版本"

    def __str__(self) -> str:
        return f"{self.event_id}"


class Judgement(models.TextChoices):
    """What the supervisor holds of an explanation."""

    ACCEPTED = "accepted", "已认可"
    QUESTIONED = "questioned", "要求补充"


class ExplanationKind(models.TextChoices):
    """In which way a finding was answered."""

    WRITTEN = "written", "情况说明"
    UNRELATED = "unrelated", "与表格无关"


class Explanation(SealedModel):
    """A 情况说明: why a finding that needs one is right as it stands.

    It is bound to the finding's fingerprint, so that it lapses when the values behind it change. It is
    kept when it lapses: ``place`` says which finding of the same rule may offer its words again.
    ``round`` is the last submission that it belonged to; ``None`` while it has not been submitted.

    One of the kind ``unrelated`` says only that a sentence does not speak of the table. It is bound to the finding's
    ``statement``: it stands while the sentence does, whatever becomes of the table.
    """

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="explanations")
    round = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=ExplanationKind.choices, default=ExplanationKind.WRITTEN)
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

    seal_scope = ("report", "t.report_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "fingerprint"], name="one_explanation_a_finding")]
        verbose_name = verbose_name_plural = "情况说明"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.rule}"

    @property
    def seen_as(self) -> str:
        """What a page says it has shown of it: the words of when, and the judgement of when."""
        return " ".join(each.isoformat() for each in (self.at, self.judged_at) if each)

    @property
    def is_unrelated(self) -> bool:
        return self.kind == ExplanationKind.UNRELATED

    @property
    def is_accepted(self) -> bool:
        return self.judgement == Judgement.ACCEPTED

    @property
    def is_questioned(self) -> bool:
        return self.judgement == Judgement.QUESTIONED
