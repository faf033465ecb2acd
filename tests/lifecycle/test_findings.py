"""What is decided on is read and checked once, under the report's lock."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.lifecycle import findings
from reports.lifecycle.editing import save
from reports.lifecycle.workflow import perform
from reports.models import AnnualReport
from reports.models.reports import PARTICULARS
from reports.official.interchange import content_hash
from reports.presenters.steps import CheckedStep
from tests.conftest import YEAR

# With the savepoint, the chain of events, the seals, the notice, the settings of the rules and the sketch.
MOST_QUERIES = 48


def test_a_submission_runs_the_checks_once_and_asks_the_database_less(filled, cast, monkeypatch):
    runs, run = [], findings.run_once

    def counted(case):
        runs.append(case)
        return run(case)

    monkeypatch.setattr(findings, "run_once", counted)
    seen = content_hash(filled.data())
    with CaptureQueriesContext(connection) as captured:
        perform("submit", filled.pk, cast.clerk, seen_hash=seen)
    assert (len(runs), len(captured) <= MOST_QUERIES) == (1, True)


def test_the_button_that_submits_runs_the_checks_once(filled, cast, as_user, monkeypatch):
    runs, run = [], findings.run_once
    monkeypatch.setattr(findings, "run_once", lambda case: runs.append(case) or run(case))
    answer = as_user(cast.clerk).post(
        f"{filled.get_absolute_url()}submit/", {"content_hash": content_hash(filled.data())}
    )
    assert (answer.url, len(runs)) == (f"{filled.get_absolute_url()}submitted/", 1)


def test_what_is_kept_is_kept_on_the_locked_object_alone(filled):
    findings.take_snapshot(filled)
    filled.texts.filter(key="other_matters").update(body="")
    assert [each.rule for each in findings.findings(filled)] == []
    again = type(filled).objects.get(pk=filled.pk)
    assert [each.rule for each in findings.findings(again)] == ["W4"]


def of_each_step(report):
    """Of each step what is found there, by the rules of that step and by all of them."""
    form, everything = report.official_form, findings.findings_to_submit(report)
    steps = (PARTICULARS, *form.section)
    by_its_rules = {step: findings.findings_of_step(report, step) for step in steps}
    return by_its_rules, {step: [each for each in everything if step in each.parts(form)] for step in steps}


@pytest.mark.parametrize(("day", "expected"), [(f"{YEAR}-12-31", ["D5"]), (f"{YEAR + 1}-01-01", [])])
def test_of_each_step_is_found_what_the_whole_check_finds_there(filled, cast, day, expected):
    with time_machine.travel(f"{day}T12:00:00+08:00", tick=False):
        by_its_rules, by_all = of_each_step(filled)
        assert by_its_rules == by_all
        assert [each.rule for each in by_its_rules[PARTICULARS]] == expected
        filled.texts.filter(key__in=("contact.telephone", "problems")).update(body="")
        save(filled.pk, cast.clerk, [], step="disputes", is_finished=False)
        by_its_rules, by_all = of_each_step(AnnualReport.objects.get(pk=filled.pk))
        assert by_its_rules == by_all
        assert [[each.rule for each in by_its_rules[step]] for step in ("disputes", "problems")] == [["D7"], ["W2"]]
        assert [each.rule for each in by_its_rules[PARTICULARS]] == ["D6"]


def test_a_save_runs_the_rules_of_its_step_once_and_no_whole_check(filled, cast, as_user, monkeypatch):
    runs, run_on = [], findings.run_on_once
    monkeypatch.setattr(findings, "run_once", lambda case: pytest.fail("all rules were run"))
    monkeypatch.setattr(findings, "run_on_once", lambda part, case: runs.append(part) or run_on(part, case))
    edit = {"edits": [["applications.granted.business", "0", "1", "typed"]]}
    url = f"{filled.get_absolute_url()}applications/"
    browser = as_user(cast.clerk)
    assert browser.post(f"{url}save/", edit, content_type="application/json").json()["found"]
    held = {"held": [0] * len(CheckedStep(filled, "applications").addresses)}
    assert browser.post(f"{url}presence/", held, content_type="application/json").json()["found"]
    assert runs == ["applications", "applications"]
