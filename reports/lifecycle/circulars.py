"""Circulars are issued once, told once by notice and mail, signed for by each organ, and may be withdrawn."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from reports.lifecycle.bundles.choosing import organs_of
from reports.lifecycle.notifications import AUTHORS, CIRCULAR, notify, people_of
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.models.circulars import SIGNING_ROLES, Circular, CircularFile, CircularReceipt
from reports.models.locking import lock
from reports.models.organs import Organ, User
from reports.models.sealing import sealing
from reports.models.years import Period, periods

NO_ORGANS = "没有下级单位，通知没有可以发给的单位。"
WITHDRAWN = "通知已撤回，不需要签收。"
_DATE = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_UNTIL = re.compile(r"\s*(?:\d{1,2}\s*(?:时|点|:|：)\s*\d{0,2}\s*)?(?:（[^（）]{0,8}）)?(?:之前|以前|前|止|截止)")
_LAST = re.compile(r"(?:截止|截至|最迟|不迟于|不晚于|延至)[^，。；\n]{0,6}$")


@dataclass(frozen=True)
class IssuedFile:
    """A file to go with a circular; ``extension`` is what the gate found it to be."""

    name: str
    extension: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """A circular before it is issued."""

    title: str
    number: str
    body: str
    file: IssuedFile | None = None


def recipients_of(office: Organ, year: int) -> QuerySet[Organ]:
    """The organs that a circular of the office goes to: whose reports it collects that year, and that still report."""
    return organs_of(office, year).filter(is_active=True).exclude(pk=office.pk)


def days_of(office: Organ, year: int) -> Period:
    """The days that hold for the office's organs, without what one of them was granted."""
    return periods(year, [Organ(superior=office)])[None]


def other_days(body: str, days: Period) -> list[str]:
    """The days that a text names as a last day and that are neither of the two set (截止、公布), each in a sentence."""
    set_days = {(day.month, day.day): day for day in (days.due_on, days.publish_by)}
    found: dict[str, None] = {}
    for match in _DATE.finditer(body):
        if not (_UNTIL.match(body, match.end()) or _LAST.search(body[max(0, match.start() - 12) : match.start()])):
            continue
        year, month, day = (int(each) if each else None for each in match.groups())
        known = set_days.get((month, day))
        if known is None or (year and year != known.year):
            said = "".join(match.group().split())
            due, public = (f"{each.month}月{each.day}日" for each in (days.due_on, days.publish_by))
            found[f"正文写 {said}，系统截止 {due}、公布期限 {public}"] = None
    return list(found)


def issue(office: Organ, year: int, by: User, draft: Draft) -> Circular:
    """Issue a circular to the organs of now, and tell their clerks and leaders once; ``Refused`` where there are none.

    The same once more within the same minute is the second click of a double click: ``AlreadyDone``.
    """
    with transaction.atomic(), sealing():
        lock(Organ.objects.filter(pk=office.pk)).get()
        organs = list(recipients_of(office, year))
        if not organs:
            raise Refused(NO_ORGANS)
        said = {"superior": office, "year": year, "title": draft.title, "number": draft.number, "body": draft.body}
        a_minute_ago = timezone.now() - timedelta(minutes=1)
        if Circular.objects.filter(**said, by=by, withdrawn_at=None, published_at__gt=a_minute_ago).exists():
            raise AlreadyDone("通知已发布，不必重复操作。")
        circular = Circular.objects.create(by=by, **said)
        if draft.file:
            about = {"name": draft.file.name[:200], "extension": draft.file.extension, "size": len(draft.file.content)}
            CircularFile.objects.create(circular=circular, content=draft.file.content, **about)
        CircularReceipt.objects.bulk_create(CircularReceipt(circular=circular, organ=organ) for organ in organs)
        words = f"{office}发布工作通知：{draft.title}。请阅读并签收。"
        notify(CIRCULAR, year, words, people_of([organ.pk for organ in organs], AUTHORS, but=by))
    return circular


def sign_for(circular_id: int, organ_id: int, by: User) -> CircularReceipt:
    """Note that somebody of the organ has read a circular (签收); who did so first stays. ``Refused`` if withdrawn."""
    with transaction.atomic():
        circular = lock(Circular.objects.all()).get(pk=circular_id)
        receipt = CircularReceipt.objects.get(circular=circular, organ=organ_id)
        if receipt.read_at is None:
            if circular.is_withdrawn:
                raise Refused(WITHDRAWN)
            receipt.read_by, receipt.read_at = by, timezone.now()
            receipt.save(update_fields=["read_by", "read_at"])
    return receipt


def withdraw(circular_id: int, by: User) -> Circular:
    """Withdraw a circular, once; it stays readable."""
    with transaction.atomic():
        circular = lock(Circular.objects.all()).get(pk=circular_id)
        if not circular.is_withdrawn:
            circular.withdrawn_by, circular.withdrawn_at = by, timezone.now()
            circular.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return circular


def unsigned_of(user: User) -> list[CircularReceipt]:
    """What the person's organs have still to sign for, the newest first; one query."""
    waiting = CircularReceipt.objects.filter(organ__in=user.organ_ids(*SIGNING_ROLES), read_at=None)
    shown = waiting.filter(circular__withdrawn_at=None).select_related("circular__superior", "organ")
    return list(shown.order_by("-circular"))


def issued_by(office: Organ, year: int) -> QuerySet[Circular]:
    """The circulars of an office and year, with how many organs they went to and how many have signed."""
    signed = Count("receipts", filter=Q(receipts__read_at__isnull=False))
    found = Circular.objects.filter(superior=office, year=year).select_related("by")
    return found.annotate(sent=Count("receipts"), signed=signed).order_by("-pk")


def readable_by(organs: Iterable[int], supervised: Iterable[int]) -> QuerySet[Circular]:
    """What may be read by who belongs to them: what was issued to one of ``organs``, or by one of ``supervised``."""
    mine = Q(receipts__organ__in=organs) | Q(superior__in=supervised)
    return Circular.objects.filter(mine).select_related("superior", "by", "withdrawn_by").distinct()


def newest_for(organ: Organ, year: int, at: datetime) -> Circular | None:
    """The circular of which an organ was told at that moment."""
    issued = Circular.objects.filter(receipts__organ=organ, year=year, published_at__lte=at)
    return issued.order_by("-pk").first()
