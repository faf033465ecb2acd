"""A reading that is kept as JSON is the same reading again."""

import json
from dataclasses import replace

import pytest

from reports.formats import writing
from reports.formats.kept import MOST_CHARACTERS, as_json, reading_of
from reports.formats.reading import Reading, Unplaced, read
from reports.formats.source import Block, InTable, OnLine, SourceCell
from reports.official import Cell
from reports.official.interchange import canonical, parse
from tests.conftest import SEED
from tests.formats import makers

SEED_REPORT = parse(SEED.read_bytes())
FILES = {
    "report.html": lambda: writing.write(SEED_REPORT, "html"),
    "report.json": lambda: canonical(SEED_REPORT),
    "report.docx": lambda: makers.document(SEED_REPORT),
    "report.xlsx": lambda: makers.workbook(SEED_REPORT),
}


@pytest.mark.parametrize("name", FILES)
def test_a_reading_that_was_kept_is_the_same_again(name):
    reading = read(name, FILES[name]())
    again = reading_of(json.loads(json.dumps(as_json(reading))))
    assert again == reading
    assert again.report.printed_totals == reading.report.printed_totals
    assert again.origins == reading.origins
    assert as_json(again) == as_json(reading)


def test_a_figure_that_cannot_be_read_is_kept_as_it_was_written():
    cell = Cell("applications", "granted", "business")
    report = replace(SEED_REPORT, figures={**SEED_REPORT.figures, cell: "十二"})
    reading = Reading(report, (Unplaced("三、“予以公开”", "十二", "请填写数字", cell),))
    assert reading_of(as_json(reading)) == reading


def test_what_no_database_takes_is_kept_as_a_character_that_it_takes():
    reading = Reading(replace(SEED_REPORT, texts={"problems": "甲\0乙\ud800"}), source=(Block("甲\0"),))
    kept = as_json(reading)
    assert (kept["report"]["texts"]["problems"], kept["source"][0]["text"]) == ("甲\ufffd乙\ufffd", "甲\ufffd")


def test_of_an_endless_source_the_beginning_is_kept_and_all_that_was_read():
    row = (SourceCell("一、本年新收", 0, 1, InTable(0, 0, 0)),)
    source = [Block(rows=(row,)), Block("长" * MOST_CHARACTERS, origin=OnLine(2)), Block("尾")]
    again = reading_of(as_json(Reading(SEED_REPORT, source=source)))
    assert [[tuple(each) for each in block.rows] for block in again.source] == [[row]]
    assert again.report == SEED_REPORT
