"""登录后继续: whoever has to sign in, or to change the password first, comes back to the page they were at."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from reports.people.accounts import set_new_password
from tests.conftest import PASSWORD, YEAR
from tests.deciding import perform

REPORT = f"/reports/beizi/{YEAR}/"
NEW = "kV4#mQ9!tR"
PAGES = {
    "clerk": ("", "applications/", "problems/?from=check", "check/", "history/", "decide/withdraw/"),
    "supervisor": ("review/", "review/?compare=year", "decide/approve/", "decide/return/", "history/"),
}


def sign_in(client, address, username, password=PASSWORD):
    """Sign in on the page of an address, as its form does; where that leads."""
    shown = client.get(address).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(next)" value="([^"]*)"', shown))
    posted = {"username": username, "password": password, "next": unescape(fields["next"])}
    return client.post("/sign-in/", posted).url


@pytest.mark.parametrize(("person", "page"), [(person, page) for person, pages in PAGES.items() for page in pages])
def test_signing_in_leads_back_to_the_page_asked_for(filled, cast, person, page):
    perform("submit", filled.pk, cast.clerk)
    client = Client()
    answer = client.get(f"{REPORT}{page}")
    assert answer.url.startswith("/sign-in/?next=")
    assert sign_in(client, answer.url, person) == f"{REPORT}{page}"


@pytest.mark.parametrize(
    ("person", "path", "page"),
    [
        ("supervisor", "opinions/1/ask/", "review/?compare=submission"),
        ("supervisor", "explanations/1/", "review/"),
        ("supervisor", "review/open/", "review/"),
        ("supervisor", "decide/return/", "decide/return/"),
        ("clerk", "problems/", "problems/?from=check"),
        ("clerk", "opinions/1/answer/", ""),
    ],
)
def test_a_post_after_the_session_has_ended_leads_back_to_the_page_it_was_sent_from(filled, cast, person, path, page):
    client = Client()
    answer = client.post(
        f"{REPORT}{path}", {"words": "请补充。"}, headers={"referer": f"http://testserver{REPORT}{page}"}
    )
    assert sign_in(client, answer.url, person) == f"{REPORT}{page}"


@pytest.mark.parametrize(
    "referer", ["", "http://elsewhere.example/x", "//elsewhere.example", "http://[", "javascript:1"]
)
def test_no_other_site_is_led_to(filled, cast, referer):
    client = Client()
    answer = client.post(f"{REPORT}problems/", headers={"referer": referer})
    assert sign_in(client, answer.url, "clerk") == f"{REPORT}problems/"


def test_the_link_beside_an_unsaved_page_leads_back_to_that_page(filled, cast, as_user):
    page = as_user(cast.clerk).get(f"{REPORT}problems/?from=check").content.decode()
    (address,) = re.findall(r'href="(/sign-in/[^"]*)"', page)
    assert unescape(address) == f"/sign-in/?next={quote(f'{REPORT}problems/?from=check')}"
    assert sign_in(Client(), unescape(address), "clerk") == f"{REPORT}problems/?from=check"
    assert as_user(cast.clerk).get(unescape(address)).url == f"{REPORT}problems/?from=check"


def test_the_accounts_of_the_demonstration_lead_back_too(filled, cast, settings):
    settings.DEMONSTRATION = True
    page = Client().get(f"/sign-in/?next={REPORT}problems/").content.decode()
    forms = page.count("<form")
    assert forms > 1
    assert page.count(f'<input type="hidden" name="next" value="{REPORT}problems/">') == forms


@pytest.mark.parametrize("page", ["problems/?from=check", "history/"])
def test_a_password_that_must_be_changed_first_holds_nobody_up_longer(filled, cast, page):
    set_new_password(cast.clerk, PASSWORD, is_temporary=True)
    client = Client()
    asked = sign_in(client, client.get(f"{REPORT}{page}").url, "clerk")
    changing = client.get(asked).url
    assert changing.startswith("/account/password/?next=")
    new = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert client.post(changing, new).url == f"{REPORT}{page}"


def test_a_changed_password_leads_to_no_other_site(filled, cast, as_user):
    new = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert as_user(cast.clerk).post("/account/password/?next=//elsewhere.example/", new).url == "/"
