"""A report is brought as a file or as text, and shown beside what was read of it before anything is stored."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reports.formats import writing
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.opening import open_report
from reports.lifecycle.rule_setting import ChosenRule, set_rules
from reports.lifecycle.uploads import correct
from reports.models import AnnualReport, ReportingYear, Upload
from reports.models.uploads import MOST_OF_A_PERSON
from reports.official.calendar import year_on_offer
from reports.official.interchange import canonical
from tests.formats import makers
from tests.views.uploads import A_PIXEL, GRANTED, an_upload

UPLOADS = "/uploads/beizi/"


def bring(client, name, content):
    return client.post(UPLOADS, {"file": SimpleUploadedFile(name, content)}, follow=True)


def said(answer):
    return re.sub(r"<[^>]+>", "", answer.content.decode())


@pytest.fixture
def client(cast, as_user):
    return as_user(cast.clerk)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("上年.html", lambda seed: writing.write(seed, "html")),
        ("上年.docx", makers.document),
        ("上年.xlsx", makers.workbook),
        ("上年.pdf", makers.paper),
        ("上年.JSON", canonical),
    ],
)
def test_a_file_of_any_format_is_shown_and_nothing_is_stored_as_a_report(client, seed, name, made):
    answer = bring(client, name, made(seed))
    assert (answer.status_code, AnnualReport.objects.count()) == (HTTPStatus.OK, 0)
    assert f"{name}（背孜乡人民政府 2022 年度）：读出 166 个数字" in said(answer)
    upload = Upload.objects.get()
    assert (upload.name, upload.said_organ, upload.said_year) == (name, "背孜乡人民政府", 2022)
    assert client.get(f"{UPLOADS}{upload.pk}/").status_code == HTTPStatus.OK, "it survives a reload"
    assert name in said(client.get(UPLOADS))


def test_a_text_that_was_pasted_is_read_like_a_file(client, seed):
    page = writing.write(seed, "html").decode()
    text = "\n".join(line for line in (re.sub(r"<[^>]+>", "", each) for each in page.split("</p>")) if line.strip())
    answer = client.post(UPLOADS, {"text": text}, follow=True)
    assert "粘贴的文字.txt（背孜乡人民政府 2022 年度）：读出" in said(answer)
    assert seed.text("problems")[:20] in answer.content.decode()


def test_each_figure_says_where_it_was_read(client, seed):
    page = bring(client, "上年.html", writing.write(seed, "html")).content.decode()
    marks = re.findall(r'data-mark="([^"]+)" data-where="([^"]+)"', page)
    assert len(marks) == 200
    assert [mark for mark, _ in marks if f'id="{mark}"' not in page] == []
    assert len(set(re.findall(r'href="#(at-table-[^"]+)"', page))) == 200
    assert re.findall(r'href="#at-table-1-3-2"[^>]*>([^<]*)<', page) == ["第 2 个表第 4 行第 3 格"]


def test_of_a_pdf_the_page_is_shown_with_the_region_of_each_figure(client, cast):
    upload = an_upload(cast)
    page = client.get(f"{UPLOADS}{upload.pk}/").content.decode()
    assert re.findall(r'<rect[^>]*id="([^"]+)"\s+x="100"\s+y="200"\s+width="40"\s+height="20"', page) == [
        "at-page-1-100-200-140-220"
    ]
    picture = client.get(f"{UPLOADS}{upload.pk}/page-1.png")
    assert (picture["Content-Type"], picture.content) == ("image/png", A_PIXEL)
    assert client.get(f"{UPLOADS}{upload.pk}/page-2.png").status_code == HTTPStatus.NOT_FOUND


def test_what_was_read_is_checked_as_the_county_has_set_the_checks(client, cast, seed):
    upload = an_upload(cast)
    address = f"{UPLOADS}{upload.pk}/"
    told = "字。请精简。"
    assert told not in said(client.get(address))
    set_rules(cast.county, seed.year, cast.supervisor, [ChosenRule("W14", False, 300)], "乡镇文字应当简短。", seen=0)
    assert told in said(client.get(address))


def test_nothing_of_a_foreign_page_is_taken_over_but_its_words(client, seed):
    evil = "<script>alert(1)</script><img src=//evil.example/x onerror=alert(2)><b style='x'>正常的一句话。</b>"
    page = writing.write(replace(seed, texts={**seed.texts, "problems": "问题一"}), "html").decode()
    answer = bring(client, "上年.html", page.replace("问题一", evil).encode()).content.decode()
    source = answer[answer.index('id="source-view"') : answer.index('id="understood"')]
    assert "正常的一句话。" in source
    assert not re.search("<script|<img|onerror|<b |alert", source)


def test_a_total_that_the_file_prints_otherwise_is_named_with_both_values(client, seed):
    page = writing.write(seed, "html").decode()
    row = page.index("一、本年新收政府信息公开申请数量")
    end = page.index("</tr>", row)
    wrong = page[:row] + re.sub(r">0</td>$", ">7</td>", page[row:end].rstrip()) + page[end:]
    words = said(bring(client, "上年.html", wrong.encode()))
    assert "差异 1 处" in words
    assert "文件中为 7，各项相加为 0" in words


def test_what_is_corrected_is_kept_and_compared_again(client, cast):
    upload = an_upload(cast)
    address = f"{UPLOADS}{upload.pk}/"
    answer = client.post(address, {str(GRANTED): "7", "problems": "一\r\n二", "go": "check"}, follow=True)
    assert "修改已保存，已重新核对" in said(answer)
    upload.refresh_from_db()
    assert upload.corrections == {str(GRANTED): "7", "problems": "一\n二"}
    assert re.search(rf'name="{GRANTED}"[^>]*value="7"', answer.content.decode())


def test_what_cannot_be_kept_stays_on_the_page_with_the_reason(client, cast):
    upload = an_upload(cast)
    words = "长" * 20_001
    answer = client.post(f"{UPLOADS}{upload.pk}/", {"problems": words, "title": "新标题", "go": "check"})
    page = answer.content.decode()
    assert words in page
    assert '<a href="#problems">最多 20000 字，现有 20001 字，未保存</a>' in page
    upload.refresh_from_db()
    assert upload.corrections == {"title": "新标题"}


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "请选择文件，或粘贴报告全文"),
        ({"text": "  \n "}, "请选择文件，或粘贴报告全文"),
        ({"file": "不是文件"}, "请选择文件，或粘贴报告全文"),
        ({"text": "今天天气很好。"}, "没有找到年度报告的标题或表格"),
        ({"file": ("空.pdf", b"")}, "文件是空的"),
        ({"file": ("程序.exe", b"MZ")}, "不能读取这种文件"),
        ({"file": ("旧.doc", b"\xd0\xcf\x11\xe0")}, "请另存为 .docx"),
        ({"file": ("图.pdf", b"%PDF-1.7 ...")}, "不能读取这个 PDF 文件"),
        ({"file": ("a.txt", "一、总体情况".encode()), "text": "一、总体情况"}, "只能留一项"),
    ],
    ids=str,
)
def test_what_is_no_report_is_refused_with_a_sentence_and_nothing_is_kept(client, sent, sentence):
    data = {key: SimpleUploadedFile(*each) if isinstance(each, tuple) else each for key, each in sent.items()}
    answer = client.post(UPLOADS, data)
    assert (answer.status_code, Upload.objects.count()) == (HTTPStatus.OK, 0)
    assert sentence in said(answer)


def test_a_year_that_has_not_come_is_named_and_refused(client, seed):
    answer = bring(client, "a.json", canonical(replace(seed, year=2098)))
    assert "文件是 2098 年度的报告，2098 年度尚未开始填报" in said(answer)
    assert Upload.objects.count() == 0


def test_nobody_else_reaches_what_was_brought(cast, as_user, client):
    upload = an_upload(cast)
    for person in (cast.colleague, cast.leader, cast.supervisor, cast.neighbour, cast.stranger, cast.administrator):
        other = as_user(person)
        for address in (f"{UPLOADS}{upload.pk}/", f"{UPLOADS}{upload.pk}/page-1.png"):
            assert other.get(address).status_code == HTTPStatus.NOT_FOUND
        expected = HTTPStatus.FOUND if person == cast.colleague else HTTPStatus.NOT_FOUND  # as if it were gone
        assert other.post(f"{UPLOADS}{upload.pk}/", {"go": "discard"}).status_code == expected
    assert as_user(cast.neighbour).get(f"/uploads/wawu/{upload.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert Upload.objects.get() == upload


def test_a_file_that_nobody_wants_is_gone(client, cast):
    upload = an_upload(cast)
    answer = client.post(f"{UPLOADS}{upload.pk}/", {"go": "discard"}, follow=True)
    assert "已删除“上年报告.pdf”，没有存入系统" in said(answer)
    assert Upload.objects.count() == 0


OFFER = year_on_offer(timezone.localdate())


def confirm(client, upload, **more):
    return client.post(f"{UPLOADS}{upload.pk}/", {"go": "confirm", **more}, follow=True)


def test_last_years_file_is_confirmed_with_one_click(client, cast, seed):
    upload = an_upload(cast, year=OFFER - 1)
    page = client.get(f"{UPLOADS}{upload.pk}/").content.decode()
    assert f"确认存为 {OFFER - 1} 年度往年报告" in page
    assert 'name="sure"' not in page
    answer = confirm(client, upload)
    assert f"“上年报告.pdf”已作为往年报告存入：背孜乡人民政府 {OFFER - 1} 年度报告" in said(answer)
    report = AnnualReport.objects.get()
    assert (report.status, report.year, report.data().figures) == ("archived", OFFER - 1, seed.figures)


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"organ": "瓦屋镇人民政府", "year": OFFER - 1}, "文件写的单位是“瓦屋镇人民政府”，不是“背孜乡人民政府”。"),
        ({"year": OFFER - 2}, f"文件是 {OFFER - 2} 年度的报告，不是上年（{OFFER - 1} 年度）的。"),
    ],
    ids=["organ", "year"],
)
def test_another_organ_or_year_is_said_by_name_and_must_be_confirmed(client, cast, changed, doubt):
    upload = an_upload(cast, **changed)
    assert doubt in said(client.get(f"{UPLOADS}{upload.pk}/"))
    answer = confirm(client, upload)
    assert "请核对单位和年度，确认是背孜乡人民政府" in said(answer)
    assert AnnualReport.objects.count() == 0
    confirm(client, upload, sure="on")
    report = AnnualReport.objects.get()
    assert (report.organ, report.year, report.organ_name) == (cast.township, changed["year"], "背孜乡人民政府")


def test_the_organs_short_name_is_no_other_organ(client, cast):
    upload = an_upload(cast, organ="鲁山县背孜乡", year=OFFER - 1)
    assert 'name="sure"' not in client.get(f"{UPLOADS}{upload.pk}/").content.decode()


def test_of_a_file_that_says_no_year_the_year_is_asked_for(client, cast):
    upload = an_upload(cast)
    Upload.objects.update(said_organ="", said_year=None)
    page = client.get(f"{UPLOADS}{upload.pk}/").content.decode()
    assert f'<option value="{OFFER - 1}" selected>' in page
    assert "文件中没有写明单位，按“背孜乡人民政府”读入" in page
    for sent in ({"sure": "on"}, {"sure": "on", "year": "1998"}, {"year": str(OFFER - 1)}):
        assert "没有存入" in said(confirm(client, upload, **sent))
    assert AnnualReport.objects.count() == 0
    confirm(client, upload, sure="on", year=str(OFFER - 3))
    assert AnnualReport.objects.get().year == OFFER - 3


def test_what_was_typed_is_taken_in_and_kept_where_confirming_is_refused(client, cast):
    upload = an_upload(cast, year=OFFER - 2)
    confirm(client, upload, problems="改过的问题。")
    upload.refresh_from_db()
    assert upload.corrections == {"problems": "改过的问题。"}
    confirm(client, upload, sure="on", problems="又改过。")
    assert AnnualReport.objects.get().data().text("problems") == "又改过。"


def test_a_year_that_somebody_has_written_takes_no_file_and_says_so(client, cast):
    open_report(cast.township, OFFER - 1, cast.clerk)
    AnnualReport.objects.update(status="published")
    upload = an_upload(cast, year=OFFER - 1)
    answer = confirm(client, upload)
    assert f"已有 {OFFER - 1} 年度报告（已公布），不能用文件代替" in said(answer)
    assert Upload.objects.get() == upload


def test_this_years_file_beside_a_draft_shows_every_difference_and_takes_what_is_chosen(client, cast, seed):
    ReportingYear.objects.create(year=OFFER, opens_on=date(OFFER, 12, 1), due_on=date(OFFER + 1, 1, 31))
    draft = open_report(cast.township, OFFER, cast.clerk)
    save(draft.pk, cast.colleague, [Edit(str(GRANTED), "", "9"), Edit("other_matters", "", "同事写的。")])
    upload = an_upload(cast, year=OFFER)
    page = client.get(f"{UPLOADS}{upload.pk}/").content.decode()
    assert "勾选的项目用文件内容代替" in page
    ticked = dict(re.findall(r'name="take" value="([^"]+)"[^>]*?( checked)?>', page))
    assert (ticked[str(GRANTED)], ticked["other_matters"], ticked["problems"]) == ("", "", " checked")
    seen = unescape(re.search(r'name="seen" value="([^"]+)"', page)[1])
    confirm(client, upload, seen=seen, take=[str(GRANTED), "problems"])
    data = draft.data()
    assert (data.figures[GRANTED], data.text("other_matters")) == (0, "同事写的。")
    assert data.text("problems") == seed.text("problems")
    assert Upload.objects.count() == 0


def ticks_of_merging(page):
    """By address, whether the file is to take the place of the draft, as a page has it."""
    found = re.findall(r'name="take" value="([^"]+)"[^>]*?( checked)?>', page)
    return {address: bool(checked) for address, checked in found}


def test_what_was_ticked_stays_so_when_the_file_is_checked_again_or_refused(client, cast, seed):
    ReportingYear.objects.create(year=OFFER, opens_on=date(OFFER, 12, 1), due_on=date(OFFER + 1, 1, 31))
    draft = open_report(cast.township, OFFER, cast.clerk)
    save(draft.pk, cast.colleague, [Edit(str(GRANTED), "", "9"), Edit("other_matters", "", "同事写的。")])
    upload = an_upload(cast, year=OFFER)
    address = f"{UPLOADS}{upload.pk}/"
    page = client.get(address).content.decode()
    proposed = ticks_of_merging(page)
    seen = unescape(re.search(r'name="seen" value="([^"]+)"', page)[1])
    wanted = {**proposed, str(GRANTED): True, "problems": False}
    assert wanted != proposed
    take = [each for each, is_ticked in wanted.items() if is_ticked]
    for sent in ({"go": "check"}, {"go": "check", "title": "长" * 20_001}, {"go": "confirm", "title": "长" * 20_001}):
        answer = client.post(address, {**sent, "seen": seen, "take": take}, follow=True)
        assert ticks_of_merging(answer.content.decode()) == wanted
    save(draft.pk, cast.colleague, [Edit(str(GRANTED), "9", "8"), Edit("problems", "", "同事后来写的。")])
    page = client.get(address).content.decode()
    assert ticks_of_merging(page) == {**wanted, str(GRANTED): False, "problems": False}, "what nobody saw is asked anew"
    assert AnnualReport.objects.get().data().figures[GRANTED] == 8


def test_a_second_click_says_that_it_is_done(client, cast):
    upload = an_upload(cast, year=OFFER - 1)
    confirm(client, upload)
    assert "这个文件已经处理" in said(confirm(client, upload))
    assert AnnualReport.objects.count() == 1


def keep(client, upload, values, **more):
    return client.post(f"{UPLOADS}{upload.pk}/keep/", {"values": values, **more}, content_type="application/json")


def test_what_is_put_right_is_kept_while_it_is_typed_and_shown_beside_what_was_read(client, cast):
    upload = an_upload(cast)
    assert keep(client, upload, {str(GRANTED): "7", "problems": "一", "title": ""}).json() == {"kept": 3, "refused": {}}
    assert keep(client, upload, {"problems": upload.reading["report"]["texts"]["problems"]}).json()["kept"] == 2
    words = said(client.get(f"{UPLOADS}{upload.pk}/"))
    assert "已改 2 处，离开后再打开仍在" in words
    assert "（一）予以公开，自然人”：读作“0”，改为“7”" in re.sub(r"\s", "", words)
    assert "已保留 2 处修改" in words
    assert "已改 2 处" in said(client.get(UPLOADS))
    assert "已全部恢复为读出的内容" in said(client.post(f"{UPLOADS}{upload.pk}/", {"go": "restore"}, follow=True))
    upload.refresh_from_db()
    assert upload.corrections == {}


def test_what_cannot_be_kept_is_said_and_the_rest_is_kept(client, cast):
    upload = an_upload(cast)
    answer = keep(client, upload, {"problems": "长" * 20_001, "title": "新标题", "poem": "x", "__class__": "x"})
    assert answer.json() == {"kept": 1, "refused": {"problems": "最多 20000 字，现有 20001 字，未保存"}}
    for odd in (None, 5, ["problems"], {"problems": 5}):
        assert keep(client, upload, odd).json() == {"kept": 1, "refused": {}}


def test_what_is_put_right_is_kept_for_who_brought_the_file_alone(client, cast, as_user):
    upload = an_upload(cast)
    for person in (cast.colleague, cast.supervisor, cast.neighbour):
        assert keep(as_user(person), upload, {"problems": "x"}).status_code == HTTPStatus.NOT_FOUND
    other = keep(client, upload, {"problems": "x"}, user=cast.colleague.pk)
    assert (other.status_code, "请用打开本页的账号登录" in other.json()["error"]) == (HTTPStatus.FORBIDDEN, True)
    upload.delete()
    gone = keep(client, Upload(pk=1), {"problems": "x"})
    assert (gone.status_code, gone.json()["error"]) == (404, "这个文件已经处理，或者超过 24 小时已删除")
    assert Upload.objects.count() == 0


def test_the_same_file_brought_again_keeps_what_was_put_right_in_it(client, seed):
    content = writing.write(seed, "html")
    bring(client, "上年.html", content)
    first = Upload.objects.get()
    keep(client, first, {str(GRANTED): "7", "problems": "改过。"})
    words = said(bring(client, "上年（1）.html", content))
    assert "这个文件上传过，上次的 2 处修改已保留" in words
    again = Upload.objects.get()
    assert (again.pk != first.pk, again.name) == (True, "上年（1）.html")
    assert again.corrections == {str(GRANTED): "7", "problems": "改过。"}


def test_of_too_many_files_those_in_which_nothing_was_put_right_give_way_first(client, cast, seed):
    for number in range(MOST_OF_A_PERSON):
        bring(client, f"{number}.json", canonical(replace(seed, texts={**seed.texts, "other_matters": f"{number}"})))
    oldest = Upload.objects.get(name="0.json")
    keep(client, oldest, {"problems": "改过。"})
    bring(client, "5.json", canonical(seed))
    assert set(Upload.objects.values_list("name", flat=True)) == {"0.json", "2.json", "3.json", "4.json", "5.json"}


def test_what_two_windows_put_right_at_once_is_both_kept(cast):
    """The second was opened before the first had kept anything."""
    windows = an_upload(cast), Upload.objects.get()
    correct(windows[0], {"problems": "改过。"})
    correct(windows[1], {"title": "新标题"})
    assert Upload.objects.get().corrections == {"problems": "改过。", "title": "新标题"}
