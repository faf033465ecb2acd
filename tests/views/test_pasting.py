"""Reading a paste on the server: what is answered and refused; nothing is stored."""

from http import HTTPStatus

import pytest

from reports.formats import sandbox
from reports.formats.pasting import MOST_CHARACTERS
from reports.models import AnnualReport, Status
from tests.conftest import YEAR

REPORT = f"/reports/beizi/{YEAR}"
NEW = "applications.new_received"
GRANTED = "applications.granted"
COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total")
ROW = "一、本年新收到的政府信息公开申请数\t5\t1\t0\t0\t0\t0\t6"


@pytest.fixture
def send(as_user, cast, report):
    client = as_user(cast.clerk)

    def sent(step="applications", **body):
        return client.post(f"{REPORT}/{step}/read-paste/", body, content_type="application/json")

    return sent


def test_figures_are_answered_by_address_and_nothing_is_stored(send, report):
    before = (report.figures(), report.changes.count())
    answer = send(text=ROW).json()
    assert answer == {
        "cells": {f"{NEW}.{column}": figure for column, figure in zip(COLUMNS, "5100006", strict=True)},
        "elsewhere": 0,
        "doubts": [],
        "notices": [],
    }
    stored = AnnualReport.objects.get(pk=report.pk)
    assert (stored.figures(), stored.changes.count()) == before


def test_html_goes_before_text_and_other_parts_are_counted(send):
    html = "<table><tr><td>行政许可</td><td>12</td></tr></table>"
    assert send("applications", html=html, text=ROW).json()["elsewhere"] == 1
    assert send("proactive_disclosure", html=html).json()["cells"] == {
        "licensing.administrative_licensing.decisions": "12"
    }


def test_a_remark_beside_a_figure_is_told(send):
    answer = send(text="（一）予以公开\t5（含上年1件）\t1\t0\t0\t0\t0\t6").json()
    assert answer["cells"][f"{GRANTED}.natural_person"] == "5"
    assert answer["notices"] == ["“（一）予以公开，自然人”读作 5，原有附注（含上年1件）"]


def test_what_cannot_be_placed_is_named_with_its_reason(send):
    assert send(text="（一）予以公开\t5\t6").json()["doubts"] == [
        {"label": "（一）予以公开", "found": "5 6", "why": "应有 7 个数字，与表头不能一一对应"}
    ]


def test_what_is_too_long_is_refused_before_it_is_read(send, monkeypatch):
    monkeypatch.setattr(sandbox, "run", lambda *_: pytest.fail("it was read"))
    answer = send(html="<", text="1" * MOST_CHARACTERS)
    assert (answer.status_code, answer.json()) == (HTTPStatus.BAD_REQUEST, {"error": "粘贴的内容过长，请分几次粘贴"})


def test_while_all_readers_are_busy_it_may_be_tried_again(send, monkeypatch):
    def busy(*_):
        raise sandbox.ReadingBusy(3)

    monkeypatch.setattr(sandbox, "run", busy)
    answer = send(text=ROW)
    assert (answer.status_code, answer["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "3")


def test_a_report_that_has_left_its_author_is_not_pasted_into(send):
    AnnualReport.objects.update(status=Status.IN_REVIEW)
    answer = send(text=ROW)
    assert (answer.status_code, list(answer.json())) == (HTTPStatus.CONFLICT, ["left"])


def test_a_part_without_a_table_reads_no_paste(send):
    assert send("overview", text=ROW).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("given", [{}, {"html": 5, "text": None}, {"text": "\udc80"}, {"html": "<table><tr><td>"}])
def test_nothing_that_could_be_read_places_nothing(send, given):
    answer = send(**given)
    assert answer.status_code == HTTPStatus.OK
    assert answer.json()["cells"] == {}


def test_a_page_of_somebody_else_who_signed_in_is_refused(send, cast):
    assert send(text=ROW, user=str(cast.colleague.pk)).status_code == HTTPStatus.FORBIDDEN
