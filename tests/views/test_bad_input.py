"""Every form of every page, sent with what no person means: never a fault of ours, never a stored value that is none.

The pages are found by walking the addresses and the links of the application, and the controls in their HTML, so
that a new page is covered by being there.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from urllib.parse import urlencode, urlsplit

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.utils import timezone

from reports.lifecycle.appraisal.schemes import open_scheme
from reports.lifecycle.circulars import Draft, issue
from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings, unexplained
from reports.lifecycle.reviewing import ACTS
from reports.lifecycle.transitions import BY_ACTION
from reports.models import AnnualReport, Organ, ReportingYear
from reports.models.publication import Publication, publish_files
from reports.models.reports import PARTICULARS
from reports.official import EDITION_2021
from reports.official.interchange import canonical
from tests import runs
from tests.conftest import PASSWORD, YEAR
from tests.deciding import add_opinion, explain, perform
from tests.lifecycle.appraisal.schemes import asked, drafted
from tests.views.archives import an_archive
from tests.views.posted_forms import Form, forms_and_links
from tests.views.uploads import an_upload

# What stands in an address, by the name of its part. A new name has to be given here.
STALE_PAGE = "本页与系统中的表格不一致，请复制未保存的内容后刷新本页"
# Their forms stand in the answer to another post, before a review has begun, or where somebody has a second factor:
# test_administration, test_presence, test_second_factor.
AFTER_A_POST = {"handed_over_workbook", "review_open", "second_factor_codes", "account_second_factor"}
PARTS = {
    "organ": ["beizi"],
    "address": ["applications.granted.business"],
    "part": ["applications"],
    "other": ["wawu"],
    "slug": ["beizi"],
    "year": [YEAR],
    "step": [PARTICULARS, *EDITION_2021.section],
    "action": [*BY_ACTION, *ACTS],
    "username": ["clerk"],
    "number": [1],
    "pk": [1],
    "entry": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"],
    "revision": [1],
    "extension": ["json"],
    "edition": ["2021"],
    "section": ["reports"],
}
JSON = {"save", "presence", "review_presence", "read_paste", "upload_keep"}
NOT_FOR_A_DATABASE = re.compile("[\x00\ud800-\udfff]")
NOT_FOR_A_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
HUGE = 100_000
SURROGATE = "\udc80"  # sent as a byte that is no UTF-8
BAD = {
    "blank": "",
    "foreign": "foreign",
    "huge": "长" * HUGE,
    "negative": "-1",
    "full width": "１２３",
    "no number": "NaN",
    "exponent": "1e9",
    "arabic": "٣",
    "nul": "甲\x00乙",
    "control": "一段足够长的话，说明\x01为什么\x1b这样办理，十个字以上。",
    "surrogate": SURROGATE,
    "long digits": "9" * 40,
    "minus zero": "−0",
    "markup": "<script>alert(1)</script>",
    "separators": "\u2028\u202e\ufeff\ud7ff\u0085",
}
TAMPERED = [
    "{}",
    "[]",
    "null",
    "0",
    '{"title": 1}',
    '{"title": "\\ud800"}',
    '{"applications.granted.total": "1"}',
    '{"problems": "\\u0000"}',
    "[" * 1000,
    '{"a":' * 1000,
    "0" * 64,
    "99999999999999999999",
]
WORDS = "一段足够长的话，说明为什么这样办理，十个字以上。"
NEW_PASSWORD = "Another-password-2026"
# What a person would write where a page shows an empty control, so that a form as it is would be accepted.
FILLED_IN = {
    "reason": WORDS,
    "words": WORDS,
    "question": WORDS,
    "body": WORDS,
    "name": "某某镇人民政府",
    "short_name": "某某镇",
    "self_reference": "我镇",
    "slug": "moumou",
    "username": "moumou",
    "full_name": "吴某某",
    "year": str(YEAR + 1),
    "opens_on": f"{YEAR + 1}-12-01",
    "due_on": f"{YEAR + 2}-01-31",
    "current": PASSWORD,
    "password": PASSWORD,
    "new": NEW_PASSWORD,
    "again": NEW_PASSWORD,
}
# Forms that are accepted as they stand on the page, or else nothing was tried beyond what refuses everything.
ACCEPTED = {
    "step",
    "check",
    "submit",
    "decide",
    "password",
    "phrases",
    "opinion_add",
    "opinion_act",
    "explanation_judge",
    "end_session",
    "history_restoration",
    "scheme_new",
    "scheme_edit",
    "organ_new",
    "organ_edit",
    "organ_activity",
    "account_edit",
    "account_roles",
    "account_activity",
    "year_new",
    "year_edit",
}
MISSING, DOUBLED = "missing", "doubled"
NEWEST = 10  # rows of a table are looked at after something was sent
# Controls of a form: of so few each is spoilt in every way, of so many in two ways. The cells of a table, of which
# there are more, are all spoilt at once in every way, and every seventh by itself.
FEW, MANY, SOME = 4, 20, 7
# In a short run each form is spoilt in every fifth way, the next form in the next ones; in a long run in every way.
EVERY = runs.times(5, 1)
UNSPOILT = {"as it is", "empty"}
LEFT_ALONE = {"sentence"}  # an opinion is on a place or on a sentence


class Spoilt:
    """What a form is sent with: one control at a time, and all of a large form at once."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.sent = [
            (name, "" if name in LEFT_ALONE else value or FILLED_IN.get(name, "")) for name, value in form.sent()
        ]

    def __iter__(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        yield "as it is", self.sent
        yield "empty", []
        filled = self.sent[: len(self.form.controls)]
        yield from ((f"button {name}={value}", [*filled, (name, value)]) for name, value in self.form.buttons)
        kinds = [MISSING, DOUBLED, *BAD]
        for place, (name, _) in enumerate(self.sent):
            rotated = [kinds[place % len(kinds)], kinds[(place * 7 + 3) % len(kinds)]]
            if len(self.sent) > MANY:
                rotated = rotated[: place % SOME == 0]
            for kind in kinds if len(self.sent) <= FEW else rotated:
                yield f"{name} {kind}", self._with(place, kind)
            if name in self.form.hidden:
                yield from ((f"{name} {each[:40]}", self._put(place, each)) for each in TAMPERED)
        if len(self.sent) > FEW:
            yield "all doubled", [*self.sent, *self.sent]
            for kind in BAD:
                yield f"all {kind}", [(name, self._value(name, value, kind)) for name, value in self.sent]

    def _value(self, name: str, value: str, kind: str) -> str:
        return value if name in self.form.hidden or kind == "huge" else BAD[kind]

    def _put(self, place: int, value: str) -> list[tuple[str, str]]:
        return [*self.sent[:place], (self.sent[place][0], value), *self.sent[place + 1 :]]

    def _with(self, place: int, kind: str) -> list[tuple[str, str]]:
        name, value = self.sent[place]
        if kind == MISSING:
            return [*self.sent[:place], *self.sent[place + 1 :]]
        return [*self.sent, (name, value or "0")] if kind == DOUBLED else self._put(place, BAD[kind])


def encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode([(name, value) for name, value in pairs], encoding="utf-8", errors="surrogateescape")


# Who may write what: everything else of the house must stay untouched, whatever is sent.
OF_REPORTS = {"annualreport", "reporttext", "valuechange", "event", "version", "explanation", "opinion", "opinionreply"}
OF_THE_HOUSE = {"organ", "membership", "reportingyear"}


class Writes:
    """Notes which tables are written while it is on, and whether PostgreSQL would have refused anything."""

    def __init__(self) -> None:
        self.tables: set[str] = set()
        self.refused = False

    def __call__(self, execute, sql, params, many, context):
        if found := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(?:reports_)?(\w+)"', sql):
            self.tables.add(found[1])
        # SQLite lets it by; PostgreSQL answers such a question with an error.
        self.refused |= any(isinstance(each, str) and NOT_FOR_A_DATABASE.search(each) for each in params or ())
        return execute(sql, params, many, context)


def faults_of_what_is_stored(tables: set[str]) -> list[str]:
    """What in the tables could never have been stored by a form that works."""
    found = []
    for model in apps.get_app_config("reports").get_models():
        if model._meta.db_table.removeprefix("reports_") in tables - {"signintry"}:  # whatever was tried
            found += [fault for each in model.objects.order_by("-pk")[:NEWEST] for fault in _faults_of(each)]
    if tables & OF_REPORTS:
        for report in AnnualReport.objects.all():
            findings(report, report.data())
    return found


def _faults_of(row: models.Model) -> Iterator[str]:
    blank = [each.name for each in row._meta.fields if getattr(row, each.attname) in (None, "", False)]
    try:
        row.clean_fields(exclude=blank)
    except ValidationError as fault:
        yield f"{row!r}: {fault.message_dict}"
    for each in row._meta.fields:
        value = getattr(row, each.attname)
        if isinstance(value, str) and NOT_FOR_A_TEXT.search(value):
            yield f"{row!r}: {each.name} holds {value[:40]!r}"


@dataclass
class Walk:
    """A walk over the pages: who is signed in, what was seen already, and what went wrong."""

    people: dict[str, Client]
    seen_pages: set = field(default_factory=set)
    seen_forms: set = field(default_factory=set)
    posted_to: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    only_posted: set[str] = field(default_factory=set)
    sent: int = 0
    faults: list[str] = field(default_factory=list)

    def go(self, scene: str) -> None:
        for person in self.people:
            waiting = [address for _, address in addresses()]
            while waiting:
                address = waiting.pop()
                if self._is_new(scene, person, address):
                    waiting += self._visit(person, address)

    def _is_new(self, scene: str, person: str, address: str) -> bool:
        parts = urlsplit(address)
        try:
            match = resolve(parts.path)
        except Resolver404:
            return False
        query = tuple(sorted(each.partition("=")[0] for each in parts.query.split("&")))
        page = (scene, person, match.url_name, tuple(sorted(match.kwargs.items())), query)
        is_new = page not in self.seen_pages and "extension" not in match.kwargs
        self.seen_pages.add(page)
        return is_new

    def _visit(self, person: str, address: str) -> list[str]:
        client = self.people[person]
        answer = client.get(address)
        name = resolve(urlsplit(address).path).url_name
        if answer.status_code == 405:
            self.only_posted.add(name)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            return []
        forms, links = forms_and_links(answer.content.decode(), address)
        for form in forms:
            self._send(person, form)
        return [each for each in links if each.startswith("/")]

    def _send(self, person: str, form: Form) -> None:
        name = resolve(urlsplit(form.action).path).url_name
        known = (name, form.method, form.names | form.files)
        if known in self.seen_forms:
            return
        self.seen_forms.add(known)
        if form.method == "post":
            self.posted_to.add(name)
        for number, (what, pairs) in enumerate(Spoilt(form), start=len(self.seen_forms)):
            if what in UNSPOILT or what.startswith("button ") or number % EVERY == 0:
                self._one(person, form, f"{person} {name}: {what}", pairs)

    def _one(self, person: str, form: Form, what: str, pairs: list[tuple[str, str]]) -> None:
        client = Client(raise_request_exception=False)
        client.cookies = self.people[person].cookies.copy()
        writes = Writes()
        self.sent += 1
        with transaction.atomic():
            with connection.execute_wrapper(writes):
                answer = _sent(client, form, pairs)
            if what.endswith("as it is") and answer.status_code == 302:
                self.accepted.add(resolve(urlsplit(form.action).path).url_name)
            self.faults += [f"{what}: {fault}" for fault in _faults_of_the_answer(answer)]
            self.faults += [f"{what}: asks what PostgreSQL refuses"] * writes.refused
            forbidden = OF_REPORTS if person == "administrator" else OF_THE_HOUSE
            self.faults += [f"{what}: writes {table}" for table in writes.tables & forbidden]
            self.faults += [f"{what}: {fault}" for fault in faults_of_what_is_stored(writes.tables)]
            transaction.set_rollback(True)


def _sent(client: Client, form: Form, pairs: list[tuple[str, str]]):
    if form.method == "get":
        return client.get(f"{urlsplit(form.action).path}?{encoded(pairs)}")
    if form.is_multipart:
        safe = {name: value.replace(SURROGATE, "�") for name, value in pairs}
        return client.post(form.action, safe)
    return client.post(form.action, encoded(pairs), content_type="application/x-www-form-urlencoded")


def _faults_of_the_answer(answer) -> Iterator[str]:
    if answer.status_code >= 500:
        error = answer.exc_info[1] if answer.exc_info else ""
        yield f"{answer.status_code} {type(error).__name__} {str(error)[:100]}"
    elif answer.status_code not in (301, 302) and "html" in answer["Content-Type"]:
        page = answer.content.decode()
        if "<h1" not in page or not re.search("<form|<p", page):
            yield f"{answer.status_code} says nothing"
        if "Traceback" in page or "<script>alert" in page:
            yield f"{answer.status_code} shows what it must not"


def addresses() -> Iterator[tuple[str, str]]:
    """Every address of the application, filled in with ``PARTS``."""
    for name in get_resolver().reverse_dict:
        if isinstance(name, str):
            for _, parts in get_resolver().reverse_dict.getlist(name)[0][0]:
                for values in product(*(PARTS[part] for part in parts)):
                    yield name, reverse(name, kwargs=dict(zip(parts, values, strict=True)))


@pytest.fixture
def people(with_leader):
    """One browser for each role, and one in which nobody has signed in."""
    clients = {"anonymous": Client(raise_request_exception=False)}
    for name in ("clerk", "leader", "supervisor", "administrator"):
        for _ in range(2):  # the second time in another browser, so that the first can be signed out from it
            clients[name] = Client(raise_request_exception=False)
            clients[name].post("/sign-in/", {"username": name, "password": PASSWORD})
    return clients


def scenes(report: AnnualReport, cast) -> Iterator[str]:
    """The report in each of its states, with a finding to explain, an opinion and an explanation to act on.

    But for the first, it sums up others' reports too, and may not be submitted before them.
    """
    save(report.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    for finding in unexplained(report):
        explain(report, finding, cast.clerk, "上级机关认定的规章，已随附认定文件。")
    ReportingYear.objects.create(pk=1, year=YEAR, opens_on=date(YEAR, 12, 1), due_on=date(YEAR + 1, 1, 31))
    an_upload(cast)
    an_archive(cast)
    issue(cast.county, YEAR, cast.supervisor, Draft("通知", "", "请按时提交。"))
    yield "draft"
    scheme = drafted(cast)
    yield "a scheme of appraisal"
    asked(cast)
    open_scheme(scheme.pk, cast.supervisor, answers_until=timezone.localdate(), seen=scheme.seen)
    Organ.objects.filter(pk=report.organ_id).update(consolidated_by=cast.county)
    AnnualReport.objects.filter(pk=report.pk).update(status="signing", round=1)
    yield "signing"
    AnnualReport.objects.filter(pk=report.pk).update(status="in_review")
    for anchor in ("problems", "applications.granted.business"):
        add_opinion(report.pk, cast.supervisor, anchor=anchor, level="must", code="other", words="请核对。")
    yield "in review"
    perform("return", report.pk, cast.supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    save(report.pk, cast.clerk, [Edit("other_matters", "无", "没有。")])
    yield "returned"
    AnnualReport.objects.filter(pk=report.pk).update(status="approved")
    report.opinions.update(state="resolved")
    yield "approved"
    AnnualReport.objects.filter(pk=report.pk).update(status="published")
    publication = Publication.objects.create(report=report, by=cast.leader, content_hash="0" * 64)
    publish_files(publication, {"json": canonical(report.data())})
    yield "published"


def test_no_form_of_any_page_can_be_sent_so_that_it_fails(filled, with_leader, people):
    walk = Walk(people)
    for scene in scenes(filled, with_leader):
        walk.go(scene)
    assert walk.faults == []
    assert walk.only_posted - walk.posted_to - JSON - AFTER_A_POST == set(), "no page was found with a form for these"
    assert walk.sent > runs.times(800, 2000)
    assert walk.accepted >= ACCEPTED, "what is sent was no form that anybody could send"


def test_every_part_of_an_address_can_be_filled_in():
    assert len({name for name, _ in addresses()}) > 40


def test_the_table_of_bad_input_is_complete():
    kinds = {"huge", "negative", "full width", "no number", "exponent", "arabic", "nul", "surrogate", "foreign"}
    assert kinds <= set(BAD)
    assert len(BAD["huge"]) == HUGE


GRANTED = "applications.granted.natural_person"
NESTED = "[" * 1000 + "]" * 1000
NOT_OUR_JSON = {
    "nested": f'{{"edits": {NESTED}}}',
    "deeper than Python reads": "[" * 200_000,
    "10,000 edits": json.dumps({"edits": [[GRANTED, "", str(number)] for number in range(10_000)]}),
    "an unknown address": json.dumps({"edits": [["applications.granted.everybody", "", "1"]]}),
    "an address of a total": json.dumps({"edits": [["applications.handled_total.total", "", "1"]]}),
    "an address of another part": json.dumps({"edits": [["problems", "", "1"]]}),
    "a number": json.dumps({"edits": [[GRANTED, "", 12]]}),
    "no number": f'{{"edits": [["{GRANTED}", "", NaN]]}}',
    "null": json.dumps({"edits": [[GRANTED, None, None]]}),
    "a list for a word": json.dumps({"edits": [[[GRANTED], "", "1"]]}),
    "too short": json.dumps({"edits": [[GRANTED, ""]]}),
    "too long": json.dumps({"edits": [[GRANTED, "", "1", "typed", "more"]]}),
    "no list": json.dumps({"edits": {GRANTED: "1"}}),
    "no edits": "{}",
    "no object": "[1, 2]",
    "no JSON": "edits=1",
    "half": '{"edits": [["',
    "nothing": "",
    "no UTF-8": b'{"edits": "\xff\xfe"}',
}


@pytest.mark.parametrize("body", NOT_OUR_JSON.values(), ids=list(NOT_OUR_JSON))
def test_what_no_page_sends_in_the_background_changes_nothing(report, cast, as_user, body):
    before = (canonical(report.data()), report.changes.count())
    address = f"/reports/beizi/{YEAR}/applications/save/"
    answer = as_user(cast.clerk).post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (
        400,
        "本页与系统中的表格不一致，请复制未保存的内容后刷新本页",
    )
    assert (canonical(report.data()), report.changes.count()) == before


def test_a_save_that_is_too_large_is_told_so_and_changes_nothing(report, cast, as_user):
    address, body = f"/reports/beizi/{YEAR}/problems/save/", json.dumps({"edits": [["problems", "", "长" * 900_000]]})
    answer = as_user(cast.clerk).post(address, body, content_type="application/json")
    assert (answer.status_code, "内容过大" in answer.content.decode()) == (413, True)
    assert report.changes.filter(address="problems").count() == 0


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize(
    ("step", "address"), [("applications", GRANTED), ("problems", "problems"), ("particulars", "title")]
)
def test_whatever_is_saved_in_the_background_is_stored_as_it_may_stand_or_refused(
    report, cast, as_user, kind, step, address
):
    seen, now = report.stored_texts().get(address, ""), BAD[kind].replace(SURROGATE, "\ud800")
    writes, body = Writes(), json.dumps({"edits": [[address, seen, now]]})
    with connection.execute_wrapper(writes):
        answer = as_user(cast.clerk).post(f"/reports/beizi/{YEAR}/{step}/save/", body, content_type="application/json")
    told = answer.json()
    assert (answer.status_code, writes.refused) == (200, False)
    assert {address} == {*told["values"]} ^ {*told["refused"]}, "neither stored nor refused"
    assert faults_of_what_is_stored(writes.tables) == []


@pytest.fixture(params=["clerk", "supervisor"])
def open_page(request, filled, cast, as_user):
    """A person with a page open that says so, and its address."""
    if request.param == "supervisor":
        perform("submit", filled.pk, cast.clerk)
    step = "review" if request.param == "supervisor" else "problems"
    return as_user(getattr(cast, request.param)), f"/reports/beizi/{YEAR}/{step}/presence/"


@pytest.mark.parametrize(
    "tab",
    [None, 12, 1e308, [], {}, "\ud800", "甲\x00乙", "长" * HUGE, "", True, [["x"] * 1000], "\x1b[31m"],
    ids=lambda tab: ascii(tab)[:20],
)
def test_whatever_a_tab_calls_itself_is_noted_or_left_out(open_page, tab):
    (client, address), writes, body = open_page, Writes(), json.dumps({"tab": tab})
    with connection.execute_wrapper(writes):
        answer = client.post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json(), writes.refused) == (200, {"told": ""}, False)
    assert faults_of_what_is_stored(writes.tables) == []


@pytest.mark.parametrize("body", ["", "{", "[]", "null", "[" * 200_000, b"\xff", '{"tab": NaN}'])
def test_a_presence_that_is_no_json_is_taken_for_one_without_a_name(open_page, body):
    client, address = open_page
    answer = client.post(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"told": ""})
