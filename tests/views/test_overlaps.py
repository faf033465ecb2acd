"""W9 on the pages: a clerk sees whose words they are once they are published, the supervisor at once, side by side."""

import pytest

from reports.lifecycle.findings import unexplained
from reports.lifecycle.reviewing import explain
from tests.conftest import YEAR
from tests.deciding import perform
from tests.lifecycle.test_sketches import NEIGHBOUR, TEXT, WORDS, copy, neighbours, rewrite
from tests.markup import flat

__all__ = ["copy", "neighbours"]
PAGES = [f"/reports/beizi/{YEAR}/check/", f"/reports/beizi/{YEAR}/problems/"]
PUBLIC, PAIR = f'href="/public/wawu/{YEAR}/"', f'href="/review/similarity/{YEAR}/beizi/wawu/#problems"'


@pytest.mark.parametrize("page", PAGES)
def test_a_clerk_reads_whose_words_they_are_once_anybody_may(page, neighbours, copy, cast, as_user):
    def shown():
        answer = as_user(cast.clerk).get(page).content.decode()
        return "100% 的文字与" in answer, NEIGHBOUR in answer, PUBLIC in answer

    perform("approve", neighbours.pk, cast.supervisor)
    assert shown() == (True, False, False)
    perform("publish", neighbours.pk, cast.neighbour)
    assert shown() == (True, True, True)


def test_the_supervisor_is_led_to_both_side_by_side(neighbours, copy, cast, as_user):
    explain(copy, cast.clerk, unexplained(copy)[0], WORDS)
    perform("submit", copy.pk, cast.clerk)
    page = as_user(cast.supervisor).get(f"/reports/beizi/{YEAR}/review/").content.decode()
    assert PAIR in page
    assert f"{NEIGHBOUR}（100%）" in flat(page)
    perform("withdraw", neighbours.pk, cast.neighbour)
    page = as_user(cast.supervisor).get(f"/reports/beizi/{YEAR}/review/").content.decode()
    assert PAIR not in page
    assert f"{NEIGHBOUR}（100%，尚未送审）" in flat(page)


def test_what_is_written_anew_leaves_nothing_to_say(neighbours, copy, cast, as_user):
    rewrite(copy, cast.clerk, TEXT[:40])
    answer = as_user(cast.clerk).get(PAGES[1]).content.decode()
    assert "的文字与" not in answer
