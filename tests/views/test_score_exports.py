"""Closed score sheets as files: what they say, what marks them, and who gets them."""

import io
from datetime import date
from http import HTTPStatus

import pypdfium2
import pytest
from openpyxl import load_workbook

from reports.lifecycle.appraisal import schemes
from reports.lifecycle.appraisal.entering import answer
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.models import AppraisalScheme, EvidenceKind, ScoreEntry
from tests.conftest import YEAR
from tests.deciding import perform
from tests.lifecycle.appraisal.schemes import REASON, closed, item, opened
from tests.lifecycle.appraisal.test_facts import at

MARK = "内部工作资料"
LIST = f"/county/lushan/{YEAR}/scores.xlsx"


@pytest.fixture
def scheme(cast, filled):
    """背孜乡 was late, answered, and was given points back after the closing."""
    with at(2, 3):
        perform("submit", filled.pk, cast.clerk)
    scheme = opened(cast)
    answer(scheme.pk, cast.township, cast.clerk, "=我乡按期报送，请核对。")
    AppraisalScheme.objects.update(answers_until=date(YEAR + 1, 3, 1))
    schemes.close(scheme.pk, cast.supervisor, seen=appraisal_of(scheme).digest)
    scheme = AppraisalScheme.objects.get()
    late, back = item(scheme, EvidenceKind.LATE_SUBMISSION), {"tenths": -25, "reason": REASON, "by": cast.supervisor}
    ScoreEntry.objects.create(item=late, organ=cast.township, closing=scheme.closing, **back)
    return scheme


def path(scheme, slug="beizi", file="sheet.xlsx"):
    return f"/scores/{scheme.pk}/{slug}/{file}"


def book(answer):
    return load_workbook(io.BytesIO(answer.content))


def rows(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_workbook_of_the_office_lists_every_organ_and_the_evidence(cast, as_user, scheme, filled):
    found = book(as_user(cast.supervisor).get(LIST))
    assert found.sheetnames == ["得分", "依据清单", "不同意见", "定稿后更正", "未纳入考核", "说明"]
    assert {MARK in each["A1"].value for each in found} == {True}
    assert {each.oddHeader.right.text for each in found} == {MARK}
    _, headings, *scores = rows(found["得分"])
    assert (headings[0], headings[2], headings[-2:]) == ("单位", "1.未及时备案", ["定稿得分", "更正后得分"])
    assert [(each[0], each[2], each[-2], each[-1]) for each in scores] == [
        ("背孜乡人民政府", -5, 0, 2.5),
        ("瓦屋镇人民政府", -5, 0, 0),
    ]
    event = filled.events.get().pk
    late = next(each for each in rows(found["依据清单"]) if each[:2] == ["背孜乡人民政府", "未及时备案"])
    assert late[4:] == ["逾期 3 天提交（截止 2023-01-31，2023-02-03 提交）", f"办理记录 {event}"]
    assert rows(found["定稿后更正"])[2][:4] == ["背孜乡人民政府", "未及时备案", "退回 2.5 分", REASON]
    said = found["不同意见"]["B3"]
    assert (said.value, said.data_type) == ("=我乡按期报送，请核对。", "s")
    assert f"SHA-256 {scheme.closing.content_hash}" in [each[1] for each in rows(found["说明"])]


def test_an_organ_gets_its_own_sheet_and_nothing_of_others(cast, as_user, scheme):
    found = book(as_user(cast.clerk).get(path(scheme)))
    assert "未纳入考核" not in found.sheetnames
    assert {each[0] for each in rows(found["得分"])[2:]} == {"背孜乡人民政府"}
    assert not any("瓦屋" in str(value) for sheet in found for row in rows(sheet) for value in row)
    for file in ("sheet.xlsx", "sheet.pdf"):
        for person in (cast.neighbour, cast.stranger, cast.administrator):
            assert as_user(person).get(path(scheme, file=file)).status_code == HTTPStatus.NOT_FOUND
    assert as_user(cast.clerk).get(LIST).status_code == HTTPStatus.NOT_FOUND


def test_the_paper_says_score_record_answer_and_correction_on_marked_pages(cast, as_user, scheme):
    answer = as_user(cast.clerk).get(path(scheme, file="sheet.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.content)]
    assert [MARK in page for page in pages] == [True] * len(pages)
    text = "".join("".join(pages).split())
    for words in (
        f"背孜乡人民政府{YEAR}年度考核得分单",
        "定稿得分：0分。定稿后有更正，更正后得分2.5分。",
        "逾期3天提交（截止2023-01-31，2023-02-03提交）",
        "=我乡按期报送，请核对。",
        f"未及时备案：退回2.5分，{REASON}",
        scheme.closing.content_hash,
    ):
        assert words in text


def test_nothing_is_exported_before_it_is_closed(cast, as_user, filled):
    scheme = opened(cast)
    browser = as_user(cast.supervisor)
    for address in (LIST, path(scheme), path(scheme, file="sheet.pdf")):
        assert browser.get(address).status_code == HTTPStatus.NOT_FOUND


def test_what_is_marked_as_invented_says_so_on_every_export(cast, as_user, filled, settings):
    settings.DEMONSTRATION = True
    scheme = closed(cast)
    found = book(as_user(cast.supervisor).get(path(scheme)))
    assert {"演示数据" in each["A1"].value for each in found} == {True}
