"""Reports in other people's hands: the same content as web pages of several makes, none of which is ours."""

import html
import random
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from reports.official import EDITIONS, Cell, Measure, Table
from reports.official.figures import display
from reports.official.grid import GridCell, GridRow, section_grid
from reports.official.report_data import Kind, ReportData

WORDS = [
    "本机关严格落实政府信息公开工作要求",
    "通过政府网站和政务新媒体发布信息",
    "进一步健全工作机制",
    "及时回应群众关切",
    "加强信息发布审核",
    "对重点领域信息进行梳理",
    "组织业务培训",
    "完善公开目录",
    "规范办理流程",
    "明确责任分工",
    "做好政策解读",
    "定期开展自查自纠",
]
PLACES = ("清水", "石桥", "大营", "双河", "张家湾", "新安", "柳林", "北岭")


def random_report(seed: int, edition: str = "2021", *, most: int = 99_999_999, blanks: bool = False) -> ReportData:
    """A report whose figures are anything and balance nowhere: nothing can be right by accident."""
    chance = random.Random(seed)
    form = EDITIONS[edition]
    year = chance.randint(2021, 2026) if edition == "2021" else chance.randint(2019, 2020)
    organ = f"{chance.choice(PLACES)}{chance.choice(('乡', '镇'))}人民政府"
    figures = {cell: _figure(chance, form.table[cell.table], cell, most, blanks) for cell in form.entries}
    texts = {key: _text(chance, year) for key in form.text if key not in ("other_matters",)}
    texts["other_matters"] = f"{year}年度未收取信息处理费。"
    title = f"{organ}{year}年政府信息公开工作年度报告"
    issued = {
        "document_number": f"{organ[0]}政〔{year}〕{seed % 100 + 1}号",
        "issued_on": date(year + 1, 1, seed % 31 + 1),
    }
    about = issued if seed % 3 else {}  # two of three are signed
    return ReportData(edition, organ, Kind.TOWNSHIP, year, title, texts, figures, **about)


def _figure(chance: random.Random, table: Table, cell: Cell, most: int, blanks: bool):
    if blanks and chance.random() < 0.1:
        return None
    size = chance.choice((0, 0, 9, 99, 9999, most))
    number = chance.randint(0, size)
    if table.measure(cell) is Measure.NET_CHANGE and chance.random() < 0.5:
        return -number
    if table.measure(cell) is Measure.MONEY and chance.random() < 0.5:
        return Decimal(number) / 10_000
    return number


def _text(chance: random.Random, year: int) -> str:
    paragraphs = []
    for number in range(chance.randint(1, 3)):
        clauses = [chance.choice(WORDS) for _ in range(chance.randint(2, 9))]
        said = "，".join(clauses)
        paragraphs.append(f"{year}年，{said}，共{chance.randint(1, 5000)}条。" if number == 0 else f"{said}。")
    return "\n".join(paragraphs)


# --- How people write the same page --------------------------------------------------------------


Label = Callable[[str], str]


def as_printed(label: str) -> str:
    return label


def with_strokes(label: str) -> str:
    """1、 for 1. and half-width brackets."""
    for number in range(1, 9):
        label = label.replace(f"{number}.", f"{number}、")
    return label.replace("（", "(").replace("）", ")").replace("“", '"').replace("”", '"')


def broken(label: str) -> str:
    """A label over two lines, as narrow columns make it."""
    return label if len(label) < 4 else f"{label[: len(label) // 2]}<br/>{label[len(label) // 2 :]}"


def shown(report: ReportData, cell: Cell) -> str:
    return display(report.figure(cell))


def in_words(report: ReportData, cell: Cell) -> str:
    """减4 for −4, 元 for 万元, a unit, a remark beside the number."""
    figure, measure = report.figure(cell), report.official_form.table[cell.table].measure(cell)
    if figure is None:
        return ""
    if measure is Measure.NET_CHANGE:
        return f"减{-figure}" if figure < 0 else f"增{figure}"
    if measure is Measure.MONEY:
        return f"{int(figure * 10_000)}元"
    return f"{figure}（含自然失效{figure // 2}件）" if figure % 3 == 0 else f"{figure}件"


def with_slashes(report: ReportData, cell: Cell) -> str:
    figure = report.figure(cell)
    return "/" if figure is None else display(figure)


def with_dashes(report: ReportData, cell: Cell) -> str:
    figure = report.figure(cell)
    return "—" if figure is None else display(figure)


Show = Callable[[ReportData, Cell], str]


def spanned(report: ReportData, label: Label, cell: str = "td", show: Show = shown) -> Iterator[str]:
    """The tables with every span of the official form, headings repeated as they are."""
    for section in report.official_form.sections:
        if section.tables:
            rows = "".join(_row(report, row, label, cell, show) for row in section_grid(section).rows)
            yield f'<table border="1" cellspacing="0" width="100%">{rows}</table>'


def _row(report: ReportData, row: GridRow, label: Label, tag: str, show: Show = shown) -> str:
    return f"<tr>{''.join(_cell(report, each, label, tag, show) for each in row.cells)}</tr>"


def _cell(report: ReportData, cell: GridCell, label: Label, tag: str, show: Show) -> str:
    text = label(html.escape(cell.text, quote=False)) if cell.cell is None else show(report, cell.cell)
    return f'<{tag} rowspan="{cell.rowspan}" colspan="{cell.colspan}"><p><span>{text}</span></p></{tag}>'


def without_spans(report: ReportData, label: Label) -> Iterator[str]:
    """Every grid place a cell of its own, blank where a span reaches: what some editors make of a pasted table."""
    for section in report.official_form.sections:
        if not section.tables:
            continue
        grid = section_grid(section)
        width = len(grid.widths)
        rows = []
        for row in grid.rows:
            places = ["&nbsp;"] * width
            for cell in row.cells:
                places[cell.column] = label(cell.text) if cell.cell is None else shown(report, cell.cell)
            rows.append("<tr>" + "".join(f"<td>{each}</td>" for each in places) + "</tr>")
        yield f"<table border=1 width='100%'>{''.join(rows)}</table>"


def with_subtotals(report: ReportData, label: Label) -> Iterator[str]:
    """A column 小计 beside those of 法人或其他组织, and a row of subtotals for each group of results."""
    from_form = list(spanned(report, label))
    table = report.official_form.table["applications"]
    inner = [column.key for column in table.columns if len(column.under) > 1]
    rows = [
        '<tr><td colspan="3" rowspan="3"></td><td colspan="8">申请人情况</td></tr>',
        '<tr><td rowspan="2">自然人</td><td colspan="6">法人或其他组织</td><td rowspan="2">总计</td></tr>',
        "<tr>" + "".join(f"<td>{table.column[key].label}</td>" for key in inner) + "<td>小计</td></tr>",
    ]
    groups: set[str] = set()
    for row in table.rows:
        under = row.under[-1] if len(row.under) > 1 else ""
        if under and under not in groups:
            groups.add(under)
            sums = "".join(f"<td>{number}</td>" for number in range(8))
            rows.append(f'<tr><td></td><td colspan="2">{label(under)}</td>{sums}</tr>')
        values = [report.figure(Cell(table.key, row.key, key)) for key in inner]
        subtotal = sum(value or 0 for value in values)
        figures = [
            shown(report, Cell(table.key, row.key, "natural_person")),
            *(display(value) for value in values),
            str(subtotal),
            shown(report, Cell(table.key, row.key, "total")),
        ]
        rows.append(
            f'<tr><td colspan="3">{label(row.label)}</td>{"".join(f"<td>{each}</td>" for each in figures)}</tr>'
        )
    yield from (from_form[0], f"<table border=1 width='100%'>{''.join(rows)}</table>", from_form[2])


def in_pieces(report: ReportData, label: Label) -> Iterator[str]:
    """Table 三 cut over pages: the headings stand over the first piece alone."""
    for number, section in enumerate(each for each in report.official_form.sections if each.tables):
        grid = section_grid(section)
        rows = [_row(report, row, label, "td") for row in grid.rows]
        if number != 1:
            yield f"<table border=1 width='100%'>{''.join(rows)}</table>"
            continue
        cut = 5
        head = "".join(rows[:cut])
        # The piece that goes on begins within the spans of the first: its rows keep the label columns they need.
        rest = []
        for row in grid.rows[cut:]:
            own = [each for each in row.cells if each.cell is None and not each.is_group]
            figures = [each for each in row.cells if each.cell is not None]
            name = own[-1].text if own else ""
            cells = "".join(f"<td>{shown(report, each.cell)}</td>" for each in figures)
            rest.append(f'<tr><td colspan="3">{label(name)}</td>{cells}</tr>')
        yield f"<table border=1 width='100%'>{head}</table>|<table>{''.join(rest)}</table>"


def as_text(report: ReportData, label: Label) -> Iterator[str]:
    """No table at all: a paragraph for each row, blanks between the figures, strokes for none."""
    for section in report.official_form.sections:
        if section.tables:
            rows = []
            for row in section_grid(section).rows:
                names = [label(each.text) for each in row.cells if each.cell is None]
                figures = [shown(report, each.cell) or "-" for each in row.cells if each.cell is not None]
                rows.append(f"<p>{' '.join([*names, *figures])}</p>")
            yield "".join(rows)


def laid_out(page: bytes) -> bytes:
    """The page in the cells of tables within tables, as sites of the 2000s are made."""
    body = page.decode()
    begin, end = body.index("<body>") + 6, body.index("</body>")
    return (
        f"{body[:begin]}<table><tr><td>导航<br>首页</td><td><table><tr><td>{body[begin:end]}</td></tr></table></td></tr>"
        f"</table>{body[end:]}"
    ).encode()


def page(report: ReportData, tables: list[str], *, furniture: bool = False, charset: str = "utf-8") -> bytes:
    """The whole page: title, sections, texts; with navigation and the rest of a government site where asked."""
    said = []
    if furniture:
        said.append(
            '<div class="nav"><a>首页</a> &gt; <a>政务公开</a> &gt; <a>政府信息公开年报</a></div>'
            "<table border=1 width='100%'><tr><td>索引号：</td><td>11410423/2023-00012</td>"
            "<td>发布机构：</td><td>某县人民政府</td></tr></table>"
        )
    said.append(f"<h1>{report.title}</h1>")
    if furniture:
        said.append("<p>发布时间：2023-01-20 09:12 浏览次数：1234 【字体：大 中 小】 打印本页</p>")
    said += paragraphs(report.texts["preamble"])
    waiting = list(tables)
    for section in report.official_form.sections:
        said.append(f"<p><strong>{section.title}</strong></p>")
        for text in section.texts:
            if text.is_heading:
                said.append(f"<p>{text.name}</p>")
            said += paragraphs(report.texts[text.key])
        if section.tables:
            said += waiting.pop(0).split("|")
    if furniture:
        said.append(
            "<p>附件：年度报告.pdf</p><p>分享到：</p><div>上一篇：没有了</div>"
            "<div>主办：某县人民政府 豫ICP备05000000号</div>"
        )
    body = "\n".join(said)
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{report.title}_某县人民政府</title>'
        "<style>table{width:100%}td,th{font-size:6pt;padding:0}</style></head>"
        f"<body>{body}</body></html>"
    ).encode("gb18030" if charset.startswith("gb") else charset)


def paragraphs(text: str) -> list[str]:
    return [f"<p>　　{html.escape(line, quote=False)}</p>" for line in text.split("\n")]


HANDS: dict[str, Callable[[ReportData], bytes]] = {
    "spans": lambda report: page(report, list(spanned(report, as_printed))),
    "strokes, gb2312, furniture": lambda report: page(
        report, list(spanned(report, with_strokes)), furniture=True, charset="gb2312"
    ),
    "no spans": lambda report: page(report, list(without_spans(report, as_printed))),
    "subtotals": lambda report: page(report, list(with_subtotals(report, as_printed))),
    "broken labels": lambda report: page(report, list(spanned(report, broken, "th")), furniture=True),
    "in pieces": lambda report: page(report, list(in_pieces(report, as_printed))),
    "in words": lambda report: page(report, list(spanned(report, as_printed, show=in_words))),
    "nested tables": lambda report: laid_out(page(report, list(spanned(report, with_strokes)), furniture=True)),
    "utf-16": lambda report: page(report, list(spanned(report, as_printed)), charset="utf-16"),
}
