"""A single figure: how what was typed is read, why it cannot be read, and how it is printed.

The table of normalisations is shared with ``static/js/figures.js``: both are tested against
``tests/official/number_vectors.json``.
"""

import re
from decimal import Decimal

from reports.official.form import Measure

Figure = int | Decimal | str | None
"""A whole number, an amount of money, ``None`` for blank, or the text as typed where it cannot be read."""

MOST_DIGITS = 12
MOST_DECIMALS = 4

_FULL_WIDTH = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．＋", "0123456789.+", strict=True)}
_MINUS = dict.fromkeys(map(ord, "－−﹣"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_NORMAL = _FULL_WIDTH | _MINUS | _INVISIBLE

_COUNTERS = re.compile(r"(?<=\d)\s*[件条个宗份起次篇封]$")
_MONEY_UNIT = re.compile(r"(?<=\d)\s*万元$")
_GROUPED = re.compile(r"[+-]?\d{1,3}([,， ]\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"([+-]?)(\d+)(?:\.(\d+))?")
_NOTHING_TO_REPORT = re.compile(r"[-—–―/／\\]+|无|零")


class Unreadable(ValueError):
    """What was typed is not a figure of this measure; the message says why, in the words of the screen."""


def read(typed: str, measure: Measure) -> Figure:
    """The figure that ``typed`` stands for: blank is ``None``, and what cannot be read is itself again."""
    try:
        return _read(typed, measure)
    except Unreadable:
        return typed


def fault(figure: Figure, measure: Measure) -> str:
    """Why the figure is none of this measure, in a sentence; empty where it is one, or blank."""
    if figure is None:
        return ""
    try:
        _read(display(figure), measure)
    except Unreadable as reason:
        return str(reason)
    return ""


def display(figure: Figure) -> str:
    """The figure as the paper prints it: plain digits, the decimals as typed, nil always ``0``, blank empty."""
    if figure is None:
        return ""
    if isinstance(figure, Decimal):
        return f"{figure:f}" if figure else "0"
    return str(figure)


def is_readable(figure: Figure) -> bool:
    """Whether the figure is a number that can be added up."""
    return isinstance(figure, int | Decimal)


def _read(typed: str, measure: Measure) -> int | Decimal | None:
    text = typed.translate(_NORMAL).strip()
    if not text:
        return None
    if _NOTHING_TO_REPORT.fullmatch(text):
        raise Unreadable("没有的请填 0")
    sign, whole, decimals = _split(text, measure)
    if measure is Measure.MONEY:
        return _money(sign, whole, decimals)
    return _whole_number(sign, whole, decimals, measure)


def _split(text: str, measure: Measure) -> tuple[str, str, str]:
    """Sign, whole digits without leading zeros, and decimals of a written number."""
    unit = _MONEY_UNIT if measure is Measure.MONEY else _COUNTERS
    bare = unit.sub("", text)
    if _GROUPED.fullmatch(bare):
        bare = re.sub("[,， ]", "", bare)
    match = _NUMBER.fullmatch(bare) if bare.isascii() else None
    if not match:
        separated = re.fullmatch(r"[\d,，. ]*\d[,，. ]+[\d,，. ]*", bare) and bare.isprintable()
        raise Unreadable(f"请核对数字“{text}”" if separated else "请填写数字")
    sign, whole, decimals = match.groups()
    whole = whole.lstrip("0") or "0"
    if len(whole) > MOST_DIGITS:
        raise Unreadable(f"数字超过 {MOST_DIGITS} 位，请核对")
    return sign, whole, decimals or ""


def _whole_number(sign: str, whole: str, decimals: str, measure: Measure) -> int:
    if sign and measure is not Measure.NET_CHANGE:
        raise Unreadable("件数不能为负数" if sign == "-" else "请填写数字")
    if decimals.strip("0"):
        raise Unreadable("件数应为整数")
    return int(f"{sign}{whole}")


def _money(sign: str, whole: str, decimals: str) -> Decimal:
    if sign:
        raise Unreadable("金额不能为负数" if sign == "-" else "请填写数字")
    if len(decimals) > MOST_DECIMALS:
        raise Unreadable(f"金额最多保留 {MOST_DECIMALS} 位小数")
    return Decimal(f"{whole}.{decimals}" if decimals else whole)
