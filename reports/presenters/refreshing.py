"""What an open page does not show yet: the values that were saved since, by whom, and what is wrong there now."""

import zlib
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from reports.lifecycle.editing import version_of
from reports.models import AnnualReport, Source, User
from reports.models.review import ValueChange
from reports.presenters.steps import CheckedStep, name_of

THE_SYSTEM, ANOTHER_WINDOW = "系统", "本账号在另一窗口"


def has_changed(report: AnnualReport, version: object) -> bool:
    """Whether anything was saved since a page heard of that version; of a page that names none, nothing is known."""
    return isinstance(version, str) and version != version_of(report)


def changes_for(page: CheckedStep, held: object, user: User) -> dict[str, Any]:
    """What has changed at a step for the page of ``user``, by what it holds, and what is wrong there now.

    ``held`` has a CRC-32 over the UTF-8 of each value that the page knows, in the order in which it was drawn with
    them. Raises ``ValueError`` where it is no such list. The number of queries does not grow with the changes.
    """
    if not isinstance(held, list) or len(held) != len(page.addresses):
        raise ValueError("a page holds one sum for each of its values")
    sums = zip(page.addresses, held, strict=True)
    different = [address for address, sum_ in sums if zlib.crc32(page.stored[address].encode()) != sum_]
    last = _last_changes(page.report, different) if different else {}
    return {
        "version": version_of(page.report),
        "changes": [_change(page, address, last.get(address), user) for address in different],
        "errors": page.errors,
    }


def _last_changes(report: AnnualReport, addresses: list[str]) -> dict[str, ValueChange]:
    """By address, the last change that was made there; one query."""
    last = report.changes.filter(address__in=addresses).order_by().values("address").annotate(last=Max("pk"))
    changes = ValueChange.objects.filter(pk__in=last.values("last")).select_related("editor")
    return {change.address: change for change in changes}


def _change(page: CheckedStep, address: str, last: ValueChange | None, user: User) -> dict[str, str]:
    return {
        "address": address,
        "name": name_of(page.report, address),
        "stored": page.stored[address],
        "editor": _editor(last, user) if last else "",
        "at": clock_time(last.at) if last else "",
    }


def _editor(change: ValueChange, user: User) -> str:
    if change.source == Source.PROPOSED:
        return THE_SYSTEM
    return ANOTHER_WINDOW if change.editor_id == user.pk else change.editor.full_name


def clock_time(moment: datetime) -> str:
    """The time of day where that is today, such as 09:14, else with the day before it."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}" if local.date() == timezone.localdate() else f"{local:%m-%d %H:%M}"
