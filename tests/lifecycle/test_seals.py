"""Seals with a key: whatever is changed in the database by other means is named, place by place."""

import re
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history import proof
from reports.lifecycle.history.resealing import FIRST, seal_as_they_stand, seal_what_was_there_before, sealed_models
from reports.lifecycle.history.seal_proof import NO_KEY, verify_seals
from reports.lifecycle.history.story import content_at
from reports.lifecycle.opening import open_report
from reports.models import (
    Adjustment,
    Applications,
    AppraisalClosing,
    AppraisalItem,
    AppraisalScheme,
    Circular,
    CircularReceipt,
    Consolidation,
    Event,
    Explanation,
    Extension,
    Finalisation,
    Membership,
    Opinion,
    OpinionReply,
    Organ,
    PublishedAddress,
    ReportText,
    RuleSetting,
    ScopeEntry,
    ScoreAnswer,
    ScoreEntry,
    Seal,
    SealingRound,
    SealTally,
    UnrelatedMark,
    ValueChange,
)
from reports.models.review import chained
from reports.models.sealed_rows import stored
from reports.models.sealing import SealedQuerySet, SealRefused, sealing
from reports.official import Cell
from reports.official.interchange import canonical, content_hash
from tests.conftest import YEAR
from tests.deciding import perform
from tests.lifecycle.tampering import REPORT, WAYS

GRANTED = Cell("applications", "granted", "business")
REASON = "第五部分没有逐项写明改进情况，请补充。"
NOT_SEALED = {
    *("Seal", "SealTally"),  # the seals themselves
    *("PastPassword", "SessionRecord", "SignInTry", "SecondFactorReset"),  # of signing in
    *("Presence", "Sighting", "StepRecord", "Notice"),  # who was where, and was told what
    *("Batch", "BatchFile", "Upload", "UploadPicture", "Examination", "Bundle"),  # until they are stored, or a week
    *("DerivedFigure", "SubmittedClause"),  # follow from what is sealed
    *("AuditEntry", "AuditEnd"),  # in a chain of their own, with the same key (tests/audit)
    "StockPhrase",  # offered, and said by nobody
}


@pytest.fixture
def world(filled, cast):
    """A published report and a draft, with everything that is said about them."""
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "改写后的第六部分。")])
    perform("submit", filled.pk, cast.clerk)
    _say(filled, cast)
    perform("approve", filled.pk, cast.supervisor)
    perform("publish", filled.pk, cast.clerk)
    filled.refresh_from_db()
    PublishedAddress.objects.create(publication=filled.publication, url="https://example.org/", entered_by=cast.clerk)
    _set(cast)
    filled.draft = open_report(cast.neighbouring_township, YEAR, cast.neighbour)
    return filled


def _say(report, cast):
    judged = {"judgement": "accepted", "judged_by": cast.supervisor, "judged_at": timezone.now()}
    Explanation.objects.create(
        report=report, fingerprint="f" * 64, rule="N4", finding="…", body="情况属实。", author=cast.clerk, **judged
    )
    opinion = Opinion.objects.create(
        report=report, number=1, round=2, anchor="problems", level="advice", code="other", words="请核对",
        author=cast.supervisor, state="resolved",
    )  # fmt: skip
    OpinionReply.objects.create(opinion=opinion, state="resolved", words="已核对", author=cast.clerk)
    UnrelatedMark.objects.create(
        report=report, rule="N4", address="problems", quote="一句。", words="无关", by=cast.clerk
    )


def _set(cast):
    days = {"due_on": date(2023, 2, 28), "publish_by": date(2023, 3, 31)}
    Extension.objects.create(organ=cast.township, year=YEAR, reason="汛情", granted_by=cast.supervisor, **days)
    RuleSetting.objects.create(organ=cast.county, year=YEAR, rule="N4", is_hint=True, reason="本县", by=cast.supervisor)
    stored = Consolidation.objects.create(organ=cast.county, year=YEAR, decided_by=cast.supervisor)
    ScopeEntry.objects.create(consolidation=stored, organ=cast.township, is_included=True)
    adjusted = {"entry": uuid4(), "address": "applications.granted.business", "amount": -1, "kind": "transfer"}
    Adjustment.objects.create(consolidation=stored, reason="转办", by=cast.supervisor, **adjusted)
    Finalisation.objects.create(
        consolidation=stored, content=b"{}", content_hash="0", by=cast.supervisor, at=timezone.now()
    )
    circular = Circular.objects.create(
        superior=cast.county, year=YEAR, title="报送年度报告", body="请按时报送。", by=cast.supervisor
    )
    CircularReceipt.objects.create(circular=circular, organ=cast.township)
    _assess(cast)


def _assess(cast):
    about = {"name": "年度报告考核评分表", "full_tenths": 100, "state": "closed", "changed_by": cast.supervisor}
    scheme = AppraisalScheme.objects.create(superior=cast.county, year=YEAR, **about)
    item = AppraisalItem.objects.create(scheme=scheme, place=0, title="报送材料不全", tenths=10, evidence="manual")
    entered = {"item": item, "organ": cast.township, "reason": "未附台账", "by": cast.supervisor}
    ScoreEntry.objects.create(tenths=10, **entered)
    ScoreAnswer.objects.create(scheme=scheme, organ=cast.township, text="台账已报送。", by=cast.clerk)
    closed = {"content": b"{}", "content_hash": "0", "by": cast.supervisor, "at": timezone.now()}
    ScoreEntry.objects.create(tenths=-5, closing=AppraisalClosing.objects.create(scheme=scheme, **closed), **entered)


@pytest.fixture
def tamper(world, cast):
    """Raw SQL as somebody writes it who has dropped the triggers; all of it is undone at the end."""
    given = {"report": world.pk, "draft": world.draft.pk, "approver": cast.supervisor.pk}
    point = transaction.savepoint()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            given |= {"true": "1", "false": "0", "x": "x'78'"}
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (trigger,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {trigger}")
        else:
            given |= {"true": "true", "false": "false", "x": r"'\x78'::bytea"}
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield lambda statement: cursor.execute(statement.format(**given) if "{" in statement else statement)
        transaction.savepoint_rollback(point)


def verified():
    out = StringIO()
    try:
        call_command("verify", stdout=out)
    except SystemExit as exit_:
        return exit_.code, out.getvalue()
    return 0, out.getvalue()


def test_what_the_application_wrote_agrees_with_its_seals(world):
    found = verify_seals()
    assert found.breaks == []
    assert found.rows == Seal.objects.count() > 300
    assert "正常  封条" in verified()[1]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_tampering_is_named_place_by_place(world, tamper, way):
    statements, sentences = WAYS[way]
    for statement in statements:
        tamper(statement)
    breaks = verify_seals().breaks
    for sentence in sentences:
        assert any(re.fullmatch(sentence, each) for each in breaks), (sentence, breaks[:9])
    assert [each for each in breaks if not any(re.fullmatch(sentence, each) for sentence in sentences)] == []
    code, told = verified()
    assert code == 1
    assert f"      {breaks[0]}\n" in told


def recompute(report, tamper):
    """The chain that has no key, from the changed event on, with both of its ends."""
    previous = ""
    for event in Event.objects.filter(report=report).order_by("number"):
        event.previous_digest = previous
        record = event.said()
        previous = chained(previous, record)
        said = bytes(record).hex()
        blob = f"x'{said}'" if connection.vendor == "sqlite" else rf"'\x{said}'::bytea"
        links = f"previous_mac = '{event.previous_digest}', mac = '{previous}'"
        tamper(f"UPDATE reports_event SET record = {blob}, {links} WHERE id = {event.pk}")
        where = f"WHERE report_id = {report.pk} AND number = {event.number}"
        tamper(f"UPDATE reports_chainhead SET mac = '{previous}' {where}")
    tamper(f"UPDATE reports_annualreport SET chain_head = '{previous}' WHERE id = {report.pk}")


def test_another_approver_with_the_chain_recomputed_is_named(world, tamper, cast):
    tamper(f"UPDATE reports_event SET actor_id = {cast.administrator.pk} WHERE report_id = {{report}} AND number = 4")
    recompute(world, tamper)
    assert proof.verify().breaks == []
    breaks = verify_seals().breaks
    assert f"{REPORT}办理记录（第 4 条）：与封条不符" in breaks
    assert f"{REPORT}办理记录（第 5 条）：与封条不符" in breaks


def test_a_figure_approved_otherwise_with_the_chain_recomputed_is_named(world, tamper, cast):
    event = Event.objects.get(report=world, number=4)
    then = content_at(event)
    forged = replace(then, figures={**then.figures, GRANTED: 77})
    content = canonical(forged).hex()
    blob = f"x'{content}'" if connection.vendor == "sqlite" else rf"'\x{content}'::bytea"
    tamper(f"UPDATE reports_version SET content = {blob} WHERE event_id = {event.pk}")
    tamper(f"UPDATE reports_event SET content_hash = '{content_hash(forged)}' WHERE id = {event.pk}")
    recompute(world, tamper)
    assert not [each for each in proof.verify().breaks if "第 4 条" in each]
    breaks = verify_seals().breaks
    assert f"{REPORT}办理记录（第 4 条）：与封条不符" in breaks
    assert f"{REPORT}版本（编号 {event.version.pk}）：与封条不符" in breaks


def test_an_older_row_put_back_with_its_older_seal_is_missed_in_the_tally(world, tamper):
    opinion = Opinion.objects.get()
    before = Seal.objects.get(table_name="opinion", row_key=opinion.pk)
    opinion.words = "请再核对"
    opinion.save()
    blob = bytes(before.mac).hex()
    blob = f"x'{blob}'" if connection.vendor == "sqlite" else rf"'\x{blob}'::bytea"
    tamper("UPDATE reports_opinion SET words = '请核对'")
    tamper(f"UPDATE reports_seal SET mac = {blob} WHERE table_name = 'opinion'")
    assert verify_seals().breaks == [f"{REPORT[:-1]}：封条与总数不符，有内容被换成了以前的"]


def test_what_was_tampered_with_is_not_sealed_anew_by_whoever_writes_it_next(world, tamper):
    tamper("UPDATE reports_explanation SET body = '情况不属实。'")
    Explanation.objects.update(judgement="questioned")
    explanation = Explanation.objects.get()
    explanation.question = "为什么？"
    explanation.save()
    (told,) = verify_seals().breaks
    assert re.fullmatch(rf"{REPORT}情况说明（编号 \d+，N4）：与封条不符，发现后又由本系统改写过", told)


def test_a_tally_that_was_made_to_fit_stays_broken_when_more_is_written(world, tamper, cast):
    tamper("DELETE FROM reports_seal WHERE table_name = 'membership'")
    tamper("DELETE FROM reports_membership")
    tamper("UPDATE reports_sealtally SET counts = '{{\"user\": 11}}' WHERE scope = 'accounts:0'")
    cast.clerk.full_name = "李某"
    cast.clerk.save()
    assert "账号：封条总数与其封条不符" in verify_seals().breaks


# --- The door -----------------------------------------------------------------------------------


def test_every_model_is_sealed_or_says_why_not():
    names = {model.__name__ for model in apps.get_app_config("reports").get_models()}
    assert names == {model.__name__ for model in sealed_models()} | NOT_SEALED


@pytest.mark.parametrize("model", sealed_models(), ids=lambda model: model.__name__)
def test_every_sealed_model_is_written_through_the_door(model):
    assert isinstance(model._default_manager.get_queryset(), SealedQuerySet)
    assert model.seal_leaves_out <= {field.name for field in model._meta.fields}


WAYS_AROUND = re.compile(
    r"_base_manager|_raw_delete|\b(?:models\.)?QuerySet\(|[\"'](?:INSERT INTO|UPDATE|DELETE FROM) "
)
MAY_GO_AROUND = {"models/sealing.py"}


def test_no_code_writes_around_the_door():
    """By plain query sets, managers or SQL: what is written so has no seal, or the seal of what was there before."""
    reports = Path(__file__).resolve().parents[2] / "reports"
    around = {
        str(path.relative_to(reports))
        for path in reports.rglob("*.py")
        if "migrations" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if WAYS_AROUND.search(line) and not line.startswith("class ")
    }
    assert around == MAY_GO_AROUND


def _bulk_update(world, cast):
    texts = list(ReportText.objects.filter(report=world.draft))
    for each in texts:
        each.body += "改"
    ReportText.objects.bulk_update(texts, ["body"])


def _together(world, cast):
    with sealing():
        Organ.objects.filter(slug="wawu").update(telephone="0375-1")
        text = ReportText.objects.filter(report=world.draft).first()
        text.delete()
        ReportText.objects.create(report=world.draft, key=text.key)


WRITING = {
    "save": lambda world, cast: Organ.objects.first().save(),
    "save of one field": lambda world, cast: world.draft.save(update_fields=["is_demonstration"]),
    "save of a field without a trace": lambda world, cast: cast.clerk.save(update_fields=["last_login"]),
    "update": lambda world, cast: Opinion.objects.update(words="另一句"),
    "update by related": lambda world, cast: world.explanations.update(round=1),
    "update of none": lambda world, cast: Opinion.objects.filter(number=7).update(words="另一句"),
    "bulk_update": _bulk_update,
    "bulk_create": lambda world, cast: ValueChange.objects.bulk_create(
        ValueChange(report=world.draft, round=0, address=f"a{number}", source="typed", editor=cast.neighbour)
        for number in range(1200)
    ),
    "delete": lambda world, cast: ReportText.objects.filter(report=world.draft).first().delete(),
    "delete of many": lambda world, cast: ReportText.objects.filter(report=world.draft).delete(),
    "delete with what belongs to it": lambda world, cast: Opinion.objects.get().delete(),
    "get_or_create": lambda world, cast: Membership.objects.get_or_create(
        user=cast.leader, organ=cast.county, role="leader"
    ),
    "update_or_create": lambda world, cast: Consolidation.objects.update_or_create(
        organ=cast.county, year=YEAR, defaults={"note": "说明", "decided_by": cast.supervisor}
    ),
    "several at once": _together,
}


CHANGES_NOTHING = {"save", "save of one field", "save of a field without a trace", "update of none"}


@pytest.mark.parametrize("way", WRITING)
def test_every_way_of_writing_seals(world, cast, way):
    before = {(each.table_name, each.row_key, bytes(each.mac)) for each in Seal.objects.all()}
    WRITING[way](world, cast)
    after = {(each.table_name, each.row_key, bytes(each.mac)) for each in Seal.objects.all()}
    assert verify_seals().breaks == []
    assert (before == after) == (
        way in {"save", "save of one field", "save of a field without a trace", "update of none"}
    )


@pytest.mark.parametrize("option", ["ignore_conflicts", "update_conflicts"])
def test_no_sealed_row_is_written_over_another_one(cast, option):
    with pytest.raises(SealRefused):
        Organ.objects.bulk_create([Organ(slug="x")], **{option: True})


def undone():
    with transaction.atomic():
        Opinion.objects.update(words="另一句")
        raise ZeroDivisionError


def test_what_is_undone_leaves_no_seal(world):
    with pytest.raises(ZeroDivisionError):
        undone()
    with sealing(), pytest.raises(ZeroDivisionError):
        undone()
    assert verify_seals().breaks == []


def test_a_column_that_holds_its_default_is_left_out_so_that_a_new_one_changes_no_seal(cast):
    (row,) = stored(Organ, [cast.county.pk])
    assert (b"telephone=" in row.message, b"is_active=" in row.message, b"superior_id=" in row.message) == (False,) * 3
    cast.county.telephone, cast.county.is_active = "0375-1", False
    cast.county.save()
    (row,) = stored(Organ, [cast.county.pk])
    assert (b"telephone=s6:0375-1" in row.message, b"is_active=" in row.message) == (True, True)


def test_zero_and_blank_are_sealed_as_two_things(report):
    row = Applications.objects.filter(report=report).first()
    blank = next(stored(Applications, [row.pk])).message
    row.natural_person = 0
    row.save()
    assert next(stored(Applications, [row.pk])).message != blank


# --- The key, and rows from before there were seals ----------------------------------------------


def test_the_key_is_made_once_readable_by_its_owner_alone_and_is_not_in_the_database(cast, settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "keys" / "seal_key"
    with sealing():
        Organ.objects.first().save()
    kept = settings.SEAL_KEY_FILE.read_text(encoding="ascii")
    assert (len(kept), settings.SEAL_KEY_FILE.stat().st_mode & 0o777) == (64, 0o600)
    with sealing():
        Organ.objects.first().save()
    assert settings.SEAL_KEY_FILE.read_text(encoding="ascii") == kept
    assert [each.name for each in settings.SEAL_KEY_FILE.parent.iterdir()] == ["seal_key"]


def test_without_the_key_nothing_is_called_sound(world, settings, tmp_path):
    settings.SEAL_KEY_FILE = tmp_path / "seal_key"
    assert verify_seals().breaks == [NO_KEY]
    settings.SEAL_KEY_FILE.write_text("not a key", encoding="ascii")
    assert verify_seals().breaks == [NO_KEY]


def test_another_key_is_one_sentence_and_what_is_written_with_it_stays_marked(world, settings, tmp_path, cast):
    settings.SEAL_KEY_FILE = tmp_path / "seal_key"
    cast.clerk.full_name = "李某"
    cast.clerk.save()
    told = verify_seals().breaks
    assert re.fullmatch(r"\d+ 处由另一把密钥封存，不能核对。请把另存的 seal_key .+ manage.py reseal", told[0])
    assert any(each.startswith("账号，账号（clerk，李某）：与封条不符，发现后") for each in told)
    call_command("reseal", reason="密钥随旧机器丢失", stdout=StringIO())
    assert verify_seals().breaks == []
    assert re.search(r"按当时内容封存 \d+ 行（密钥随旧机器丢失）", verified()[1])


def test_rows_from_before_there_were_seals_are_sealed_as_they_stood_and_that_is_said(world, tamper):
    tamper("DELETE FROM reports_seal")
    tamper("DELETE FROM reports_sealtally")
    seal_what_was_there_before()
    found = verify_seals()
    assert found.breaks == []
    assert [each.reason for each in SealingRound.objects.all()] == [FIRST]
    today = timezone.localdate()
    assert re.fullmatch(rf"{today} \d\d:\d\d 按当时内容封存 \d+ 行（{FIRST}）", found.since[0])
    seal_what_was_there_before()
    assert SealingRound.objects.count() == 1


def test_an_empty_database_has_nothing_to_say_of_before(db):
    seal_what_was_there_before()
    assert (SealingRound.objects.count(), verify_seals().breaks) == (0, [])


def test_that_rows_were_sealed_as_they_stood_cannot_be_hidden(world, tamper):
    seal_as_they_stand("演练")
    tamper("DELETE FROM reports_sealinground")
    (told,) = verify_seals().breaks
    assert re.fullmatch(r"登记，封存记录（编号 \d+）：已被删除，封条仍在", told)
    tamper("DELETE FROM reports_seal WHERE table_name = 'sealinground'")
    assert verify_seals().breaks == ["登记：封存记录应有 1 条，现有 0 条"]


def test_a_reason_must_be_given(db):
    with pytest.raises(Exception, match="4—200 字"):
        call_command("reseal", reason=" ")


def test_the_tallies_count_what_there_is(world):
    assert SealTally.objects.get(scope="accounts:0").counts == '{"membership": 7, "user": 8}'
