"""Every pair of functions that write, at one moment on PostgreSQL: each is done or refused in a sentence.

None waits for another that waits for it (a deadlock), and none fails otherwise. A function of ``reports`` that opens
a transaction is in the table ``WRITERS`` or, with the reason, in ``PARTS``; a new one that is in neither fails.
"""

import ast
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from reports.audit.proof import verify_audit
from reports.checks.registry import Finding, Level
from reports.formats.entries import ArchiveMember
from reports.formats.reading import Reading
from reports.formats.understanding import Understood
from reports.forms.roster import import_roster
from reports.lifecycle import circulars, importing, uploads, workbooks
from reports.lifecycle.appraisal import schemes as appraising
from reports.lifecycle.appraisal.entering import WantedEntry, answer, enter
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.lifecycle.appraisal.wanted import WantedItem, WantedScheme
from reports.lifecycle.archiving import archive_file
from reports.lifecycle.batches import assigning, keeping, working
from reports.lifecycle.batches.assessing import Assessed
from reports.lifecycle.bundles import asking, making
from reports.lifecycle.bundles.choosing import WantedReports
from reports.lifecycle.consolidation import adjusting
from reports.lifecycle.consolidation.adjusting import WantedAdjustment, register
from reports.lifecycle.consolidation.finalising import finalise, reopen
from reports.lifecycle.consolidation.scope import Decision, decide_scope
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.deriving import follow
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history.restoring import restore
from reports.lifecycle.history.seal_proof import verify_seals
from reports.lifecycle.notifications import mark_read
from reports.lifecycle.opening import declare_nil, fill, open_report, withdraw_nil
from reports.lifecycle.publishing.addresses import NewAddress, check_address, enter_addresses
from reports.lifecycle.publishing.listing import listed
from reports.lifecycle.refusals import AlreadyTouched, CannotDeclareNil, HasChanged, NotEditable, Refused
from reports.lifecycle.reminding import remind
from reports.lifecycle.reviewing import WrittenExplanation, explain_each
from reports.lifecycle.rule_setting import ChosenRule, set_boilerplate, set_rules
from reports.lifecycle.setting_aside import set_aside, take_back
from reports.lifecycle.uploads import keep
from reports.management.commands.import_report import _enter
from reports.models import (
    AdjustmentKind,
    AnnualReport,
    AppraisalScheme,
    Basis,
    Batch,
    BatchFile,
    BundleKind,
    Consolidation,
    EvidenceKind,
    Explanation,
    Extension,
    ImportedFile,
    Membership,
    Notice,
    Opinion,
    Organ,
    Origin,
    Publication,
    ReportingYear,
    Role,
    SchemeState,
    ScoreEntry,
    Stage,
    Status,
    StockPhrase,
    User,
    ValueChange,
)
from reports.models.locking import lock
from reports.models.organs import circles
from reports.official import Cell
from reports.official.interchange import canonical, content_hash
from reports.people.accounts import set_new_password
from reports.people.administration import (
    NotAllowed,
    create_account,
    enable_on_the_server,
    give_role,
    reset_on_the_server,
    reset_second_factor,
    save_person,
    set_account_active,
    set_administrator,
    take_role,
)
from reports.people.asking_again import note_password_proved, prove_by_code
from reports.people.organs import create_organ, save_organ, save_year, set_organ_active
from reports.people.phrases import added, change_phrases
from reports.people.roster import ACCOUNTS, ORGANS
from reports.people.second_factor import check_code, remove, renew_codes
from reports.people.sessions import begin_session, end_other_sessions, record_session, sign_out
from reports.people.throttle import forget, reserve
from tests import runs
from tests.conftest import PASSWORD, YEAR
from tests.deciding import act, add_opinion, grant_extension, judge, perform
from tests.people.second_factors import bind

ROUNDS = runs.times(1, 5)
REPORTS = Path(__file__).resolve().parents[2] / "reports"
REASON = "第五部分没有逐项写明改进情况，请补充。"
REFUSALS = (Refused, NotEditable, NotAllowed, CannotDeclareNil, HasChanged, AlreadyTouched, CommandError)

pytestmark = pytest.mark.django_db(transaction=True)
races = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="needs PostgreSQL: SQLite has one writer at a time"
)


def _perform(action, person, status, **more):
    """A transition by somebody of the cast, from the state in which it may be taken."""
    return status, lambda world: perform(action, world.report.pk, getattr(world.cast, person), **more)


def _approve(world):
    return perform("approve", world.report.pk, world.cast.supervisor, seen_hash=content_hash(world.report.data()))


def _restore(world):
    now = world.report.data()
    return restore(world.report.pk, world.cast.colleague, "other_matters", now, content_hash(now))


def _save(person, words):
    def write(world):
        seen = world.report.stored_texts()["other_matters"]
        return save(world.report.pk, getattr(world.cast, person), [Edit("other_matters", seen, seen + words)])

    return write


def _save_a_year(world):
    days = {"opens_on": date(YEAR, 12, 1), "due_on": date(YEAR + 1, 1, 31), "publish_by": date(YEAR + 1, 1, 31)}
    year = ReportingYear.objects.filter(year=YEAR, superior=world.cast.county).first()
    save_year(year or ReportingYear(year=YEAR, superior=world.cast.county, **days))


def _make_an_organ(world):
    key = f"made-{world.number}-{threading.get_ident()}"
    about = {"short_name": key, "self_reference": "我乡", "kind": "township", "superior": world.cast.county}
    return create_organ(Organ(slug=key, name=key, **about))


def _explain(world):
    finding = Finding("N4", Level.EXPLAIN, f"第 {world.number} 次检查", values=(str(world.number),))
    return explain_each(world.report.pk, world.cast.clerk, [WrittenExplanation(finding, "情况属实，已核对。", None)])


def _reset(world):
    return set_new_password(User.objects.get(pk=world.cast.clerk.pk), f"{PASSWORD}-{world.number}", is_temporary=True)


def _create(world):
    role = (world.cast.township, Role.READER)
    return create_account(f"new-{world.number}-{threading.get_ident()}", "新某某", "!", role=role)


def _archive(world):
    """A report of the year before, from a file that nobody has read in yet."""
    data = replace(world.report.data(), year=YEAR - 1)
    file = ImportedFile.of("report.html", f"{world.number}-{threading.get_ident()}".encode())
    return archive_file(world.begins.pk, world.cast.supervisor, data, file, date(YEAR + 2, 1, 15))


def _open_the_earlier(world):
    return open_report(world.begins, YEAR - 1, world.cast.clerk)


def _rename(world):
    organ = Organ.objects.get(pk=world.cast.township.pk)
    organ.name = f"背孜乡人民政府{world.number}"
    return save_organ(organ, ["name"], world.cast.administrator)


def _bring(world):
    """A file of its own in each thread, for the same clerk."""
    said = world.report.data()
    content = f"{world.number}-{threading.get_ident()}".encode()
    return keep(
        world.cast.township, world.cast.clerk, "report.pdf", content, Understood(Reading(said), said.organ, YEAR)
    )


def _take_in_a_workbook(world):
    seen = world.report.stored_texts()["other_matters"]
    file = ImportedFile.of("form.xlsx", f"{world.number}-{threading.get_ident()}".encode())
    return workbooks.take_in(world.report.pk, world.cast.clerk, [Edit("other_matters", seen, f"{seen}丙")], file)


def _bring_an_archive(world):
    archive = Batch(by=world.cast.supervisor, name=f"{world.number}.zip", size=1)
    return keeping._store(archive, [ArchiveMember(each, f"{each}.html", 1) for each in range(3)])


def _choose_from_the_archive(world):
    """And the worker, which is none of its own here, stores what was chosen."""
    keeping.choose(world.archive.pk, [each.pk for each in world.archive.files.all()])
    _require_stored(world.archive)


def _assign(world):
    file = world.archive.files.first()
    if file is None:
        raise Refused(assigning.GONE)
    known = Assessed(file.path, 1, file.digest, world.cast.township, year=YEAR - 2, report=world.report.data())
    return assigning._keep(file.batch_id, {file.pk: known})


def _store_what_was_chosen(world):
    working.store(world.chosen_from.pk)
    _require_stored(world.chosen_from)


def _published_elsewhere(world):
    """A publication of the neighbour's of the year before, which nobody else of the race touches."""
    about = {"organ": world.cast.neighbouring_township, "year": YEAR - 1, "edition": "2021", "status": Status.PUBLISHED}
    report, _ = AnnualReport.objects.get_or_create(**about)
    return Publication.objects.get_or_create(report=report, defaults={"by": world.cast.supervisor})[0]


def _enter_an_address(world):
    publication = _published_elsewhere(world)
    (row,) = listed([publication], YEAR - 1)
    new = NewAddress(publication.pk, f"https://example.gov.cn/{world.number}/{threading.get_ident()}", row.seen)
    return enter_addresses(world.cast.county, YEAR - 1, world.cast.supervisor, [new])


def _check_an_address(world):
    publication = _published_elsewhere(world)
    (row,) = listed([publication], YEAR - 1)
    return check_address(world.cast.county, YEAR - 1, world.cast.supervisor, publication.pk, row.seen)


def _issue_a_circular(world):
    said = circulars.Draft(f"通知{world.number}-{threading.get_ident()}", "", "请按时提交。")
    return circulars.issue(world.cast.county, YEAR, world.cast.supervisor, said)


def _make_a_bundle(world):
    """Of reports that are all drafts: there is nothing to pack."""
    bundle, _ = _ask_for_a_bundle(world, world.cast.neighbouring_township, YEAR + world.number)
    making.make(bundle.pk)


def _ask_for_a_bundle(world, office, year):
    wanted = WantedReports(("published",), ("pdf",)).as_data()
    return asking.ask_for(BundleKind.REPORTS, office, year, world.cast.supervisor, wanted=wanted, total=1)


def _require_stored(archive):
    """The worker goes on where one file fails, and only notes that: a failure of the race would stay unseen."""
    assert not archive.files.filter(refusal=working.FAILED).exists()


def _roster(world):
    """Two organs and two accounts, the same in every thread."""
    names = [f"r{world.number}-{each}" for each in "ab"]
    organs = [
        {
            "slug": each,
            "name": each,
            "short_name": each,
            "self_reference": "我乡",
            "kind": "township",
            "superior": "lushan",
        }
        for each in names
    ]
    people = [
        {"username": each, "full_name": "某", "telephone": "", "organ": "beizi", "role": Role.READER} for each in names
    ]
    return {ORGANS: list(enumerate(organs, start=2)), ACCOUNTS: list(enumerate(people, start=2))}


# By the function that opens the transaction (and what it does there): the state it needs, and how it is called.
SENTENCE = Finding(
    "X1",
    Level.EXPLAIN,
    "正文写新收 17 件，表三为 0 件。",
    (Cell("applications", "new_received", "total"),),
    ("overview.disclosure_on_request",),
    "收到17件。",
    ("0", "17"),
)


def _follow(w):
    cell = Cell("applications", "granted", "natural_person")
    return follow(w.report.pk, {cell: w.number}, Origin.CONSOLIDATION, w.cast.clerk, {})


def _adjust(w):
    government, year = _summed_up(w)
    cells = (Cell("applications", row, "natural_person") for row in ("new_received", "granted"))
    wanted = WantedAdjustment(dict.fromkeys(cells, 1), AdjustmentKind.OTHER, REASON)
    return register(government, year, w.cast.neighbour, wanted, seen="")


def _take_back(w):
    government, year = _summed_up(w)
    return adjusting.take_back(government, year, w.cast.neighbour, _adjust(w), REASON)


def _finalise(w):
    government, year = _summed_up(w)
    return finalise(government, year, w.cast.neighbour, seen=standing_sums(government, year).seen)


def _reopen(w):
    _finalise(w)
    return reopen(*_summed_up(w), w.cast.neighbour, REASON)


@transaction.atomic
def _summed_up(w):
    """A government whose one organ has settled its report, and the year of this round; made as if by a writer."""
    government = lock(Organ.objects.filter(pk=w.cast.neighbouring_township.pk)).get()
    government.consolidated_by = w.cast.county
    year = YEAR + w.number
    stored, _ = Consolidation.objects.get_or_create(
        organ=government, year=year, defaults={"decided_by": w.cast.neighbour}
    )
    stored.entries.get_or_create(organ=w.cast.county, defaults={"is_included": True})
    settled = {"status": Status.APPROVED, "edition": "2021"}
    AnnualReport.objects.get_or_create(organ=w.cast.county, year=year, revision=1, defaults=settled)
    return government, year


def _decide_scope(w):
    government = Organ.objects.get(pk=w.cast.neighbouring_township.pk)
    government.consolidated_by = w.cast.county
    everybody_below = Decision(Basis.CUSTOM, "", {})
    return decide_scope(government, YEAR + w.number, w.cast.supervisor, everybody_below, seen="")


ASSESSED = WantedScheme("考核", 100, [WantedItem("报送材料不全", 10, EvidenceKind.MANUAL)])


def _open_a_scheme(w):
    until = timezone.localdate()
    return appraising.open_scheme(w.drafted.pk, w.cast.stranger, answers_until=until, seen=w.drafted.seen)


def _close_a_scheme(w):
    AppraisalScheme.objects.filter(pk=w.opened.pk).update(answers_until=date(YEAR + 1, 3, 1))
    scheme = AppraisalScheme.objects.get(pk=w.opened.pk)
    return appraising.close(scheme.pk, w.cast.supervisor, seen=appraisal_of(scheme).digest)


def _enter_a_score(w):
    wanted = WantedEntry(w.opened.items.get().pk, 10, REASON)
    last = ScoreEntry.objects.filter(item__scheme=w.opened).order_by("-pk").first()
    return enter(w.opened.pk, w.cast.township, w.cast.supervisor, wanted, seen=str(last.pk) if last else "")


def _answer_a_score(w):
    return answer(w.opened.pk, w.cast.township, w.cast.clerk, f"不同意扣分，{threading.get_ident()}。")


WRITERS = {
    "lifecycle.editing.save": (Status.DRAFT, _save("clerk", "甲")),
    "lifecycle.editing.save by a colleague": (Status.DRAFT, _save("colleague", "乙")),
    "lifecycle.opening.open_report": (
        Status.DRAFT,
        lambda w: open_report(w.cast.neighbouring_township, YEAR, w.cast.neighbour),
    ),
    "lifecycle.opening.open_report of the year before": (Status.DRAFT, _open_the_earlier),
    "lifecycle.archiving.archive_file": (Status.DRAFT, _archive),
    "lifecycle.archiving.archive_file once more": (Status.DRAFT, _archive),
    "lifecycle.opening.declare_nil": (Status.DRAFT, lambda w: declare_nil(w.report.pk, w.cast.clerk, "normative_acts")),
    "lifecycle.opening.withdraw_nil": (
        Status.DRAFT,
        lambda w: withdraw_nil(w.report.pk, w.cast.clerk, "normative_acts"),
    ),
    "lifecycle.history.restoring.restore": (Status.DRAFT, _restore),
    "lifecycle.workflow.perform submit": _perform("submit", "clerk", Status.DRAFT),
    "lifecycle.workflow.perform withdraw": _perform("withdraw", "clerk", Status.IN_REVIEW),
    "lifecycle.workflow.perform sign": _perform("sign", "leader", Status.SIGNING),
    "lifecycle.workflow.perform send_back": _perform("send_back", "leader", Status.SIGNING, reason=REASON),
    "lifecycle.workflow.perform approve": (Status.IN_REVIEW, _approve),
    "lifecycle.workflow.perform return": _perform("return", "supervisor", Status.IN_REVIEW, reason=REASON),
    "lifecycle.workflow.perform revoke": _perform("revoke", "supervisor", Status.APPROVED, reason=REASON),
    "lifecycle.workflow.perform publish": _perform("publish", "clerk", Status.APPROVED),
    "lifecycle.workflow.perform correct": _perform("correct", "supervisor", Status.PUBLISHED, reason=REASON),
    "lifecycle.reviewing.add_opinion": (
        Status.IN_REVIEW,
        lambda w: add_opinion(
            w.report.pk, w.cast.supervisor, anchor="problems", level="must", code="other", words=f"请核对{w.number}。"
        ),
    ),
    "lifecycle.reviewing.act": (Status.IN_REVIEW, lambda w: act("resolve", w.report.pk, 1, w.cast.supervisor)),
    "lifecycle.reviewing.judge": (
        Status.IN_REVIEW,
        lambda w: judge(w.report.pk, w.explanation.pk, w.cast.supervisor, "accepted"),
    ),
    "lifecycle.reviewing.explain_each": (Status.DRAFT, _explain),
    "lifecycle.rule_setting.set_rules": (
        Status.DRAFT,
        lambda w: set_rules(
            w.cast.county, YEAR, w.cast.supervisor, [ChosenRule("Y4", False, w.number + 2)], REASON, seen=0
        ),
    ),
    "lifecycle.rule_setting.set_boilerplate": (
        Status.DRAFT,
        lambda w: set_boilerplate(w.cast.county, YEAR, w.cast.supervisor, [f"通用表述{w.number}"], REASON, seen=0),
    ),
    "lifecycle.deriving.follow": (Status.DRAFT, _follow),
    "lifecycle.consolidation.scope.decide_scope": (Status.DRAFT, _decide_scope),
    "lifecycle.consolidation.adjusting.register": (Status.DRAFT, _adjust),
    "lifecycle.consolidation.adjusting.take_back": (Status.DRAFT, _take_back),
    "lifecycle.consolidation.finalising.finalise": (Status.DRAFT, _finalise),
    "lifecycle.consolidation.finalising.reopen": (Status.DRAFT, _reopen),
    "lifecycle.setting_aside.set_aside": (Status.DRAFT, lambda w: set_aside(w.report.pk, w.cast.clerk, SENTENCE)),
    "lifecycle.setting_aside.take_back": (Status.DRAFT, lambda w: take_back(w.report.pk, w.cast.clerk, SENTENCE)),
    "lifecycle.reminding.remind": (
        Status.DRAFT,
        lambda w: remind([w.cast.township.pk, w.cast.neighbouring_township.pk], YEAR, w.cast.supervisor, w.words),
    ),
    "lifecycle.deadlines.grant_extension": (
        Status.DRAFT,
        lambda w: grant_extension(
            w.cast.township, YEAR, w.cast.supervisor, due_on=w.day, reason="洪灾抢险，人员全部在一线，无法按期填报"
        ),
    ),
    "people.organs.set_organ_active": (
        Status.DRAFT,
        lambda w: set_organ_active(w.cast.township, is_active=True),
    ),
    "people.organs.save_organ": (Status.DRAFT, _rename),
    "people.administration.save_person": (
        Status.DRAFT,
        lambda w: save_person(User.objects.get(pk=w.cast.clerk.pk), ["telephone"]),
    ),
    "people.organs.save_year": (Status.DRAFT, _save_a_year),
    "people.organs.create_organ": (Status.DRAFT, _make_an_organ),
    "people.administration.create_account": (Status.DRAFT, _create),
    "people.administration.give_role": (
        Status.DRAFT,
        lambda w: give_role(w.cast.administrator, w.cast.clerk, w.cast.township, Role.READER),
    ),
    "people.administration.take_role": (
        Status.DRAFT,
        lambda w: take_role(w.cast.administrator, w.cast.clerk, w.membership.pk),
    ),
    "people.administration.set_administrator": (
        Status.DRAFT,
        lambda w: set_administrator(w.cast.administrator, w.cast.stranger, is_administrator=True),
    ),
    "people.administration.set_account_active": (
        Status.DRAFT,
        lambda w: set_account_active(w.cast.administrator, w.cast.clerk, is_active=True),
    ),
    "people.accounts.set_new_password": (Status.DRAFT, _reset),
    "people.sessions.begin_session": (
        Status.DRAFT,
        lambda w: begin_session(w.cast.clerk, f"new-{w.number}-{threading.get_ident()}", "10.0.0.1", "Chromium"),
    ),
    "people.sessions.sign_out": (Status.DRAFT, lambda w: sign_out(w.cast.clerk, "none")),
    "people.sessions.end_other_sessions": (
        Status.DRAFT,
        lambda w: end_other_sessions(w.cast.clerk, w.cast.clerk.sessions.all()),
    ),
    "people.sessions.record_session": (
        Status.DRAFT,
        lambda w: record_session(w.cast.clerk, f"{w.number}-{threading.get_ident()}", "10.0.0.1", "Chromium"),
    ),
    "lifecycle.notifications.mark_read": (Status.DRAFT, lambda w: mark_read(w.cast.clerk.notices.all())),
    "people.phrases.change_phrases": (
        Status.DRAFT,
        lambda w: change_phrases(w.cast.county, "problems", added(f"依法公开{w.number}。")),
    ),
    "people.throttle.reserve": (Status.DRAFT, lambda w: reserve("clerk", "10.0.0.1")),
    "people.throttle.forget": (Status.DRAFT, lambda w: forget("clerk", "10.0.0.1")),
}
WRITERS |= {
    "lifecycle.opening.fill": (Status.DRAFT, lambda w: fill(w.report.pk, w.cast.clerk, w.report.data())),
    "management.commands.import_report._enter": (
        Status.DRAFT,
        lambda w: _enter(w.cast.township, YEAR, w.cast.clerk, Reading(w.report.data()), is_dry_run=False),
    ),
    "management.commands.import_report._enter on trial": (
        Status.DRAFT,
        lambda w: _enter(w.cast.township, YEAR, w.cast.colleague, Reading(w.report.data()), is_dry_run=True),
    ),
    "lifecycle.uploads.keep": (Status.DRAFT, _bring),
    "lifecycle.uploads.correct": (Status.DRAFT, lambda w: uploads.correct(_bring(w), {"problems": f"{w.number}"})),
    "lifecycle.importing.take_in": (
        Status.DRAFT,
        lambda w: importing.take_in(_bring(w), w.cast.clerk, YEAR, date(YEAR + 1, 1, 15)),
    ),
    "lifecycle.workbooks.take_in": (Status.DRAFT, _take_in_a_workbook),
    "lifecycle.batches.keeping._store": (Status.DRAFT, _bring_an_archive),
    "lifecycle.batches.keeping.choose": (Status.DRAFT, _choose_from_the_archive),
    "lifecycle.batches.keeping.keep_ticks": (
        Status.DRAFT,
        lambda w: keeping.keep_ticks(w.archive.pk, [each.pk for each in w.archive.files.all()]),
    ),
    "lifecycle.batches.assigning._keep": (Status.DRAFT, _assign),
    "lifecycle.batches.keeping.give_up": (Status.DRAFT, lambda w: keeping.give_up(w.archive.pk)),
    "lifecycle.batches.working._claim": (Status.DRAFT, _store_what_was_chosen),
    "lifecycle.bundles.asking.ask_for": (
        Status.DRAFT,
        lambda w: _ask_for_a_bundle(w, w.cast.county, YEAR),
    ),
    "lifecycle.publishing.addresses.enter_addresses": (Status.DRAFT, _enter_an_address),
    "lifecycle.publishing.addresses.check_address": (Status.DRAFT, _check_an_address),
    "lifecycle.circulars.issue": (Status.DRAFT, _issue_a_circular),
    "lifecycle.circulars.sign_for": (
        Status.DRAFT,
        lambda w: circulars.sign_for(_issue_a_circular(w).pk, w.cast.township.pk, w.cast.clerk),
    ),
    "lifecycle.circulars.withdraw": (
        Status.DRAFT,
        lambda w: circulars.withdraw(_issue_a_circular(w).pk, w.cast.supervisor),
    ),
    "lifecycle.appraisal.schemes.draft": (
        Status.DRAFT,
        lambda w: appraising.draft(w.elsewhere, YEAR + 1, w.cast.stranger, ASSESSED),
    ),
    "lifecycle.appraisal.schemes.save_draft": (
        Status.DRAFT,
        lambda w: appraising.save_draft(w.drafted.pk, w.cast.stranger, ASSESSED, seen=w.drafted.seen),
    ),
    "lifecycle.appraisal.schemes.discard": (
        Status.DRAFT,
        lambda w: appraising.discard(w.drafted.pk, w.cast.stranger, seen=w.drafted.seen),
    ),
    "lifecycle.appraisal.schemes.open_scheme": (Status.DRAFT, _open_a_scheme),
    "lifecycle.appraisal.schemes.give_up": (
        Status.DRAFT,
        lambda w: appraising.give_up(w.opened.pk, w.cast.supervisor, reason=REASON),
    ),
    "lifecycle.appraisal.schemes.close": (Status.DRAFT, _close_a_scheme),
    "lifecycle.appraisal.entering.enter": (Status.DRAFT, _enter_a_score),
    "lifecycle.appraisal.entering.answer": (Status.DRAFT, _answer_a_score),
    "lifecycle.bundles.making._claim": (Status.DRAFT, _make_a_bundle),
    "people.administration.all_or_nothing": (Status.DRAFT, lambda w: import_roster(_roster(w), is_trial=False)),
    "people.administration.all_or_nothing the other way round": (
        Status.DRAFT,
        lambda w: import_roster({sheet: rows[::-1] for sheet, rows in _roster(w).items()}, is_trial=False),
    ),
}
WRITERS |= {
    "people.second_factor.enrol": (Status.DRAFT, lambda w: bind(w.cast.clerk)),
    "people.second_factor.renew_codes": (Status.DRAFT, lambda w: renew_codes(w.cast.clerk)),
    "people.second_factor.remove": (Status.DRAFT, lambda w: remove(w.cast.clerk)),
    "people.second_factor.check_code": (Status.DRAFT, lambda w: check_code(w.cast.clerk, "000000")),
    "people.asking_again.prove_by_code": (Status.DRAFT, lambda w: prove_by_code(w.cast.clerk, "here", "000000")),
    "people.asking_again.note_password_proved": (Status.DRAFT, lambda w: note_password_proved(w.cast.clerk, "here")),
    "people.administration.reset_second_factor": (
        Status.DRAFT,
        lambda w: reset_second_factor(w.cast.administrator, w.cast.clerk),
    ),
    "people.administration.enable_on_the_server": (
        Status.DRAFT,
        lambda w: enable_on_the_server(w.cast.administrator, ""),
    ),
    "people.administration.reset_on_the_server": (Status.DRAFT, lambda w: reset_on_the_server(w.cast.clerk)),
}
# What opens a transaction only within one of the above, or where nobody else writes.
PARTS = {
    "lifecycle.history.proof._breaks_of": "writes nothing: it reads a report under its lock",
    "lifecycle.history.resealing.seal_as_they_stand": "run by hand while nobody works, or by a migration",
    "lifecycle.history.seal_proof._look_again": "writes nothing: it reads scopes under the locks of their tallies",
    "models.sealing.sealing": "within every one of the above that writes sealed rows",
    "lifecycle.opening.copy_as_revision": "within lifecycle.workflow.perform correct",
    "lifecycle.opening.open_to_archive": "within lifecycle.archiving.archive_file",
    "management.commands.demo.handle": "fills an empty installation",
    "management.demonstration_units.add_units": "makes organs that nobody knows of yet, and what belongs to them",
}


def _transactional():
    """The functions that open a transaction, by module and name."""
    for path in sorted(REPORTS.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        module = ".".join(path.relative_to(REPORTS).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                opened = [*node.decorator_list, *(item.context_expr for each in ast.walk(node)
                          if isinstance(each, ast.With) for item in each.items)]  # fmt: skip
                if any("transaction.atomic" in ast.unparse(each) for each in opened):
                    yield f"{module}.{node.name}"


def test_every_function_that_opens_a_transaction_is_raced_or_says_why_not():
    assert {name.split()[0] for name in WRITERS} | set(PARTS) == set(_transactional())


class World:
    """The cast with one report, brought back to a state before every race."""

    def __init__(self, cast, report):
        self.cast, self.report, self.number = cast, report, 0
        Membership.objects.create(user=cast.leader, organ=cast.township, role=Role.LEADER)
        self.day = date(YEAR + 2, 3, 1)
        self.elsewhere = Organ.objects.get(slug="elsewhere")
        far = Organ.objects.create(slug="far", name="远乡", short_name="远乡", kind="township", superior=self.elsewhere)
        asked = {"reason": REASON, "granted_by": cast.stranger, "due_on": date(YEAR + 1, 1, 5)}
        Extension.objects.create(organ=far, year=YEAR, publish_by=date(YEAR + 1, 1, 5), **asked)

    def bring_to(self, status):
        """Set the state as if it had always been so; what the last race left is still there, but for its notices."""
        self.number += 1
        self.words = f"请尽快完成年度报告填报并提交审核（{self.number}）。"
        cast = self.cast
        AnnualReport.objects.filter(year=YEAR, revision__gt=1).delete()
        ValueChange.objects.all().delete()  # so that a file may be read into the draft
        Notice.objects.all().delete()
        StockPhrase.objects.all().delete()  # a text has room for fewer of them than there are races
        Organ.objects.update(is_active=True)
        User.objects.update(is_active=True)
        name = f"第{self.number}乡"  # an organ of which there is no report of the year before
        about = {"short_name": name, "self_reference": "我乡", "kind": "township", "superior": cast.county}
        self.begins = Organ.objects.create(slug=f"begins-{self.number}", name=f"{name}人民政府", **about)
        AnnualReport.objects.filter(year=YEAR).update(
            status=status, round=1, review_opened_by=None, review_opened_at=None
        )
        for person, organ, role in (
            (cast.clerk, cast.township, Role.CLERK),
            (cast.colleague, cast.township, Role.CLERK),
        ):
            Membership.objects.get_or_create(user=person, organ=organ, role=role)
        self.membership, _ = Membership.objects.get_or_create(user=cast.clerk, organ=cast.township, role=Role.READER)
        self.report = AnnualReport.objects.get(pk=self.report.pk)
        self.archive, self.chosen_from = self._an_archive(Stage.READ), self._an_archive(Stage.STORING)
        self._bring_schemes()
        if not Opinion.objects.exists():
            Opinion.objects.create(
                report=self.report, number=1, round=1, author=cast.supervisor, anchor="problems", level="must",
                code="other", words="请核对。", state="open",
            )  # fmt: skip
        self.explanation = Explanation.objects.get_or_create(
            report=self.report, fingerprint="0" * 64, rule="N1", finding="", body="情况属实。", author=cast.clerk
        )[0]
        for each in range(3):
            Notice.objects.create(recipient=cast.clerk, organ=cast.township, year=YEAR, about="remind", title=str(each))

    def _bring_schemes(self):
        """One that is open at the office of the report, and a draft elsewhere."""
        AppraisalScheme.objects.update(state=SchemeState.GIVEN_UP)
        self.drafted = appraising.draft(self.elsewhere, YEAR, self.cast.stranger, ASSESSED)
        scheme = appraising.draft(self.cast.county, YEAR, self.cast.supervisor, ASSESSED)
        AppraisalScheme.objects.filter(pk=scheme.pk).update(state=SchemeState.OPEN, answers_until=timezone.localdate())
        self.opened = AppraisalScheme.objects.get(pk=scheme.pk)

    def _an_archive(self, stage):
        """One with a report of the year before of the organ that has none, read and perhaps chosen already."""
        archive = Batch.objects.create(by=self.cast.supervisor, name=f"{self.number}.zip", size=1, stage=stage)
        content = canonical(replace(self.report.data(), year=YEAR - 1, figures={}))  # small, for there are many races
        known = {"organ": self.begins, "year": YEAR - 1, "digest": f"{self.number}{stage}", "content": content}
        BatchFile.objects.create(
            batch=archive, number=0, path="a.html", size=1, is_read=True, is_chosen=stage == Stage.STORING, **known
        )
        return archive


def _at_once(world, *writers):
    """Run the writers at one moment, each on a connection of its own; what they raised that is no refusal."""
    failures, start = [], threading.Barrier(len(writers))

    def run(name):
        try:
            start.wait()
            WRITERS[name][1](world)
        except REFUSALS:
            pass
        except Exception as error:
            failures.append((name, type(error).__name__, str(error).partition("\n")[0]))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(name,)) for name in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.fixture
def world(cast, filled):
    return World(cast, filled)


@races
@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_and_every_other_at_one_moment_are_done_or_refused(world, name):
    names, failures = list(WRITERS), []
    for other in names[names.index(name) :]:  # the pairs with those before it are raced there
        for status in dict.fromkeys((WRITERS[name][0], WRITERS[other][0])):
            for _ in range(ROUNDS):
                world.bring_to(status)
                failures += _at_once(world, name, other)
    assert failures == []
    assert (verify_seals().breaks, verify_audit().breaks) == ([], [])


@races
def test_reminding_and_a_submission_never_wait_for_each_other(world):
    """The reminder holds the organ, which the notice of the submission only refers to."""
    failures = []
    for _ in range(max(ROUNDS, 10)):
        world.bring_to(Status.DRAFT)
        failures += _at_once(world, "lifecycle.reminding.remind", "lifecycle.workflow.perform submit")
    assert failures == []


@races
def test_two_organs_that_are_moved_at_one_moment_close_no_circle(world):
    """一 under 二 and 三 under 四 as it stands: 二 goes under 三 and 四 under 一, each of which alone is right."""
    made = [
        Organ.objects.create(slug=f"o{each}", name=f"{each}", short_name=f"{each}", kind="office") for each in "1234"
    ]
    for _ in range(max(ROUNDS, 10)):
        first, second, third, fourth = (each.pk for each in made)
        Organ.objects.filter(pk__in=(second, fourth)).update(superior=None)
        Organ.objects.filter(pk=first).update(superior=second)
        Organ.objects.filter(pk=third).update(superior=fourth)
        start, failures = threading.Barrier(2), []

        def move(pk, below, start=start, failures=failures):
            organ = Organ.objects.get(pk=pk)
            organ.superior_id = below
            start.wait()
            try:
                save_organ(organ, ["superior"], world.cast.administrator)
            except NotAllowed as refusal:
                failures.append(str(refusal))
            finally:
                connection.close()

        threads = [threading.Thread(target=move, args=pair) for pair in ((second, third), (fourth, first))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (failures, circles()) == (["审核单位不能是本单位或其下级单位"], [])


@races
def test_a_locked_organ_report_and_account_may_still_be_referred_to(world):
    """What B1 was: a lock that waits for those who merely refer to the row."""
    referred = threading.Event()

    def refer():
        with transaction.atomic():
            Notice.objects.create(
                recipient=world.cast.clerk, organ=world.cast.township, year=YEAR, about="x", title="x"
            )
        referred.set()
        connection.close()

    world.bring_to(Status.DRAFT)
    with transaction.atomic():
        for model in (User, Organ, AnnualReport):
            list(lock(model.objects.all()))
        thread = threading.Thread(target=refer)
        thread.start()
        assert referred.wait(timeout=5)
    thread.join()
