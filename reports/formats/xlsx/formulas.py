"""Evaluates the formulas of a workbook: cells and their ranges, ``+ - & = <> < >``, and SUM, COUNT and IF alone.

It serves the proof of what is handed out (O1): a formula of which it does not know every part is refused.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import reduce

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils.cell import range_boundaries

Value = Decimal | str | bool | None
Address = tuple[str, int, int]
"""The worksheet, and the row and the column, both counted from 1."""

MOST_CELLS = 2_000  # of a range
MOST_DEPTH = 40  # of formulas that ask for each other, and of what stands in brackets


class NotEvaluated(ValueError):
    """A formula that is not understood, or comes back to itself."""


class Sheets:
    """The cells of a workbook: values as they were typed, and formulas, evaluated when they are asked for."""

    def __init__(self, contents: Mapping[Address, object]) -> None:
        self.contents = contents
        self.known: dict[Address, Value] = {}
        self.depth = 0

    def is_formula(self, address: Address) -> bool:
        content = self.contents.get(address)
        return isinstance(content, str) and content.startswith("=")

    def value(self, address: Address) -> Value:
        """What a cell comes to; ``NotEvaluated`` for a formula that cannot be."""
        if address not in self.known:
            content = self.contents.get(address)
            self.known[address] = self._evaluated(content, address[0]) if self.is_formula(address) else plain(content)
        return self.known[address]

    def _evaluated(self, formula: str, sheet: str) -> Value:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise NotEvaluated("公式互相引用")
        try:
            return _Formula(formula, sheet, self).value()
        finally:
            self.depth -= 1


def plain(content: object) -> Value:
    """What a cell holds: numbers as they are written, without the noise of binary fractions."""
    if content is None or isinstance(content, str | bool):
        return content
    try:
        return Decimal(f"{content:.15g}" if isinstance(content, float) else str(content))
    except InvalidOperation as error:
        raise NotEvaluated(f"不是数字：{content}") from error


class _Formula:
    """A formula as it is read from left to right."""

    def __init__(self, formula: str, sheet: str, sheets: Sheets) -> None:
        self.tokens = [each for each in Tokenizer(formula).items if each.type != Token.WSPACE]
        self.sheet, self.sheets = sheet, sheets
        self.at = self.depth = 0

    def value(self) -> Value:
        value = self._compared()
        if self.at < len(self.tokens):
            raise NotEvaluated(f"不认识公式中的“{self.tokens[self.at].value}”")
        return value

    def _is_next(self, *values: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at].value in values

    def _taken(self) -> Token:
        if self.at >= len(self.tokens):
            raise NotEvaluated("公式不完整")
        self.at += 1
        return self.tokens[self.at - 1]

    def _joined(self, signs: tuple[str, ...], operand: Callable[[], Value]) -> Value:
        value = operand()
        while self._is_next(*signs):
            value = _OPERATORS[self._taken().value](value, operand())
        return value

    def _compared(self) -> Value:
        return self._joined(("=", "<>", "<", ">", "<=", ">="), self._concatenated)

    def _concatenated(self) -> Value:
        return self._joined(("&",), self._added)

    def _added(self) -> Value:
        return self._joined(("+", "-"), self._operand)

    def _operand(self) -> Value:
        token = self._taken()
        if token.type == Token.OPERAND:
            return self._of_operand(token)
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise NotEvaluated("公式过于复杂")
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            value = self._compared()
            self._closed()
        elif token.type == Token.FUNC and token.value in _FUNCTIONS:
            value = getattr(self, _FUNCTIONS[token.value])()
        else:
            raise NotEvaluated(f"不认识公式中的“{token.value}”")
        self.depth -= 1
        return value

    def _closed(self) -> None:
        if self._taken().subtype != Token.CLOSE:
            raise NotEvaluated("公式的括号不成对")

    def _of_operand(self, token: Token) -> Value:
        match token.subtype:
            case Token.NUMBER:
                return Decimal(token.value)
            case Token.TEXT:
                return token.value[1:-1].replace('""', '"')
            case Token.RANGE:
                values = list(self._range(token.value))
                if len(values) == 1:
                    return values[0]
        raise NotEvaluated(f"不认识公式中的“{token.value}”")

    def _range(self, written: str) -> Iterator[Value]:
        """The values of a cell or a range, such as ``$B$2:C5`` or ``'三、…'!J5``."""
        sheet, _, cells = written.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        left, top, right, bottom = _boundaries(cells)
        if (right - left + 1) * (bottom - top + 1) > MOST_CELLS:
            raise NotEvaluated(f"范围过大：{cells}")
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield self.sheets.value((sheet or self.sheet, row, column))

    def _arguments(self) -> Iterator[list[Value]]:
        """What stands between the brackets of a function: each argument as the values of its cells."""
        while True:
            alone = self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].type in (Token.SEP, Token.FUNC)
            if alone and self.tokens[self.at].subtype == Token.RANGE:
                yield list(self._range(self._taken().value))
            else:
                yield [self._compared()]
            if self._taken().type != Token.SEP:
                return

    def _sum(self) -> Value:
        return sum((each for values in self._arguments() for each in values if _is_number(each)), Decimal())

    def _count(self) -> Value:
        return Decimal(sum(_is_number(each) for values in self._arguments() for each in values))

    def _if(self) -> Value:
        given = [values[0] for values in self._arguments()]
        if len(given) != 3:
            raise NotEvaluated("IF 应有三个参数")
        return given[1] if given[0] else given[2]


def _boundaries(cells: str) -> tuple[int, int, int, int]:
    try:
        found = range_boundaries(cells)
    except ValueError as error:
        raise NotEvaluated(f"不认识公式中的“{cells}”") from error
    if None in found:
        raise NotEvaluated(f"范围过大：{cells}")
    return found


def _is_number(value: Value) -> bool:
    return isinstance(value, Decimal)


def _number(value: Value) -> Decimal:
    """The number that a formula reckons with; an empty cell is nought."""
    if value is None:
        return Decimal()
    if not _is_number(value):
        raise NotEvaluated(f"不是数字：{value}")
    return value


def text_of(value: Value) -> str:
    """The value as a formula writes it into a text."""
    if _is_number(value):
        return f"{value.normalize():f}" if value else "0"
    return "" if value is None else str(value)


_FUNCTIONS = {"SUM(": "_sum", "COUNT(": "_count", "IF(": "_if"}
_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "+": lambda one, other: _number(one) + _number(other),
    "-": lambda one, other: _number(one) - _number(other),
    "&": lambda one, other: reduce(str.__add__, map(text_of, (one, other))),
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: _number(one) < _number(other),
    ">": lambda one, other: _number(one) > _number(other),
    "<=": lambda one, other: _number(one) <= _number(other),
    ">=": lambda one, other: _number(one) >= _number(other),
}
