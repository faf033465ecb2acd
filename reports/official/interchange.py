"""The interchange file ``zfxxgk-annual-report/1``: a report as JSON, and back (docs/interchange.md)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from reprlib import Repr
from typing import Any

from reports.official import EDITIONS, Cell, Edition, Measure, edition_for
from reports.official.figures import MOST_DECIMALS, MOST_DIGITS, Figure, display, is_readable, read
from reports.official.report_data import Coverage, Kind, ReportData
from reports.official.wording import FORMALITIES, day

FORMAT = "zfxxgk-annual-report/1"
MOST_SHOWN = 40
_SHORT = Repr()  # looks at the beginning of what it is given, however large that is
_SHORT.maxlong = 5_000  # no JSON reader makes longer ones
_ABOUT = {"format", "edition", "organ", "kind", "year", "title", "coverage", *FORMALITIES}
_KEYS = _ABOUT | {"texts", "tables", "declared_nil"}


class NotUnderstood(ValueError):
    """The file is not what it claims to be; the message is one clear line."""


class NotSaid(NotUnderstood):
    """The file may well be a report, but says neither itself nor by whoever handed it in whose, or of which year."""


def content_hash(report: ReportData) -> str:
    """SHA-256, in hexadecimal, over the canonical file without totals: what an approval is bound to."""
    return hash_of(canonical(report))


def hash_of(content: bytes) -> str:
    """The content hash of a canonical file."""
    return hashlib.sha256(content).hexdigest()


def canonical(report: ReportData) -> bytes:
    """The canonical file without totals: the same bytes for the same content, other bytes for any other.

    Here, and here alone, an entry that cannot be read is written as it was typed: it is content too.
    """
    mapping = as_mapping(report, with_totals=False)
    for cell, figure in report.figures.items():
        if isinstance(figure, str) and cell.table in mapping["tables"]:
            mapping["tables"][cell.table][cell.row][cell.column] = figure
    return json.dumps(mapping, ensure_ascii=False, sort_keys=True).encode()


def as_mapping(report: ReportData, *, with_totals: bool = True) -> dict[str, Any]:
    """The report as the JSON object of the file. An entry that cannot be read is written as blank.

    Where totals stand, it says what they cover as well.
    """
    mapping: dict[str, Any] = {
        "format": FORMAT,
        "edition": report.edition,
        "organ": report.organ,
        "kind": report.kind.value,
        "year": report.year,
    }
    if report.title is not None:
        mapping["title"] = report.title
    if report.document_number:
        mapping["document_number"] = report.document_number
    if report.issued_on:
        mapping["issued_on"] = report.issued_on.isoformat()
    if report.coverage and with_totals:
        mapping["coverage"] = report.coverage._asdict()
    mapping["texts"] = {key: report.texts[key] for key in report.official_form.text if key in report.texts}
    mapping["tables"] = _tables(report, with_totals)
    if report.declared_nil:
        mapping["declared_nil"] = [key for key in report.official_form.table if key in report.declared_nil]
    return mapping


def _tables(report: ReportData, with_totals: bool) -> dict[str, dict[str, dict[str, Any]]]:
    tables: dict[str, dict[str, dict[str, Any]]] = {}
    for key, table in report.official_form.table.items():
        known = {cell.row for cell in report.figures if cell.table == key}
        for cell in table.cells:
            is_total = table.is_total(cell)
            wanted = with_totals and known and (table.row[cell.row].is_total or cell.row in known)
            if wanted if is_total else cell in report.figures:
                row = tables.setdefault(key, {}).setdefault(cell.row, {})
                row[cell.column] = _json_figure(report.figure(cell), table.measure(cell))
    return tables


def _json_figure(figure: Figure, measure: Measure) -> int | str | None:
    if not is_readable(figure):
        return None
    return display(figure) if measure is Measure.MONEY else figure


def parse(content: bytes, **expected: Any) -> ReportData:
    """Read the file; ``expected`` gives organ, kind and year where the file leaves them out.

    Raises ``NotUnderstood`` where it is no such file, or where what is expected contradicts it. A figure
    that cannot be read is no reason to refuse: it stays in ``figures`` as it was written.
    """
    return from_mapping(parsed(content), **expected)


def parse_texts(content: bytes) -> ReportData:
    """The same without its tables, which are nine tenths of the work: for who looks at the texts alone."""
    said = parsed(content)
    return from_mapping(said | {"tables": {}, "declared_nil": []} if isinstance(said, dict) else said)


def parsed(content: bytes) -> Any:
    """What the JSON of the file says, in one pass; ``NotUnderstood`` where it is none, or says a key twice."""
    try:
        return json.loads(
            content.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=str,
            object_pairs_hook=_without_repetition,
        )
    except NotUnderstood:
        raise
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise NotUnderstood("不是有效的 JSON 文件") from error


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise NotUnderstood(f"同一个键写了两次：{shown(key)}")
        mapping[key] = value
    return mapping


def from_mapping(mapping: Any, **expected: Any) -> ReportData:
    """The report that a parsed interchange object describes; see ``parse``."""
    _require(isinstance(mapping, dict), "文件内容应为一个 JSON 对象")
    _require(mapping.get("format") == FORMAT, f"不是 {FORMAT} 格式的文件")
    _refuse_unknown(mapping, _KEYS, "键")
    organ = _agreed(mapping, expected, "organ", _name)
    kind = _agreed(mapping, expected, "kind", _kind)
    year = _agreed(mapping, expected, "year", _year)
    edition = _edition(mapping, year)
    figures, printed_totals = _figures(edition, mapping.get("tables", {}))
    declared_nil = _declared_nil(edition, mapping.get("declared_nil", []), figures)
    for key in declared_nil:  # whatever the file says of them, nothing or blank: the cells of a declared table are 0
        figures |= dict.fromkeys(edition.table[key].entries, 0)
    return ReportData(
        edition=edition.key,
        organ=organ,
        kind=kind,
        year=year,
        title=_line(mapping, "title"),
        document_number=_line(mapping, "document_number") or "",
        issued_on=_issued_on(mapping),
        coverage=_coverage(mapping.get("coverage")),
        texts=_texts(edition, mapping.get("texts", {})),
        figures=figures,
        declared_nil=declared_nil,
        printed_totals=printed_totals,
    )


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise NotUnderstood(otherwise)


def _refuse_unknown(mapping: Mapping[str, Any], known: Any, noun: str) -> None:
    unknown = next((key for key in mapping if key not in known), None)
    _require(unknown is None, f"不认识的{noun}：{shown(unknown)}")


def shown(value: Any) -> str:
    """A piece of a file as it may stand in one line of an error message."""
    text = value if isinstance(value, str) else _SHORT.repr(value)
    begin = "".join(each if each.isprintable() else "\ufffd" for each in text[:MOST_SHOWN])
    return begin if len(text) <= MOST_SHOWN else f"{begin}…"


def _agreed(mapping: Mapping[str, Any], expected: Mapping[str, Any], key: str, read_value: Callable[[Any], Any]) -> Any:
    """What the file and the caller say of organ, kind or year: one of them must, and both must agree."""
    said = {read_value(source[key]) for source in (mapping, expected) if source.get(key) is not None}
    if not said:
        raise NotSaid(f"缺少 {key}")
    _require(len(said) == 1, f"给定的 {key} 与文件中的不一致")
    return said.pop()


def _name(value: Any) -> str:
    _require(isinstance(value, str) and bool(value.strip()), "organ 应为机关名称")
    return value.strip()


def _kind(value: Any) -> Kind:
    try:
        return Kind(value)
    except ValueError as error:
        raise NotUnderstood(f"不认识的 kind：{shown(value)}") from error


def _year(value: Any) -> int:
    _require(isinstance(value, int) and not isinstance(value, bool), "year 应为年份，如 2022")
    _require(2019 <= value <= 9999, f"year {shown(value)} 不在 2019 年及以后")
    return value


def _edition(mapping: Mapping[str, Any], year: int) -> Edition:
    """The edition that the file names, or the one in force for the year where it names none."""
    key = mapping.get("edition") or edition_for(year).key
    _require(isinstance(key, str) and key in EDITIONS, f"不认识的 edition：{shown(key)}")
    return EDITIONS[key]


def _line(mapping: Mapping[str, Any], key: str) -> str | None:
    line = mapping.get(key)
    _require(line is None or isinstance(line, str), f"{key} 应为文字")
    return line


def _issued_on(mapping: Mapping[str, Any]) -> date | None:
    typed = _line(mapping, "issued_on")
    issued_on = day(typed) if typed else None
    _require(not typed or issued_on is not None, "issued_on 应为日期，如 2023-01-16")
    return issued_on


def _coverage(said: Any) -> Coverage | None:
    if said is None:
        return None
    is_whole = isinstance(said, dict) and said.keys() == set(Coverage._fields)
    _require(is_whole, "coverage 应写明 counted、members、undecided 和 differing")
    are_counts = all(type(count) is int and 0 <= count < 10**MOST_DIGITS for count in said.values())
    _require(are_counts and said["counted"] <= said["members"], "coverage 应为单位数和格数，已汇总的单位不多于全部")
    return Coverage(**said)


def _texts(edition: Edition, texts: Any) -> dict[str, str]:
    _require(isinstance(texts, dict), "texts 应为对象")
    _refuse_unknown(texts, edition.text, "文字")
    for key, text in texts.items():
        _require(text is None or isinstance(text, str), f"texts 中的 {key} 应为文字")
    return {key: text or "" for key, text in texts.items()}


def _figures(edition: Edition, tables: Any) -> tuple[dict[Cell, Figure], dict[Cell, Figure]]:
    """Entries and printed totals, apart."""
    _require(isinstance(tables, dict), "tables 应为对象")
    _refuse_unknown(tables, edition.table, "表")
    entries: dict[Cell, Figure] = {}
    totals: dict[Cell, Figure] = {}
    for key, rows in tables.items():
        table = edition.table[key]
        _require(isinstance(rows, dict), f"表 {key} 应为对象")
        _refuse_unknown(rows, table.row, f"行（表 {key}）")
        for row, columns in rows.items():
            _require(isinstance(columns, dict), f"{key}.{row} 应为对象")
            _refuse_unknown(columns, table.column, f"列（{key}.{row}）")
            for column, value in columns.items():
                cell = Cell(key, row, column)
                (totals if table.is_total(cell) else entries)[cell] = _figure(cell, value, table.measure(cell))
    return entries, totals


def _figure(cell: Cell, value: Any, measure: Measure) -> Figure:
    if isinstance(value, dict | list):
        raise NotUnderstood(f"{cell} 应为数字")
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    # Written out in full, 1e999999999 would fill the memory; it is no figure either way.
    is_of_sane_size = isinstance(value, Decimal) and abs(value.adjusted()) <= MOST_DIGITS + MOST_DECIMALS
    return read(f"{value:f}" if is_of_sane_size else str(value), measure)


def _declared_nil(edition: Edition, keys: Any, figures: Mapping[Cell, Figure]) -> frozenset[str]:
    """The tables declared to have nothing to report, but for those in which another figure than 0 stands."""
    _require(isinstance(keys, list) and all(isinstance(key, str) for key in keys), "declared_nil 应为表名的列表")
    for key in keys:
        _require(key in edition.table, f"declared_nil 中不认识的表：{shown(key)}")
    return frozenset(key for key in keys if not any(figures.get(cell) for cell in edition.table[key].entries))
