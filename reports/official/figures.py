"""A single figure: how what was typed is read, why it cannot be read, and how it is printed.

The table of normalisations is shared with ``static/js/figures.js``: both are tested against
``tests/official/number_vectors.json``.
"""

import re
from decimal import Decimal

from reports.official.form import Measure

Figure = int | Decimal | str | None
"""A whole number, an amount of money, ``None`` for blank, or the text as typed where it cannot be read."""

MOST_CHARACTERS_OF_A_FIGURE = 100  # looked at before anything else: a longer one is never read
MOST_DIGITS = 12
MOST_DECIMALS = 4

_FULL_WIDTH = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．＋", "0123456789.+", strict=True)}
_MINUS = dict.fromkeys(map(ord, "－−﹣"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_NORMAL = _FULL_WIDTH | _MINUS | _INVISIBLE

_COUNTERS = re.compile(r"(?<=\d)\s*[件条个宗份起次篇封]$")
_TEN_THOUSAND_YUAN = re.compile(r"(?<=\d)\s*万元$")
_YUAN = re.compile(r"(?<=\d)\s*元$")
_CURRENCY = re.compile(r"^[￥¥]\s*(?=\d)")
_FULL_STOP = re.compile(r"(?<=\d)。(?=\d)")  # what a Chinese input method makes of the decimal point
# Blanks between digits may stand between three figures as well as within one: they are always asked about.
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([,，][0-9]{3})+(\.[0-9]+)?")
_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]+))?")
_SEPARATED = re.compile(r"[0-9][,，. \u00a0\u2002-\u200a\u202f\u3000\t]")
_OF_SEPARATED = re.compile(r"[+-]?[0-9,，. \u00a0\u2002-\u200a\u202f\u3000\t]+")
_NOTHING_TO_REPORT = re.compile(r"[-—–―/／\\]+|无|零")


class Unreadable(ValueError):
    """What was typed is not a figure of this measure; the message says why, in the words of the screen."""


def read(typed: str, measure: Measure) -> Figure:
    """The figure that ``typed`` stands for: blank is ``None``, and what cannot be read is itself again."""
    try:
        return _read(typed, measure)
    except Unreadable:
        return typed


def notice(typed: str, measure: Measure) -> str:
    """What reading assumed of ``typed`` that a person should know, in a sentence; empty where nothing was."""
    try:
        number = _read(typed, measure)
    except Unreadable:
        return ""
    text = typed.translate(_NORMAL).strip()
    unit = " 万元" if measure is Measure.MONEY else ""
    if number is None:
        return ""
    if measure is Measure.MONEY and _YUAN.search(text):
        return f"“{text}”已换算为 {display(number)}{unit}，请核对"
    if _FULL_STOP.search(text) or _CURRENCY.search(text):
        return f"“{text}”已读作 {display(number)}{unit}，请核对"
    return ""


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


def says_nothing(typed: str) -> bool:
    """Whether a cell holds a word or a dash for none, in whose place a 0 belongs."""
    return len(typed) <= MOST_CHARACTERS_OF_A_FIGURE and bool(_NOTHING_TO_REPORT.fullmatch(typed.strip()))


def is_readable(figure: Figure) -> bool:
    """Whether the figure is a number that can be added up."""
    return isinstance(figure, int | Decimal)


def _read(typed: str, measure: Measure) -> int | Decimal | None:
    if len(typed) > MOST_CHARACTERS_OF_A_FIGURE:
        raise Unreadable("请填写数字")
    text = typed.translate(_NORMAL).strip()
    if not text:
        return None
    if says_nothing(text):
        raise Unreadable("没有的请填 0")
    bare = _FULL_STOP.sub(".", text)
    if measure is not Measure.MONEY:
        return _whole_number(*_split(_COUNTERS.sub("", bare), text), measure)
    bare = _CURRENCY.sub("", bare)
    if _YUAN.search(bare):
        return _converted(*_split(_YUAN.sub("", bare), text), text)
    return _money(*_split(_TEN_THOUSAND_YUAN.sub("", bare), text))


def _split(bare: str, text: str) -> tuple[str, str, str]:
    """Sign, whole digits without leading zeros, and decimals of a number written without its unit."""
    if _GROUPED.fullmatch(bare):
        bare = re.sub("[,，]", "", bare)
    match = _NUMBER.fullmatch(bare)
    if not match:
        is_separated = _SEPARATED.search(bare) and _OF_SEPARATED.fullmatch(bare)
        raise Unreadable(f"请核对数字“{text}”" if is_separated else "请填写数字")
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
    kept, beyond = decimals[:MOST_DECIMALS], decimals[MOST_DECIMALS:]
    if beyond.strip("0"):  # zeros beyond say nothing
        raise Unreadable(f"金额最多保留 {MOST_DECIMALS} 位小数")
    return Decimal(f"{whole}.{kept}" if kept else whole)


def _converted(sign: str, whole: str, decimals: str, text: str) -> Decimal:
    """An amount written in 元, in 万元: exactly, or not at all."""
    if decimals.strip("0"):
        raise Unreadable(f"“{text}”换算为万元超过 {MOST_DECIMALS} 位小数，请核对")
    digits = whole.zfill(MOST_DECIMALS + 1)
    return _money(sign, digits[:-MOST_DECIMALS], digits[-MOST_DECIMALS:])
