"""What is handed out as final was read back: a writer that errs releases nothing (O1)."""

import re
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.urls import reverse

from reports.formats import registry, writing
from reports.formats.proving import NotProved
from reports.lifecycle.releasing import file_of
from reports.models import Publication, Status
from reports.official import Cell
from tests.conftest import YEAR
from tests.deciding import perform, seen

GRANTED = Cell("applications", "granted", "natural_person")
SENTENCE = "三、收到和处理政府信息公开申请情况“（一）予以公开，自然人”应为 {}，文件中为 77"


@pytest.fixture
def approved(filled, cast):
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    filled.refresh_from_db()
    return filled


@pytest.fixture
def broken(monkeypatch):
    """Has the writer of a format write another figure than the report's."""
    write = writing.write

    def break_writer(extension):
        def wrongly(report, each, **more):
            figures = report.figures | {GRANTED: 77}
            return write(replace(report, figures=figures) if each == extension else report, each, **more)

        monkeypatch.setattr(writing, "write", wrongly)

    return break_writer


@pytest.mark.parametrize("extension", registry.published())
def test_nothing_is_published_where_one_of_its_files_says_another_figure(approved, cast, broken, extension):
    broken(extension)
    events = approved.events.count()
    with pytest.raises(NotProved) as refusal:
        perform("publish", approved.pk, cast.clerk)
    assert SENTENCE.format(approved.data().figure(GRANTED)) in str(refusal.value)
    approved.refresh_from_db()
    assert (approved.status, Publication.objects.count()) == (Status.APPROVED, 0)
    assert approved.events.count() == events


def test_who_publishes_reads_which_figure_it_is(approved, cast, broken, as_user):
    broken("html")
    address = reverse("decide", args=["beizi", YEAR, "publish"])
    answer = as_user(cast.clerk).post(address, {"content_hash": seen()["content_hash"]})
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert SENTENCE.format(approved.data().figure(GRANTED)) in page
    assert "数据没有改动，请联系管理员" in page


def test_a_draft_is_handed_out_unproved_and_what_was_approved_is_not(filled, cast, broken, as_user):
    broken("html")
    address, clerk = reverse("download", args=["beizi", YEAR, "html"]), as_user(cast.clerk)
    assert clerk.get(address).status_code == HTTPStatus.OK
    perform("submit", filled.pk, cast.clerk)
    perform("approve", filled.pk, cast.supervisor)
    assert clerk.get(address).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_what_was_published_is_handed_out_as_it_was_frozen(approved, cast, broken):
    perform("publish", approved.pk, cast.clerk)
    approved.refresh_from_db()
    frozen = approved.publication.file("html")
    broken("html")
    assert file_of(approved, "html") == frozen


def test_the_same_file_is_read_back_once(approved, monkeypatch):
    first = file_of(approved, "html")
    monkeypatch.setattr("reports.formats.sandbox.run", pytest.fail)
    assert file_of(approved, "html") == first


def test_no_code_for_a_website_is_shown_that_says_another_figure(approved, cast, as_user, monkeypatch):
    code = writing.code

    def wrongly(report, **marks):
        return code(replace(report, figures=report.figures | {GRANTED: 77}), **marks)

    monkeypatch.setattr(writing, "code", wrongly)
    answer = as_user(cast.clerk).get(reverse("page_code", args=["beizi", YEAR]))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "生成的网页代码与数据不一致，未放行：" in answer.content.decode()


def test_where_no_font_has_a_character_the_refusal_says_which(seed, monkeypatch):
    """The proof alone would say of the characters beside it that they are others."""

    def refuse(*_, **__):
        raise NotProved("标题与数据不一致")

    monkeypatch.setattr("reports.formats.proving.prove", refuse)
    rare = replace(
        seed, document_number="\U000f1234政〔2023〕5号", texts=seed.texts | {"other_matters": "\U000f1235村"}
    )
    for extension, sentence in (
        ("pdf", "不能印制：\U000f1234（U+F1234）、\U000f1235（U+F1235）。请退回修改"),
        ("html", "标题"),
    ):
        with pytest.raises(NotProved, match=re.escape(sentence)):
            writing.released(rare, extension)
    with pytest.raises(NotProved, match="标题与数据不一致"):
        writing.released(seed, "pdf")
