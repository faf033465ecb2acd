"""The title of the report among the lines of a document, and which of several titles is its own."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reports.formats.headings import section_heading
from reports.formats.particulars import ReportSubject, subject_of
from reports.formats.signatures import number_above
from reports.formats.source import Block

LINES_OF_A_TITLE = 3
_PERIOD = re.compile(r"(20\d\d)\s*年\s*1\s*月\s*1\s*日")


class _Title(NamedTuple):
    subject: ReportSubject
    start: int
    end: int


def without_titles(blocks: Sequence[Block]) -> tuple[list[Block], ReportSubject | None]:
    """The blocks without the title of the report, wherever and however often it stands, and what it says.

    What stands before the title and holds no section is the page's navigation, and goes too.
    """
    titles = list(_titles(blocks))
    if not titles:
        return list(blocks), None
    first_section = next((number for number, each in enumerate(blocks) if section_heading(each.text)), len(blocks))
    subject = _own(titles, blocks, first_section)
    own = [each for each in titles if each.subject == subject]
    gone = {number for each in own for number in range(each.start, each.end)}
    if own[0].end <= first_section:
        gone |= set(range(own[0].end))
    left = [block for number, block in enumerate(blocks) if number not in gone]
    return left, subject._replace(document_number=number_above(blocks[: own[0].start]))


def _titles(blocks: Sequence[Block]) -> Iterator[_Title]:
    """Every title, on one line or broken over a few."""
    for number in range(len(blocks)):
        for count in range(1, LINES_OF_A_TITLE + 1):
            several = blocks[number : number + count]
            if len(several) < count or any(each.rows or section_heading(each.text) for each in several):
                break
            if count > 1 and subject_of("".join(each.text for each in several[1:])):
                break  # the title begins further down
            if subject := subject_of("".join(each.text for each in several)):
                yield _Title(subject, number, number + count)
                break


def _own(titles: Sequence[_Title], blocks: Sequence[Block], first_section: int) -> ReportSubject:
    """Of the titles on a page, which may link to the reports of other years, that of the report itself.

    It is of the year whose period the report names, and the last before its first section.
    """
    years = {int(year) for each in blocks[: first_section + 1] for year in _PERIOD.findall(each.text[:1000])}
    of_the_year = [each for each in titles if each.subject.year in years] if len(years) == 1 else []
    candidates = of_the_year or titles
    before = [each for each in candidates if each.end <= first_section]
    return (before[-1] if before else candidates[0]).subject
