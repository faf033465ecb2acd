"""The code for a website's editor (网页代码): plain HTML, which reads right after whatever the website strips of it."""

import re
from dataclasses import replace

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from reports.formats import reading
from reports.formats.html import writer
from reports.formats.printed import full_title
from tests import runs
from tests.formats.hands import random_report
from tests.formats.html.test_writer import Page, a_report
from tests.formats.test_round_trips import assert_is_read

STRICT = {"p", "h2", "h3", "table", "tr", "th", "td"}  # a caption becomes a line of text
SPANS = {tag: {"colspan", "rowspan"} for tag in ("th", "td")}
FILTERS = {
    "nothing": str,
    "what nh3 takes by default": nh3.clean,
    "all but text, tables and spans": lambda code: nh3.clean(code, tags=STRICT, attributes=SPANS),
}


def on_a_website(report, filtered):
    """The page of a website in whose editor the title and the code were pasted, and the number beside them."""
    head = f"<p>发文字号：{report.document_number}</p><h1>{full_title(report)}</h1>"
    page = f"{head}<div class=article>{filtered(writer.code(report))}</div>"
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{page}</body></html>".encode()


def captions_left_in(page, report):
    """The captions that a website has turned into lines of text, which the form has no place for."""
    return [] if b"<caption" in page else re.findall("<caption>(.+)</caption>", writer.code(report))


@pytest.mark.parametrize("filtered", FILTERS.values(), ids=FILTERS)
@given(seed=st.integers(0, 10**9), edition=st.sampled_from(("2021", "2019")), blanks=st.booleans())
@settings(max_examples=runs.times(3, 300))
def test_any_report_is_read_back_from_the_website_it_was_pasted_into(filtered, seed, edition, blanks):
    report = random_report(seed, edition, blanks=blanks)
    page = on_a_website(report, filtered)
    read = reading.read("page.html", page)
    assert_is_read(report, replace(read, unplaced=()))
    assert [each.found for each in read.unplaced] == captions_left_in(page, report)


def test_nothing_of_it_is_for_looks_but_the_lines_and_the_alignment_of_the_tables(seed):
    written = Page(writer.code(seed).encode())
    assert {tag for tag, _ in written.elements} == {
        *("p", "h2", "h3", "table", "caption", "thead", "tbody", "tr", "th", "td")
    }
    assert {name for _, attributes in written.elements for name in attributes} == {
        *("scope", "rowspan", "colspan", "id", "headers", "border", "align")
    }


def test_its_tables_have_captions_of_their_own_and_its_title_is_left_to_the_website(seed):
    written = Page(writer.code(seed).encode())
    assert written.text_of("caption") == [
        "2022年度主动公开政府信息情况",
        "2022年度收到和处理政府信息公开申请情况",
        "2022年度政府信息公开行政复议、行政诉讼情况",
    ]
    assert (written.text_of("h1"), seed.title in writer.code(seed)) == ([], False)


def test_markup_in_a_text_stays_text():
    hostile = "<script>alert(1)</script></textarea><img src=x onerror=alert(1)> & \"'"
    assert Page(writer.code(a_report(texts={"problems": hostile})).encode()).text_of("p") == [hostile]


def test_a_draft_says_that_it_is_one():
    (first, *_) = html.fragments_fromstring(writer.code(a_report(), draft=True, demonstration=True))
    assert first.text == "草稿　演示数据"
