"""The page of a published report: what stands on it, by whom it may be asked about, and what was corrected."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.urls import reverse

from reports.formats import registry
from reports.lifecycle.comparing import ShownChange, compare
from reports.lifecycle.transitions import CORRECTING
from reports.models import AnnualReport, Publication
from reports.models.publication import data_of
from reports.models.reports import CONTACT_KEYS
from reports.official.wording import title

LONG = 10  # so many changes are listed at once, more of them on demand


@dataclass(frozen=True)
class Correction:
    """A published correction (更正): when, for which reason, what it changed, and where the version before it is."""

    at: datetime
    reason: str
    changes: list[ShownChange] | None  # where the version before it cannot be read
    earlier_at: datetime
    earlier_url: str

    @property
    def is_long(self) -> bool:
        return self.changes is not None and len(self.changes) > LONG


def publications_of(organ: str, year: int) -> list[Publication]:
    """The publications of a report, the newest revision first; none where nothing was published."""
    found = Publication.objects.filter(report__organ__slug=organ, report__year=year)
    return list(found.select_related("report__organ").order_by("-report__revision"))


def page_of_publication(publications: list[Publication], shown: Publication) -> dict[str, Any]:
    """What the page of one of a report's publications says; without ``data`` where its data file cannot be read."""
    data, sizes = shown.data(), shown.sizes()
    files = [(each, sizes[each.extension]) for each in registry.downloads() if each.extension in sizes]
    page = {"report": shown.report, "publication": shown, "is_newest": shown == publications[0], "data": data}
    if data is None:
        papers = [(each, size) for each, size in files if not each.output.is_data]
        return page | {"title": title(shown.report.organ_name, shown.report.year), "files": papers}
    corrections = _corrections(publications[publications.index(shown) :])
    return page | {"files": files, "corrections": corrections, **_said_beside(shown.report)}


def _said_beside(report: AnnualReport) -> dict[str, object]:
    """What is stored beside what was published: whom to ask, and the number in the site's index (索引号)."""
    texts = report.stored_texts()
    contact = {key: texts.get(f"contact.{key}", "") for key in CONTACT_KEYS}
    return {"contact": contact, "index_number": texts.get("index_number", "")}


def _corrections(publications: list[Publication]) -> list[Correction]:
    """What each publication corrected in the one before it, the newest first, with the reason why it was opened."""
    reports = [each.report_id for each in publications]
    opened = AnnualReport.objects.filter(pk__in=reports, events__action__in=CORRECTING)
    reasons = dict(opened.values_list("pk", "events__reason"))
    changes = _changes(publications)
    return [
        Correction(
            at=now.at,
            reason=reasons.get(before.report_id, ""),
            changes=changes[now.pk],
            earlier_at=before.at,
            earlier_url=reverse(
                "published_revision", args=[before.report.organ.slug, before.report.year, before.report.revision]
            ),
        )
        for now, before in pairwise(publications)
    ]


def _changes(publications: list[Publication]) -> dict[int, list[ShownChange] | None]:
    """By its key, what each changed in the one before, as it was kept; those from before it was are compared anew."""
    pairs = list(pairwise(publications))
    anew = {each.pk: each for now, before in pairs if now.corrected is None for each in (now, before)}
    data = data_of(anew.values())
    changes: dict[int, list[ShownChange] | None] = {}
    for now, before in pairs:
        if now.corrected is not None:
            changes[now.pk] = [ShownChange(**change) for change in now.corrected]
        else:
            old, new = data[before.pk], data[now.pk]
            changes[now.pk] = compare(old, new).changes if old and new else None
    return changes
