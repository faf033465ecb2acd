"""Templates and style sheets keep to the width that Python keeps to here."""

import pytest

from tests.test_architecture import ROOT

LONGEST_LINE = 120
WRAPPED = sorted(
    path
    for folder in ("templates", "static/css", "static/print")
    for path in (ROOT / folder).rglob("*")
    if path.is_file()
)


@pytest.mark.parametrize("path", WRAPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_of_a_template_or_a_style_sheet_is_too_long(path):
    lines = path.read_text().splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST_LINE] == []
