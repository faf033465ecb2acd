"""What was read of a file, beside the file: the source on one side, the official form on the other, mark by mark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from reports.checks.registry import Case, Finding, run
from reports.formats.reading import Reading, place_on_paper
from reports.formats.source import Block, InSheet, InTable, OnLine, OnPage, Origin, SourceCell
from reports.lifecycle.completion import LINES
from reports.lifecycle.uploads import addresses_of, contact_of, corrected, read_of, values_of
from reports.models import Upload
from reports.models.rule_settings import RulesInForce, rules_in_force
from reports.official import Cell, Edition, Section, Text
from reports.official.figures import display, fault
from reports.official.grid import CellRole, GridCell, section_grid, turned_grid
from reports.official.report_data import ReportData
from reports.presenters.grids import AtAPlace


def mark_of(origin: Origin) -> str:
    """The id of the place in the source, one word; empty where the file tells none."""
    if origin is None:
        return ""
    name = {OnPage: "page", InTable: "table", InSheet: "sheet", OnLine: "line"}[type(origin)]
    return "-".join([f"at-{name}", *("_".join(str(each).split()) for each in origin)])


def words_of(origin: Origin) -> str:
    """The place in the source in words, such as 「第 3 页」; empty where the file tells none."""
    match origin:
        case OnPage():
            return f"第 {origin.page} 页"
        case InTable():
            return f"第 {origin.table + 1} 个表第 {origin.row + 1} 行第 {origin.cell + 1} 格"
        case InSheet():
            return f"工作表“{origin.sheet}”第 {origin.row} 行第 {origin.column} 列"
        case OnLine():
            return f"第 {origin.line} 行"
    return ""


@dataclass(frozen=True)
class ReadCell(AtAPlace):
    """A cell of the official grid with what was read into it, and where."""

    place: GridCell
    value: str = ""
    label: str = ""
    mark: str = ""
    where: str = ""
    error: str = ""
    printed: str = ""  # a total that the file prints and its entries do not make


@dataclass(frozen=True)
class ReadText:
    """A text with what was read into it."""

    key: str
    name: str
    value: str
    error: str = ""
    is_line: bool = False


@dataclass(frozen=True)
class ReadSection:
    """A section of the form as it was read; ``rows`` are those of its table, the headings first."""

    key: str
    title: str
    texts: tuple[ReadText, ...] = ()
    heading_rows: tuple[tuple[ReadCell, ...], ...] = ()
    body_rows: tuple[tuple[ReadCell, ...], ...] = ()
    label_columns: int = 0
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class PutRight:
    """A value that somebody put in the place of the one that was read."""

    address: str
    name: str
    read: str
    now: str


@dataclass
class UploadComparison:
    """A file and what was read of it, with what its clerk put in the place of it.

    ``refused`` says by address why what was ``typed`` there could not be kept.
    """

    upload: Upload
    typed: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reading: Reading = corrected(self.upload)
        self.report: ReportData = self.reading.report
        self.contact = contact_of(self.upload)
        self.values = values_of(self.report) | self.contact | dict(self.typed)
        self.found: list[Finding] = run(self._rules().applied_to(Case(self.report)))
        self.disagreements = self.reading.disagreements
        self._printed = {each.cell: display(each.printed) for each in self.disagreements}

    def _rules(self) -> RulesInForce:
        """How the organ that would review it has set the checks of its year."""
        place = (self.upload.organ.superior_id, self.report.year)
        return rules_in_force([place])[place]

    def corrections(self) -> list["PutRight"]:
        """What was put in the place of what was read, in the order of the form."""
        was, put = read_of(self.upload), self.upload.corrections
        return [
            PutRight(address, self._name(address), was.get(address, ""), put[address])
            for address in addresses_of(self.upload)
            if address in put
        ]

    def _name(self, address: str) -> str:
        form = self.report.official_form
        if address in LINES:
            return LINES[address][0]
        return form.text[address].name if address in form.text else place_on_paper(self.report, Cell.parse(address))

    @property
    def placed(self) -> int:
        """How many figures stand in their cells, and are figures."""
        return sum(figure is not None and not isinstance(figure, str) for figure in self.report.figures.values())

    @property
    def texts_read(self) -> int:
        return sum(bool(text.strip()) for text in self.report.texts.values())

    def lines(self) -> list[ReadText]:
        """The title, and whom to ask."""
        return [
            ReadText(address, label, self.values[address], self.refused.get(address, ""), is_line=True)
            for address, (label, *_) in LINES.items()
            if address in self.values
        ]

    @property
    def preamble(self) -> ReadText:
        return self._text(self.report.official_form.preamble)

    def sections(self) -> Iterator[ReadSection]:
        """The six sections of the form."""
        for section in self.report.official_form.sections:
            texts = tuple(map(self._text, section.texts))
            if not section.tables:
                yield ReadSection(section.key, section.title, texts)
                continue
            grid = _grid_of(section)
            rows = [tuple(map(self._cell, row.cells)) for row in grid.rows]
            headings = len(grid.heading_rows)
            depth = next(place.column for row in grid.body_rows for place in row.cells if place.cell)
            yield ReadSection(
                section.key, section.title, texts, tuple(rows[:headings]), tuple(rows[headings:]), depth, grid.widths
            )

    def told_findings(self) -> list[tuple[Finding, str]]:
        """What the checks find, each with the address of the field that it is about."""
        form = self.report.official_form
        return [(each, _field_of(each, form)) for each in self.found]

    def places(self) -> list[ReadCell]:
        """Every figure with the place where it was read, in the order of the form."""
        cells = (cell for section in self.sections() for row in section.body_rows for cell in row)
        return [cell for cell in cells if cell.where]

    def blocks(self) -> list["SourceBlock"]:
        """The source as lines and tables; empty of a PDF, which is shown as it looks, and of our own files."""
        if self.upload.pictures.exists():
            return []
        return [_shown(block) for block in self.reading.source]

    def pages(self) -> list["SourcePage"]:
        """The pages of a PDF, each with the regions where figures were read."""
        pictures = list(self.upload.pictures.defer("content"))
        regions: dict[int, list[Region]] = {}
        for cell, origin in self.reading.origins.items():
            if isinstance(origin, OnPage):
                regions.setdefault(origin.page, []).append(Region(str(cell), mark_of(origin), origin))
        return [SourcePage(each.number, each.width, each.height, regions.get(each.number, [])) for each in pictures]

    def _text(self, text: Text) -> ReadText:
        return ReadText(text.key, text.name, self.values[text.key], self.refused.get(text.key, ""))

    def _cell(self, place: GridCell) -> ReadCell:
        cell = place.cell
        if cell is None:
            return ReadCell(place)
        table, origin = self.report.official_form.table[cell.table], self.reading.origins.get(cell)
        shown = {"label": table.name(cell), "mark": mark_of(origin), "where": words_of(origin)}
        if place.role is CellRole.TOTAL:
            return ReadCell(place, display(self.report.figure(cell)), **shown, printed=self._printed.get(cell, ""))
        error = self.refused.get(str(cell)) or fault(self.report.figures.get(cell), table.measure(cell))
        return ReadCell(place, self.values[str(cell)], **shown, error=error)


def _grid_of(section: Section):
    table = section.tables[0]
    return turned_grid(table) if len(section.tables) == 1 and len(table.rows) == 1 else section_grid(section)


@dataclass(frozen=True)
class Region:
    """Where on a page of a PDF a figure was read, in points."""

    address: str
    mark: str
    place: OnPage

    @property
    def width(self) -> float:
        return max(self.place.right - self.place.left, 1)

    @property
    def height(self) -> float:
        return max(self.place.bottom - self.place.top, 1)


@dataclass(frozen=True)
class SourcePage:
    """A page of a PDF, its measures in points, and the regions on it."""

    number: int
    width: int
    height: int
    regions: list[Region]


@dataclass(frozen=True)
class SourceBlock:
    """A line of the source, or a table of it drawn anew: rows of cells, each with its span and its mark."""

    text: str
    mark: str
    rows: list[list["ShownSourceCell"]]


@dataclass(frozen=True)
class ShownSourceCell:
    """A cell of the source's table; ``span`` columns wide."""

    text: str
    span: int
    mark: str


def _shown(block: Block) -> SourceBlock:
    return SourceBlock(block.text, mark_of(block.origin), [list(_shown_cells(row)) for row in block.rows])


def _shown_cells(row: list[SourceCell]) -> Iterator[ShownSourceCell]:
    """The cells of a row; columns that a cell from above reaches into are left blank."""
    column = 0
    for cell in row:
        is_placed = cell.start is not None and isinstance(cell.origin, InTable | InSheet)
        if is_placed and cell.start > column:
            yield ShownSourceCell("", cell.start - column, "")
        span = cell.end - cell.start if is_placed else 1
        yield ShownSourceCell(cell.text, span, mark_of(cell.origin))
        column = cell.end if is_placed else column + 1


def _field_of(finding: Finding, form: Edition) -> str:
    entries = [str(cell) for cell in finding.cells if not form.table[cell.table].is_total(cell)]
    return next(iter([*entries, *(key for key in finding.texts if key in form.text or key in LINES)]), "understood")
