"""People at work: each thinks two seconds, then opens a page, saves a cell, or submits and takes back; all is timed."""

import http.client
import json
import random
import re
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.faults.server import Clerk

LONGEST_BEGINNING = 60.0  # seconds
THINK = 2.0  # seconds between an answer and the next request, on average
CELLS = [
    f"applications.{row}.{column}"
    for row in ("granted", "partially_granted")
    for column in ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
]
# Of a hundred things that somebody does; a save is what the page sends while somebody types.
WEIGHTS = {"open": 28, "save": 66, "check": 4, "submit": 2}

SETTING_UP = """
import json, sys
from django.conf import settings
from django.test import Client
from reports.lifecycle.opening import fill, open_report
from reports.models import Membership, Organ, Role, User
from reports.official.interchange import parse
from reports.official.report_data import Kind
from tests.conftest import SEED, YEAR

office = Organ.objects.create(slug="office", name="某县人民政府办公室", short_name="办公室", kind=Kind.OFFICE)
told = dict(self_reference="我乡", kind=Kind.TOWNSHIP, superior=office)
told |= dict(office="党政办公室", postcode="467300", telephone="0375-5050001")
found = {}
for number in range(NUMBER):
    name = chr(0x6C40 + number) + "河"  # each of a name of its own, in its report too
    told |= dict(name=name + "乡人民政府", short_name=name + "乡", address=name + "街1号")
    data = parse(SEED.read_text("utf-8").replace("背孜", name).encode())
    organ = Organ.objects.create(slug="u" + str(number), **told)
    clerk = User.objects.create_user("c" + str(number), None, full_name="某某" + str(number))
    Membership.objects.create(user=clerk, organ=organ, role=Role.CLERK)
    fill(open_report(organ, YEAR, clerk).pk, clerk, data)
    browser = Client()
    browser.force_login(clerk)
    found[organ.slug] = browser.cookies[settings.SESSION_COOKIE_NAME].value
print(json.dumps(dict(year=YEAR, sessions=found)))
"""


@dataclass
class Measured:
    """What came of all requests: seconds by what was done, statuses, and what failed without an answer."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter = field(default_factory=Counter)
    failures: Counter = field(default_factory=Counter)
    saves: Counter = field(default_factory=Counter)  # acknowledged, and told of a conflict
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, seconds: float, status: int) -> None:
        with self.lock:
            self.seconds[what].append(seconds)
            self.statuses[status] += 1

    def note_failure(self, error: Exception) -> None:
        with self.lock:
            self.failures[type(error).__name__] += 1

    @property
    def errors(self) -> int:
        return sum(self.failures.values()) + sum(n for status, n in self.statuses.items() if status >= 500)

    def quantile(self, part: float, what: str = "") -> float:
        """In milliseconds; of everything unless it is said of what."""
        found = sorted(self.seconds[what] if what else [each for all_ in self.seconds.values() for each in all_])
        return 1000 * found[min(int(len(found) * part), len(found) - 1)] if found else 0

    def told(self) -> str:
        """A line for each kind of request, and one for all."""
        lines = [f"{'':8}{'number':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}  milliseconds"]
        for what in (*sorted(self.seconds), ""):
            count = len(self.seconds[what]) if what else sum(map(len, self.seconds.values()))
            quantiles = "".join(f"{self.quantile(part, what):8.0f}" for part in (0.5, 0.95, 0.99, 1))
            lines.append(f"{what or 'all':8}{count:8}{quantiles}")
        lines.append(f"statuses {dict(self.statuses)}, failures {dict(self.failures)}, saves {dict(self.saves)}")
        return "\n".join(lines)


class Person(threading.Thread):
    """A clerk with a report and a session of their own."""

    def __init__(self, server: object, slug: str, year: int, session: str, measured: Measured, over: threading.Event):
        super().__init__(daemon=True)
        self.clerk = Clerk(server, f"/reports/{slug}/{year}/applications/", {"sid": session})
        self.report = f"/reports/{slug}/{year}/"
        self.measured, self.over, self.chance = measured, over, random.Random(slug)
        self.values = {}

    def run(self) -> None:
        self.over.wait(self.chance.uniform(0, THINK))  # nobody begins with all others
        self.do("open")
        while not self.over.wait(self.chance.expovariate(1 / THINK)):
            (what,) = self.chance.choices(list(WEIGHTS), WEIGHTS.values())
            self.do(what)

    def do(self, what: str) -> None:
        """Do it, and note where no answer came of it."""
        try:
            getattr(self, what)()
        except (OSError, http.client.HTTPException) as error:
            self.measured.note_failure(error)

    def timed(self, what: str, method: str, path: str, body: str = "", kind: str = "") -> tuple[int, str]:
        began = time.monotonic()
        status, text = self.clerk.request(method, path, body, kind)
        self.measured.note(what, time.monotonic() - began, status)
        return status, text

    def open(self) -> None:
        _, page = self.timed("open", "GET", self.clerk.step)
        for name, value in re.findall(r'name="(applications\.\w+\.\w+)"[^>]*?value="([^"]*)"', page):
            self.values[name] = value

    def check(self) -> None:
        self.timed("check", "GET", f"{self.report}check/")

    def save(self) -> None:
        cell = self.chance.choice(CELLS)
        seen, now = self.values.get(cell, "0"), str(self.chance.randrange(100))
        body = json.dumps({"edits": [[cell, seen, now, "typed"]]})
        status, text = self.timed("save", "POST", f"{self.clerk.step}save/", body, "application/json")
        if status == 200:
            answer = json.loads(text)
            self.values.update(answer["values"])
            self.measured.saves["conflict" if answer["conflicts"] else "acknowledged"] += 1

    def submit(self) -> None:
        for action in ("submit/", "decide/withdraw/"):
            _, page = self.timed("open", "GET", f"{self.report}{action}")
            if found := re.search(r'name="content_hash" value="(\w+)"', page):
                self.clerk_posts(action, {"content_hash": found[1], "reason": "填报有误，撤回修改。"})

    def clerk_posts(self, action: str, fields: dict[str, str]) -> None:
        began = time.monotonic()
        status, _ = self.clerk.post(f"{self.report}{action}", fields)
        self.measured.note("submit", time.monotonic() - began, status)


def at_work(server: object, setting: dict, seconds: float) -> Measured:
    """Let everybody of ``setting``, which ``SETTING_UP`` prints, work for so long, and until somebody has saved."""
    measured, over = Measured(), threading.Event()
    people = [
        Person(server, slug, setting["year"], session, measured, over) for slug, session in setting["sessions"].items()
    ]
    for person in people:
        person.start()
    over.wait(seconds)
    longest = time.monotonic() + LONGEST_BEGINNING
    while not measured.saves and time.monotonic() < longest:  # the first pages of a server take long
        time.sleep(0.1)
    over.set()
    for person in people:
        person.join(timeout=30)
    return measured
