"""填报说明 speak of every table, and of nothing that a table does not have."""

import pytest

from reports.official import EDITIONS
from reports.official.filling_notes import bases, notes

SECTIONS = [(edition, section) for edition in EDITIONS.values() for section in edition.sections if section.tables]


@pytest.mark.parametrize(("edition", "section"), SECTIONS, ids=lambda each: each.key)
def test_every_table_of_every_edition_has_its_notes(edition, section):
    found = notes(section, 2026)
    assert found[0] == "统计期限自2026年1月1日起至12月31日止。"
    assert len(found) >= 2 + len(section.tables)
    assert len(set(found)) == len(found)


def test_the_bases_are_those_of_the_form_by_row():
    applications = EDITIONS["2021"].section["applications"]
    assert bases(applications)[:2] == [
        ("（一）予以公开", "条例第三十六条第（一）（二）项"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "条例第三十七条"),
    ]
    assert bases(EDITIONS["2021"].section["disputes"]) == []
