"""The page on which a supervisor keeps the stock phrases of a county."""

from http import HTTPStatus

import pytest

from reports.models import Membership, Role, StockPhrase
from reports.official import EDITION_2021
from reports.people.phrases import (
    BLANK,
    DEFAULT_PHRASES,
    MOST_PHRASES_OF_A_TEXT,
    PhraseChanged,
    added,
    filled_in,
    has_even_braces,
    phrases_of,
    removed,
    reworded,
)

PAGE = "/phrases/"
TEXT = "overview.information_management"
FIRST, SECOND = DEFAULT_PHRASES[TEXT]
DEFAULT_PHRASES_AS_LISTS = {text: list(bodies) for text, bodies in DEFAULT_PHRASES.items()}
NEW = "{年份}年，{自称}制定了{制度名称}。"


@pytest.fixture
def ask(supervisor):
    """Press a button of the page on a phrase of 政府信息管理."""

    def pressed(act, place="", seen="", body="", text=TEXT, client=supervisor):
        return client.post(PAGE, {"act": act, "text": text, "place": place, "seen": seen, "body": body})

    return pressed


def stored(cast):
    return phrases_of(cast.county.pk)[TEXT]


def test_the_default_phrases_are_of_the_form_in_force():
    assert set(DEFAULT_PHRASES) <= set(EDITION_2021.text)
    assert [body for bodies in DEFAULT_PHRASES.values() for body in bodies if not has_even_braces(body)] == []


def test_year_and_self_reference_are_filled_in_and_other_slots_left_to_the_clerk():
    assert filled_in(NEW, year=2026, we="我镇") == f"2026年，我镇制定了{BLANK}。"


@pytest.mark.parametrize("body", ["共{条数条", "共条数}条", "共{}条", "共{ }条", "共{{条数}}条", "}{"])
def test_braces_that_hold_nothing_or_do_not_pair_are_uneven(body):
    assert not has_even_braces(body)


def test_a_phrase_is_added_changed_moved_and_removed_in_a_list():
    assert added("丙")(["甲", "乙"]) == ["甲", "乙", "丙"]
    assert reworded(0, "甲", "子")(["甲", "乙"]) == ["子", "乙"]
    assert reworded(0, "甲", "甲", by=1)(["甲", "乙"]) == ["乙", "甲"]
    assert reworded(0, "甲", "子", by=-1)(["甲", "乙"]) == ["子", "乙"]
    assert removed(0, "甲")(["甲", "乙"]) == ["乙"]


@pytest.mark.parametrize(("place", "seen"), [(0, "丙"), (2, "乙"), (-1, "乙")])
def test_a_phrase_that_does_not_stand_there_any_more_is_left_alone(place, seen):
    with pytest.raises(PhraseChanged):
        removed(place, seen)(["甲", "乙"])


def test_the_page_shows_the_defaults_without_storing_them(supervisor):
    page = supervisor.get(PAGE).content.decode()
    assert (FIRST in page, "目前是系统自带的表述" in page) == (True, True)
    assert not StockPhrase.objects.exists()


def test_an_added_phrase_stands_last_beside_the_defaults(cast, ask):
    answer = ask("add", body=NEW)
    assert (answer.status_code, answer.url) == (HTTPStatus.FOUND, f"{PAGE}?organ=lushan#{TEXT}-new")
    assert phrases_of(cast.county.pk) == {**DEFAULT_PHRASES_AS_LISTS, TEXT: [FIRST, SECOND, NEW]}
    assert phrases_of(cast.township.pk) == DEFAULT_PHRASES_AS_LISTS


def test_moving_keeps_what_was_typed_into_the_field(cast, ask):
    ask("down", 0, FIRST, body=NEW)
    assert stored(cast) == [SECOND, NEW]
    ask("up", 1, NEW, body=NEW)
    assert stored(cast) == [NEW, SECOND]


def test_a_phrase_is_deleted_only_after_it_was_confirmed(cast, ask):
    assert "删除这条表述" in ask("delete", 0, FIRST).content.decode()
    assert stored(cast) == [FIRST, SECOND]
    ask("delete_indeed", 0, FIRST)
    assert stored(cast) == [SECOND]


def test_deleting_all_brings_the_defaults_back(cast, ask):
    for text, bodies in DEFAULT_PHRASES.items():
        for body in bodies:
            ask("delete_indeed", 0, body, text=text)
    assert not StockPhrase.objects.exists()
    assert phrases_of(cast.county.pk) == DEFAULT_PHRASES_AS_LISTS


def test_two_supervisors_do_not_overwrite_each_other(cast, ask, supervisor):
    ask("keep", 0, FIRST, body="甲的说法。")
    ask("keep", 0, FIRST, body="乙的说法。")
    assert stored(cast) == ["甲的说法。", SECOND]
    assert "您填写的内容是：乙的说法。" in supervisor.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "请填写表述"),
        (" \n\u3000", "请填写表述"),
        ("共{条", "花括号要成对，里面写要填的内容，如 {条数}"),
        ("长" * 301, "表述最多 300 字，现有 301 字"),
    ],
)
@pytest.mark.parametrize("act", ["add", "keep", "up"])
def test_a_wording_that_cannot_stand_comes_back_with_the_reason(cast, ask, act, body, sentence):
    answer = ask(act, "" if act == "add" else 1, SECOND, body=body)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, body in page) == (HTTPStatus.UNPROCESSABLE_ENTITY, True, True)
    assert stored(cast) == [FIRST, SECOND]


def test_a_text_has_room_for_thirty_phrases(cast, ask):
    for number in range(MOST_PHRASES_OF_A_TEXT - 2):
        ask("add", body=f"第{number}条。")
    assert len(stored(cast)) == MOST_PHRASES_OF_A_TEXT
    assert "每个部分最多 30 条" in ask("add", body="多一条。").content.decode()
    assert len(stored(cast)) == MOST_PHRASES_OF_A_TEXT


@pytest.mark.parametrize(
    ("act", "place", "text"),
    [
        ("explode", 0, TEXT),
        ("keep", "", TEXT),
        ("keep", "-1", TEXT),
        ("keep", "９", TEXT),
        ("keep", "1" * 999, TEXT),
        ("add", 0, TEXT),
        ("add", "", "poem"),
        ("add", "", ""),
        ("", "", ""),
    ],
)
def test_what_the_page_does_not_offer_is_absent(cast, ask, act, place, text):
    assert ask(act, place, FIRST, body=NEW, text=text).status_code == HTTPStatus.NOT_FOUND
    assert not StockPhrase.objects.exists()


@pytest.mark.parametrize("act", ["add", "delete_indeed"])
def test_nobody_else_changes_a_countys_phrases(cast, ask, as_user, act):
    for person in (cast.clerk, cast.leader, cast.administrator):
        place = "" if act == "add" else 0
        assert ask(act, place, FIRST, body=NEW, client=as_user(person)).status_code == HTTPStatus.NOT_FOUND
    answer = as_user(cast.stranger).post(f"{PAGE}?organ=lushan", {"act": "add", "text": TEXT, "body": NEW})
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert not StockPhrase.objects.exists()


def test_a_supervisor_of_two_organs_changes_the_phrases_of_the_chosen_one(cast, supervisor):
    elsewhere = cast.stranger.organs.get()
    Membership.objects.create(user=cast.supervisor, organ=elsewhere, role=Role.SUPERVISOR)
    assert f'<a href="?organ={elsewhere.slug}"' in supervisor.get(PAGE).content.decode()
    supervisor.post(f"{PAGE}?organ={elsewhere.slug}", {"act": "add", "text": TEXT, "body": NEW})
    assert phrases_of(elsewhere.pk)[TEXT] == [FIRST, SECOND, NEW]
    assert stored(cast) == [FIRST, SECOND]


@pytest.mark.parametrize("own", [0, 20])
def test_the_page_asks_the_database_a_constant_number_of_times(cast, ask, supervisor, django_assert_num_queries, own):
    for number in range(own):
        ask("add", body=f"第{number}条。")
    supervisor.get("/guide/")  # the first page of a session also notes when it was seen
    supervisor.get("/guide/")
    with django_assert_num_queries(8):
        supervisor.get(PAGE)
