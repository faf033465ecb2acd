"""All workers are killed at any moment of a transition: it has happened, whole and once, or it has not.

A report goes round and round through signature, return, submission, approval, publication and correction, and
each of these posts is killed. The short run belongs to every run of the tests; ``script/test --long``
kills two hundred.
"""

import hashlib
import http.client
import random
import re
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from typing import NamedTuple

import config  # noqa: F401  the same SQLite as the server's
from tests import runs
from tests.faults.server import Clerk, Server, running

KILLS = runs.times(7, 200)
REASON = "第五部分没有逐项写明改进情况，请补充。"
ORGAN = "tumen"
PEOPLE = {"clerk": "tumen-clerk", "leader": "tumen-leader", "supervisor": "lushan-supervisor"}


class Step(NamedTuple):
    """Who does what, where it leads, and what is done about opinions before it."""

    person: str
    action: str
    target: str
    prepared: tuple[tuple[str, str, str], ...] = ()  # by whom, to which page, which opinion's words or none


OPINIONS = (("supervisor", "opinions/add/", "must"), ("supervisor", "opinions/add/", "advice"))
ANSWERS = (("clerk", "opinions/1/answer/", ""),)
RESOLUTIONS = (("supervisor", "opinions/1/resolve/", ""), ("supervisor", "opinions/add/", "advice"))
ROUND = [
    Step("leader", "sign", "in_review"),
    Step("supervisor", "return", "returned", OPINIONS),
    Step("clerk", "submit", "signing", ANSWERS),
    Step("leader", "sign", "in_review"),
    Step("supervisor", "approve", "approved", RESOLUTIONS),
    Step("clerk", "publish", "published"),
    Step("supervisor", "correct", "published"),
    Step("clerk", "submit", "signing"),
]


class Stored(NamedTuple):
    """What the database holds of the reports of the organ."""

    status: str  # of the newest revision but an unborn correction: the one that the transition is about
    revisions: int
    events: list[tuple]
    versions: int
    publications: int
    drafts: int  # opinions that nobody but the supervisor may see
    texts: list[tuple]


def test_a_killed_transition_has_happened_whole_and_once_or_not_at_all(tmp_path):
    chance = random.Random(20221)
    landed, durations = Counter(), dict.fromkeys((step.action for step in ROUND), 0.2)
    with running(tmp_path) as server:
        people = signed_in(server)
        for number in range(KILLS):
            step = ROUND[number % len(ROUND)]
            landed[step.action, kill_during(server, people, step, chance, durations)] += 1
        assert server.manage("verify_history").startswith("已核对")
    assert sum(landed.values()) == KILLS
    print(f"{dict(landed)}, {sum(person.retries for person in people.values())} retries")  # noqa: T201


def signed_in(server: Server) -> dict[str, Clerk]:
    report = f"/reports/{ORGAN}/{server.newest_year(ORGAN)}/"
    people = {role: Clerk(server, report) for role in PEOPLE}
    for role, person in people.items():
        person.sign_in(PEOPLE[role])
    return people


def kill_during(server, people, step, chance, durations) -> str:
    """Take one transition while all workers are killed, repeat it until it is answered, and say when the kill came.

    ``durations`` learns how long each takes, so that the kills fall into it.
    """
    prepare(people, step)
    person = people[step.person]
    page = f"{person.step}{'' if step.action == 'submit' else 'decide/'}{step.action}/"
    shown = person.until_answered("GET", page)
    assert shown[0] == 200, shown
    fields = {"reason": REASON, "content_hash": re.search(r'name="content_hash" value="(\w+)"', shown[1])[1]}
    before, answers = stored(server), []
    thread = threading.Thread(target=post_once, args=(person, page, fields, answers))
    thread.start()
    time.sleep(chance.uniform(0, 1.1 * durations[step.action]))
    server.kill_the_workers()
    thread.join()
    found = stored(server)
    assert found == before or is_whole(before, found, step), (step, before, found)
    status, text = person.until_answered("POST", page, fields)
    assert status == 302, (step, status, re.sub(r"<[^>]+>|\s+", " ", text))
    assert is_whole(before, stored(server), step)
    if answers:
        durations[step.action] = answers[0]
        return "after its answer"
    durations[step.action] *= 1.2
    return "before it was done" if found == before else "before its answer"


def prepare(people: dict[str, Clerk], step: Step) -> None:
    for role, page, level in step.prepared:
        person = people[role]
        _, shown = person.until_answered("GET", f"{person.step}{'review/' if role == 'supervisor' else ''}")
        form = shown[shown.index(f'action="{person.step}{page}"') :].partition("</form>")[0]
        fields = dict(re.findall(r'type="hidden" name="(seen|content_hash)" value="([^"]+)"', form))
        if level:
            fields |= {"anchor": "problems", "level": level, "code": "other", "words": f"请补充（{level}）。"}
        status, text = person.until_answered("POST", f"{person.step}{page}", fields)
        assert status == 302, text


def post_once(person: Clerk, page: str, fields: dict[str, str], answers: list) -> None:
    """Note how long the answer took, if one comes."""
    began = time.monotonic()
    with suppress(OSError, http.client.HTTPException):
        person.post(page, fields)
        answers.append(time.monotonic() - began)


def is_whole(before: Stored, after: Stored, step: Step) -> bool:
    """Whether exactly this transition lies between the two, with all that belongs to it."""
    is_correction, is_decision = step.action == "correct", step.action in ("return", "approve")
    link = after.events[-1]
    assert [event[-1] for event in after.events] == chain(after.events)
    return (
        after.events[:-1] == before.events
        and (link[2], link[4]) == (step.action, step.target)
        and after.status == ("draft" if is_correction else step.target)
        and after.revisions == before.revisions + is_correction
        and after.versions == before.versions + 1 == len(after.events)
        and after.publications == before.publications + (step.action == "publish")
        and after.drafts == (0 if is_decision else before.drafts)
        and after.texts == before.texts
    )


def chain(events: list[tuple]) -> list[str]:
    """The links as they have to be, added up here a second time."""
    macs, last = [], {}
    for report, _, _, _, _, record, _ in events:
        last[report] = hashlib.sha256(last.get(report, "").encode() + b"\n" + record).hexdigest()
        macs.append(last[report])
    return macs


def stored(server: Server) -> Stored:
    import sqlite3  # noqa: PLC0415  after ``config`` has chosen which

    of_organ = f"reports_annualreport r JOIN reports_organ o ON o.id = organ_id WHERE slug = '{ORGAN}'"
    ours = f"(SELECT r.id FROM {of_organ} AND year = (SELECT max(year) FROM {of_organ}))"
    newest = f"(SELECT max(id) FROM reports_annualreport WHERE id IN {ours})"

    with closing(sqlite3.connect(server.data / "reports.sqlite3")) as database:

        def rows(query):
            return database.execute(query).fetchall()

        return Stored(
            status=rows(f"SELECT status FROM reports_annualreport WHERE id = {newest}")[0][0],
            revisions=rows(f"SELECT count(*) FROM reports_annualreport WHERE id IN {ours}")[0][0],
            events=rows(
                "SELECT report_id, number, action, from_status, to_status, record, mac FROM reports_event"
                f" WHERE report_id IN {ours} ORDER BY id"
            ),
            versions=rows(
                "SELECT count(*) FROM reports_version v JOIN reports_event e ON e.id = event_id"
                f" WHERE report_id IN {ours}"
            )[0][0],
            publications=rows(f"SELECT count(*) FROM reports_publication WHERE report_id IN {ours}")[0][0],
            drafts=rows(f"SELECT count(*) FROM reports_opinion WHERE report_id IN {ours} AND state = 'draft'")[0][0],
            texts=rows(f"SELECT key, body FROM reports_reporttext WHERE report_id = {newest} ORDER BY key"),
        )
