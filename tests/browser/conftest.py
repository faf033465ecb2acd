"""A real Chromium, in which an error of a script or a violation of the content policy fails the test."""

import os
import shutil
import time
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Lock, local

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.test import Client, override_settings
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import FLAGS, PROGRAM, SCREEN
from tests.conftest import PASSWORD

# Playwright keeps an event loop in the test's thread, where Django would otherwise refuse to ask its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# How long a page takes to follow says more of the machine than of the page.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


class Door:
    """Lets requests in to the server while a test runs, and those that may ask the database one after the other.

    In memory all threads share one connection: two at once would be in one transaction. And a page that is closed may
    send one more, to save what was typed: between two tests it would meet the settings of none, and the next's rows.
    """

    def __init__(self):
        self._lock, self._is_open, self._inside = Lock(), False, 0
        self._turn, self._mine = Lock(), local()
        request_started.connect(self._enter)
        request_finished.connect(self._leave)

    def _enter(self, sender, environ, **_):
        if issubclass(sender, WSGIHandler):  # not what Django's own client asks
            with self._lock:
                if not self._is_open:
                    raise ConnectionAbortedError
                self._inside += 1
            is_file = environ["PATH_INFO"].startswith("/static/")
            self._mine.turn = not is_file and self._turn.acquire(timeout=PATIENCE / 1000)

    def _leave(self, sender, **_):
        if sender and issubclass(sender, WSGIHandler):
            if getattr(self._mine, "turn", False):
                self._mine.turn = False
                self._turn.release()
            with self._lock:
                self._inside -= 1

    def open(self):
        self._is_open, self._inside = True, 0

    def close(self):
        """Once everybody is out."""
        with self._lock:
            self._is_open = False
        until = time.monotonic() + PATIENCE / 1000
        while self._inside > 0 and time.monotonic() < until:
            time.sleep(0.01)


door = Door()


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _plain_http():
    """The test's server speaks plain HTTP, and its middleware reads the settings when it starts."""
    with override_settings(SECURE_SSL_REDIRECT=False, SESSION_COOKIE_SECURE=False, CSRF_COOKIE_SECURE=False):
        yield


@pytest.fixture(scope="session")
def chromium(_plain_http):
    path = shutil.which(PROGRAM)
    assert path, f"Debian's {PROGRAM} is missing: run script/bootstrap --test"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def a_page(chromium, url):
    """A page of a browser of its own, whose complaints fail the test when it is closed."""
    context = chromium.new_context(viewport=SCREEN, base_url=url, locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    opened.allow_failures = False  # a test that cuts the network expects them
    complaints = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("requestfailed", lambda request: complaints.append(f"{request.url} {request.failure}"))
    yield opened
    context.close()
    if not opened.allow_failures:
        assert [each for each in complaints if not each.endswith("net::ERR_ABORTED")] == []


@pytest.fixture
def live_server(live_server):
    door.open()
    yield live_server
    door.close()


@pytest.fixture
def page(chromium, live_server, transactional_db):
    with a_page(chromium, live_server.url) as opened:
        yield opened


@pytest.fixture
def sign_in(page, live_server):
    return partial(give_session, page, live_server.url)


def give_session(page, url, user):
    """Sign a person in without a page: what is typed for it has tests of its own, and takes a second each time."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url, "httpOnly": True}])


def sign_into(page, user):
    """Type it, and be at home."""
    page.goto("/sign-in/")
    page.get_by_label("账号").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.fixture
def desk_of(chromium, live_server, transactional_db):
    """A browser of its own for each person, signed in and left open until the test is over."""
    with ExitStack() as open_pages:

        def opened(user):
            page = open_pages.enter_context(a_page(chromium, live_server.url))
            give_session(page, live_server.url, user)
            return page

        yield opened
