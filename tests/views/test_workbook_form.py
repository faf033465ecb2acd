"""填报表: filled in elsewhere and merged with the draft; both sides' work stays, and where both changed one chooses."""

import re
from http import HTTPStatus
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from reports.formats import writing
from reports.formats.reading import Reading
from reports.formats.xlsx import layout as sheet
from reports.formats.xlsx.form import BASE_SHEET
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.opening import open_report
from reports.lifecycle.workbooks import base_of, differences
from reports.models import AnnualReport, Source
from reports.official import Cell
from reports.official.interchange import NotUnderstood
from tests.conftest import YEAR
from tests.formats.libreoffice import saved_again

PAGE = f"/reports/beizi/{YEAR}/workbook/"
GRANTED = Cell("applications", "granted", "business")
CARRIED = Cell("applications", "carried_over", "business")
FEES = Cell("fees", "administrative_fees", "amount")


def downloaded(browser, page=PAGE):
    answer = browser.get(f"{page}form.xlsx")
    assert answer.status_code == HTTPStatus.OK
    return answer.content


def filled_in(content, figures=None, texts=None):
    """The form with some figures and texts typed into it, as a program saves it."""
    book = load_workbook(BytesIO(content))
    places = sheet.figure_places("2021")
    for cell, value in (figures or {}).items():
        place = places[cell]
        book[place.sheet].cell(place.row, place.column).value = value
    for row in book[sheet.TEXTS_SHEET].iter_rows(max_col=2):
        if row[0].value in (texts or {}):
            row[1].value = texts[row[0].value]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def upload(browser, content, page=PAGE):
    return browser.post(page, {"workbook": SimpleUploadedFile("填好的.xlsx", content)}).content.decode()


def merge_of(page):
    return re.search(r'name="merge" value="([^"]+)"', page)[1]


def confirm(browser, page, **choices):
    return browser.post(PAGE, {"merge": merge_of(page), **choices}, follow=True).content.decode()


PROBLEMS = "五、存在的主要问题及改进情况"


def test_what_was_filled_in_is_shown_first_and_stored_when_confirmed(filled, cast, clerk):
    page = upload(clerk, filled_in(downloaded(clerk), {GRANTED: 3, FEES: 1.5}, {PROBLEMS: "另写的问题。"}))
    assert "将要存入（3）" in page
    assert filled.changes.filter(address=str(GRANTED), new="3").count() == 0
    assert "已从填报表存入 3 处" in confirm(clerk, page)
    filled.refresh_from_db()
    assert (filled.data().figures[GRANTED], str(filled.data().figures[FEES])) == (3, "1.5")
    assert filled.stored_texts()["problems"] == "另写的问题。"
    change = filled.changes.get(address=str(GRANTED), new="3")
    assert (change.source, change.file.name, change.editor) == (Source.IMPORTED, "填好的.xlsx", cast.clerk)


def test_nothing_filled_in_changes_nothing(filled, clerk):
    assert "没有需要存入的改动" in upload(clerk, downloaded(clerk))


def test_what_others_wrote_meanwhile_stays(filled, cast, clerk):
    form = filled_in(downloaded(clerk), {GRANTED: 3})
    save(filled.pk, cast.colleague, [Edit(str(CARRIED), "0", "2")])
    page = upload(clerk, form)
    assert "将要存入（1）" in page
    confirm(clerk, page)
    figures = AnnualReport.objects.get(pk=filled.pk).data().figures
    assert (figures[GRANTED], figures[CARRIED]) == (3, 2)


def test_where_both_changed_one_value_the_clerk_chooses(filled, cast, clerk):
    form = filled_in(downloaded(clerk), {GRANTED: 3, CARRIED: 4})
    save(filled.pk, cast.colleague, [Edit(str(GRANTED), "0", "5"), Edit(str(CARRIED), "0", "6")])
    page = upload(clerk, form)
    assert "两处都改过，请选择（2）" in page
    unchosen = confirm(clerk, page, **{str(GRANTED): "file"})
    assert unchosen.count("请在两处内容之间选择一个") == 1
    assert AnnualReport.objects.get(pk=filled.pk).data().figures[GRANTED] == 5
    confirm(clerk, unchosen, **{str(GRANTED): "file", str(CARRIED): "stored"})
    figures = AnnualReport.objects.get(pk=filled.pk).data().figures
    assert (figures[GRANTED], figures[CARRIED]) == (3, 6)


def test_paragraphs_that_two_wrote_are_merged(filled, cast, clerk):
    text = "一是宣传不够。\n二是更新不及时。"
    save(filled.pk, cast.clerk, [Edit("problems", filled.stored_texts()["problems"], text)])
    form = filled_in(downloaded(clerk), texts={PROBLEMS: f"{text}\n三是人员不足。"})
    save(filled.pk, cast.colleague, [Edit("problems", text, text.replace("宣传不够", "宣传力度不够"))])
    page = upload(clerk, form)
    assert "系统中的修改已一并保留" in page
    confirm(clerk, page)
    assert filled.stored_texts()["problems"] == "一是宣传力度不够。\n二是更新不及时。\n三是人员不足。"


def test_what_changed_after_the_preview_is_not_overwritten(filled, cast, clerk):
    page = upload(clerk, filled_in(downloaded(clerk), {GRANTED: 3}))
    save(filled.pk, cast.colleague, [Edit(str(GRANTED), "0", "5")])
    assert "在预览后又被他人修改，没有存入" in confirm(clerk, page)
    assert AnnualReport.objects.get(pk=filled.pk).data().figures[GRANTED] == 5


def test_a_form_of_another_organ_year_or_revision_is_refused_by_name(filled, cast, clerk, as_user):
    other = open_report(cast.neighbouring_township, YEAR, cast.neighbour)
    foreign = downloaded(as_user(cast.neighbour), f"/reports/wawu/{YEAR}/workbook/")
    assert "这是瓦屋镇人民政府的填报表，不是背孜乡人民政府的" in upload(clerk, foreign)
    later = open_report(cast.township, YEAR + 1, cast.clerk)
    form = downloaded(clerk, f"/reports/beizi/{YEAR + 1}/workbook/")
    assert f"这是 {YEAR + 1} 年度的填报表，不是 {YEAR} 年度的" in upload(clerk, form)
    own = downloaded(clerk)
    AnnualReport.objects.filter(pk=filled.pk).update(revision=2)
    assert "报告已有更正版本，请使用在本页下载的填报表" in upload(clerk, own)
    assert (other.changes.filter(source="imported").count(), later.pk is not None) == (0, True)


def test_a_form_of_another_edition_is_refused_by_name(filled):
    data = filled.data()
    other = AnnualReport.objects.get(pk=filled.pk)
    other.edition = "2019"
    with pytest.raises(
        NotUnderstood, match="填报表的格式为国办公开办函〔2019〕60号，报告已改用国办公开办函〔2021〕30号"
    ):
        differences(filled, data, base_of(other, data), Reading(data))


def test_what_is_no_form_is_refused_in_a_sentence(filled, clerk):
    plain = writing.write(filled.data(), "xlsx")
    assert "这个文件不是填报表，请使用在本页下载的填报表" in upload(clerk, plain)
    assert "不是 .xlsx 文件" in upload(clerk, b"hello")
    assert "请选择填好的填报表" in clerk.post(PAGE, {}).content.decode()
    book = load_workbook(BytesIO(downloaded(clerk)))
    book[BASE_SHEET].cell(1, 1).value = "x" * 100
    spoilt = BytesIO()
    book.save(spoilt)
    assert "填报表中的底稿已损坏或不是本系统的" in upload(clerk, spoilt.getvalue())


def test_a_preview_of_somebody_else_is_not_confirmed(filled, cast, clerk, as_user):
    page = upload(clerk, filled_in(downloaded(clerk), {GRANTED: 3}))
    told = as_user(cast.colleague).post(PAGE, {"merge": merge_of(page)}, follow=True).content.decode()
    assert "页面已过期，请重新上传填报表" in told
    assert AnnualReport.objects.get(pk=filled.pk).data().figures[GRANTED] == 0


def test_headings_formulas_and_particulars_are_locked_and_entries_are_not(filled, clerk):
    book = load_workbook(BytesIO(downloaded(clerk)))
    places = sheet.figure_places("2021")
    entry, total = (places[Cell("applications", "granted", each)] for each in ("business", "total"))
    worksheet = book[entry.sheet]
    assert worksheet.protection.sheet
    assert not worksheet.cell(entry.row, entry.column).protection.locked
    assert worksheet.cell(total.row, total.column).protection.locked
    assert str(worksheet.cell(total.row, total.column).value).startswith("=IF(COUNT(")
    assert book[BASE_SHEET].sheet_state == "hidden"
    locked = {row[0].value: row[1].protection.locked for row in book[sheet.TEXTS_SHEET].iter_rows(max_col=2)}
    assert (locked["行政机关"], locked["报告年度"], locked[PROBLEMS], locked["报告标题"]) == (True, True, False, False)


def test_a_form_that_libreoffice_saved_is_taken(filled, cast, clerk, tmp_path):
    long = "一段很长的话。" * 2000
    save(filled.pk, cast.clerk, [Edit("overview.supervision", filled.stored_texts()["overview.supervision"], long)])
    form = filled_in(downloaded(clerk), {GRANTED: 3})
    again = saved_again(form, "xlsx", tmp_path)["report"]
    page = upload(clerk, again)
    assert "将要存入（1）" in page
    confirm(clerk, page)
    assert AnnualReport.objects.get(pk=filled.pk).data().figures[GRANTED] == 3
