"""What is read in sentences as offices all over the country write them: claims, sums, shares, changes; one table.

``country.tsv`` has the aspect in which the sentence stands, the sentence (``@局`` says who speaks, otherwise
a township does), and what is read in it, or ``-``: claims as ``name=value``, ``和T=a+b`` where the sentence gives, or
seems to give, all parts of a total, ``占a/b=P`` for a share, ``增n/b=P`` and ``差n-b=D`` for how it changed. The year
is 2023. A sentence raises no finding by itself unless ``!`` and the rule follow.
"""

from itertools import chain
from pathlib import Path

import pytest

from reports.checks import Case, run
from reports.claims import claims_of
from reports.claims.changes import YearlyDifference, changes
from reports.claims.enumerations import enumerations
from reports.claims.paired_lists import paired_lists
from reports.claims.rates import rates
from reports.claims.shares import growths, shares
from reports.claims.totals_after import totals_after
from reports.official.figures import display
from reports.official.report_data import Kind
from tests.checks.reports import a_report

TABLE = Path(__file__).with_name("country.tsv")
ASPECTS = {
    "requests": "overview.disclosure_on_request",
    "management": "overview.information_management",
    "proactive": "overview.proactive_disclosure",
    "other": "other_matters",
}
KINDS = {"@县": Kind.COUNTY, "@市": Kind.CITY, "@局": Kind.DEPARTMENT, "@街": Kind.SUBDISTRICT}
OF_WORDS_ALONE = ("X1", "X2", "X3", "X4", "X5", "X6", "X7", "N4", "W7")


def lines():
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield pytest.param(*line.split("\t"), id=f"{number}")


def read(report, text):
    yield from (
        f"{claim.what}={display(claim.value)}" for claim in sorted(claims_of(report), key=lambda each: each.start)
    )
    for each in chain(enumerations(text), totals_after(text), paired_lists(text)):
        if (each.is_complete or each.is_likely) and not each.may_overlap:
            yield f"和{display(each.total.value)}={'+'.join(display(part.value) for part in each.parts)}"
    for each in chain(shares(text), rates(text)):
        if each.named:
            yield f"占{display(each.part.value)}/{display(each.named)}={each.percent.value}"
    for each in chain(growths(text), changes(text)):
        if each.base:
            is_difference = isinstance(each, YearlyDifference)
            sign, by = ("差", each.change) if is_difference else ("增", each.percent)
            between = "-" if is_difference else "/"
            yield f"{sign}{display(each.number.value)}{between}{display(each.base.value)}={by.value}"


@pytest.mark.parametrize(("aspect", "sentence", "said"), list(lines()))
def test_a_sentence_is_read_as_it_is_meant(aspect, sentence, said):
    text = sentence.removeprefix(sentence[:2] if sentence[:2] in KINDS else "")
    report = a_report(kind=KINDS.get(sentence[:2], Kind.TOWNSHIP), year=2023, texts={ASPECTS[aspect]: text})
    alarms = [f"!{each.rule}" for each in run(Case(report)) if each.rule in OF_WORDS_ALONE]
    assert " ".join(sorted([*read(report, text), *alarms])) == " ".join(sorted([] if said == "-" else said.split(" ")))


def test_a_third_of_the_sentences_are_traps():
    every = [each.values[2] for each in lines()]
    assert every.count("-") * 3 >= len(every)
