"""Several web servers and workers on one PostgreSQL behind nginx, any of which may be killed at any moment.

Nothing that was acknowledged is lost, and each of it is there once. What a person does through one server is what
another one shows. These runs are long ones: ``script/cluster --check`` installs what they need and makes them.
"""

import json
import random
import re
import threading
import time
from contextlib import suppress
from html import unescape

import psycopg
import pytest
from psycopg.rows import dict_row

from reports.web.errors import NOT_SAVED
from tests import runs
from tests.cluster.cluster import is_possible, running
from tests.cluster.people import BUNDLED, PACKING, SETTING_UP
from tests.faults.server import Clerk
from tests.faults.test_killed_transitions import ORGAN, PEOPLE, REASON, ROUND, prepare
from tests.faults.test_killed_workers import ADDRESSES, keep_saving

SAVES = runs.times(60, 6000)
KILLS = runs.times(3, 60)  # of web servers, while clerks save
CRASHES = runs.times(1, 6)  # of PostgreSQL, while clerks save
ROUNDS = runs.times(1, 6)  # of the whole life of a report, a server being killed at every other step
BUNDLES = runs.times(1, 6)  # each made while its worker is killed
WRONG = 5  # passwords that may be tried
AWAY = runs.times(3, 60)  # seconds without PostgreSQL
WORDS = "数据库不在时写的一段话。"

pytestmark = pytest.mark.timeout(3600)

if runs.is_long() and is_possible():

    @pytest.fixture(scope="module")
    def cluster(tmp_path_factory):
        with running(tmp_path_factory.mktemp("cluster"), demonstrates=False) as cluster:
            cluster.ask(SETTING_UP)
            yield cluster

    def test_no_acknowledged_save_is_lost_or_doubled_whoever_is_killed(cluster):
        report = f"/reports/xiatang/{cluster.newest_year('xiatang')}/applications/"
        first = Clerk(cluster, report)
        first.sign_in("xiatang-clerk")
        before = dict.fromkeys(ADDRESSES, 0)
        cluster.ask(CLEARING)
        over = threading.Event()
        clerks = [first, *(Clerk(cluster, report, first.cookies) for _ in ADDRESSES[1:])]
        threads = [
            threading.Thread(target=keep_saving, args=(clerk, address, before, over), daemon=True)
            for clerk, address in zip(clerks, ADDRESSES, strict=True)
        ]
        for thread in threads:
            thread.start()
        try:
            kill_until_done(cluster, before)
        finally:
            over.set()
        for thread in threads:
            thread.join()
        stored = json.loads(cluster.ask(CHAINS))
        assert sum(before.values()) >= SAVES
        for address, last in before.items():
            assert stored[address] == [[str(number), str(number + 1)] for number in range(last)]
        assert cluster.manage("verify_history").startswith("已核对")
        retries = sum(clerk.retries for clerk in clerks)
        print(f"{KILLS} kills, {CRASHES} crashes, {sum(before.values())} saves, {retries} retries")  # noqa: T201

    def test_a_report_goes_through_its_life_whichever_server_is_killed(cluster):
        chance, year = random.Random(2022), cluster.newest_year(ORGAN)
        people = {role: Clerk(cluster, f"/reports/{ORGAN}/{year}/") for role in PEOPLE}
        for role, person in people.items():
            person.sign_in(PEOPLE[role])
        taken = json.loads(cluster.ask(ACTIONS))
        for number in range(ROUNDS * len(ROUND)):
            step = ROUND[number % len(ROUND)]
            prepare(people, step)
            take(cluster, people[step.person], step.action, chance if number % 2 else None)
            taken.append(step.action)
            assert json.loads(cluster.ask(ACTIONS)) == taken
        assert cluster.manage("verify_history").startswith("已核对")

    def test_a_bundle_is_made_whole_though_its_worker_is_killed(cluster):
        cluster.ask(PACKING)  # of reports without a record, which a proof of the history would name
        for number in range(1, BUNDLES + 1):
            # Whoever asks by a command comes back when the bundle may be made already.
            killing = threading.Thread(target=kill_its_worker, args=(cluster, number))
            killing.start()
            assert cluster.ask(ASKING) == str(number)
            killing.join()
            wait_until_it_is(cluster, number, ["ready", "failed"])
            assert asked(cluster, number) == {"state": "ready", "why": "", "begun": 2}
            made = json.loads(cluster.ask(OPENING.format(number)))
            assert made == {"broken": None, "names": 2 * BUNDLED + 3, "is_as_noted": True}

    def test_a_database_that_is_away_is_said_and_taken_up_when_it_is_back(cluster):
        clerk = Clerk(cluster, f"/reports/xiatang/{cluster.newest_year('xiatang')}/other_matters/")
        clerk.sign_in("xiatang-clerk")
        page = clerk.request("GET", clerk.step)[1]
        seen = unescape(re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", page)[1])
        fields = {"other_matters": WORDS, "seen": json.dumps({"other_matters": seen})}
        fields["csrfmiddlewaretoken"] = token_of(clerk, clerk.step)
        processes = [each.process.pid for each in cluster.servers]
        cluster.database.crash()
        try:
            status, page = clerk.post(clerk.step, fields)
            assert (status, NOT_SAVED in unescape(page), WORDS in page) == (503, True, True)
            status, page = clerk.request("GET", "/")
            assert (status, "系统暂时无法读取数据" in page) == (503, True)
            time.sleep(AWAY)
        finally:
            cluster.database.start()
        began = time.monotonic()
        status, page = clerk.until_answered("POST", clerk.step, fields)
        assert status == 302, page
        print(f"saved {time.monotonic() - began:.1f} s after the database had come back")  # noqa: T201
        assert WORDS in clerk.request("GET", clerk.step)[1]
        assert [each.process.pid for each in cluster.servers] == processes  # nobody had to be started again

    def test_where_no_server_answers_the_proxy_says_so(cluster):
        clerk = Clerk(cluster, "")
        cluster.is_held = True
        try:
            for server in cluster.servers:
                server.kill()
            status, page = clerk.request("GET", "/")
            assert (status, "系统暂时无法访问" in page) == (503, True)
        finally:
            cluster.is_held = False
        assert clerk.until_answered("GET", "/")[0] == 302  # to the sign-in page

    def test_what_is_done_through_one_server_holds_on_the_other(cluster):
        one, other = cluster.doors
        person = Clerk(one, "")
        person.sign_in("xiatang-clerk")
        elsewhere = Clerk(other, "", person.cookies)
        assert elsewhere.request("GET", "/")[0] == 200
        status, _ = elsewhere.post("/sign-out/", {"csrfmiddlewaretoken": token_of(elsewhere, "/")})
        assert (status, person.request("GET", "/")[0]) == (302, 302)  # who has signed out there is signed out here

    def test_passwords_are_counted_on_all_servers_together(cluster):
        told = []
        for number in range(WRONG + 2):
            guess = Clerk(cluster.doors[number % 2], "")
            fields = {
                "csrfmiddlewaretoken": token_of(guess, "/sign-in/"),
                "username": "nobody",
                "password": f"x{number}",
            }
            told.append(guess.post("/sign-in/", fields)[1])
        assert ["次数过多" in each for each in told] == [False] * (WRONG - 1) + [
            True
        ] * 3  # none is left after the fifth
        with psycopg.connect(cluster.database.url) as connection:
            counted = connection.execute("SELECT count(*) FROM reports_signintry WHERE username = 'nobody'").fetchone()
        assert counted == (WRONG,)


CLEARING = (
    """
from reports.lifecycle.editing import Edit, save
from reports.models import AnnualReport, User
report, clerk = AnnualReport.objects.get(organ__slug="xiatang"), User.objects.get(username="xiatang-clerk")
figures = {str(cell): str(value) for cell, value in report.figures().items() if value is not None}
"""
    + f"save(report.pk, clerk, [Edit(each, figures.get(each, ''), '0') for each in {ADDRESSES!r}])"
)
CHAINS = f"""
import json
from reports.models import ValueChange
found = {{each: [] for each in {ADDRESSES!r}}}
changes = ValueChange.objects.filter(report__organ__slug="xiatang", source="pasted").order_by("pk")
for address, old, new in changes.values_list("address", "old", "new"):
    found[address].append((old, new))
print(json.dumps(found))
"""
ACTIONS = f"""
import json
from reports.models import Event
events = Event.objects.filter(report__organ__slug="{ORGAN}").order_by("pk")
print(json.dumps(list(events.values_list("action", flat=True))))
"""
ASKING = f"""
from reports.lifecycle.bundles.asking import ask_for
from reports.lifecycle.bundles.choosing import WantedReports
from reports.models import BundleKind, Organ, User
from tests.conftest import YEAR
wanted = WantedReports(("published",), ("pdf", "xlsx")).as_data()
office, person = Organ.objects.get(slug="packing"), User.objects.get(username="packer")
print(ask_for(BundleKind.REPORTS, office, YEAR, person, wanted=wanted, total={BUNDLED})[0].pk)
"""
OPENING = """
import hashlib, json
from zipfile import ZipFile
from reports.models import Bundle
bundle = Bundle.objects.get(pk={})
with bundle.file.open("rb") as file:
    is_as_noted = hashlib.file_digest(file, "sha256").hexdigest() == bundle.sha256
    archive = ZipFile(file)
    print(json.dumps(dict(broken=archive.testzip(), names=len(archive.namelist()), is_as_noted=is_as_noted)))
"""


def asked(cluster, bundle):
    """As the database has it now, without the seconds that a command takes to begin."""
    with psycopg.connect(cluster.database.url, row_factory=dict_row) as connection:
        question = "SELECT state, why, begun FROM reports_bundle WHERE id = %s"
        return connection.execute(question, [bundle]).fetchone()


def kill_its_worker(cluster, bundle):
    """Kill the worker of a bundle as soon as it has one."""
    until = time.monotonic() + 300
    with psycopg.connect(cluster.database.url, autocommit=True) as connection:
        question = "SELECT worker FROM reports_bundle WHERE id = %s AND worker <> ''"
        while not (found := connection.execute(question, [bundle]).fetchone()):
            assert time.monotonic() < until
            time.sleep(0.005)
    for worker in cluster.workers:
        if str(worker.process.pid) == found[0].rpartition(":")[2]:
            worker.kill()


def token_of(person, page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', person.request("GET", page)[1])[1]


def wait_until_it_is(cluster, bundle, states):
    until = time.monotonic() + 300
    while asked(cluster, bundle)["state"] not in states:
        assert time.monotonic() < until, asked(cluster, bundle)
        time.sleep(0.01)


def kill_until_done(cluster, acknowledged):
    """Kill a web server, a worker or the database whenever some more saves are through."""
    crashes = {KILLS * (number + 1) // (CRASHES + 1) for number in range(CRASHES)}
    until = time.monotonic() + 3000
    for kill in range(1, KILLS + 1):
        while sum(acknowledged.values()) < kill * SAVES / KILLS:
            assert time.monotonic() < until, f"{kill} kills, {acknowledged}"
            time.sleep(0.01)
        cluster.servers[kill % 2].kill()
        if kill in crashes:
            cluster.database.crash()
            cluster.database.start()


def take(cluster, person, action, chance):
    """Take a step as a person does who tries until it is answered; ``chance`` says when a server is killed."""
    page = f"{person.step}{'' if action == 'submit' else 'decide/'}{action}/"
    _, shown = person.until_answered("GET", page)
    fields = {"reason": REASON, "content_hash": re.search(r'name="content_hash" value="(\w+)"', shown)[1]}
    if chance:
        threading.Timer(chance.uniform(0, 0.4), chance.choice(cluster.servers).kill).start()
    with suppress(OSError):
        status, text = person.until_answered("POST", page, fields)
    assert status == 302, (action, status, re.sub(r"<[^>]+>|\s+", " ", text))
