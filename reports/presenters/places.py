"""Where a finding stands on a page: its field, the words at fault within a text, and the other places that it names."""

from dataclasses import dataclass
from functools import cached_property

from reports.checks.registry import Finding, Level
from reports.lifecycle.mending import Mend, key_of, mend_of
from reports.lifecycle.setting_aside import unrelated_words
from reports.models.reports import PARTICULARS, AnnualReport
from reports.official import Edition, Section
from reports.presenters.progress import field_of
from reports.text import lookalikes

AROUND = 18  # characters shown on either side of the words at fault
NEXT_TO = 8  # characters on either side by which a script finds the words again
LONGEST_WORDS = 60  # of the words at fault where they are shown


@dataclass(frozen=True)
class Excerpt:
    """The words at fault in a text, with a little of what stands around them; ``start`` and ``end`` in UTF-16 units.

    Browsers count so. ``before`` and ``after`` are cut, and say so by an ellipsis; ``lead`` and ``tail`` are as they
    stand, to find the words again where something was typed before them.
    """

    key: str
    start: int
    end: int
    words: str
    before: str
    after: str
    lead: str
    tail: str

    @property
    def shown(self) -> str:
        return self.words if len(self.words) <= LONGEST_WORDS else f"{self.words[:LONGEST_WORDS]}…"


@dataclass(frozen=True)
class Elsewhere:
    """Another part of the form that a finding speaks of: what the way there is called, and the address there."""

    name: str
    address: str


def excerpt_of(finding: Finding, text: str) -> Excerpt | None:
    """The words of the finding in the first of its texts, else its quotation; ``None`` where neither stands there."""
    span = span_of(finding, text)
    return None if span is None else _excerpt(finding.texts[0], text, span)


def _excerpt(key: str, text: str, span: tuple[int, int]) -> Excerpt:
    start, end = span
    left, right = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    before = f"…{left[-AROUND:]}" if len(left) > AROUND else left
    after = f"{right[:AROUND]}…" if len(right) > AROUND else right
    at = _units(text[:start])
    lead, tail = text[max(0, start - NEXT_TO) : start], text[end : end + NEXT_TO]
    return Excerpt(key, at, at + _units(text[start:end]), text[start:end], before, after, lead, tail)


def span_of(finding: Finding, text: str) -> tuple[int, int] | None:
    """Where the words of a finding, else its quotation, stand in the first of its texts; ``None`` where they do not."""
    if not finding.texts:
        return None
    span = finding.span
    if span is None:
        at = lookalikes.repaired(text).find(finding.quote) if finding.quote else -1
        span = (at, at + len(finding.quote)) if at >= 0 else None
    return None if span is None or span[1] > len(text) else span


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def section_at(form: Edition, address: str) -> Section | None:
    """The section in which a cell or a text stands; ``None`` for what stands in none."""
    return form.section_of.get(address) or form.section_of.get(address.partition(".")[0])


def section_key(form: Edition, address: str) -> str:
    """The step in which a cell or a text stands: what is in no section is among the particulars."""
    section = section_at(form, address)
    return section.key if section else PARTICULARS


def steps_named(finding: Finding, form: Edition) -> dict[str, str]:
    """By the step, the first address there that the finding speaks of."""
    named: dict[str, str] = {}
    for address in (*finding.texts, *map(str, finding.cells)):
        if (section := section_at(form, address)) is not None:
            named.setdefault(section.key, address)
    return named


@dataclass(frozen=True)
class ToldFinding:
    """A finding as the page of a step tells it; ``text`` is what stands in the first of its texts."""

    report: AnnualReport
    finding: Finding
    step: str
    text: str
    is_set_aside: bool = False  # its sentence was said to have nothing to do with the table

    @property
    def key(self) -> str:
        return key_of(self.finding)

    @property
    def field(self) -> str:
        """The id of the field here that it is about."""
        return field_of(self.report, self.finding, self.step)

    @cached_property
    def excerpt(self) -> Excerpt | None:
        return excerpt_of(self.finding, self.text)

    @property
    def marked(self) -> bool:
        """Whether its words stand in a field of this page, where a script underlines them."""
        return (
            not self.is_set_aside
            and self.excerpt is not None
            and section_key(self.report.official_form, self.excerpt.key) == self.step
        )

    @property
    def asked(self) -> list[str]:
        """The cells that are marked as to be explained."""
        is_asked = self.finding.level is Level.EXPLAIN and not self.is_set_aside
        return [str(cell) for cell in self.finding.cells] if is_asked else []

    @property
    def mend(self) -> Mend | None:
        return None if self.is_set_aside else mend_of(self.finding)

    @property
    def mended(self) -> Excerpt | None:
        """The words that its button replaces, where they stand in a text."""
        mend = self.mend
        return _excerpt(mend.address, self.text, mend.span) if mend and mend.span else None

    @property
    def unrelated(self) -> str:
        """What may be said of its sentence and the table; empty where it is of no such."""
        finding, form = self.finding, self.report.official_form
        return unrelated_words(form, finding) if finding.is_of_a_sentence_and_a_table else ""

    @property
    def unrelated_words(self) -> str:
        """What its button says: that, or that it is taken back."""
        return f"撤销“{self.unrelated}”" if self.is_set_aside else f"这句话{self.unrelated}"

    @property
    def mend_words(self) -> str:
        """What its button says: of a text in another part, that it is the text which is changed."""
        is_here = section_key(self.report.official_form, self.mend.address) == self.step
        return f"{'' if is_here else '正文' if self.mend.span else '表格'}{self.mend_deed}"

    @property
    def mend_deed(self) -> str:
        return self.mend.words or f"{self.mend_subject}改为 {self.mend.instead}"

    @property
    def mend_subject(self) -> str:
        """Which figure its button changes, where the finding is about several; else empty."""
        if self.mend.span or len(self.finding.cells) < 2:
            return ""
        cell = self.finding.cells[-1]
        return f"“{self.report.official_form.table[cell.table].name(cell)}”"

    def elsewhere(self) -> list[Elsewhere]:
        """The other parts that it speaks of: the table that a sentence contradicts, or the sentence."""
        form = self.report.official_form
        places = steps_named(self.finding, form).items()
        return [Elsewhere(_way(form, step, address), address) for step, address in places if step != self.step]


def _way(form: Edition, step: str, address: str) -> str:
    number = form.section[step].title.partition("、")[0]
    return f"去第{number}部分{'正文' if address in form.text else '表格'}核对"
