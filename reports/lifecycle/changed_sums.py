"""Who is told that a report which final sums have counted is another one now (county.md §4.4)."""

from reports.lifecycle.notifications import AUTHORS, CHANGED_SUMS, notify, people_of
from reports.models.county import Finalisation
from reports.models.notices import Notice
from reports.models.organs import Role
from reports.models.reports import SETTLED, AnnualReport
from reports.models.review import Event


def tell_of_changed_sums(event: Event, report: AnnualReport) -> list[Notice]:
    """Notify the government's clerks and leaders and its office's supervisors, in the transition's transaction.

    Where no sums are final that count the organ, nobody; one query for a report that came to count or counts no more.
    """
    if (event.from_status in SETTLED) == (event.to_status in SETTLED):
        return []
    counting = Finalisation.objects.filter(
        reopening=None,
        consolidation__year=report.year,
        consolidation__entries__organ=report.organ_id,
        consolidation__entries__is_included=True,
    )
    final = counting.select_related("consolidation__organ").defer("content").first()
    if final is None:
        return []
    organ = final.consolidation.organ
    what = "审核通过" if event.to_status in SETTLED else "不再是审核通过"
    words = f"{report}{what}，{organ} {report.year} 年度汇总数已定稿，请核对是否重新定稿。"
    people = people_of([organ.pk], AUTHORS, but=event.actor)
    people += people_of([organ.consolidated_by_id], [Role.SUPERVISOR], but=event.actor)
    once = {person.pk: (organ.pk, person) for _, person in people}
    return notify(CHANGED_SUMS, report.year, words, once.values())
