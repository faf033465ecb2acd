"""What is entered at an address of a report, made ready before any lock is taken.

Sizes come first: what is too large is refused before anything reads, repairs or compares it.
"""

from dataclasses import dataclass
from functools import partial

from reports.models.reports import CONTACT_KEYS
from reports.models.review import Source
from reports.official import Cell, Edition
from reports.official.figures import MOST_CHARACTERS_OF_A_FIGURE, display, notice, read
from reports.official.wording import FORMALITIES, day
from reports.text.alignment import Budget
from reports.text.cleaning import MOST_CHARACTERS, MOST_CHARACTERS_AS_ENTERED, cleaned, one_line, oversize
from reports.text.merging import merged

MOST_CHARACTERS_OF_A_LINE = 200
CONTACT_ADDRESSES = tuple(f"contact.{key}" for key in CONTACT_KEYS)
LINE_ADDRESSES = ("title", *FORMALITIES, "index_number", *CONTACT_ADDRESSES)
NO_DAY = "成文日期应写作 2023-01-16 或 2023年1月16日，未保存"


@dataclass(frozen=True)
class Edit:
    """One changed value: its address, what its editor had seen there, what it is to be, and how it came in."""

    address: str
    seen: str
    now: str
    source: Source | None = None  # where it is not the source of the whole save


@dataclass(frozen=True)
class Entry:
    """An edit as it can be stored: both values repaired as on entry, and what was done in sentences.

    ``form`` is the edition that it was made ready for, ``cell`` its cell where it is a figure. ``seen`` is
    ``None`` where no such value can ever have stood there; ``refusal`` says why it is too large to be stored.
    """

    form: Edition
    edit: Edit
    cell: Cell | None
    seen: str | None
    now: str
    notices: tuple[str, ...] = ()
    refusal: str = ""

    def on_top_of(self, stored: str, budget: Budget) -> str | None:
        """What is to stand there: what was entered, merged with what others wrote; ``None`` in a conflict."""
        if self.seen == stored or self.now == stored:
            return self.now
        if self.seen is None or self.cell or self.edit.address in LINE_ADDRESSES:
            return None
        return merged(self.seen, stored, self.now, budget)


def entry_of(form: Edition, edit: Edit) -> Entry:
    """The edit made ready for the edition; ``ValueError`` for an address that the edition does not have."""
    cell = cell_at(form, edit.address)
    if cell is None and not is_text(form, edit.address):
        raise ValueError(f"{edit.address} is no entry of edition {form.key}")
    most = MOST_CHARACTERS_AS_ENTERED if edit.address in form.text else MOST_CHARACTERS
    if len(edit.now) > most:
        return Entry(form, edit, cell, None, edit.now, refusal=_too_long(limit_of(form, edit.address), len(edit.now)))
    normal = partial(_normal, form, edit.address, cell)
    seen = None if len(edit.seen) > most else normal(edit.seen)[0]
    if seen is not None and refusal_of(form, edit.address, seen):
        seen = None
    now, notices = normal(edit.now)
    return Entry(form, edit, cell, seen, now, notices, refusal_of(form, edit.address, now))


def cell_at(form: Edition, address: str) -> Cell | None:
    """The entry cell that an address names; ``None`` for a text, a total or nothing of this edition."""
    if address.count(".") != 2:
        return None
    cell = Cell.parse(address)
    return cell if form.has(cell) and not form.table[cell.table].is_total(cell) else None


def is_text(form: Edition, address: str) -> bool:
    return address in form.text or address in LINE_ADDRESSES


def limit_of(form: Edition, address: str) -> int:
    """How many characters may stand at an address."""
    if address in LINE_ADDRESSES:
        return MOST_CHARACTERS_OF_A_LINE
    return MOST_CHARACTERS if address in form.text else MOST_CHARACTERS_OF_A_FIGURE


def refusal_of(form: Edition, address: str, value: str) -> str:
    """Why a value cannot stand at its address, too large or no date, in a sentence; empty where it can."""
    if address in form.text:
        return f"{why}，未保存" if (why := oversize(value)) else ""
    if address == "issued_on" and value and not day(value):
        return NO_DAY
    most = limit_of(form, address)
    return _too_long(most, len(value)) if len(value) > most else ""


def _too_long(most: int, length: int) -> str:
    return f"最多 {most} 字，现有 {length} 字，未保存"


def _normal(form: Edition, address: str, cell: Cell | None, value: str) -> tuple[str, tuple[str, ...]]:
    """A value as it is stored, and what entering it repaired."""
    if cell:
        measure, typed = form.table[cell.table].measure(cell), one_line(value)
        assumed = notice(typed, measure)
        return display(read(typed, measure)), (f"{form.table[cell.table].name(cell)}：{assumed}",) if assumed else ()
    if address in LINE_ADDRESSES:
        line = one_line(value)
        issued_on = day(line) if address == "issued_on" else None
        return issued_on.isoformat() if issued_on else line, ()
    result = cleaned(value)
    return result.text, result.notices
