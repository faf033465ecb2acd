"""Real published reports, where they lie beside the project: what must be found in them, and what must not."""

import json
from pathlib import Path

import pytest

from reports.checks import RULES, Case, run
from reports.official.interchange import parse

PUBLISHED = Path(__file__).resolve().parents[3] / "shared" / "samples" / "published"
SAMPLES = sorted(PUBLISHED.glob("*/expect.json"))


def checked(sample):
    expected = json.loads(sample.read_text(encoding="utf-8"))
    return expected, run(Case(parse(sample.with_name("report.json").read_bytes())))


def is_about(finding, quote):
    return quote in finding.quote or quote in finding.texts or quote in map(str, finding.cells)


@pytest.mark.skipif(not SAMPLES, reason=f"no published reports beside the project: {PUBLISHED.name} is not there")
def test_there_are_samples_with_something_to_find():
    wanted = {each["rule"] for sample in SAMPLES for each in json.loads(sample.read_text("utf-8"))["must_find"]}
    assert {"N1", "W6", "W12", "W15", "Z5", "Z6"} <= wanted


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_what_must_be_found_is_found(sample):
    expected, findings = checked(sample)
    wanted = [(each["rule"], each["quote"]) for each in expected["must_find"] if each["rule"] in RULES]
    made = [(rule, quote) for rule, quote in wanted for each in findings if each.rule == rule and is_about(each, quote)]
    assert sorted(set(made)) == sorted(wanted)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_what_must_not_be_found_is_not(sample):
    expected, findings = checked(sample)
    assert [each for each in findings if each.rule in expected["must_not_find"]] == []
