"""What was filled in, part by part: the check page shows it before a report is submitted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reports.lifecycle.completion import LINES
from reports.models.reports import PARTICULARS
from reports.official import Section
from reports.official.balance import balances
from reports.official.figures import display, is_readable
from reports.official.form import Cell, Table, Text
from reports.official.report_data import ReportData

BLANK = "未填"
LONGEST_BEGINNING = 40  # of a text, in characters

# Of the largest tables the figures that tell how the year went, by the names that texts give them.
_TOLD = {
    "applications": (
        ("新收", "new_received", "total"),
        ("上年结转", "carried_over", "total"),
        ("办结", "handled_total", "total"),
        ("结转下年度", "carried_forward", "total"),
    ),
}


@dataclass(frozen=True)
class Answer:
    """One value as it was filled in, under its name; ``is_blank`` where nothing was."""

    name: str
    value: str
    is_blank: bool = False


@dataclass(frozen=True)
class Answers:
    """A part in short; ``balance`` says what its 勾稽 comes to, empty where it has none."""

    answers: list[Answer]
    balance: str = ""
    is_even: bool = False
    is_of_figures: bool = False  # short values, which stand side by side


def answers_of(data: ReportData, stored: Mapping[str, str]) -> dict[str, Answers]:
    """By step: the particulars line by line, of a table its figures, of a text its beginning and its length.

    ``stored`` are the stored texts of the report, among them the title and the contact, which ``data`` does not have.
    """
    lines = [_answer(label, stored.get(key, "")) for key, (label, _, is_required) in LINES.items() if is_required]
    return {PARTICULARS: Answers(lines)} | {each.key: _of(each, data) for each in data.official_form.sections}


def _of(section: Section, data: ReportData) -> Answers:
    figures = [answer for table in section.tables for answer in _figures(table, data)]
    texts = [_text(section, text, data) for text in section.texts if text.is_required or data.text(text.key)]
    told = [each for table in section.tables if table.identity for each in balances(table, data.figures)]
    uneven = [each for each in told if not each.is_even]
    # The last column is the total of the others: where they are even it is even too.
    balance = (uneven or told)[-1].words if told else ""
    return Answers(figures + texts, balance, is_even=bool(told) and not uneven, is_of_figures=bool(figures))


def _figures(table: Table, data: ReportData) -> Iterator[Answer]:
    if table.key in _TOLD:
        told = [(name, Cell(table.key, row, column)) for name, row, column in _TOLD[table.key]]
    else:
        told = [(_name(table, cell), cell) for cell in table.totals or table.entries]
    for name, cell in told:
        figure = data.figure(cell)
        shown = display(figure) if is_readable(figure) else ""
        yield _answer(name, f"{shown} 万元" if shown and cell.table == "fees" else shown)


def _name(table: Table, cell: Cell) -> str:
    """The figure's row and column as they are printed; of a total, what it is the total of."""
    row, column = table.row[cell.row], table.column[cell.column]
    if column.is_total:
        return column.under[-1] if column.under else column.label
    return f"{row.label}，{column.label}" if len(table.columns) > 1 else row.label


def _text(section: Section, text: Text, data: ReportData) -> Answer:
    written = "".join(data.text(text.key).split())
    name = text.name if text.key != section.key else "正文"
    if not written:
        return Answer(name, BLANK, is_blank=True)
    beginning = written if len(written) <= LONGEST_BEGINNING else f"{written[:LONGEST_BEGINNING]}…"
    return Answer(name, f"{beginning}（{len(written)} 字）")


def _answer(name: str, value: str) -> Answer:
    return Answer(name, value or BLANK, is_blank=not value)
