"""The interchange file as written: JSON that a person can read too."""

import json

from reports.formats import writing
from reports.official.interchange import as_mapping
from tests.formats.any_report import complete_report


def test_the_file_is_the_mapping_in_utf_8():
    report = complete_report()
    content = writing.write(report, "json", draft=True)
    assert json.loads(content) == as_mapping(report)
    assert report.organ.encode() in content


def test_a_row_of_a_table_stands_on_one_line():
    lines = writing.write(complete_report(), "json").decode().splitlines()
    row = '   "administrative_fees": {"amount": "18.8710"}'
    assert row in lines
    assert lines[0], lines[-1] == ("{", "}")
    assert not any(line != line.rstrip() for line in lines)
