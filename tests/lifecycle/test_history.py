"""The history of a report: what is kept, that it is kept for good, and that changing it is found out."""

import importlib
import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history import proof
from reports.lifecycle.history.proof import verify
from reports.lifecycle.history.restoring import restore
from reports.lifecycle.history.story import (
    content_at,
    corrected_publication,
    events_of,
    last_submission,
    names_of,
    submissions_of,
)
from reports.lifecycle.refusals import HasChanged, NotEditable
from reports.models import AnnualReport, ChainHead, Event, Source, Version
from reports.models.append_only import AppendOnlyViolation
from reports.official import Cell
from reports.official.interchange import content_hash
from tests.deciding import perform

REASON = "第五部分没有逐项写明改进情况，请补充。"
GRANTED = Cell("applications", "granted", "business")
MIGRATIONS = [
    importlib.import_module(f"reports.migrations.{name}")
    for name in ("0008_append_only_events", "0017_append_only_files_and_heads")
]


@pytest.fixture
def returned(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    filled.refresh_from_db()
    return filled


@pytest.fixture
def published(returned, cast):
    save(returned.pk, cast.clerk, [Edit("other_matters", "无", "改写后的第六部分。")])
    perform("submit", returned.pk, cast.clerk)
    perform("approve", returned.pk, cast.supervisor)
    perform("publish", returned.pk, cast.clerk)
    returned.refresh_from_db()
    return returned


@pytest.fixture
def tampering():
    """Raw SQL on tables whose triggers somebody has dropped."""
    with connection.cursor() as cursor:
        for statement in (each for migration in MIGRATIONS for each in migration.removal(connection.vendor)):
            if connection.vendor != "sqlite" or "delete" not in statement:  # these went with the test's database
                cursor.execute(statement)
        yield cursor.execute


def proven():
    out = StringIO()
    try:
        call_command("verify_history", stdout=out)
    except SystemExit as exit_:
        return exit_.code, out.getvalue().strip()
    return 0, out.getvalue().strip()


def names(report):
    events = list(events_of(report))
    return [names_of(events)[event.pk] for event in events]


def test_every_event_keeps_what_the_report_said_then(published, seed):
    events = list(events_of(published))
    told = {names_of(events)[event.pk]: content_at(event).text("other_matters") for event in events}
    before, after = seed.texts["other_matters"], "改写后的第六部分。"
    assert told == {
        "第 1 次提交": before,
        "退回修改": before,
        "第 2 次提交": after,
        "审核通过": after,
        "公布": after,
    }


def test_what_is_kept_has_the_hash_that_the_event_holds(published):
    for event in published.events.all():
        assert content_hash(content_at(event)) == event.content_hash


def test_the_history_of_a_correction_includes_what_it_corrects(published, cast):
    perform("correct", published.pk, cast.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    assert (last_submission(correction), corrected_publication(correction).action) == (None, "publish")
    assert corrected_publication(published) is None
    perform("submit", correction.pk, cast.clerk)
    assert names(correction)[:3] == ["更正：第 1 次提交", "发起更正", "公布"]
    assert names(published)[0] == "发起更正"


def test_a_withdrawn_submission_is_nothing_to_compare_with(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("withdraw", filled.pk, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    assert last_submission(filled) is None


def test_a_withdrawn_submission_is_counted_and_called_so(filled, with_leader, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("withdraw", filled.pk, cast.clerk)
    assert names(filled) == ["撤回", "第 1 次提交（已撤回）"]
    perform("submit", filled.pk, cast.clerk)
    perform("sign", filled.pk, cast.leader)
    perform("withdraw", filled.pk, cast.clerk)
    perform("submit", filled.pk, cast.clerk)
    perform("sign", filled.pk, cast.leader)
    perform("return", filled.pk, cast.supervisor, reason=REASON)
    perform("submit", filled.pk, cast.clerk)
    told = [name for name in names(filled) if "提交" in name]
    assert told == ["第 4 次提交", "第 3 次提交", "第 2 次提交（已撤回）", "第 1 次提交（已撤回）"]
    assert [each.event.round for each in submissions_of(filled)] == [1, 1, 1, 2]


def test_the_last_submission_is_the_one_that_was_decided_on(returned, cast):
    first = returned.events.get(action="submit")
    assert last_submission(returned) == first
    perform("submit", returned.pk, cast.clerk)
    returned.refresh_from_db()
    assert last_submission(returned) == first


@pytest.mark.parametrize("model", [Event, Version, ChainHead])
def test_the_models_refuse_to_change_or_delete(returned, model):
    row = model.objects.first()
    for act in (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(pk=7),
        lambda: model.objects.bulk_create([row]),
        lambda: model.objects.bulk_update([row], ["pk"]),
    ):
        with pytest.raises(AppendOnlyViolation):
            act()


def test_a_report_with_a_history_cannot_be_deleted(returned):
    with pytest.raises(DatabaseError), transaction.atomic():
        AnnualReport.objects.filter(pk=returned.pk).delete()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("reports_event", "reason"),
        ("reports_version", "content"),
        ("reports_chainhead", "mac"),
        ("reports_publishedfile", "content"),
    ],
)
def test_the_database_refuses_to_change_or_delete(published, table, column):
    stated = [each for migration in MIGRATIONS for each in migration.statements(connection.vendor)]
    deletes = [each for each in stated if "DELETE" in each]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in deletes:
                cursor.execute(statement)
        for change in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(change)


def test_an_untouched_history_is_proven(published):
    assert proven() == (0, "已核对 1 份报告、5 条办理记录，未发现不符")
    assert (verify().reports, verify().events) == (1, 5)


def test_an_organ_that_is_called_otherwise_by_now_has_not_broken_its_history(published, cast):
    cast.township.name, cast.township.kind = "背孜街道办事处", "subdistrict"
    cast.township.save()
    assert proven()[0] == 0


CUT = "DELETE FROM reports_version WHERE event_id IN (SELECT id FROM reports_event WHERE number = {0});\
DELETE FROM reports_event WHERE number = {0}"

# What somebody with the database does, and every sentence that names it: where, and what.
TAMPERINGS = {
    "a reason": ("UPDATE reports_event SET reason = '同意' WHERE number = 2", [(2, "所列事项与记录不符")]),
    "who did it": ("UPDATE reports_event SET actor_id = 1 + actor_id WHERE number = 4", [(4, "所列事项与记录不符")]),
    "a record": (
        "UPDATE reports_event SET record = '{}' WHERE number = 3",
        [(3, "记录与校验码不符"), (3, "所列事项与记录不符")],
    ),
    "a link": (
        "UPDATE reports_event SET mac = '00' WHERE number = 2",
        [(2, "记录与校验码不符"), (2, "与另存的校验码不符"), (3, "与上一条不相连")],
    ),
    "the link before": (
        "UPDATE reports_event SET previous_mac = '' WHERE number = 3",
        [(3, "与上一条不相连"), (3, "记录与校验码不符")],
    ),
    "all contents": ("UPDATE reports_version SET content = '{}'", None),
    "a text": ("UPDATE reports_reporttext SET body = '改' WHERE key = 'problems'", [(0, "内容与最后一条办理记录不符")]),
    "the state": ("UPDATE reports_annualreport SET status = 'draft'", [(0, "状态与最后一条办理记录不符")]),
    "the first event": (CUT.format(1), [(0, "缺少第 1 条办理记录")]),
    "an event in between": (CUT.format(3), [(0, "缺少第 3 条办理记录")]),
    "the last event, and the state set back": (
        f"{CUT.format(5)};UPDATE reports_annualreport SET status = 'approved'",
        [(0, "缺少第 5 条办理记录"), (0, "报告所记的末条校验码与办理记录不符"), (0, "公布的内容与办理记录不符")],
    ),
    "the last event, the state and the end that the report notes": (
        f"{CUT.format(5)};UPDATE reports_annualreport SET status = 'approved', chain_length = 4, chain_head = "
        "(SELECT mac FROM reports_event WHERE number = 4);"
        "DELETE FROM reports_publishedfile;DELETE FROM reports_publication",
        [(0, "缺少第 5 条办理记录")],
    ),
    "an end that is kept apart": ("DELETE FROM reports_chainhead WHERE number = 2", [(2, "缺少另存的校验码")]),
    "a version": (
        "DELETE FROM reports_version WHERE event_id IN (SELECT id FROM reports_event WHERE number = 3)",
        [(3, "缺少当时的内容")],
    ),
    "a file": (
        "UPDATE reports_publishedfile SET content = 'x' WHERE extension = 'pdf'",
        [(0, "公布的文件（pdf）与当时不符")],
    ),
    "a file with its hash": (
        "UPDATE reports_publishedfile SET content = 'x', "
        "digest = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881' WHERE extension = 'pdf'",
        [(0, "公布的文件（pdf）与当时不符")],
    ),
    "the file of figures": (
        "UPDATE reports_publishedfile SET content = '{}' WHERE extension = 'json'",
        [(0, "公布的文件（json）与当时不符"), (0, "公布的数据文件不能读取")],
    ),
    "the file of figures by an earlier one": (
        "UPDATE reports_publishedfile SET content = (SELECT content FROM reports_version JOIN reports_event ON "
        "reports_event.id = event_id WHERE number = 1) WHERE extension = 'json'",
        [(0, "公布的文件（json）与当时不符"), (0, "公布的内容与办理记录不符")],
    ),
    "when it was published": (
        "UPDATE reports_publication SET at = '2020-01-01 00:00:00+00:00'",
        [(0, "公布人、公布时间或更正内容与当时不符")],
    ),
    "who published it": (
        "UPDATE reports_publication SET by_id = (SELECT id FROM reports_user WHERE username = 'supervisor')",
        [(0, "公布人、公布时间或更正内容与当时不符")],
    ),
    "what it is said to have corrected": (
        """UPDATE reports_publication SET corrected = '[{"place": "改"}]'""",
        [(0, "公布人、公布时间或更正内容与当时不符")],
    ),
    "no file": (
        "DELETE FROM reports_publishedfile WHERE extension = 'xlsx'",
        [(0, "缺少公布的文件（xlsx）")],
    ),
    "no publication": (
        "DELETE FROM reports_publishedfile;DELETE FROM reports_publication",
        [(0, "公布的内容与办理记录不符")],
    ),
    "to whom it was handed in": (
        "UPDATE reports_annualreport SET reviewer_id = organ_id",
        [(0, "所属单位、年度、审核单位或提交次数与最后一条办理记录不符")],
    ),
    "whose it is": (
        "UPDATE reports_annualreport SET organ_id = (SELECT id FROM reports_organ WHERE slug = 'wawu')",
        [(0, "所属单位、年度、审核单位或提交次数与最后一条办理记录不符")],
    ),
    "the round": (
        "UPDATE reports_annualreport SET round = 1",
        [(0, "所属单位、年度、审核单位或提交次数与最后一条办理记录不符")],
    ),
    "all changes": (
        "DELETE FROM reports_valuechange",
        [(1, "此前的修改记录与当时不符"), (3, "此前的修改记录与当时不符")],
    ),
    "who changed a value": (
        "UPDATE reports_valuechange SET editor_id = (SELECT id FROM reports_user WHERE username = 'supervisor') "
        "WHERE new = '改写后的第六部分。'",
        [(3, "此前的修改记录与当时不符")],
    ),
    "two things at once": (
        "UPDATE reports_event SET reason = '同意' WHERE number = 2;UPDATE reports_annualreport SET status = 'draft'",
        [(2, "所列事项与记录不符"), (0, "状态与最后一条办理记录不符")],
    ),
}


def test_an_event_from_before_it_sealed_whose_the_report_is_says_nothing_of_it(published, cast):
    """As the events are that an older version wrote: without the digest, which nothing is held against."""
    Event.objects.create(
        report=published, round=2, action="publish", from_status="published", to_status="published", actor=cast.clerk,
        content_hash=content_hash(published.data()),
    )  # fmt: skip
    AnnualReport.objects.filter(pk=published.pk).update(round=1)
    assert "提交次数" not in verify().broken


@pytest.mark.parametrize("tampered", TAMPERINGS)
def test_whatever_is_changed_in_the_database_is_found_and_every_break_named(published, tampering, tampered):
    changes, named = TAMPERINGS[tampered]
    for change in changes.split(";"):
        tampering(change)
    code, told = proven()
    named = [(number, "当时的内容与记录不符") for number in range(1, 6)] if named is None else named
    patterns = [
        re.escape(f"{published}（第 1 版）")
        + (f"第 {number} 条办理记录（.*）" if number else "")
        + f"：{re.escape(said)}"
        for number, said in named
    ]
    lines = told.split("\n")
    assert (code, len(lines)) == (1, len(patterns)), told
    assert [bool(re.fullmatch(*both)) for both in zip(patterns, lines, strict=True)] == [True] * len(lines), told


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reports_annualreport SET edition = '2000'",
        "UPDATE reports_event SET action = 'poem', digests = '[]' WHERE number = 2",
        "UPDATE reports_version SET content = '['",
    ],
)
def test_whatever_stands_in_the_database_the_proof_ends_in_sentences(published, tampering, change):
    tampering(change)
    code, told = proven()
    assert (code, bool(told), "Traceback" in told) == (1, True, False)


def test_a_report_that_moves_while_it_is_proven_is_not_broken(returned, cast, monkeypatch):
    """B9: its events were read before what happened to it, and its state afterwards."""
    happens = iter([lambda: perform("submit", returned.pk, cast.clerk)])
    whole = proof.names_of

    def names_while_it_moves(events):
        next(happens, lambda: None)()
        return whole(events)

    monkeypatch.setattr(proof, "names_of", names_while_it_moves)
    assert proven() == (0, "已核对 1 份报告、3 条办理记录，未发现不符")


def test_a_database_that_cannot_be_read_is_a_sentence(published, monkeypatch):
    def fail(*args, **options):
        raise DatabaseError("database disk image is malformed")

    monkeypatch.setattr(AnnualReport.objects, "order_by", fail)
    assert proven() == (1, "数据库无法读取，未能核对完：database disk image is malformed")


def test_the_proof_as_json_names_what_is_broken(published, tampering):
    tampering("UPDATE reports_event SET reason = 'x' WHERE number = 1")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_history", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["reports"], told["events"], len(told["breaks"])) == (1, 5, 1)
    assert told["breaks"][0].endswith("所列事项与记录不符")


def test_a_published_version_never_changes(published, cast):
    frozen_then = [bytes(version.content) for version in Version.objects.order_by("pk")]
    perform("correct", published.pk, cast.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    save(correction.pk, cast.clerk, [Edit("problems", correction.stored_texts()["problems"], "更正后的问题。")])
    perform("submit", correction.pk, cast.clerk)
    kept = [bytes(version.content) for version in Version.objects.order_by("pk")]
    assert kept[: len(frozen_then)] == frozen_then
    assert verify().broken == ""


def test_a_section_goes_back_to_a_version_and_nothing_else_does(returned, cast, seed):
    version = content_at(returned.events.get(action="submit"))
    save(returned.pk, cast.colleague, [Edit(str(GRANTED), "0", "7"), Edit("other_matters", "无", "新写的。")])
    saved = restore(returned.pk, cast.clerk, "applications", version, content_hash(returned.data()))
    assert saved.applied == [str(GRANTED)]
    data = returned.data()
    assert (data.figure(GRANTED), data.text("other_matters")) == (0, "新写的。")
    change = returned.changes.first()
    assert (change.old, change.new, change.source, change.editor) == ("7", "0", Source.RESTORED, cast.clerk)


def test_a_declared_nil_is_restored_with_its_section(report, cast):
    declared = content_at_of_a_nil(report)
    cells = [Edit(str(cell), "", "3") for cell in report.official_form.table["disputes"].entries]
    save(report.pk, cast.clerk, cells)
    restore(report.pk, cast.clerk, "disputes", declared, content_hash(report.data()))
    report.refresh_from_db()
    assert report.declared_nil == ["disputes"]
    told = report.changes.get(address="disputes")
    assert (told.old, told.new, told.source, told.editor) == ("", "零报告", Source.RESTORED, cast.clerk)
    assert report.data().figures[report.official_form.table["disputes"].entries[0]] == 0


def content_at_of_a_nil(report):
    data = report.data()
    zeros = dict.fromkeys(report.official_form.table["disputes"].entries, 0)
    return type(data)(
        data.edition, data.organ, data.kind, data.year, figures=zeros, declared_nil=frozenset({"disputes"})
    )


def test_the_particulars_can_be_restored(returned, cast):
    version = content_at(returned.events.get(action="submit"))
    save(
        returned.pk,
        cast.clerk,
        [Edit("title", version.title, "另一标题"), Edit("preamble", version.text("preamble"), "改")],
    )
    restore(returned.pk, cast.clerk, "particulars", version, content_hash(returned.data()))
    assert (returned.data().title, returned.data().text("preamble")) == (version.title, version.text("preamble"))


def test_nothing_is_restored_over_what_was_not_seen(returned, cast):
    version, seen = content_at(returned.events.get(action="submit")), content_hash(returned.data())
    save(returned.pk, cast.colleague, [Edit("problems", version.text("problems"), "同事刚写的。")])
    with pytest.raises(HasChanged):
        restore(returned.pk, cast.clerk, "problems", version, seen)
    assert returned.data().text("problems") == "同事刚写的。"


def test_nothing_is_restored_once_the_report_has_left(returned, cast):
    version = content_at(returned.events.get(action="submit"))
    perform("submit", returned.pk, cast.clerk)
    with pytest.raises(NotEditable):
        restore(returned.pk, cast.clerk, "problems", version, content_hash(returned.data()))
