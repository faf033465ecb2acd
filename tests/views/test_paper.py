"""The paper on the screen: its pages as pictures, and the part that is typed in, as it will be printed."""

import re
from base64 import b64decode
from http import HTTPStatus
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from reports.formats import drawing, store, writing
from reports.formats.children import Taken, end_all
from reports.lifecycle.editing import Edit, save
from tests.conftest import YEAR
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"
MOST_QUERIES_OF_A_PART = 19


@pytest.fixture
def _store_of_its_own(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    yield
    end_all()


def pictures_on(page):
    return [
        (Image.open(BytesIO(b64decode(content))).size, (int(width), int(height)))
        for content, width, height in re.findall(
            r'<img src="data:image/png;base64,([^"]+)" width="(\d+)" height="(\d+)"', flat(page)
        )
    ]


@pytest.mark.usefixtures("_store_of_its_own")
def test_every_page_of_the_pdf_is_shown_beside_the_link_to_it_and_drawn_once(filled, cast, as_user, monkeypatch):
    client = as_user(cast.clerk)
    page = client.get(f"{REPORT}paper/").content.decode()
    paper = client.get(f"{REPORT}report.pdf").content
    shown = pictures_on(page)
    assert len(shown) == len(PdfReader(BytesIO(paper)).pages)
    assert all(size == said == (900, 1273) for size, said in shown)
    assert f'href="{REPORT}report.pdf"' in page
    monkeypatch.setattr(drawing, "_drawn_by_a_child", lambda *_: pytest.fail("drawn again"))
    assert pictures_on(client.get(f"{REPORT}paper/").content.decode()) == shown
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "没有。")])
    with pytest.raises(pytest.fail.Exception):
        client.get(f"{REPORT}paper/")


@pytest.mark.parametrize(
    ("outcome", "status", "words"),
    [
        (Taken(7), HTTPStatus.SERVICE_UNAVAILABLE, "正在为其他人生成文件，请约 7 秒后再试"),
        (TimeoutError(), HTTPStatus.UNPROCESSABLE_ENTITY, "报告内容过多，在规定的时间和内存内不能生成文件"),
        (BrokenPipeError(), HTTPStatus.UNPROCESSABLE_ENTITY, "文件生成失败，请稍后再试"),
    ],
    ids=["busy", "too much", "broken"],
)
def test_where_the_pdf_cannot_be_drawn_the_page_says_why_and_leads_on(
    filled, cast, as_user, monkeypatch, outcome, status, words
):
    def fail(*_):
        raise outcome

    monkeypatch.setattr(store, "kept", lambda name: None)
    monkeypatch.setattr(drawing.DRAWING, "answer", fail)
    answer = as_user(cast.clerk).get(f"{REPORT}paper/")
    page = answer.content.decode()
    assert (answer.status_code, answer.get("Retry-After")) == (status, "7" if "7" in words else None)
    assert f"PDF 暂时无法生成，报告内容不受影响。{words}" in page
    assert (f'href="{REPORT}preview/"' in page, "<img" in page) == (True, False)


def test_a_broken_pdf_gives_no_pictures_but_a_sentence(filled, cast, as_user, monkeypatch):
    monkeypatch.setattr(writing, "write", lambda *_, **__: b"%PDF-1.7 broken")
    assert "PDF 暂时无法生成" in as_user(cast.clerk).get(f"{REPORT}paper/").content.decode()


@pytest.mark.parametrize("step", ["particulars", "overview", "proactive_disclosure", "applications", "problems"])
def test_the_part_that_is_typed_in_is_shown_as_stored_with_no_id_of_the_form(
    filled, cast, as_user, django_assert_max_num_queries, step
):
    client = as_user(cast.clerk)
    with django_assert_max_num_queries(MOST_QUERIES_OF_A_PART):
        part = client.get(f"{REPORT}{step}/preview/").content.decode()
    form = client.get(f"{REPORT}{step}/").content.decode()
    assert set(re.findall(r'\bid="([^"]+)"', part)) & set(re.findall(r'\bid="([^"]+)"', form)) == set()
    section = filled.official_form.section.get(step)
    assert re.findall(r"<h[12]>(.*?)</h[12]>", re.sub("</?span>", "", part)) == [
        section.title if section else filled.data().title
    ]
    assert 'class="sheet sheet-part sheet-draft"' in part


def test_a_part_that_is_not_there_is_not_found(filled, cast, as_user):
    assert as_user(cast.clerk).get(f"{REPORT}poem/preview/").status_code == HTTPStatus.NOT_FOUND


def test_the_form_leads_to_the_preview_without_scripts_too(filled, cast, as_user):
    page = as_user(cast.clerk).get(f"{REPORT}problems/").content.decode()
    assert re.search(rf'href="{REPORT}preview/#problems"\s*>预览本部分</a>', page)
    assert re.search(r'<section class="part-preview"[^>]* hidden', page)
