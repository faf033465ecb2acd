"""Who has which step of a report, or its review, open right now."""

from contextlib import suppress
from datetime import timedelta

from django.db import DatabaseError, models
from django.utils import timezone

from reports.models.organs import User
from reports.models.reports import AnnualReport

REVIEW = "review"  # where a supervisor is; clerks are at the steps of the form
STALE_AFTER = timedelta(seconds=40)  # a page says every 15 seconds that it is open


class Presence(models.Model):
    """That a person had a step open in a tab of a browser, a moment ago."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="presences")
    step = models.CharField(max_length=40)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    tab = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "step", "user", "tab"], name="one_presence_a_tab")]
        verbose_name = verbose_name_plural = "正在编辑"

    def __str__(self) -> str:
        return f"{self.report_id}: {self.step}, {self.user_id}"


def note_presence(report: AnnualReport, step: str, user: User, tab: str) -> None:
    """Note that a tab is open, and forget those of this report that have not said so for a while."""
    now = timezone.now()
    report.presences.filter(at__lt=now - STALE_AFTER).delete()
    page = {"report": report, "step": step, "user": user, "tab": tab}
    if not Presence.objects.filter(**page).update(at=now):  # as a rule it is there: one query instead of four
        Presence.objects.update_or_create(**page, defaults={"at": now})


def others_at(report: AnnualReport, step: str, user: User, tab: str) -> tuple[list[str], bool]:
    """The names of other people at a step, and whether this person has it open in another tab too.

    A page that was loaded is noted without a tab, for those who run no scripts: it may be this very one.
    """
    now = timezone.now()
    fresh = (now - STALE_AFTER, now + STALE_AFTER)  # what lies ahead was noted before the clock was set back
    there = report.presences.filter(step=step, at__range=fresh).exclude(user=user, tab=tab).select_related("user")
    names = sorted({each.user.full_name for each in there if each.user_id != user.pk})
    return names, any(each.user_id == user.pk and each.tab for each in there)


class Sighting(models.Model):
    """When somebody else than who saved last has last opened a page about a report, and so may have read it.

    Kept apart from the report: a look changes nothing of it. What was seen is not folded away (``changes``).
    """

    report = models.OneToOneField(AnnualReport, models.CASCADE, primary_key=True, related_name="sighting")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id}"


def note_sighting(report: AnnualReport, user: User) -> None:
    """Note that the user opens a page about the report, where somebody else saved it last."""
    if report.last_saved_by_id in (None, user.pk) or not report.is_editable:
        return  # what has been submitted is sealed by an event
    seen = Sighting(report=report, at=timezone.now())
    with suppress(DatabaseError):  # a full disk or one that is only read shows pages; nobody saves on it either
        Sighting.objects.bulk_create([seen], update_conflicts=True, unique_fields=["report"], update_fields=["at"])
