"""Four eyes (四眼原则): who wrote and submitted a report, and who else is there to sign it."""

from collections.abc import Container, Iterable

from reports.lifecycle.changes import standing
from reports.lifecycle.readiness import Refusal
from reports.models.organs import Role, User
from reports.models.reports import EDITABLE, AnnualReport, Status
from reports.models.review import Event, ValueChange

HANDED_ON = (Status.SIGNING, Status.IN_REVIEW, Status.APPROVED)  # where a submission leads


def four_eyes_refusal(report: AnnualReport, user: User, contributed: Container[int] | None = None) -> Refusal:
    """D2: whoever decides neither entered what still stands nor submitted any round of this revision (四眼原则).

    ``contributed`` are the report's ``contributors``, where they are known already.
    """
    refusal = "本报告由您提交过，或其中有您填写的内容，须由其他人员办理。"
    return refusal if user.pk in (contributors(report) if contributed is None else contributed) else ""


def contributors(report: AnnualReport) -> set[int]:
    """Whose entries still stand in the report, and who submitted any round of this revision; two queries.

    The last editor of each figure, everybody who wrote at a text since it was last empty, and the submitters,
    also of what was withdrawn. What the system proposed, carried over or copied was entered by nobody.
    """
    return contributors_of([report])[report.pk]


def contributors_of(reports: Iterable[AnnualReport]) -> dict[int, set[int]]:
    """The same by report; two queries, however many they are."""
    people: dict[int, set[int]] = {report.pk: set() for report in reports}
    editors = standing(ValueChange.objects.filter(report__in=people)).order_by().values_list("report_id", "editor_id")
    submitted = Event.objects.filter(report__in=people, from_status__in=EDITABLE, to_status__in=HANDED_ON)
    submitters = submitted.values_list("report_id", "actor_id")
    for pk, person in (*editors.distinct(), *submitters):
        people[pk].add(person)
    return people


def others_who_sign(report: AnnualReport, submitter: User) -> bool:
    """Whether the organ has an active leader who neither submits it nor entered what stands in it."""
    leaders = report.organ.memberships.filter(role=Role.LEADER, user__is_active=True)
    contributed = contributors(report) | {submitter.pk}
    return leaders.exclude(user__in=contributed).exists()
