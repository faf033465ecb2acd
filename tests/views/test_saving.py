"""Saving in the background: what is answered, what is merged, what is refused."""

from http import HTTPStatus

import pytest

from reports.lifecycle.editing import Edit
from reports.lifecycle.editing import save as save_by_hand
from reports.lifecycle.opening import open_report
from reports.models import AnnualReport, Status
from tests.conftest import YEAR
from tests.deciding import add_opinion, perform
from tests.markup import flat

STEP = f"/reports/beizi/{YEAR}"
GRANTED = "applications.granted.natural_person"


@pytest.fixture
def send(as_user, cast):
    client = as_user(cast.clerk)

    def sent(*edits, step="applications", **body):
        body = {"edits": [list(edit) for edit in edits]} | body
        return client.post(f"{STEP}/{step}/save/", body, content_type="application/json")

    return sent


def test_an_edit_is_acknowledged_with_what_stands_there_now(send, report):
    answer = send((GRANTED, "", "１２件")).json()
    assert answer["values"] == {GRANTED: "12"}
    assert (answer["conflicts"], answer["refused"], answer["errors"]) == ([], {}, {})


def test_sending_the_same_edit_twice_changes_nothing_more(send, report):
    for _ in range(3):
        assert send((GRANTED, "", "12")).json()["values"] == {GRANTED: "12"}
    assert report.changes.filter(address=GRANTED).count() == 1


def test_different_cells_of_two_editors_merge(send, report, cast):
    save_by_hand(report.pk, cast.colleague, [Edit("applications.granted.business", "", "3")])
    answer = send((GRANTED, "", "12")).json()
    assert answer["conflicts"] == []
    figures = {str(cell): figure for cell, figure in report.figures().items()}
    assert (figures[GRANTED], figures["applications.granted.business"]) == (12, 3)


def test_the_same_cell_is_a_conflict_with_both_values_and_who(send, report, cast):
    save_by_hand(report.pk, cast.colleague, [Edit(GRANTED, "", "3")])
    conflict = send((GRANTED, "", "12")).json()["conflicts"][0]
    told = {key: conflict[key] for key in ("address", "name", "stored", "now", "editor")}
    assert told == {
        "address": GRANTED,
        "name": "（一）予以公开，自然人",
        "stored": "3",
        "now": "12",
        "editor": "王某某",
    }


def test_an_unreadable_figure_is_kept_and_named(send, report):
    answer = send((GRANTED, "", "三")).json()
    assert answer["values"] == {GRANTED: "三"}
    assert "请填写数字" in answer["errors"][GRANTED]
    assert "请填写数字" in answer["found"]


def test_a_report_that_left_its_author_says_so(send, filled, cast):
    perform("submit", filled.pk, cast.colleague)
    answer = send((GRANTED, "0", "12"))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "待审核" in answer.json()["left"]


@pytest.mark.parametrize(
    "edits",
    [
        None,
        "x",
        {},
        [1],
        [["a"]],
        [["applications.granted.total", "", "1"]],
        [["problems", "", "另一部分的文字"]],
        [[GRANTED, None, "1"]],
        [[GRANTED, "", 1]],
        [["title", "", "x"]],
    ],
)
def test_what_no_page_of_ours_sends_is_refused_whole(as_user, cast, report, edits):
    answer = as_user(cast.clerk).post(f"{STEP}/applications/save/", {"edits": edits}, content_type="application/json")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert report.changes.filter(source="typed").count() == 0


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "[" * 50_000, "\xff"])
def test_a_body_that_is_no_json_is_refused(as_user, cast, report, body):
    answer = as_user(cast.clerk).post(f"{STEP}/applications/save/", body, content_type="application/json")
    assert answer.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    ("said", "source"),
    [
        (["pasted"], "pasted"),
        (["nil"], "nil"),
        (["inserted"], "inserted"),
        (["undone"], "undone"),
        (["typed"], "typed"),
        ([], "typed"),
        (["imported"], "typed"),
        (["by magic"], "typed"),
        ([None], "typed"),
        ([["pasted"]], "typed"),
        ([{"a": 1}], "typed"),
    ],
)
def test_how_a_value_came_in_is_kept_where_a_page_can_know_it(send, report, said, source):
    assert send((GRANTED, "", "12", *said)).json()["values"] == {GRANTED: "12"}
    assert report.changes.get(address=GRANTED).source == source


def test_each_edit_of_a_save_has_its_own_source(send, report):
    send((GRANTED, "", "12", "pasted"), ("applications.granted.business", "", "0", "nil"))
    told = report.changes.filter(address__startswith="applications").values_list("address", "source")
    assert dict(told) == {GRANTED: "pasted", "applications.granted.business": "nil"}


def test_the_list_beside_the_fields_comes_back_as_the_page_had_it(send, as_user, filled, cast):
    perform("submit", filled.pk, cast.clerk)
    filled.refresh_from_db()
    add_opinion(filled.pk, cast.supervisor, anchor=GRANTED, quote="", level="must", code="other", words="请核对。")
    perform("return", filled.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    page = as_user(cast.clerk).get(f"{STEP}/applications/").content.decode()
    assert "1．请核对。" in page
    assert flat(send((GRANTED, "0", "0")).json()["found"].strip()) in page


@pytest.mark.parametrize(
    ("status", "now", "source"),
    [
        (Status.PUBLISHED, "3", "carried_over"),
        (Status.PUBLISHED, "4", "typed"),
        (Status.DRAFT, "3", "typed"),  # a draft holds whatever its own clerk has just typed into it
    ],
)
def test_only_a_settled_figure_of_last_year_was_carried_over_whatever_a_page_says(
    send, report, cast, status, now, source
):
    """What is carried over is nobody's entry (四眼原则): the word of a page does not make it so."""
    before = open_report(cast.township, YEAR - 1, cast.colleague)
    save_by_hand(before.pk, cast.colleague, [Edit("applications.carried_forward.natural_person", "", "3")])
    AnnualReport.objects.filter(pk=before.pk).update(status=status)
    address = "applications.carried_over.natural_person"
    assert send((address, "", now, "carried_over")).json()["values"] == {address: now}
    assert report.changes.get(address=address).source == source
