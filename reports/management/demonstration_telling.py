"""Tells the stories of the demonstration: every step through the same door as anybody's."""

from functools import singledispatchmethod

from django.utils import timezone

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.opening import fill, open_report
from reports.lifecycle.reviewing import ACTS, act, add_opinion, explain, judge
from reports.lifecycle.transitions import BY_ACTION
from reports.lifecycle.workflow import perform
from reports.management.demonstration_stories import (
    ANY_EXPLANATION,
    EXPLANATIONS,
    SUPERVISOR,
    Act,
    AddOpinion,
    Ask,
    Take,
    Write,
)
from reports.models import AnnualReport, Judgement, Organ, Role, User
from reports.models.reports import PARTICULARS
from reports.official.figures import display
from reports.official.interchange import content_hash
from reports.official.report_data import ReportData


class Telling:
    """A report of an organ, and the people who take its steps; each step finds the newest revision."""

    def __init__(self, people: dict[str, User], slug: str) -> None:
        self.people = people
        self.slug = slug
        self.clerk = people[f"{slug}-clerk"]
        self.report: AnnualReport | None = None

    def tell(self, data: ReportData, steps: tuple, *, is_demonstration: bool) -> None:
        """Write the report and take its steps, unless there is a report of that year already."""
        organ = Organ.objects.get(slug=self.slug)
        if AnnualReport.objects.newest_revision(organ, data.year):
            return
        self.report = open_report(organ, data.year, self.clerk)
        self.report.is_demonstration = is_demonstration
        self.report.save(update_fields=["is_demonstration"])
        if refused := fill(self.report.pk, self.clerk, data):
            raise ValueError(f"{organ}: {refused}")
        self.report.refresh_from_db()
        self._finish(bool(steps))
        for step in steps:
            self.report = AnnualReport.objects.newest_revision(organ, data.year)
            self.do(step)

    def _finish(self, is_finished: bool) -> None:
        record = self.report.steps.model
        common = {"is_finished": is_finished or None, "edited_by": self.clerk, "edited_at": timezone.now()}
        steps = (PARTICULARS, *self.report.official_form.section)
        self.report.steps.bulk_create(record(report=self.report, step=step, **common) for step in steps)

    @singledispatchmethod
    def do(self, step: object) -> None:
        """Take one step of a story."""
        raise TypeError(f"{step} is no step of a story")

    @do.register
    def _(self, step: Take) -> None:
        if BY_ACTION[step.action].begins_round or BY_ACTION[step.action].is_of_secrecy:
            self._explain()
        seen = content_hash(self.report.data())
        perform(step.action, self.report.pk, self._taker(step), seen_hash=seen, reason=step.reason)

    @do.register
    def _(self, step: AddOpinion) -> None:
        place = {"anchor": step.anchor, "quote": step.quote}
        about = {"level": step.level, "code": step.code, "words": step.words}
        seen = content_hash(self.report.data())
        add_opinion(self.report.pk, self.people[step.by], seen_hash=seen, **place, **about)

    @do.register
    def _(self, step: Act) -> None:
        role = ACTS[step.action][0]
        user = self.clerk if role is Role.CLERK else self.people[SUPERVISOR]
        seen = self.report.opinions.get(number=step.number).seen_as
        now = content_hash(self.report.data())
        act(step.action, self.report.pk, step.number, user, step.words, seen=seen, seen_hash=now)

    @do.register
    def _(self, step: Write) -> None:
        stored = self.report.stored_texts()
        stored |= {str(cell): display(figure) for cell, figure in self.report.figures().items()}
        edits = []
        for address, value in step.values.items():
            now = value if isinstance(value, str) else stored[address].replace(*value)
            edits.append(Edit(address, stored[address], now))
        save(self.report.pk, self.clerk, edits)

    @do.register
    def _(self, step: Ask) -> None:
        for explanation in self.report.explanations.filter(rule=step.rule):
            about = (self.report.pk, explanation.pk, self.people[SUPERVISOR])
            judge(*about, Judgement.QUESTIONED, step.question, seen=explanation.seen_as)

    def _explain(self) -> None:
        """Write the explanations that the checks ask for, and those that the supervisor has asked about, anew."""
        for finding in unexplained(self.report):
            first, again = EXPLANATIONS.get(finding.rule, (ANY_EXPLANATION, ANY_EXPLANATION))
            is_asked_again = self.report.explanations.filter(fingerprint=finding.fingerprint).exists()
            explain(self.report, self.clerk, finding, again if is_asked_again else first)

    def _taker(self, step: Take) -> User:
        role = BY_ACTION[step.action].roles[0]
        usual = SUPERVISOR if role is Role.SUPERVISOR else f"{self.slug}-{role}"
        return self.people[step.by or usual]
