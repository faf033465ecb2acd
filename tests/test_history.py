"""The history of a report: what is kept, that it is kept for good, and that changing it is found out."""

import importlib
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from reports.editing import Edit, NotEditable, save
from reports.exports import frozen
from reports.history.proof import verify
from reports.history.restoring import HasChanged, restore
from reports.history.story import content_at, events_of, last_submission, names_of, submissions_of
from reports.models import AnnualReport, Event, Source, Version
from reports.models.append_only import Kept
from reports.official import Cell
from reports.official.interchange import content_hash
from reports.workflow import take

REASON = "第五部分没有逐项写明改进情况，请补充。"
GRANTED = Cell("applications", "granted", "business")
APPEND_ONLY = importlib.import_module("reports.migrations.0008_append_only_events")


@pytest.fixture
def returned(filled, cast):
    take("submit", filled.pk, cast.clerk)
    take("return", filled.pk, cast.supervisor, reason=REASON)
    filled.refresh_from_db()
    return filled


@pytest.fixture
def published(returned, cast):
    save(returned.pk, cast.clerk, [Edit("other_matters", "无", "改写后的第六部分。")])
    take("submit", returned.pk, cast.clerk)
    take("approve", returned.pk, cast.supervisor)
    take("publish", returned.pk, cast.clerk, files=frozen(returned.data(), demonstration=False))
    returned.refresh_from_db()
    return returned


@pytest.fixture
def tampering():
    """Raw SQL on tables whose triggers somebody has dropped."""
    with connection.cursor() as cursor:
        for statement in APPEND_ONLY.removal(connection.vendor):
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
    take("correct", published.pk, cast.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    assert last_submission(correction).action == "publish"
    take("submit", correction.pk, cast.clerk)
    assert names(correction)[:3] == ["更正：第 1 次提交", "发起更正", "公布"]
    assert names(published)[0] == "发起更正"


def test_a_withdrawn_submission_is_nothing_to_compare_with(filled, cast):
    take("submit", filled.pk, cast.clerk)
    take("withdraw", filled.pk, cast.clerk)
    take("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    assert last_submission(filled) is None


def test_a_withdrawn_submission_is_counted_and_called_so(filled, with_leader, cast):
    take("submit", filled.pk, cast.clerk)
    take("withdraw", filled.pk, cast.clerk)
    assert names(filled) == ["撤回", "第 1 次提交（已撤回）"]
    take("submit", filled.pk, cast.clerk)
    take("sign", filled.pk, cast.leader)
    take("withdraw", filled.pk, cast.clerk)
    take("submit", filled.pk, cast.clerk)
    take("sign", filled.pk, cast.leader)
    take("return", filled.pk, cast.supervisor, reason=REASON)
    take("submit", filled.pk, cast.clerk)
    told = [name for name in names(filled) if "提交" in name]
    assert told == ["第 4 次提交", "第 3 次提交", "第 2 次提交（已撤回）", "第 1 次提交（已撤回）"]
    assert [each.event.round for each in submissions_of(filled)] == [1, 1, 1, 2]


def test_the_last_submission_is_the_one_that_was_decided_on(returned, cast):
    first = returned.events.get(action="submit")
    assert last_submission(returned) == first
    take("submit", returned.pk, cast.clerk)
    returned.refresh_from_db()
    assert last_submission(returned) == first


@pytest.mark.parametrize("model", [Event, Version])
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
        with pytest.raises(Kept):
            act()


def test_a_report_with_a_history_cannot_be_deleted(returned):
    with pytest.raises(DatabaseError), transaction.atomic():
        AnnualReport.objects.filter(pk=returned.pk).delete()


@pytest.mark.parametrize(("table", "column"), [("reports_event", "reason"), ("reports_version", "content")])
def test_the_database_refuses_to_change_or_delete(returned, table, column):
    deletes = [each for each in APPEND_ONLY.statements(connection.vendor) if "DELETE" in each]
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


@pytest.mark.parametrize(
    ("change", "where", "said"),
    [
        (
            "UPDATE reports_event SET reason = '同意' WHERE number = 2",
            "第 2 条办理记录（退回修改",
            "所列事项与记录不符",
        ),
        ("UPDATE reports_event SET actor_id = 1 + actor_id WHERE number = 4", "第 4 条办理记录", "所列事项与记录不符"),
        ("UPDATE reports_event SET record = '{}' WHERE number = 3", "第 3 条办理记录", "记录与校验码不符"),
        ("UPDATE reports_event SET mac = '00' WHERE number = 2", "第 2 条办理记录", "记录与校验码不符"),
        ("UPDATE reports_event SET previous_mac = '' WHERE number = 3", "第 3 条办理记录", "与上一条不相连"),
        ("UPDATE reports_version SET content = '{}'", "第 1 条办理记录", "当时的内容与记录不符"),
        ("UPDATE reports_reporttext SET body = '改' WHERE key = 'problems'", "", "内容与最后一条办理记录不符"),
        ("UPDATE reports_annualreport SET status = 'draft'", "", "状态与最后一条办理记录不符"),
        ("UPDATE reports_publication SET content = '{}'", "", "公布的内容与办理记录不符"),
        ("DELETE FROM reports_publication", "", "公布的内容与办理记录不符"),
    ],
)
def test_whatever_is_changed_in_the_database_is_found_and_named(published, tampering, change, where, said):
    tampering(change)
    code, told = proven()
    assert (code, told.startswith(f"{published}（第 1 版）{where}"), told.endswith(f"：{said}")) == (1, True, True)


@pytest.mark.parametrize(
    ("number", "said"), [(1, "缺少第 1 条"), (3, "缺少第 3 条"), (5, "状态与最后一条办理记录不符")]
)
def test_an_event_that_was_taken_out_is_missed(published, tampering, number, said):
    tampering(f"DELETE FROM reports_version WHERE event_id IN (SELECT id FROM reports_event WHERE number = {number})")
    tampering(f"DELETE FROM reports_event WHERE number = {number}")
    code, told = proven()
    assert (code, told.endswith(f"：{said}")) == (1, True)


def test_a_version_that_was_taken_out_is_missed(published, tampering):
    tampering("DELETE FROM reports_version WHERE event_id IN (SELECT id FROM reports_event WHERE number = 3)")
    assert proven()[1].endswith("：缺少当时的内容")


def test_the_proof_as_json_names_what_is_broken(published, tampering):
    tampering("UPDATE reports_event SET reason = 'x' WHERE number = 1")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_history", "--json", stdout=out)
    assert json.loads(out.getvalue())["broken"].endswith("所列事项与记录不符")


def test_a_published_version_never_changes(published, cast):
    frozen_then = [bytes(version.content) for version in Version.objects.order_by("pk")]
    take("correct", published.pk, cast.supervisor, reason=REASON)
    correction = AnnualReport.objects.get(revision=2)
    save(correction.pk, cast.clerk, [Edit("problems", correction.stored_texts()["problems"], "更正后的问题。")])
    take("submit", correction.pk, cast.clerk)
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
    cells = [Edit(str(cell), "", "3") for cell in report.form.table["disputes"].entries]
    save(report.pk, cast.clerk, cells)
    restore(report.pk, cast.clerk, "disputes", declared, content_hash(report.data()))
    report.refresh_from_db()
    assert report.declared_nil == ["disputes"]
    told = report.changes.get(address="disputes")
    assert (told.old, told.new, told.source, told.editor) == ("", "零报告", Source.RESTORED, cast.clerk)
    assert report.data().figures[report.form.table["disputes"].entries[0]] == 0


def content_at_of_a_nil(report):
    data = report.data()
    zeros = dict.fromkeys(report.form.table["disputes"].entries, 0)
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
    take("submit", returned.pk, cast.clerk)
    with pytest.raises(NotEditable):
        restore(returned.pk, cast.clerk, "problems", version, content_hash(returned.data()))
