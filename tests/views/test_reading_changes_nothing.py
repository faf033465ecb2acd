"""No page changes anything by being opened: what fetches pages in advance, or by mistake, has decided on nothing."""

from datetime import date

import pytest
from django.apps import apps
from django.test import Client

from reports.models import AnnualReport, Notice, ReportingYear, Status
from tests.conftest import YEAR
from tests.deciding import add_opinion, perform
from tests.views.test_access import ABOUT_A_PIN, JSON_OF_A_REVIEW, JSON_ONLY, PAGES, POST_ONLY, REPORT

ADDRESSES = {name: (address,) for name, (address, *_) in PAGES.items()}
ADDRESSES |= {name: (address,) for name, (address, _) in (JSON_ONLY | JSON_OF_A_REVIEW | ABOUT_A_PIN).items()}
ADDRESSES |= {name: (address,) for name, address in POST_ONLY.items()}
ADDRESSES |= {
    "step": tuple(f"{REPORT}/{step}/" for step in ("overview", "applications")),
    "download": tuple(f"{REPORT}/report.{extension}" for extension in ("json", "html")),
    "review": (
        f"{REPORT}/review/",
        f"{REPORT}/review/?compare=submission&opinions=1",
        f"{REPORT}/review/?compare=year",
    ),
    "decide": tuple(
        f"{REPORT}/decide/{action}/"
        for action in ("sign", "send_back", "withdraw", "approve", "return", "revoke", "publish", "correct")
    ),
    "public": ("/sign-in/", "/sign-out/", f"/public/beizi/{YEAR}/", f"/public/beizi/{YEAR}/1/", "/tables/2021.css"),
    "column": ("/public/", "/public/beizi/", "/public/feed.xml", "/public/sitemap.xml", "/public/sitemap-organs.xml"),
    "interface": ("/api/v1/reports/", f"/api/v1/reports/beizi/{YEAR}/", "/api/v1/openapi.json"),
}
# That a session is in use, that a report was looked at, and who was refused or given what, is noted of whatever was
# asked for.
OF_A_SESSION = {"Session", "SessionRecord", "Sighting", "AuditEntry", "AuditEnd"}
PEOPLE = ("clerk", "leader", "supervisor", "neighbour", "administrator")


def stored():
    """Every row of every table but those of the sessions."""
    models = (model for model in apps.get_models() if model.__name__ not in OF_A_SESSION)
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


@pytest.fixture
def told(filled, with_leader):
    """In review, with an opinion of an earlier round, notices unread, and a year that can be edited."""
    cast = with_leader
    perform("submit", filled.pk, cast.clerk)
    perform("sign", filled.pk, cast.leader)
    said = {"anchor": "problems", "level": "must", "code": "other", "words": "请写明完成时间。"}
    add_opinion(filled.pk, cast.supervisor, **said)
    perform("return", filled.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    filled.explanations.create(pk=1, fingerprint="f", rule="Y1", body="原文", author=cast.clerk)
    ReportingYear.objects.create(pk=1, year=YEAR, opens_on=date(YEAR, 12, 1), due_on=date(YEAR + 1, 1, 31))
    assert Notice.objects.unread().exists()
    return cast


@pytest.mark.parametrize("name", ADDRESSES)
def test_opening_a_page_changes_nothing_that_is_stored(told, as_user, name):
    browsers = [as_user(getattr(told, person)) for person in PEOPLE]
    for status in (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED):
        AnnualReport.objects.update(status=status, review_opened_at=None, review_opened_by=None)
        for address in ADDRESSES[name]:
            before = stored()
            for browser in (*browsers, Client()):
                browser.get(address)
            assert stored() == before, (status, address)
