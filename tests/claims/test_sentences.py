"""What sentences of published reports claim, and those that claim nothing: one table for each subject.

A line holds a sentence and, after a tab, the claims in it as ``name=value`` in their order, or ``-`` for a trap: a
sentence with numbers that says nothing of the tables of the report's own year, 2023. The sentence stands in the aspect
that the file is named after; ``@局`` and the like before it names who speaks, otherwise a township does. A ``\\n`` is a
line break within the sentence.
"""

from pathlib import Path

import pytest

from reports.claims import claims_of
from reports.official.figures import display
from reports.official.report_data import Kind
from tests.checks.reports import a_report

YEAR = 2023
FOLDER = Path(__file__).parent
ASPECTS = {
    "applications": "overview.disclosure_on_request",
    "disputes": "overview.disclosure_on_request",
    "table_two": "overview.information_management",
    "elsewhere": "overview.proactive_disclosure",
}
KINDS = {"@县": Kind.COUNTY, "@局": Kind.DEPARTMENT, "@街": Kind.SUBDISTRICT, "@镇": Kind.TOWNSHIP}


def lines(subject):
    for number, line in enumerate((FOLDER / f"{subject}.tsv").read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            sentence, _, said = line.partition("\t")
            yield pytest.param(subject, sentence, said, id=f"{subject}:{number}")


def claimed(subject, sentence):
    kind = KINDS.get(sentence[:2], Kind.TOWNSHIP)
    text = sentence[2:] if sentence[:2] in KINDS else sentence
    report = a_report(kind=kind, year=YEAR, texts={ASPECTS[subject]: text.replace("\\n", "\n")})
    found = sorted(claims_of(report), key=lambda claim: claim.start)
    return " ".join(f"{claim.what}={display(claim.value)}" for claim in found) or "-"


@pytest.mark.parametrize(("subject", "sentence", "said"), [each for subject in ASPECTS for each in lines(subject)])
def test_a_sentence_claims_what_it_says_and_nothing_else(subject, sentence, said):
    assert claimed(subject, sentence) == said


def test_a_third_of_the_sentences_are_traps():
    every = [said for subject in ASPECTS for said in (each.values[2] for each in lines(subject))]
    assert every.count("-") * 3 >= len(every)
