"""The header's doors: one to each room, and the one that the page lies behind is marked."""

import re

import pytest

from reports.models import Membership, Role
from tests.conftest import YEAR
from tests.deciding import perform
from tests.markup import flat

REPORT = f"/reports/beizi/{YEAR}/"


def doors(client, path):
    """The links of the header with what each is marked as."""
    header, _, _ = flat(client.get(path).content.decode()).partition("</header>")
    links = re.findall(r"<a ([^>]*)>([^<]+)</a>", header.partition("<nav")[2])
    return {words: "".join(re.findall(r'aria-current="(\w+)"', marks)) for marks, words in links}


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", {"待办 0": "page"}),
        (REPORT, {"待办 0": "true"}),
        (f"{REPORT}problems/", {"待办 0": "true"}),
        ("/notices/", {"通知 0": "page"}),
        ("/guide/", {"填报说明": "page"}),
        ("/account/", {"李某某": "page"}),
    ],
)
def test_a_clerk_sees_where_the_page_is(filled, cast, as_user, path, marked):
    found = doors(as_user(cast.clerk), path)
    assert {words: mark for words, mark in found.items() if mark} == marked


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/review/", {"审核 1": "page"}),
        (f"{REPORT}review/", {"审核 1": "true"}),
        (f"{REPORT}history/", {"审核 1": "true"}),
        ("/phrases/", {"常用表述": "page"}),
        ("/review/earlier/", {"往年报告": "page"}),
    ],
)
def test_a_supervisor_sees_where_the_page_is(filled, cast, as_user, path, marked):
    perform("submit", filled.pk, cast.clerk)
    found = doors(as_user(cast.supervisor), path)
    assert {words: mark for words, mark in found.items() if mark} == marked


def test_the_queue_has_one_door(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    assert list(doors(as_user(cast.supervisor), "/guide/"))[:2] == ["审核 1", "往年报告"]


def test_who_files_and_reviews_has_a_door_to_each(filled, cast, as_user):
    Membership.objects.create(user=cast.supervisor, organ=cast.neighbouring_township, role=Role.CLERK)
    assert list(doors(as_user(cast.supervisor), "/guide/"))[:2] == ["待办 0", "审核"]


@pytest.mark.parametrize("path", ["/administration/organs/", "/administration/years/new/"])
def test_administration_is_one_room(cast, as_user, path):
    assert doors(as_user(cast.administrator), path) == {"管理": "true", "填报说明": "", "孙某某": ""}
