"""往年报告: what a file says of an earlier year is stored for good, from which file and by whom; nobody changes it."""

import re
from dataclasses import replace
from datetime import date
from http import HTTPStatus

import pytest
from django.db import DatabaseError, connection, transaction

from reports.lifecycle.archiving import archive_file, may_archive
from reports.lifecycle.deadlines import timing
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.history.proof import verify
from reports.lifecycle.history.story import names_of
from reports.lifecycle.opening import open_report
from reports.lifecycle.refusals import AlreadyDone, NotEditable, Refused
from reports.models import AnnualReport, Applications, ImportedFile, Source, Status, User
from reports.models.append_only import AppendOnlyViolation
from reports.models.last_years import last_year_of
from reports.official import Cell
from reports.presenters.queue import organs_to_review
from tests.conftest import YEAR

TODAY = date(YEAR + 2, 1, 15)  # so that the report of ``YEAR`` is an earlier one
GRANTED = Cell("applications", "granted", "business")
REPORT = f"/reports/beizi/{YEAR}/"


def file(words="甲"):
    return ImportedFile.of(f"{words}.html", words.encode())


@pytest.fixture
def archived(cast, seed) -> AnnualReport:
    """背孜乡's report of 2022, read in by the supervisor of the county."""
    return archive_file(cast.township.pk, cast.supervisor, seed, file(), TODAY).report


def test_a_file_of_an_earlier_year_is_stored_as_it_was_read(archived, seed):
    stored = archived.data()
    assert stored == replace(seed, texts=dict.fromkeys(stored.official_form.text, "") | dict(seed.texts))
    assert (archived.status, archived.state, archived.revision) == (Status.ARCHIVED, "已归档", 1)


def test_its_event_names_the_file_by_its_name_and_sha256_and_who_read_it(archived, cast):
    event = archived.events.get()
    assert (event.action, event.from_status, event.to_status) == ("archive", "draft", "archived")
    assert (event.actor, event.digests["file"]) == (cast.supervisor, file().recorded)
    assert file().recorded == {
        "name": "甲.html",
        "size": 3,
        "sha256": "33e3580c093111e1c4cac922872c40371f7896bb3fa4e23be5840bd1834fc622",
    }
    assert names_of([event]) == {event.pk: "读入归档"}


def test_every_figure_knows_from_which_file_it_was_read(archived, cast):
    kept = archived.imported_files.get()
    told = set(archived.changes.values_list("source", "file", "editor"))
    assert told == {(Source.IMPORTED, kept.pk, cast.supervisor.pk)}
    entered = {str(cell) for cell, figure in archived.data().figures.items() if figure is not None}
    assert entered <= set(archived.changes.values_list("address", flat=True))


def test_it_is_last_year_for_the_next_one(archived, cast):
    following = open_report(cast.township, YEAR + 1, cast.clerk)
    assert last_year_of(following).report == archived
    assert last_year_of(following, to_own_people=True).report == archived


def test_another_file_is_a_new_revision_that_counts_and_the_same_file_is_refused(archived, cast, seed):
    better = replace(seed, figures=dict(seed.figures) | {GRANTED: 7})
    second = archive_file(cast.township.pk, cast.clerk, better, file("乙"), TODAY).report
    assert (second.revision, second.data().figures[GRANTED]) == (2, 7)
    assert (second.is_correction, second.state) == (False, "已归档")
    with pytest.raises(AlreadyDone, match="不必重复读入"):
        archive_file(cast.township.pk, cast.clerk, better, file("乙"), TODAY)
    following = open_report(cast.township, YEAR + 1, cast.clerk)
    assert last_year_of(following).report == second
    assert verify().broken == ""


@pytest.mark.parametrize("status", [each for each in Status if each not in (Status.DRAFT, Status.ARCHIVED)])
def test_what_was_handed_in_is_not_replaced_by_a_file(report, cast, seed, status):
    AnnualReport.objects.filter(pk=report.pk).update(status=status)
    with pytest.raises(Refused, match=f"已有 {YEAR} 年度报告（{Status(status).label}），不能用文件代替"):
        archive_file(cast.township.pk, cast.supervisor, seed, file(), TODAY)
    assert AnnualReport.objects.get().status == status


def test_a_draft_that_somebody_wrote_in_is_not_replaced_and_an_untouched_one_is(report, cast, seed):
    assert archive_file(cast.township.pk, cast.supervisor, seed, file(), TODAY).report == report
    other = open_report(cast.neighbouring_township, YEAR, cast.neighbour)
    save(other.pk, cast.neighbour, [Edit("problems", "", "宣传不够。")])
    with pytest.raises(Refused, match="瓦屋镇人民政府已有 2022 年度报告（填报中）"):
        archive_file(cast.neighbouring_township.pk, cast.supervisor, seed, file(), TODAY)
    assert other.stored_texts()["problems"] == "宣传不够。"


@pytest.mark.parametrize("today", [date(YEAR, 12, 1), date(YEAR + 1, 11, 30)])
def test_the_year_on_offer_and_later_ones_are_not_archived(cast, seed, today):
    with pytest.raises(Refused, match="应由填报单位填报"):
        archive_file(cast.township.pk, cast.clerk, seed, file(), today)
    assert not AnnualReport.objects.exists()


def test_only_the_organs_clerks_and_its_superiors_supervisors_may_read_files_in(cast, seed):
    may = {person.username for person in User.objects.all() if may_archive(person, cast.township)}
    assert may == {"clerk", "colleague", "supervisor"}
    for person in (cast.reader, cast.neighbour, cast.stranger, cast.administrator):
        with pytest.raises(Refused, match="没有读入背孜乡人民政府往年报告的权限"):
            archive_file(cast.township.pk, person, seed, file(), TODAY)


def test_a_retired_organ_takes_no_file(cast, seed):
    cast.township.is_active = False
    cast.township.save()
    with pytest.raises(Refused, match="已停用"):
        archive_file(cast.township.pk, cast.supervisor, seed, file(), TODAY)


def test_nobody_can_change_it_or_finds_it_in_the_queue(archived, cast, as_user):
    with pytest.raises(NotEditable, match="已归档"):
        save(archived.pk, cast.clerk, [Edit("problems", "", "改写。")])
    assert cast.township not in organs_to_review({cast.county.pk}, YEAR)
    assert (timing(YEAR, cast.township).marks, timing(YEAR, cast.township).is_overdue) == ([], False)
    assert as_user(cast.clerk).get(f"/public/beizi/{YEAR}/").status_code == HTTPStatus.NOT_FOUND


def test_its_own_people_and_its_supervisor_see_it_as_a_report_of_an_earlier_year(archived, cast, seed, as_user):
    archive_file(cast.township.pk, cast.clerk, seed, file("乙"), TODAY)
    home = as_user(cast.clerk).get("/").content.decode()
    assert home.count(f"查看 {YEAR} 年度报告") == 1
    assert '<span class="state state-archived">已归档</span><span class="hint">导入</span>' in re.sub(
        r">\s+<", "><", home
    )
    for person in (cast.clerk, cast.reader, cast.supervisor):
        page = as_user(person).get(REPORT, follow=True)
        assert (page.status_code, "已归档" in page.content.decode(), "草稿" in page.content.decode()) == (
            200,
            True,
            False,
        )
        history = as_user(person).get(f"{REPORT}history/")
        assert history.content.decode().count("读入归档") >= 2
    for person in (cast.neighbour, cast.stranger):
        assert as_user(person).get(REPORT).status_code == HTTPStatus.NOT_FOUND


def test_a_file_is_kept_for_good(archived):
    kept = archived.imported_files.get()
    with pytest.raises(AppendOnlyViolation):
        kept.delete()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_importedfile SET digest = 'x'")


def test_verifying_the_history_finds_a_figure_that_was_changed_in_it(archived):
    assert verify().broken == ""
    Applications.objects.filter(report=archived, row=GRANTED.row).update(business=9)
    assert "内容与最后一条办理记录不符" in verify().broken


def test_verifying_the_history_finds_another_file_than_the_event_names(archived):
    with connection.cursor() as cursor:
        of_table = "" if connection.vendor == "sqlite" else " ON reports_importedfile"
        cursor.execute(f"DROP TRIGGER reports_importedfile_refuses_update{of_table}")
        cursor.execute("UPDATE reports_importedfile SET name = '乙.html'")
    assert verify().broken.endswith("：读入的文件与办理记录不符")


def test_verifying_the_history_finds_another_file_behind_a_figure(archived, cast):
    other = ImportedFile.objects.create(report=archived, name="丙.html", size=1, digest="0" * 64, by=cast.supervisor)
    archived.changes.filter(address="problems").update(file=other)
    assert "此前的修改记录与当时不符" in verify().broken
