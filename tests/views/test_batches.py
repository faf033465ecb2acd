"""往年报告 from an archive: brought by a supervisor, looked through, chosen, stored, and shown to nobody else."""

import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reports.formats import sandbox, writing
from reports.lifecycle.batches import keeping, reading_together, working
from reports.lifecycle.batches.tasks import read as read_task
from reports.models import AnnualReport, Batch, BatchFile, Event, Stage, Status
from reports.models.batches import STALLED_AFTER
from reports.models.workers import this_worker
from tests.conftest import YEAR
from tests.views.archives import an_archive

PAGE = "/review/earlier/"


def packed(files):
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def archive(seed):
    """Two good files, one of another county's namesake, one that is no report, and an archive within."""
    other = replace(seed, organ="瓦屋镇人民政府", title=seed.title.replace("背孜乡", "瓦屋镇"), year=YEAR)
    unknown = replace(seed, organ="内乡县背孜乡人民政府", title=f"内乡县{seed.title}")
    return packed(
        {
            "2022/背孜乡.html": writing.write(seed, "html"),
            "瓦屋镇.xlsx": writing.write(other, "xlsx"),
            "namesake.html": writing.write(unknown, "html"),
            "notes.docx": b"hello",
            "inner.zip": b"PK",
        }
    )


def bring(browser, content, name="往年.zip"):
    return browser.post(PAGE, {"archive": SimpleUploadedFile(name, content)}, follow=True)


def ticks(page):
    """The files that are ticked on a page, by their keys."""
    return {int(key) for key in re.findall(r'name="file"\s+value="(\d+)" checked', page)}


def told(batch):
    return {each.path: each.refusal or each.doubt for each in batch.files.all()}


def test_an_archive_is_read_shown_and_what_is_chosen_is_stored(archive, cast, as_user, seed):
    browser = as_user(cast.supervisor)
    page = bring(browser, archive).content.decode()
    batch = Batch.objects.get()
    assert batch.stage == Stage.READ
    assert told(batch) == {
        "2022/背孜乡.html": "",
        "瓦屋镇.xlsx": "",
        "namesake.html": "系统中没有“内乡县背孜乡人民政府”，最接近的是“背孜乡人民政府”",
        "notes.docx": "不是 .docx 文件。请用 Word 或 WPS 另存为 .docx 后再试",
        "inner.zip": "压缩包中的压缩包不读取，请解开后再压缩",
    }
    assert "尚未存入：可以存入 2 份，待指定单位 1 份，没有读出报告 2 份。已选中 2 份" in page
    assert len(re.findall(r'\schecked\s+aria-label="存入', page)) == 2
    assert not AnnualReport.objects.exists()
    chosen = [each.pk for each in batch.files.filter(path="2022/背孜乡.html")]
    page = browser.post(f"{PAGE}{batch.pk}/", {"file": chosen, "go": "store"}, follow=True).content.decode()
    assert "选定的 1 份已处理完" in page
    assert re.findall("(?:未选|已存入(?=<)|不能存入)", page) == ["已存入", "未选", *["不能存入"] * 3]
    stored = AnnualReport.objects.get()
    assert (stored.organ, stored.status, stored.data().figures) == (cast.township, Status.ARCHIVED, seed.figures)
    assert stored.imported_files.get().name == "2022/背孜乡.html"
    batch.refresh_from_db()
    assert (batch.stage, batch.files.exclude(content=None).count()) == (Stage.DONE, 0)


def kept(settings):
    return [each for each in Path(settings.MEDIA_ROOT).rglob("*") if each.is_file()]


def test_the_archive_is_deleted_once_its_files_are_stored_and_after_a_day_all_of_it(archive, cast, as_user, settings):
    bring(as_user(cast.supervisor), archive)
    assert len(kept(settings)) == 1, "a file of it may still be read again"
    batch = Batch.objects.get()
    keeping.choose(batch.pk, [each.pk for each in batch.files.all()])
    assert kept(settings) == []
    Batch.objects.update(at=timezone.now() - timedelta(hours=25))
    keeping.prune()
    assert (Batch.objects.count(), BatchFile.objects.count()) == (0, 0)


def test_what_is_no_archive_comes_back_with_a_sentence(cast, as_user):
    browser = as_user(cast.supervisor)
    for content in (b"", b"hello", packed({})):
        page = bring(browser, content).content.decode()
        assert "不是完整的 zip 压缩包" in page or "压缩包中没有文件" in page
    assert "请选择 .zip 压缩包" in browser.post(PAGE, {}).content.decode()
    assert not Batch.objects.exists()


def test_nothing_chosen_and_a_second_click_change_nothing(archive, cast, as_user):
    browser = as_user(cast.supervisor)
    bring(browser, archive)
    batch = Batch.objects.get()
    page = browser.post(f"{PAGE}{batch.pk}/", {"go": "store"}, follow=True).content.decode()
    assert "请选择要存入的文件" in page
    refused = [each.pk for each in batch.files.exclude(refusal="")]
    assert (
        "请选择要存入的文件"
        in browser.post(f"{PAGE}{batch.pk}/", {"file": refused, "go": "store"}, follow=True).content.decode()
    )
    good = [each.pk for each in batch.files.filter(refusal="")]
    for said in ("选定的 2 份已处理完", "已开始存入，不必重复操作"):
        assert said in browser.post(f"{PAGE}{batch.pk}/", {"file": good, "go": "store"}, follow=True).content.decode()
    assert AnnualReport.objects.count() == 2


def test_only_who_brought_an_archive_sees_it(archive, cast, as_user):
    bring(as_user(cast.supervisor), archive)
    address = f"{PAGE}{Batch.objects.get().pk}/"
    for person in (cast.clerk, cast.stranger, cast.administrator):
        assert as_user(person).get(address).status_code == HTTPStatus.NOT_FOUND
        assert as_user(person).post(address, {"go": "discard"}).status_code == HTTPStatus.NOT_FOUND
    assert Batch.objects.count() == 1


def test_a_supervisor_of_another_county_stores_nothing_for_this_one(archive, cast, as_user):
    bring(as_user(cast.stranger), archive)
    assert {each.organ_id for each in BatchFile.objects.all()} == {None}
    assert not any(each.may_be_stored for each in BatchFile.objects.all())


def test_a_large_body_is_taken_at_this_address_from_a_supervisor_alone(cast, as_user):
    large = b"x" * 10_000_001
    assert "不是完整的 zip 压缩包" in bring(as_user(cast.supervisor), large).content.decode()
    assert as_user(cast.supervisor).post("/phrases/", {"a": "x" * 10_000_001}).status_code == 413
    assert bring(as_user(cast.clerk), large).status_code == 413


def test_a_file_that_our_own_fault_keeps_from_being_read_keeps_no_other_one(archive, cast, monkeypatch):
    assess = reading_together.read_and_assess

    def faulty(path, *more):
        if path == "namesake.html":
            raise ValueError("a fault of ours")
        return assess(path, *more)

    monkeypatch.setattr(reading_together, "read_and_assess", faulty)
    batch = keeping.bring(cast.supervisor, "往年.zip", BytesIO(archive), len(archive))
    assert batch.files.get(path="namesake.html").refusal == "读取时出错，请另存为其他格式后再试"
    assert [each.path for each in batch.files.all() if each.goes_in] == ["2022/背孜乡.html", "瓦屋镇.xlsx"]


@pytest.fixture
def interrupted(archive, cast, monkeypatch, settings):
    """An archive whose worker was killed after its first file."""
    noted = working.note

    def note_one(row, assessed):
        if BatchFile.objects.filter(is_read=True, refusal="").exists():
            raise KeyboardInterrupt
        noted(row, assessed)

    monkeypatch.setattr(working, "note", note_one)
    with pytest.raises(KeyboardInterrupt):
        keeping.bring(cast.supervisor, "往年.zip", BytesIO(archive), len(archive))
    monkeypatch.setattr(working, "note", noted)
    return Batch.objects.get()


def test_reading_goes_on_where_a_worker_ended(interrupted, cast, as_user):
    Batch.objects.update(worker="elsewhere:1", heard_at=timezone.now())
    browser, address = as_user(cast.supervisor), f"{PAGE}{interrupted.pk}/"
    assert "继续处理" not in browser.get(address).content.decode()
    read_task.func(interrupted.pk)
    interrupted.refresh_from_db()
    assert interrupted.stage == Stage.READING  # somebody else works on it
    Batch.objects.update(heard_at=timezone.now() - timedelta(minutes=4))
    assert "处理已停下，已完成的部分保留" in browser.get(address).content.decode()
    browser.post(address, {"go": "resume"})
    interrupted.refresh_from_db()
    assert (interrupted.stage, interrupted.files.filter(is_read=False).count()) == (Stage.READ, 0)


def test_a_worker_of_this_machine_that_has_ended_is_noticed_at_once(interrupted):
    process = os.fork()
    if process == 0:
        os._exit(0)
    os.waitpid(process, 0)
    machine = interrupted.worker or this_worker()
    Batch.objects.update(worker=f"{this_worker().rpartition(':')[0]}:{process}", heard_at=timezone.now())
    assert keeping.left() == [interrupted]
    assert machine


def test_storing_goes_on_where_a_worker_ended_and_stores_nothing_twice(archive, cast, monkeypatch):
    batch = keeping.bring(cast.supervisor, "往年.zip", BytesIO(archive), len(archive))
    keep = working._keep

    def killed(row, *names):
        raise KeyboardInterrupt

    monkeypatch.setattr(working, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        keeping.choose(batch.pk, [each.pk for each in batch.files.all()])
    assert AnnualReport.objects.count() == 1  # archived, and not noted
    monkeypatch.setattr(working, "_keep", keep)
    batch.refresh_from_db()
    assert keeping.go_on(batch)
    batch.refresh_from_db()
    assert batch.stage == Stage.DONE
    chosen = batch.files.filter(is_chosen=True)
    assert [each.report.organ for each in chosen] == [each.organ for each in chosen]
    assert (AnnualReport.objects.count(), Event.objects.count()) == (2, 2)


def test_what_cannot_be_stored_says_why_and_the_rest_is_stored(archive, cast, as_user):
    batch = keeping.bring(cast.supervisor, "往年.zip", BytesIO(archive), len(archive))
    cast.neighbouring_township.is_active = False
    cast.neighbouring_township.save()
    keeping.choose(batch.pk, [each.pk for each in batch.files.all()])
    refused = batch.files.get(path="瓦屋镇.xlsx")
    assert refused.refusal.startswith("瓦屋镇人民政府已停用，不能读入往年报告")
    assert AnnualReport.objects.get().organ == cast.township


def test_the_pages_ask_as_much_of_the_database_for_many_files_as_for_few(
    archive, cast, as_user, django_assert_max_num_queries
):
    browser = as_user(cast.supervisor)
    bring(browser, archive)
    batch = Batch.objects.get()
    BatchFile.objects.bulk_create(
        BatchFile(batch=batch, number=number, path=f"{number}.html", size=1, is_read=True, organ=cast.township)
        for number in range(100, 200)
    )
    with django_assert_max_num_queries(10):
        browser.get(f"{PAGE}{batch.pk}/")
    with django_assert_max_num_queries(12):
        browser.get(PAGE)


def test_a_file_of_an_unknown_organ_is_read_again_as_the_report_of_the_organ_that_is_named(
    archive, cast, as_user, seed
):
    browser = as_user(cast.supervisor)
    page = bring(browser, archive).content.decode()
    assert "最接近的是“背孜乡人民政府”" in page
    batch = Batch.objects.get()
    row = batch.files.get(path="namesake.html")
    ticked = batch.files.get(path="瓦屋镇.xlsx").pk
    form = browser.post(f"{PAGE}{batch.pk}/", {"file": [ticked], "assign": row.number}, follow=True)
    assert form.redirect_chain[-1][0] == f"{PAGE}{batch.pk}/{row.number}/"
    assert "内乡县背孜乡人民政府" in form.content.decode()
    address = form.redirect_chain[-1][0]
    for sent in ({}, {"organ": cast.county.pk, "year": YEAR - 1}, {"organ": cast.township.pk, "year": "2098"}):
        assert "error-summary" in browser.post(address, sent).content.decode()
    page = browser.post(address, {"organ": cast.township.pk, "year": YEAR - 1}, follow=True).content.decode()
    assert f"“namesake.html”已按背孜乡人民政府 {YEAR - 1} 年度重新读取：可以存入。" in page
    row.refresh_from_db()
    assert (row.organ, row.year, row.placed) == (cast.township, YEAR - 1, 166)
    assert (row.doubt, row.told["named"]) == ("", ["标题写的是“内乡县背孜乡人民政府”", f"标题是 {YEAR} 年度"])
    assert f"标题写的是“内乡县背孜乡人民政府”，标题是 {YEAR} 年度" in page
    assert ticks(page) == {ticked, row.pk}, "what was ticked before is still ticked, and what was not is not"
    browser.post(f"{PAGE}{batch.pk}/", {"file": [row.pk], "go": "store"})
    stored = AnnualReport.objects.get()
    assert (stored.organ, stored.year, stored.data().figures) == (cast.township, YEAR - 1, seed.figures)
    again = browser.post(address, {"organ": cast.township.pk, "year": YEAR}, follow=True).content.decode()
    assert "这个压缩包已经存入或删除，不能再改单位和年度" in again


def test_a_file_whose_title_says_nothing_is_read_as_what_is_named_and_goes_in(cast, as_user, seed):
    browser = as_user(cast.supervisor)
    untitled = writing.write(seed, "html").replace("年度报告".encode(), "情况".encode())
    bring(browser, packed({"a.html": untitled}))
    batch = Batch.objects.get()
    assert "没有找到" in batch.files.get().refusal
    browser.post(f"{PAGE}{batch.pk}/0/", {"organ": cast.township.pk, "year": YEAR})
    row = batch.files.get()
    assert (row.organ, row.year, row.refusal, row.doubt, row.is_ticked) == (cast.township, YEAR, "", "", True)


def test_naming_another_organ_frees_the_file_that_it_stood_in_the_way_of(cast, as_user, seed):
    browser = as_user(cast.supervisor)
    better, worse = writing.write(seed, "html"), writing.write(replace(seed, declared_nil=frozenset()), "html")
    bring(browser, packed({"a.html": better, "b.html": worse + b" "}))
    batch = Batch.objects.get()
    held = next(each for each in batch.files.all() if each.doubt)
    first = batch.files.exclude(pk=held.pk).get()
    assert held.doubt == f"与“{first.path}”是同一单位同一年度的报告，只读入一份"
    browser.post(f"{PAGE}{batch.pk}/", {"file": [first.pk], "assign": first.number})
    browser.post(f"{PAGE}{batch.pk}/{first.number}/", {"organ": cast.neighbouring_township.pk, "year": YEAR})
    assert told(batch)[held.path] == ""
    page = browser.get(f"{PAGE}{batch.pk}/").content.decode()
    assert ticks(page) == {first.pk, held.pk}, "nobody had said that it should not go in"


def test_two_files_of_one_report_are_not_stored_together_and_the_ticks_stay(cast, as_user, seed):
    browser = as_user(cast.supervisor)
    better, worse = writing.write(seed, "html"), writing.write(replace(seed, declared_nil=frozenset()), "html")
    bring(browser, packed({"a.html": better, "b.html": worse + b" "}))
    batch = Batch.objects.get()
    both = {each.pk for each in batch.files.all()}
    page = browser.post(f"{PAGE}{batch.pk}/", {"file": both, "go": "store"}, follow=True).content.decode()
    said = f"“a.html”和“b.html”都是背孜乡人民政府 {YEAR} 年度的报告，只能存入一份，请去掉其中一份的勾。"
    assert (said in page, ticks(page), AnnualReport.objects.count()) == (True, both, 0)
    assert "已选中 2 份" in page
    page = browser.post(f"{PAGE}{batch.pk}/", {"go": "store"}, follow=True).content.decode()
    assert ("请选择要存入的文件" in page, ticks(page)) == (True, set()), "no tick comes back that was taken away"


@pytest.fixture
def renamed(seed):
    """Two years of a township under its old name, one file of another stranger, and one of a known organ."""
    old, other = "背孜公社人民政府", "内乡县瓦屋镇人民政府"
    pages = [
        replace(seed, organ=organ, title=f"{organ}{year}年政府信息公开工作年度报告", year=year)
        for organ, year in ((old, YEAR), (old, YEAR - 1), (other, YEAR), ("瓦屋镇人民政府", YEAR))
    ]
    names = ("a.html", "b.html", "c.html", "d.html")
    return packed({name: writing.write(page, "html") for name, page in zip(names, pages, strict=True)})


def test_all_files_of_one_unknown_name_are_taken_as_one_organs_at_once(renamed, cast, as_user, monkeypatch):
    browser = as_user(cast.supervisor)
    page = bring(browser, renamed).content.decode()
    batch = Batch.objects.get()
    assert re.findall(r'name="said" value="([^"]+)"', page) == ["背孜公社人民政府", "内乡县瓦屋镇人民政府"]
    assert f"{YEAR - 1}、{YEAR}" in page
    known = batch.files.get(path="d.html")
    names = ["背孜公社人民政府", "内乡县瓦屋镇人民政府", "\x00", "没有的"]
    chosen = {"said": names, "organ": [cast.township.pk, "", cast.township.pk, "9" * 30]}
    monkeypatch.setattr(sandbox, "run", lambda *_, **__: pytest.fail("nothing is read again"))
    page = browser.post(f"{PAGE}{batch.pk}/", {**chosen, "go": "names"}, follow=True).content.decode()
    assert "标题写“背孜公社人民政府”的 2 份已按背孜乡人民政府核对：可以存入 2 份。" in page
    stays = "系统中没有“内乡县瓦屋镇人民政府”，最接近的是“瓦屋镇人民政府”"
    assert told(batch) == {"a.html": "", "b.html": "", "c.html": stays, "d.html": ""}
    taken = batch.files.filter(organ=cast.township).order_by("path")
    assert [(each.year, each.told["named"]) for each in taken] == [
        (YEAR, ["标题写的是“背孜公社人民政府”"]),
        (YEAR - 1, ["标题写的是“背孜公社人民政府”"]),
    ]
    assert ticks(page) == {each.pk for each in taken}, "the known one was not ticked when that was clicked"
    again = browser.post(f"{PAGE}{batch.pk}/", {**chosen, "go": "names", "file": [known.pk]}, follow=True)
    assert "这些文件已经指定单位、存入或删除，没有改动" in again.content.decode()
    assert ticks(again.content.decode()) == {known.pk}
    browser.post(f"{PAGE}{batch.pk}/", {"file": [each.pk for each in taken], "go": "store"})
    assert {(each.organ, each.year) for each in AnnualReport.objects.all()} == {
        (cast.township, YEAR),
        (cast.township, YEAR - 1),
    }


def test_an_organ_that_was_chosen_is_not_lost_whatever_is_clicked_and_nothing_unseen_is_stored(renamed, cast, as_user):
    browser = as_user(cast.supervisor)
    bring(browser, renamed)
    batch = Batch.objects.get()
    known = batch.files.get(path="d.html")
    sent = {"file": [known.pk], "said": ["背孜公社人民政府"], "organ": [cast.township.pk]}
    page = browser.post(f"{PAGE}{batch.pk}/", {**sent, "go": "store"}, follow=True).content.decode()
    assert "已按背孜乡人民政府核对：可以存入 2 份" in page
    assert (ticks(page) > {known.pk}, AnnualReport.objects.count()) == (True, 0)
    page = browser.post(f"{PAGE}{batch.pk}/", {"file": [known.pk], "go": "names"}, follow=True).content.decode()
    assert ("请先在“是哪个单位”中选择，再核对" in page, ticks(page)) == (True, {known.pk})
    outside = browser.post(
        f"{PAGE}{batch.pk}/", {"said": ["内乡县瓦屋镇人民政府"], "organ": [cast.county.pk], "go": "names"}, follow=True
    )
    assert "没有改动" in outside.content.decode()
    assert batch.files.get(path="c.html").organ is None


def test_a_doubt_of_the_figures_or_the_year_outlasts_the_naming_of_the_organ(cast, as_user, seed):
    browser = as_user(cast.supervisor)
    old = replace(seed, organ="背孜公社人民政府", title=f"背孜公社人民政府{YEAR}年政府信息公开工作年度报告")
    empty = replace(old, figures={}, declared_nil=frozenset(), year=YEAR - 1, title=old.title.replace("2022", "2021"))
    bring(browser, packed({f"{YEAR - 2}.html": writing.write(old, "html"), "b.html": writing.write(empty, "html")}))
    batch = Batch.objects.get()
    named = {"said": ["背孜公社人民政府"], "organ": [cast.township.pk], "go": "names"}
    page = browser.post(f"{PAGE}{batch.pk}/", named, follow=True).content.decode()
    assert told(batch) == {
        f"{YEAR - 2}.html": f"文件名写的是 {YEAR - 2} 年，标题是 {YEAR} 年度，请核对",
        "b.html": "没有读出任何数字，请核对",
    }
    assert ("核对：须核对 2 份" in page, ticks(page)) == (True, set())


def test_a_report_that_does_not_say_whose_it_is_waits_for_somebodys_word_and_is_not_called_none(cast, as_user, seed):
    untitled = writing.write(seed, "html").replace("年度报告".encode(), "情况".encode())
    page = bring(as_user(cast.supervisor), packed({"a.html": untitled, "b.html": b"<p>" + b"x" * 99})).content.decode()
    assert "待指定单位 1 份，没有读出报告 1 份" in page
    assert ("没有找到报告年度，请注明年度" in page, 'name="said"' in page) == (True, False)


def test_what_cannot_be_read_again_says_why_and_stays_as_it_was(archive, cast, as_user):
    browser = as_user(cast.supervisor)
    bring(browser, archive)
    batch = Batch.objects.get()
    before = told(batch)
    notes = batch.files.get(path="notes.docx")
    sent = {"organ": cast.township.pk, "year": YEAR}
    assert "不是 .docx 文件" in browser.post(f"{PAGE}{batch.pk}/{notes.number}/", sent).content.decode()
    inner = batch.files.get(path="inner.zip")
    assert browser.get(f"{PAGE}{batch.pk}/{inner.number}/").status_code == HTTPStatus.NOT_FOUND
    assert told(batch) == before


def test_a_file_for_which_no_place_is_free_is_read_after_the_others(cast, seed, monkeypatch):
    read, asked = sandbox.read, []

    def busy_at_first(name, content, **more):
        asked.append(name)
        if asked.count("a.html") == 1 and name == "a.html":
            raise sandbox.ReadingBusy(5)
        return read(name, content, **more)

    monkeypatch.setattr(sandbox, "read", busy_at_first)
    content = packed({"a.html": writing.write(seed, "html"), "b.html": b"<p>hello</p>"})
    batch = keeping.bring(cast.supervisor, "往年.zip", BytesIO(content), len(content))
    assert (asked[-1], batch.files.get(path="a.html").refusal) == ("a.html", "")


def test_a_file_with_which_a_worker_ended_is_read_alone_and_given_up_the_third_time(archive, cast, monkeypatch):
    """What ended it cannot be told of several that were read at once."""
    noted = working.note

    def note_but_one(row, assessed):
        if row.path == "瓦屋镇.xlsx" and row.begun:
            raise KeyboardInterrupt
        noted(row, assessed)

    monkeypatch.setattr(working, "note", note_but_one)
    with pytest.raises(KeyboardInterrupt):
        keeping.bring(cast.supervisor, "往年.zip", BytesIO(archive), len(archive))
    batch = Batch.objects.get()
    for begun in (2, 3):
        with pytest.raises(KeyboardInterrupt):
            working.read(batch.pk)
        assert batch.files.get(path="瓦屋镇.xlsx").begun == begun
    monkeypatch.setattr(working, "note", noted)
    working.read(batch.pk)
    batch.refresh_from_db()
    assert batch.stage == Stage.READ
    given_up = [path for path, said in told(batch).items() if said == working.GIVEN_UP]
    assert given_up == ["瓦屋镇.xlsx"]


def test_no_file_takes_as_long_as_a_worker_that_says_nothing_is_waited_for():
    longest = 2 * (sandbox.WAIT_OF_A_TASK + sandbox.READING.wall_seconds)  # read once, and again as its name says
    assert longest < STALLED_AFTER.total_seconds() < 2 * longest


def test_an_archive_that_waits_for_another_one_is_not_called_stopped(cast, as_user):
    long_ago = timezone.now() - 2 * STALLED_AFTER
    waiting = an_archive(cast, 1, Stage.READING)
    busy = an_archive(cast, 2, Stage.READING)
    Batch.objects.filter(pk=waiting.pk).update(heard_at=long_ago)
    Batch.objects.filter(pk=busy.pk).update(worker="elsewhere:1", heard_at=timezone.now())
    page = as_user(cast.supervisor).get(f"{PAGE}{waiting.pk}/").content.decode()
    assert "排队等候：正在处理另一个压缩包" in page
    assert "处理已停下" not in page
    Batch.objects.filter(pk=busy.pk).update(heard_at=long_ago)
    assert "处理已停下" in as_user(cast.supervisor).get(f"{PAGE}{waiting.pk}/").content.decode()


@pytest.mark.parametrize("hangs", ["time.sleep(60)", "while True: pass"])
def test_a_worker_that_hangs_ends_itself_and_says_where(hangs):
    script = f"""
import django, time
from datetime import timedelta
django.setup()
from reports.lifecycle.batches import working
working.STALLED_AFTER = timedelta(seconds=0.3)
working._end_unless_heard_again()
def poison():
    {hangs}
poison()
"""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    start = time.monotonic()
    ended = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=50)
    assert (ended.returncode, "in poison" in ended.stderr) == (1, True)
    assert time.monotonic() - start < 50
