"""The labels of the official form as other people print them: compared by their words, never by their punctuation.

``1、属于国家秘密`` and ``（1）属于国家　秘密`` are one label; ``结转下一年度继续办理`` is nearly one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from reports.official import EDITIONS, Edition, Line, Table
from reports.text import lookalikes

LONGEST = 120  # characters of a text that may still be a label; longer ones are never compared
LEAST_LIKENESS = 0.6
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_NO_WORDS = re.compile(r"[\W_]+")
_REMARK = re.compile(r"[（(【\[].*", re.DOTALL)
_NUMBERING = re.compile(
    r"^\s*(?:[（(]\s*[一二三四五六七八九十\d]+\s*[)）]|[一二三四五六七八九十]\s*[、.．]|\d+\s*[.．、])\s*"
)


def words(text: str) -> str:
    """The letters, 汉字 and digits of a text, look-alikes repaired, in half-width digits: what two labels share."""
    return _NO_WORDS.sub("", lookalikes.repaired(text).translate(_DIGITS))


@dataclass(frozen=True)
class FormRow:
    """A row of the form that has a label, with the spellings under which it is recognised."""

    table: str
    key: str
    spellings: tuple[str, ...]
    is_merged: bool = False  # several rows in one, as （六）其他处理 in some reports of 2021 and later
    bare: str = ""  # without its number, where that leaves too little to know it by wherever it stands: 其他, 总计


@cache
def rows_of(edition_key: str) -> tuple[FormRow, ...]:
    """The rows of an edition that have labels, in the order of the form; a merged one before those it stands for."""
    edition = EDITIONS[edition_key]
    return tuple(
        row
        for table in edition.table.values()
        for line in table.rows
        if line.label
        for row in (*_merged(table, line), _row(table, line))
    )


def _row(table: Table, line: Line) -> FormRow:
    spellings = tuple(dict.fromkeys(_spellings(line)))
    bare = words(_NUMBERING.sub("", line.label))
    return FormRow(table.key, line.key, spellings, bare="" if bare in spellings else bare)


def _merged(table: Table, line: Line) -> Iterator[FormRow]:
    """The one row that some reports print instead of the rows from this one on; it is read as the last of them."""
    left_out = table.rows_left_out_together
    if left_out and line.key == left_out[0]:
        keys = list(table.row)
        last = keys[keys.index(left_out[-1]) + 1]
        yield FormRow(table.key, last, (words(line.under[-1]),), is_merged=True)


def _spellings(row: Line) -> Iterator[str]:
    """The label whole, without the remark in brackets, and without its number where enough is left."""
    bare = _NUMBERING.sub("", row.label)
    for label in (row.label, _without_remark(row.label), bare, _without_remark(bare)):
        if len(words(label)) >= 4 or label == row.label:
            yield words(label)


def _without_remark(label: str) -> str:
    number = _NUMBERING.match(label)
    start = number.end() if number else 0
    return label[:start] + (_REMARK.sub("", label[start:]) or label[start:])


@cache
def group_labels(edition_key: str) -> frozenset[str]:
    """The labels that stand over several rows; a row of figures under one of them alone is a subtotal."""
    edition: Edition = EDITIONS[edition_key]
    return frozenset(words(label) for table in edition.table.values() for row in table.rows for label in row.under)


def likeness(text: str, row: FormRow) -> float:
    """How much a text is like a row's label, from 0 to 1; 1 where its words are the label's."""
    said = words(text[:LONGEST])
    if not said or len(text) > LONGEST:
        return 0.0
    if said in row.spellings:
        return 1.0
    if row.is_merged:
        return 0.0
    return max((_ratio(said, spelling) for spelling in row.spellings if len(spelling) >= 4), default=0.0)


@cache
def _ratio(said: str, spelling: str) -> float:
    if len(said) < 3 or min(len(said), len(spelling)) < 0.4 * max(len(said), len(spelling)):
        return 0.0
    ratio = SequenceMatcher(None, said, spelling, autojunk=False).ratio()
    return 0.99 * ratio if ratio >= LEAST_LIKENESS else 0.0
