"""What was explained before fingerprints were freed of wording and level still stands afterwards."""

import importlib

import pytest
from django.apps import apps

from reports.lifecycle.editing import Edit, save
from reports.lifecycle.findings import findings, unexplained
from reports.lifecycle.reviewing import explain
from reports.models import Status
from tests.deciding import perform

MIGRATION = importlib.import_module("reports.migrations.0013_fingerprints_without_wording")
WORDS = "本年度承接上级下放的制定权限，已与法制机构核对。"


@pytest.fixture
def in_review(filled, cast):
    """A submitted report with an explanation, kept under the fingerprint of old."""
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    (finding,) = unexplained(filled)
    explain(filled, cast.clerk, finding, WORDS)
    perform("submit", filled.pk, cast.clerk)
    filled.explanations.update(fingerprint=MIGRATION._former(finding))
    filled.refresh_from_db()
    return filled


def test_an_explanation_in_flight_survives(in_review):
    assert len(unexplained(in_review)) == 1
    MIGRATION.renew(apps, None)
    assert (in_review.status, unexplained(in_review)) == (Status.IN_REVIEW, [])


def test_an_explanation_of_other_values_lapses_as_before(in_review, cast):
    perform("withdraw", in_review.pk, cast.clerk)
    save(in_review.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "6", "7")])
    MIGRATION.renew(apps, None)
    assert [each.rule for each in unexplained(in_review)] == ["Z5"]


def test_what_was_never_submitted_lapses_and_its_words_are_offered_again(filled, cast):
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6")])
    (finding,) = unexplained(filled)
    explain(filled, cast.clerk, finding, WORDS)
    filled.explanations.update(fingerprint=MIGRATION._former(finding))
    MIGRATION.renew(apps, None)
    assert len(unexplained(filled)) == 1
    assert [each.place for each in findings(filled)] == [filled.explanations.get().place]
