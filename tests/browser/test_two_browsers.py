"""Two clerks type into the same report at once while the network comes and goes: every character is accounted for.

The short run belongs to every run of the tests; ``TYPING_SECONDS=180`` makes it the long one.
"""

import os
import random
import time

import pytest
from playwright.sync_api import expect

from reports.models import AnnualReport
from tests.browser.chromium import SCREEN
from tests.conftest import PASSWORD, YEAR

TYPING_SECONDS = int(os.environ.get("TYPING_SECONDS", "12"))
STEP = f"/reports/beizi/{YEAR}/overview/"
FIELDS = ["overview.proactive_disclosure", "overview.platform", "overview.supervision"]
SHARED = "overview.lead"


class Typist:
    """A clerk who writes numbered sentences: own fields of their own, and own paragraphs of a shared one."""

    def __init__(self, browser, url, user, fields, paragraph):
        self.context = browser.new_context(viewport=SCREEN, base_url=url)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.typed = dict.fromkeys(fields, "")
        self.paragraph, self.name = paragraph, user.username
        self.is_offline = False
        self.page.goto("/sign-in/")
        self.page.get_by_label("账号").fill(user.username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda address: "sign-in" not in address)
        self.page.goto(STEP)

    def field(self, address):
        return self.page.locator(f'textarea[id="{address}"]')

    def type_into_own(self, chance, number):
        address = chance.choice(list(self.typed))
        words = f"{self.name}第{number}句。"
        self.field(address).press("Control+End")
        self.field(address).press_sequentially(words)
        self.typed[address] += words

    def type_into_shared(self, number):
        """Lengthen the own paragraph of the shared text, wherever the other's has moved it."""
        field = self.field(SHARED)
        field.focus()  # from here on nothing moves under the fingers
        lines = field.input_value().split("\n")
        place = next((index for index, line in enumerate(lines) if line.startswith(self.paragraph)), None)
        assert place is not None, f"{self.paragraph} is not in {lines}"
        words = f"{number}。"
        at = sum(len(line) + 1 for line in lines[:place]) + len(lines[place])
        field.evaluate("(field, at) => field.setSelectionRange(at, at)", at)
        self.page.keyboard.insert_text(words)
        self.paragraph += words

    def toggle_network(self):
        self.is_offline = not self.is_offline
        self.context.set_offline(self.is_offline)

    def finish(self):
        if self.is_offline:
            self.toggle_network()
        self.page.evaluate("document.getElementById('step-form').dispatchEvent(new CustomEvent('save'))")
        expect(self.page.locator("#save-status")).to_contain_text("已保存", timeout=60_000)


@pytest.mark.django_db(transaction=True)
def test_every_typed_character_is_accounted_for(chromium, live_server, cast, report):
    chance = random.Random(20260123)
    report.texts.filter(key=SHARED).update(body="甲：\n中间一段。\n乙：")
    one = Typist(chromium, live_server.url, cast.clerk, FIELDS[:2], "甲：")
    two = Typist(chromium, live_server.url, cast.colleague, FIELDS[2:], "乙：")
    until, number = time.monotonic() + TYPING_SECONDS, 0
    while time.monotonic() < until:
        number += 1
        typist = chance.choice([one, two])
        roll = chance.random()
        if roll < 0.15:
            typist.toggle_network()
        elif roll < 0.45:
            typist.type_into_shared(number)
        else:
            typist.type_into_own(chance, number)
        if chance.random() < 0.3:
            typist.page.wait_for_timeout(chance.randrange(2500))
    one.finish()
    two.finish()
    stored = AnnualReport.objects.get().stored_texts()
    assert {address: stored[address] for address in FIELDS} == one.typed | two.typed
    assert stored[SHARED] == f"{one.paragraph}\n中间一段。\n{two.paragraph}"
    assert number > TYPING_SECONDS / 2
    for typist in (one, two):
        typist.context.close()
