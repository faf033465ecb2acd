"""Random people do random things to a report, and after each the report is held against the model."""

from collections import Counter
from contextlib import suppress
from copy import deepcopy
from functools import partial
from types import SimpleNamespace

from django.db import transaction
from django.test import Client
from hypothesis import strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reports.checks.registry import Level
from reports.lifecycle.findings import findings
from reports.lifecycle.history.proof import verify
from reports.lifecycle.refusals import AlreadyDone, NotEditable, Refused
from reports.lifecycle.reviewing import may_review
from reports.lifecycle.workflow import open_review
from reports.models import AnnualReport, Event, Explanation, Opinion, Organ, Publication, User
from reports.official.interchange import content_hash
from tests.deciding import act, add_opinion, judge, perform
from tests.machine import model
from tests.machine.model import EDGES, JUDGEMENTS, LEADERS, LEVELS, MAY, PEOPLE, RULES_IN_FORCE, Command, World

FIELDS = {
    "rules": ("proactive_disclosure", "normative_acts.rules.in_force"),
    "balance": ("applications", "applications.granted.business"),
    "words": ("other_matters", "other_matters"),
}
REASON = "第五部分没有逐项写明改进情况，请补充。"
NO_REASON = "　\u200b　\n"
MANNERS = [
    *["somebody_does_what_is_allowed"] * 5,
    *["somebody_tries_what_the_role_allows"] * 5,
    *["somebody_tries_whatever_comes_to_mind"] * 2,
    *("the_county_changes_its_mind", "leaders_come_and_go", "a_post_is_repeated"),
]
MOST_OPINIONS = 4
MOST_REVISIONS = 3


class Machine(RuleBasedStateMachine):
    """The life of one report. Every example begins with the same one, and leaves nothing behind."""

    setting = SimpleNamespace()  # the report, its path and the people, from the test
    edges: Counter = Counter()
    refused: Counter = Counter()
    steps = 0

    def __init__(self):
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.world = World()
        self.pks = [self.setting.report.pk]
        self.submitted = {}  # by revision, the hash of what was submitted
        self.published = {}  # by revision, all that was made public
        self.clients = {}
        self.count = 0
        self.last = lambda: None

    def teardown(self):
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    # --- What is tried ---

    @initialize(is_signed=strategies.booleans())
    def the_organ_has_leaders_or_none(self, is_signed):
        self.leaders_come_and_go(LEADERS if is_signed else set())

    @rule(data=strategies.data(), manner=strategies.sampled_from(MANNERS))
    def something_happens(self, data, manner):
        if manner == "leaders_come_and_go":
            self.leaders_come_and_go(data.draw(strategies.sets(strategies.sampled_from(sorted(LEADERS)))))
        elif manner.startswith("somebody"):
            getattr(self, manner)(data)
        else:
            getattr(self, manner)()

    def somebody_does_what_is_allowed(self, data):
        self.perform_one_that(self.world.allows, data)

    def somebody_tries_what_the_role_allows(self, data):
        """What looks possible on the screen, and is held up by a condition if by anything."""
        self.perform_one_that(self.world.tempts, data)

    def perform_one_that(self, suits, data):
        """One of the commands that suit; each kind of deed has the same chance, however many ways it has."""
        suiting = {}
        for command in self.commands():
            if suits(self.world.newest, command):
                suiting.setdefault((command.kind, command.what * (command.kind == "take")), []).append(command)
        if suiting:  # none suits the last revision, once it is published
            deed = data.draw(strategies.sampled_from(sorted(suiting)))
            self.perform(data.draw(strategies.sampled_from(suiting[deed])))

    def somebody_tries_whatever_comes_to_mind(self, data):
        command = data.draw(strategies.sampled_from(self.commands()))
        number = data.draw(strategies.integers(0, len(self.pks) - 1)) if command.kind == "take" else -1
        how = data.draw(strategies.sampled_from([{}, {}, {"has_reason": False}, {"has_seen": False}]))
        self.perform(command._replace(**how), number)

    def the_county_changes_its_mind(self):
        self.world.is_reviewed_first = not self.world.is_reviewed_first
        Organ.objects.filter(slug="lushan").update(reviews_before_publication=self.world.is_reviewed_first)

    def leaders_come_and_go(self, active):
        self.world.active_leaders = active
        for leader in LEADERS:
            User.objects.filter(username=leader).update(is_active=leader in active)
            self.clients.pop(leader, None)

    def a_post_is_repeated(self):
        """What was done last is done again by the same person in the same words, and nothing changes."""
        before = self.state()
        with suppress(AlreadyDone):
            self.last()
        assert self.state() == before

    def everybody_tries(self):
        """All that looks possible here to anybody is tried, compared with the model, and undone."""
        kept = ("world", "pks", "submitted", "published", "count", "last")
        for command in self.commands():
            has_conditions = command.kind not in ("edit", "explain")
            if has_conditions and self.world.tempts(self.world.newest, command):
                before = {name: getattr(self, name) for name in kept}
                for name in kept[:-1]:
                    setattr(self, name, deepcopy(before[name]))
                with transaction.atomic():
                    self.perform(command)
                    self.every_revision_stands_where_the_model_says()
                    transaction.set_rollback(True)
                vars(self).update(before)

    def commands(self):
        """Everything that anybody who can sign in might try with the newest revision."""
        newest = self.world.newest
        deeds = [("take", action, "") for action in MAY if action != "correct" or len(self.pks) < MOST_REVISIONS]
        deeds += [("edit", "rules", value) for value in RULES_IN_FORCE]
        deeds += [("edit", "balance", value) for value in ("0", "5")] + [("edit", "words", ""), ("open", "", "")]
        deeds += [("opine", level, "") for level in LEVELS if len(newest.opinions) < MOST_OPINIONS]
        deeds += [
            ("act", deed, number) for number in newest.opinions for deed in ("delete", "answer", "resolve", "ask")
        ]
        deeds += [("judge", judgement, value) for value in newest.explanations for judgement in JUDGEMENTS]
        deeds += [("explain", "", "")] * (newest.rules_in_force != "0")
        everybody = [each for each in PEOPLE if each not in LEADERS - self.world.active_leaders]
        return [Command(kind, person, *what) for kind, *what in deeds for person in everybody]

    def perform(self, command, number=-1):
        """Predict what comes of a command, carry it out, and compare."""
        type(self).steps += 1
        revision = self.world.revisions[number]
        is_allowed = self.world.allows(revision, command)
        before = self.state()
        self.count += 1
        attempt = partial(getattr(self, f"do_{command.kind}"), command, self.pks[number], self.count)
        try:
            is_done = attempt()
        except (Refused, NotEditable):
            is_done = False
        assert is_done == is_allowed, (command, revision)
        if is_allowed:
            self.last = attempt
            self.world.note(revision, command)
            self.observe(command, number)
        else:
            self.refused[command.what if command.kind == "take" else command.kind] += 1
            assert self.state() == before, command

    # --- How it is carried out; each answers whether it was ---

    def do_take(self, command, pk, number):
        data = AnnualReport.objects.get(pk=pk).data()
        seen = content_hash(data) if command.has_seen else "0" * 64
        reason = f"{REASON}{number}" if command.has_reason else NO_REASON
        taken = perform(command.what, pk, self.person(command), seen_hash=seen, reason=reason)
        self.edges[str(taken.from_status), taken.action, str(taken.to_status)] += 1
        return True

    def do_edit(self, command, pk, number):
        step, address = FIELDS[command.what]
        report = AnnualReport.objects.get(pk=pk)
        now = command.to or f"本年度没有其他需要报告的事项（{number}）。"
        model_of = self.world.newest
        seen = {"rules": model_of.rules_in_force, "balance": model_of.balance}.get(command.what)
        seen = report.stored_texts()[address] if seen is None else seen
        answer = self.client(command.person).post(
            f"{self.setting.path}{step}/save/", {"edits": [[address, seen, now]]}, content_type="application/json"
        )
        return answer.status_code == 200 and answer.json()["values"] == {address: now}

    def do_explain(self, command, pk, number):
        report = AnnualReport.objects.get(pk=pk)
        found = [each for each in findings(report) if each.level is Level.EXPLAIN]
        body = f"上级机关认定的规章，已随附认定文件（{number}）。"
        posted = {f"explain-{each.fingerprint[:16]}-body": body for each in found}
        self.client(command.person).post(f"{self.setting.path}check/", posted)
        return Explanation.objects.filter(report=pk, body=body).exists()

    def do_open(self, command, pk, number):
        report, person = AnnualReport.objects.get(pk=pk), self.person(command)
        if may_review(report, person):
            open_review(report, person)
            return True
        return False

    def do_opine(self, command, pk, number):
        words = f"请写明改进措施（{number}）。"
        add_opinion(pk, self.person(command), anchor="problems", level=command.what, code="other", words=words)
        return True

    def do_act(self, command, pk, number):
        act(command.what, pk, command.to, self.person(command), f"见附件（{number}）。")
        return True

    def do_judge(self, command, pk, number):
        explained = Explanation.objects.get(report=pk, finding__contains=f"现行有效件数 {command.to}。")
        judge(pk, explained.pk, self.person(command), command.what, f"请附文号（{number}）。")
        return True

    def person(self, command):
        return User.objects.get(username=command.person)

    def client(self, person):
        if person not in self.clients:
            self.clients[person] = Client()
            self.clients[person].force_login(User.objects.get(username=person))
        return self.clients[person]

    # --- What must be true ---

    def observe(self, command, number):
        """Remember what may never change again."""
        if command.kind != "take":
            return
        number %= len(self.pks)
        report = AnnualReport.objects.get(pk=self.pks[number])
        if command.what == "submit":
            self.submitted[number] = content_hash(report.data())
        if command.what == "publish":
            self.published[number] = self.public(report)
        if command.what == "correct":
            self.pks.append(AnnualReport.objects.newest_revision(report.organ, report.year).pk)

    def public(self, report):
        publication = Publication.objects.get(report=report)
        return report.data(), publication.content_hash, *(publication.file(each) for each in ("json", "pdf", "xlsx"))

    def state(self):
        """All that a command might change."""
        return [
            list(AnnualReport.objects.order_by("pk").values_list("pk", "status", "round", "declared_nil")),
            content_hash(AnnualReport.objects.get(pk=self.pks[-1]).data()),
            list(Opinion.objects.order_by("pk").values_list("pk", "state", "replies__words")),
            list(Explanation.objects.order_by("pk").values_list("pk", "body", "judgement", "question")),
            Event.objects.count(),
            Publication.objects.count(),
        ]

    @invariant()
    def every_revision_stands_where_the_model_says(self):
        for pk, revision in zip(self.pks, self.world.revisions, strict=True):
            report = AnnualReport.objects.get(pk=pk)
            opinions = dict(report.opinions.values_list("number", "state"))
            assert (report.status, opinions) == (revision.status, {n: o.state for n, o in revision.opinions.items()})
            judged = sorted(report.explanations.values_list("judgement", flat=True))
            assert judged == sorted(each.judgement for each in revision.explanations.values())
        assert AnnualReport.objects.count() == len(self.pks)

    @invariant()
    def what_was_submitted_is_what_is_decided_and_what_was_published_stays(self):
        for number, pk in enumerate(self.pks):
            report = AnnualReport.objects.get(pk=pk)
            if not report.is_editable:
                assert content_hash(report.data()) == self.submitted[number]
            if number in self.published:
                assert self.public(report) == self.published[number]
        assert Publication.objects.count() == len(self.published)

    @invariant()
    def every_change_of_state_is_one_legal_link_of_an_unbroken_chain(self):
        told = verify()
        assert (told.broken, told.events) == ("", sum(each.events for each in self.world.revisions))
        for pk in self.pks:
            path = list(Event.objects.filter(report=pk).order_by("number").values_list(*model.LINK))
            assert {(before, action, after) for before, action, after, *_ in path} <= EDGES
            assert [before for before, *_ in path[1:]] == [after for _, _, after, *_ in path[:-1]]
            rounds = Counter(number for _, action, _, number in path if action in ("approve", "return"))
            assert set(rounds.values()) <= {1}
