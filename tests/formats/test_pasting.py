"""A paste that the server reads: the same certain answers as the browser's, or none."""

import json
from pathlib import Path

import pytest

from reports.formats.pasting import MOST_CHARACTERS, read_paste
from reports.formats.written import is_stroke
from reports.official import Measure
from reports.official.figures import display, read
from reports.official.interchange import NotUnderstood

VECTORS = json.loads((Path(__file__).parent.parent / "official" / "table_vectors.json").read_text(encoding="utf-8"))


def figure(address, text):
    """A figure as it is stored, whichever way it is written."""
    measure = Measure.MONEY if address.startswith("fees.") else Measure.COUNT
    return "0" if is_stroke(text) else display(read(text, measure))


def answered(case):
    """By address, the figures that the server is certain of; blanks left out."""
    text = "\n".join("\t".join(row) for row in case["rows"])
    matched = read_paste(case.get("html", ""), text, "2021")
    return {str(cell): figure(str(cell), found.value) for cell, found in matched.figures.items() if found.value}


def wanted(case):
    """What the browser is certain of; what it places by its shape alone is not entered before the server was asked."""
    if case.get("certain") is False and not case["unsure"]:
        return {}
    cells = case["placed"] | case["compared"]
    return {address: figure(address, text) for address, text in cells.items() if text}


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_two_certain_answers_never_differ(case):
    ours, theirs = answered(case), wanted(case)
    assert {address: ours[address] for address in ours.keys() & theirs.keys()} == {
        address: theirs[address] for address in ours.keys() & theirs.keys()
    }
    rows = {address.rsplit(".", 1)[0] for address in ours} & {address.rsplit(".", 1)[0] for address in theirs}
    of_those = [
        {address: text for address, text in cells.items() if address.rsplit(".", 1)[0] in rows and text != "0"}
        for cells in (ours, theirs)
    ]
    assert of_those[0] == of_those[1]


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["name"])
def test_the_server_places_what_the_shared_vectors_say(case):
    """``server`` names the rows that it is certain of."""
    assert sorted({address.rsplit(".", 1)[0] for address in answered(case)}) == case["server"]


def test_there_are_enough_of_them():
    assert len(VECTORS) >= 40
    assert len({case["name"] for case in VECTORS}) == len(VECTORS)


def test_rows_of_html_without_their_table_are_read():
    matched = read_paste("<tr><td>行政许可</td><td>12</td></tr>", "", "2021")
    assert {str(cell): found.value for cell, found in matched.figures.items()} == {
        "licensing.administrative_licensing.decisions": "12"
    }


def test_a_paste_that_is_too_long_is_refused():
    with pytest.raises(NotUnderstood):
        read_paste("", "1" * (MOST_CHARACTERS + 1), "2021")
