"""Who may open which page: one table for every address, held against every person of the cast."""

from datetime import date
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from reports.models import AnnualReport, ReportingYear, Status
from tests.conftest import YEAR
from tests.views.archives import an_archive
from tests.views.uploads import an_upload

OK, FOUND, NOT_FOUND = HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.NOT_FOUND
OWN = {"clerk", "colleague", "leader", "reader"}
CLERKS = {"clerk", "colleague"}
EVERYBODY = [*sorted(OWN), "supervisor", "neighbour", "stranger", "administrator"]
REPORT = f"/reports/beizi/{YEAR}"

# By name, the address, and who may open it while the report is a draft, and while it is in review.
PAGES = {
    "home": ("/", set(EVERYBODY), set(EVERYBODY)),
    "account": ("/account/", set(EVERYBODY), set(EVERYBODY)),
    "password": ("/account/password/", set(EVERYBODY), set(EVERYBODY)),
    "second_factor_new": ("/account/second-factor/new/", set(EVERYBODY), set(EVERYBODY)),
    "second_factor_remove": ("/account/second-factor/remove/", set(EVERYBODY), set(EVERYBODY)),
    "guide": ("/guide/", set(EVERYBODY), set(EVERYBODY)),
    "rules": ("/rules/", set(EVERYBODY), set(EVERYBODY)),
    "notices": ("/notices/", set(EVERYBODY), set(EVERYBODY)),
    "queue": ("/review/", {"supervisor", "stranger"}, {"supervisor", "stranger"}),
    "queue_list": ("/review/list.xlsx", {"supervisor", "stranger"}, {"supervisor", "stranger"}),
    "remind": ("/review/remind/", {"supervisor", "stranger"}, {"supervisor", "stranger"}),
    "approve_together": ("/review/approve/?organ=beizi", {"supervisor"}, {"supervisor"}),
    "extend_together": ("/review/extend/?organ=beizi", {"supervisor"}, {"supervisor"}),
    "examination": ("/review/examination/", {"supervisor", "stranger"}, {"supervisor", "stranger"}),
    "examination_list": ("/review/examination/list.xlsx", set(), set()),  # there once somebody had reports checked
    "similarity": ("/review/similarity/", {"supervisor", "stranger"}, {"supervisor", "stranger"}),
    "similar_pair": (f"/review/similarity/{YEAR}/beizi/beizi/", set(), set()),  # there once there is a year before
    "batches": ("/review/earlier/", {"supervisor", "stranger"}, {"supervisor", "stranger"}),
    "batch": ("/review/earlier/1/", {"supervisor"}, {"supervisor"}),
    "batch_file": ("/review/earlier/1/0/", {"supervisor"}, {"supervisor"}),
    "extensions": (f"/review/extensions/beizi/{YEAR}/", {"supervisor"}, {"supervisor"}),
    "rule_settings": (f"/review/rules/lushan/{YEAR}/", {"supervisor"}, {"supervisor"}),
    "bundle": (f"/county/lushan/{YEAR}/bundle/", {"supervisor"}, {"supervisor"}),
    "publishing_list": (f"/county/lushan/{YEAR}/publishing/", {"supervisor"}, {"supervisor"}),
    "publishing_paste": (f"/county/lushan/{YEAR}/publishing/paste/", {"supervisor"}, {"supervisor"}),
    "publishing_code": (f"/county/lushan/{YEAR}/publishing/code/", {"supervisor"}, {"supervisor"}),
    "publishing_workbook": (f"/county/lushan/{YEAR}/publishing/list.xlsx", {"supervisor"}, {"supervisor"}),
    "scores": (f"/county/lushan/{YEAR}/scores/", {"supervisor"}, {"supervisor"}),
    # There once the office has a scheme, or has closed it; tried in test_scores.py and test_score_exports.py.
    "scheme_edit": (f"/county/lushan/{YEAR}/scores/scheme/", set(), set()),
    "scheme_open": (f"/county/lushan/{YEAR}/scores/open/", set(), set()),
    "scheme_close": (f"/county/lushan/{YEAR}/scores/close/", set(), set()),
    "scheme_give_up": (f"/county/lushan/{YEAR}/scores/give-up/", set(), set()),
    "scores_workbook": (f"/county/lushan/{YEAR}/scores.xlsx", set(), set()),
    "score_sheet": ("/scores/1/beizi/", set(), set()),
    "score_entry": ("/scores/1/beizi/entry/", set(), set()),
    "score_sheet_workbook": ("/scores/1/beizi/sheet.xlsx", set(), set()),
    "score_sheet_paper": ("/scores/1/beizi/sheet.pdf", set(), set()),
    "circulars": (f"/county/lushan/{YEAR}/circulars/", {"supervisor"}, {"supervisor"}),
    "circular_new": (f"/county/lushan/{YEAR}/circulars/new/", {"supervisor"}, {"supervisor"}),
    "circular": ("/circulars/1/", set(), set()),  # there once one was issued; tried in test_circulars.py
    "circular_file": ("/circulars/1/files/1/", set(), set()),
    "site_files": (f"/county/lushan/{YEAR}/site/", {"supervisor"}, {"supervisor"}),
    "sums_files": (f"/county/lushan-gov/{YEAR}/sums/files/", {"supervisor"}, {"supervisor"}),
    "site_file": (f"/county/lushan/{YEAR}/site/1.zip", set(), set()),  # there once one was made, as of the next three
    "sums_file": (f"/county/lushan-gov/{YEAR}/sums/files/1.xlsx", set(), set()),
    "scores_file": (f"/county/lushan/{YEAR}/scores/files/1.pdf", set(), set()),
    "scores_files": (f"/county/lushan/{YEAR}/scores/files/", set(), set()),  # there once scores were closed
    "scores_paper": (f"/county/lushan/{YEAR}/scores.pdf", set(), set()),
    "bundle_file": (f"/county/lushan/{YEAR}/bundle/1.zip", set(), set()),  # there once one was made
    "infographic": (f"/county/lushan-gov/{YEAR}/infographic/", {"supervisor"}, {"supervisor"}),
    "infographic_file": (
        f"/county/lushan-gov/{YEAR}/infographic/infographic.pdf",
        set(),
        set(),
    ),  # once a report counts
    "sums": (f"/county/lushan-gov/{YEAR}/sums/", {"supervisor"}, {"supervisor"}),
    "sums_differences": (f"/county/lushan-gov/{YEAR}/sums/differences/", {"supervisor"}, {"supervisor"}),
    "sums_compare": (f"/county/lushan-gov/{YEAR}/sums/compare/", {"supervisor"}, {"supervisor"}),
    "sums_compare_workbook": (f"/county/lushan-gov/{YEAR}/sums/compare.xlsx", set(), set()),  # once a report counts
    "sums_adjustments": (f"/county/lushan-gov/{YEAR}/sums/adjustments/", {"supervisor"}, {"supervisor"}),
    "sums_adjustment_back": (f"/county/lushan-gov/{YEAR}/sums/adjustments/{uuid4()}/", set(), set()),  # of an entry
    "sums_final": (f"/county/lushan-gov/{YEAR}/sums/final/", {"supervisor"}, {"supervisor"}),
    "sums_workbook": (f"/county/lushan-gov/{YEAR}/sums/workbook.xlsx", set(), set()),  # there once a report counts
    "sums_final_workbook": (f"/county/lushan-gov/{YEAR}/sums/final/1.xlsx", set(), set()),  # of a document
    "sums_finalise": (f"/county/lushan-gov/{YEAR}/sums/final/declare/", {"supervisor"}, {"supervisor"}),
    "sums_reopen": (f"/county/lushan-gov/{YEAR}/sums/final/reopen/", {"supervisor"}, {"supervisor"}),
    "sums_scope": (f"/county/lushan-gov/{YEAR}/sums/scope/", {"supervisor"}, {"supervisor"}),
    "sums_cell": (f"/county/lushan-gov/{YEAR}/sums/disputes.cases.reconsideration_upheld/", *[{"supervisor"}] * 2),
    "boilerplate": (f"/review/rules/lushan/{YEAR}/boilerplate/", {"supervisor"}, {"supervisor"}),
    "phrases": ("/phrases/", {"supervisor", "stranger"}, {"supervisor", "stranger"}),
    "start": (f"{REPORT}/start/", CLERKS, CLERKS),
    "report": (f"{REPORT}/", OWN, OWN | {"supervisor"}),
    "step": (f"{REPORT}/applications/", OWN, OWN | {"supervisor"}),
    "check": (f"{REPORT}/check/", OWN, OWN | {"supervisor"}),
    "submit": (f"{REPORT}/submit/", OWN, OWN | {"supervisor"}),
    "submitted": (f"{REPORT}/submitted/", OWN, OWN | {"supervisor"}),
    "preview": (f"{REPORT}/preview/", OWN, OWN | {"supervisor"}),
    "paper": (f"{REPORT}/paper/", OWN, OWN | {"supervisor"}),
    "part": (f"{REPORT}/problems/preview/", OWN, OWN | {"supervisor"}),
    "page_code": (f"{REPORT}/page-code/", OWN, OWN | {"supervisor"}),
    "download": (f"{REPORT}/report.json", OWN, OWN | {"supervisor"}),
    "blank": (f"{REPORT}/blank.xlsx", OWN, OWN),
    "blank_part": (f"{REPORT}/blank/applications.xlsx", OWN, OWN),
    "publication_check": (f"{REPORT}/publication-check/", set(), set()),  # there once it is published
    "workbook": (f"{REPORT}/workbook/", CLERKS, set()),
    "workbook_form": (f"{REPORT}/workbook/form.xlsx", CLERKS, set()),
    "peers": (f"{REPORT}/peers/", set(), set()),  # where the organ that reviews them shows it; tried in test_peers.py
    "secrecy": (f"{REPORT}/secrecy/", set(), set()),  # for who does it where it is done; tried in test_secrecy.py
    "history": (f"{REPORT}/history/", OWN, OWN | {"supervisor"}),
    "history_comparison": (f"{REPORT}/history/compare/", OWN, OWN | {"supervisor"}),
    "history_restoration": (f"{REPORT}/history/restore/", CLERKS, CLERKS),
    "review": (f"{REPORT}/review/", set(), {"supervisor"}),
    "opinion_add": (f"{REPORT}/opinions/add/", set(), {"supervisor"}),
    "decide": (f"{REPORT}/decide/approve/", set(), {"supervisor"}),
    "uploads": ("/uploads/beizi/", CLERKS, CLERKS),
    "upload": ("/uploads/beizi/1/", {"clerk"}, {"clerk"}),
    "upload_picture": ("/uploads/beizi/1/page-1.png", {"clerk"}, {"clerk"}),
}
ADMINISTRATION = {
    "organs": "organs/",
    "organ_new": "organs/new/",
    "organ_edit": "organs/edit/beizi/",
    "organ_activity": "organs/edit/beizi/activity/",
    "accounts": "accounts/",
    "account_new": "accounts/new/",
    "account_edit": "accounts/edit/clerk/",
    "account_roles": "accounts/edit/clerk/roles/",
    "account_activity": "accounts/edit/clerk/activity/",
    "years": "years/",
    "year_new": "years/new/",
    "year_edit": "years/1/",
    "audit": "audit/",
    "audit_workbook": "audit.xlsx",
    "roster": "import/",
    "version": "version/",
    "roster_template": "import/template.xlsx",
}
PAGES |= {
    name: (f"/administration/{path}", {"administrator"}, {"administrator"}) for name, path in ADMINISTRATION.items()
}
WITHOUT_SIGNING_IN = {
    "sign_in",
    "sign_in_code",
    "sign_out",
    "table_widths",
    "published",
    "published_revision",
    "published_file",
    "published_code",
    "published_package",
    *("column", "column_organ", "column_feed", "column_sitemap", "column_sitemap_section", "column_workbook"),
    *("api_reports", "api_report", "api_report_revision", "api_description"),
    *("healthz", "readyz", "metrics"),
}
POST_ONLY = {
    "scheme_new": f"/county/lushan/{YEAR}/scores/new/",
    "circular_sign": "/circulars/1/sign/",
    "circular_withdraw": "/circulars/1/withdraw/",
    "upload_keep": "/uploads/beizi/1/keep/",
    "end_session": "/account/sessions/end/",
    "notice_open": "/notices/open/",
    "notices_read": "/notices/read/",
    "handed_over_workbook": "/administration/handed-over.xlsx",
    "second_factor_codes": "/account/second-factor/codes/",
    "account_second_factor": "/administration/accounts/edit/clerk/second-factor/",
    "account_reset": "/administration/accounts/edit/clerk/reset/",
}
# By name, the address to post JSON to, and who is answered; the others of the house are told that they cannot.
JSON_ONLY = {
    "save": (f"{REPORT}/applications/save/", CLERKS),
    "presence": (f"{REPORT}/applications/presence/", CLERKS),
    "read_paste": (f"{REPORT}/applications/read-paste/", CLERKS),
}

# The same while the report is in review, for whom the page is not there at all.
JSON_OF_A_REVIEW = {"review_presence": (f"{REPORT}/review/presence/", {"supervisor"})}

# By name, what is posted about an opinion or an explanation that is there, and who is answered.
ABOUT_A_PIN = {
    "opinion_act": (f"{REPORT}/opinions/1/resolve/", {"supervisor"}),
    "explanation_judge": (f"{REPORT}/explanations/1/", {"supervisor"}),
    "review_open": (f"{REPORT}/review/open/", {"supervisor"}),
}


def test_every_address_is_in_the_table():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert names == set(PAGES).union(JSON_ONLY, JSON_OF_A_REVIEW, POST_ONLY, ABOUT_A_PIN, WITHOUT_SIGNING_IN)


@pytest.mark.parametrize("name", JSON_ONLY)
def test_what_a_page_sends_in_the_background_reaches_nobody_elses_report(filled, cast, as_user, name):
    address, admitted = JSON_ONLY[name]
    body = {"edits": [["applications.granted.business", "0", "5"]], "tab": "1"}
    for person in EVERYBODY:
        answer = as_user(getattr(cast, person)).post(address, body, content_type="application/json")
        if person not in OWN:
            assert answer.status_code == NOT_FOUND
        elif person not in admitted:
            assert answer.json()["left"] == "当前账号没有填报本报告的权限。"
        else:
            assert answer.status_code == OK
    editors = set(filled.changes.filter(source="typed").values_list("editor__username", flat=True))
    assert editors <= CLERKS


@pytest.mark.parametrize("name", JSON_OF_A_REVIEW)
def test_what_the_page_of_a_review_sends_is_for_its_supervisors_alone(filled, cast, as_user, name):
    address, admitted = JSON_OF_A_REVIEW[name]
    for status, answered in ((Status.DRAFT, set()), (Status.IN_REVIEW, admitted)):
        AnnualReport.objects.update(status=status)
        for person in EVERYBODY:
            answer = as_user(getattr(cast, person)).post(address, {"tab": "1"}, content_type="application/json")
            assert answer.status_code == (OK if person in answered else NOT_FOUND)
    assert as_user(cast.supervisor).get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert Client().post(address).url.startswith("/sign-in/")


@pytest.mark.parametrize("name", ABOUT_A_PIN)
def test_what_is_said_about_a_pin_reaches_nobody_elses_report(filled, cast, as_user, name):
    AnnualReport.objects.update(status=Status.IN_REVIEW)
    filled.opinions.create(number=1, round=1, anchor="problems", level="must", words="补充", author=cast.supervisor)
    filled.explanations.create(pk=1, fingerprint="f", rule="Y1", body="原文", author=cast.clerk)
    address, admitted = ABOUT_A_PIN[name]
    data = {"judgement": "accepted"}
    readers = set() if name == "review_open" else admitted  # words may be written on a page of their own
    read = {person: as_user(getattr(cast, person)).get(address).status_code for person in EVERYBODY}
    assert {person for person, code in read.items() if code in (OK, FOUND)} == readers
    answers = {person: as_user(getattr(cast, person)).post(address, data).status_code for person in EVERYBODY}
    assert {person for person, code in answers.items() if code != NOT_FOUND} == admitted
    assert Client().post(address).url.startswith("/sign-in/")


def test_what_may_be_written_to_an_opinion_is_there_for_whose_turn_it_is(filled, cast, as_user):
    filled.opinions.create(number=1, round=1, anchor="problems", level="must", words="补充", author=cast.supervisor)
    turns = {("answer", "returned", "open"): CLERKS, ("ask", "in_review", "answered"): {"supervisor"}}
    for (action, status, state), whose in turns.items():
        AnnualReport.objects.update(status=status)
        filled.opinions.update(state=state)
        for other in ("answer", "ask", "resolve", "delete"):
            address = f"{REPORT}/opinions/1/{other}/"
            answers = {person: as_user(getattr(cast, person)).get(address).status_code for person in EVERYBODY}
            assert {person for person, code in answers.items() if code == OK} == (whose if other == action else set())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_there_for_those_who_may_see_it_and_absent_for_others(filled, government, cast, as_user, name):
    address, of_a_draft, in_review = PAGES[name]
    ReportingYear.objects.create(pk=1, year=YEAR, opens_on=date(YEAR, 12, 1), due_on=date(YEAR + 1, 1, 31))
    an_upload(cast)
    an_archive(cast)
    for status, admitted in ((Status.DRAFT, of_a_draft), (Status.IN_REVIEW, in_review)):
        AnnualReport.objects.update(status=status)
        answers = {person: as_user(getattr(cast, person)).get(address).status_code for person in EVERYBODY}
        assert {person for person, code in answers.items() if code != NOT_FOUND} == admitted
        assert set(answers.values()) <= {OK, FOUND, NOT_FOUND}


@pytest.mark.parametrize("name", PAGES)
def test_without_signing_in_every_page_leads_to_the_sign_in_page(filled, name):
    answer = Client().get(PAGES[name][0])
    assert (answer.status_code, answer.url.split("?")[0]) == (FOUND, "/sign-in/")


@pytest.mark.parametrize("name", POST_ONLY)
def test_what_is_only_posted_cannot_be_opened_and_asks_to_sign_in(cast, as_user, name):
    assert as_user(cast.clerk).get(POST_ONLY[name]).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert Client().post(POST_ONLY[name]).url.startswith("/sign-in/")


@pytest.mark.parametrize("name", ["step", "submit", "decide", "start", "check"])
def test_nobody_else_changes_anything_by_posting(filled, cast, as_user, name):
    before = (filled.changed_at, filled.status)
    data = {"seen": '{"applications.granted.business": "0"}', "applications.granted.business": "5"}
    data |= {"reason": "一段足够长的退回意见，十个字以上。", "applications": "no", "disputes": "no"}
    for person in ("leader", "reader", "neighbour", "stranger", "administrator"):
        as_user(getattr(cast, person)).post(PAGES[name][0], data)
        filled.refresh_from_db()
        assert (filled.changed_at, filled.status) == before


def test_a_forged_post_without_its_token_is_refused_in_chinese(filled, cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clerk)
    answer = client.post(PAGES["submit"][0])
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "页面已过期" in answer.content.decode()


def test_a_step_that_the_form_does_not_have_is_absent(filled, cast, as_user):
    assert as_user(cast.clerk).get(f"{REPORT}/poem/").status_code == NOT_FOUND
    assert as_user(cast.clerk).get(f"{REPORT}/report.exe").status_code == NOT_FOUND


def test_an_inactive_account_is_signed_out_at_its_next_request(filled, cast, as_user):
    client = as_user(cast.clerk)
    cast.clerk.is_active = False
    cast.clerk.save()
    assert client.get("/").status_code == FOUND
