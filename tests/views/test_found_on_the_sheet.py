"""On the page of a review the words and figures of each finding are underlined, and lead to it as it leads to them."""

import re

import pytest

from reports.checks import Case, run
from reports.checks.registry import Finding, Level
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import unexplained
from reports.lifecycle.reviewing import explain
from reports.presenters.findings import ShownFinding
from reports.presenters.found_marks import MOST_MARKED_WORDS, marks_on_sheet
from tests.checks.reports import a_report
from tests.conftest import YEAR
from tests.deciding import perform

REPORT = f"/reports/beizi/{YEAR}/"
TEXT = "overview.disclosure_on_request"
SAID = "我乡认真办理。2022年，我乡新收政府信息公开申请17件，均已按时答复。"
WORDS = re.compile(r'<span id="found-at-(\d+)"><mark class="found-words found-words-(\w+)">(.*?)</mark></span>')
BEHIND = re.compile(r'<a class="found-mark [^"]*" href="#found-(\d+)"[^>]*aria-label="([^"]*)"></a>')
LISTED = re.compile(r'<li class="found-\w+" id="found-(\d+)".*?<a class="to-place" href="#([^"]+)">', re.DOTALL)


@pytest.fixture
def in_review(filled, cast):
    stored = filled.texts.get(key=TEXT).body
    save(filled.pk, cast.clerk, [Edit(TEXT, stored, SAID)])
    for finding in unexplained(filled):
        explain(filled, cast.clerk, finding, "县信访局转来十七件，按规定只计入信访渠道统计。")
    perform("submit", filled.pk, cast.clerk)
    return filled


def the_page(cast, as_user, query=""):
    return as_user(cast.supervisor).get(f"{REPORT}review/{query}").content.decode()


def test_the_words_lead_to_their_finding_and_the_finding_to_its_words(in_review, cast, as_user):
    page = the_page(cast, as_user)
    number = next(number for number, place in LISTED.findall(page) if place == f"found-at-{number}")
    assert WORDS.findall(page) == [(number, "explain", "17件")]
    own = [(one, name) for one, name in BEHIND.findall(page) if one == number]
    assert own == [(number, f"检查结果 {number}，须说明")] * 2  # behind the words, and in the cell that they contradict
    assert 'id="at-applications.new_received.total"' in page
    assert '<mark class="found-words found-words-explain">0</mark>' in page


def test_every_finding_leads_to_a_place_that_is_there(in_review, cast, as_user):
    for query in ("", "?compare=submission", "?compare=year"):
        page = the_page(cast, as_user, query)
        ids = re.findall(r'\bid="([^"]+)"', page)
        ways = LISTED.findall(page)
        assert ways
        assert [place for _, place in ways if ids.count(place) != 1] == []
        assert len(ids) == len(set(ids))


def test_a_sentence_with_marks_still_has_the_words_that_an_opinion_quotes(in_review, cast, as_user):
    page = the_page(cast, as_user)
    sentences = re.findall(r'<span class="sentence">(.*?)</span>(?=<span class="sentence">|</p>)', page)
    assert [re.sub("<[^>]*>", "", each) for each in sentences] == ["我乡认真办理。", SAID.partition("。")[2]]


def test_the_sheet_of_others_has_no_marks(in_review, cast, as_user):
    preview = as_user(cast.clerk).get(f"{REPORT}preview/").content.decode()
    assert SAID in preview
    assert "found-mark" not in preview


def numbered(found):
    return [ShownFinding(finding=each, number=number, url="") for number, each in enumerate(found, start=1)]


def marks_of(report):
    return marks_on_sheet(report, numbered(run(Case(report))), are_words_marked=True)


def test_words_of_several_findings_are_cut_where_each_begins_and_ends():
    text = "  第一句。\n\n  2021年，我局共公开XX条。下一句。\n"
    words = ("2021年，我局", "2021年", "2021年，我局共公开XX条")
    spans = [(text.index(each), text.index(each) + len(each)) for each in words]
    found = [Finding("W6", Level.MUST_FIX, "", texts=("overview.platform",), span=span) for span in spans]
    marks = marks_on_sheet(a_report(texts={"overview.platform": text}), numbered(found), are_words_marked=True)
    (first, second) = marks.paragraphs["overview.platform"]
    assert ["".join(piece.words for piece in sentence) for sentence in (*first, *second)] == [
        "第一句。",
        "2021年，我局共公开XX条。",
        "下一句。",
    ]
    begun = [number for sentence in second for piece in sentence for number in piece.begins]
    ended = [mark.number for sentence in second for piece in sentence for mark in piece.marks]
    assert sorted(begun) == sorted(ended)
    assert len(begun) == len(set(begun)) == 3
    assert [piece.words for piece in second[0] if len(piece.numbers) == 3] == ["2021年"]


def test_of_a_text_with_more_findings_than_can_be_told_apart_the_others_lead_to_the_text():
    text = "".join(f"共公开{'X' * number}条。" for number in range(2, MOST_MARKED_WORDS + 12))
    report = a_report(texts={"overview.platform": text})
    marks = marks_of(report)
    places = list(marks.places.values())
    assert sum(place.startswith("found-at-") for place in places) == MOST_MARKED_WORDS
    assert places.count("at-overview.platform") == 10
