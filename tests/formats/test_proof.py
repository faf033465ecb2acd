"""O1: a finished file that says anything else than the data is found out, and one that says it passes."""

import ast
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from reports.formats import proof, proving, registry, writing
from reports.formats.pdf import writer as paper_writer
from reports.formats.xlsx import cached_values, table_sheets
from reports.formats.xlsx import writer as workbook_writer
from reports.official import Cell
from reports.official.report_data import ReportData
from tests.formats.any_report import complete_report

ROOT = Path(__file__).resolve().parent.parent.parent
FORMATS = registry.published()
GRANTED = Cell("applications", "granted", "natural_person")
ISSUED = Cell("normative_acts", "rules", "issued")
NAME = "三、收到和处理政府信息公开申请情况“（一）予以公开，自然人”"
OTHER_NAME = "二、主动公开政府信息情况（第二十条第（一）项）“规章，本年制发件数”"


def written(report, extension, **marks):
    return import_module(registry.writable()[extension].writer).write(report, **marks)


def mismatches(content, report, extension, is_demonstration=False):
    return proof.mismatches(registry.writable()[extension].proof, content, report, is_demonstration)


def hard_report():
    """Figures of twelve digits, words of several scripts, what looks like headings, and lines of every length."""
    odd = (
        "سالام ئۇيغۇر abc\n三、收到和处理政府信息公开申请情况\n（一）主动公开\n𠮷𠀀 e\u0301é ﬁ “引号”……——\n"
        f"0375-5051234{'，电话0375-5051234' * 40}\n{'a' * 300}\n背孜乡人民政府\n2023年1月20日"
    )
    report = complete_report(organ="背" * 100, title="长" * 60 + "报告")
    long = "2022年，我乡主动公开𠮷村、𰻞寨政府信息。" * 60
    figures = {cell: figure if cell.table == "fees" else 10**11 + figure for cell, figure in report.figures.items()}
    numbers = "\n".join(f"— {number} —" for number in range(1, 9))  # as pages are numbered
    texts = report.texts | {"preamble": numbers, "problems": odd, "overview.platform": long, "other_matters": numbers}
    return replace(report, figures=figures, texts=texts, document_number="背政〔2023〕5号", issued_on=date(2023, 1, 6))


@pytest.mark.parametrize("is_demonstration", [False, True])
@pytest.mark.parametrize("extension", FORMATS)
def test_what_says_what_the_data_says_passes(extension, is_demonstration):
    report = hard_report()
    content = written(report, extension, demonstration=is_demonstration)
    assert mismatches(content, report, extension, is_demonstration) == []


class Swapped(ReportData):
    """A report whose writer takes one figure for another; its totals are right all the same."""

    def figure(self, cell):
        is_total = self.official_form.table[cell.table].is_total(cell)
        return complete_report().figure(cell) if is_total else self.figures[cell]


@pytest.mark.parametrize("extension", FORMATS)
def test_two_figures_in_each_others_place_and_a_lost_paragraph_are_named(extension):
    report = complete_report()
    figures = report.figures | {GRANTED: report.figures[ISSUED], ISSUED: report.figures[GRANTED]}
    assert figures != report.figures
    texts = report.texts | {"problems": "存在的主要问题及改进情况，第一段。"}
    broken = Swapped(**vars(report) | {"figures": figures, "texts": texts})
    lost, *figures_found = mismatches(written(broken, extension), report, extension)[:3]
    assert lost.startswith("“五、存在的主要问题及改进情况”")
    assert figures_found == [
        f"{name}应为 {report.figures[cell]}，文件中为 {figures[cell]}"
        for name, cell in ((OTHER_NAME, ISSUED), (NAME, GRANTED))
    ]


@pytest.mark.parametrize("extension", [each for each in FORMATS if each != "pdf"])  # which is compared as Word is
@pytest.mark.parametrize(
    "changes",
    [
        {"title": "瓦屋镇政府信息公开工作年度报告"},
        {"texts": {"overview.platform": "第一段。\n第二段。"}},
        {"texts": {"overview.platform": "第二段。\n第一段"}},
        {"texts": {"overview.platform": "第一段。\n第二段。\n第三段。"}},
    ],
    ids=["title", "one character", "order", "more"],
)
def test_a_word_more_or_less_is_found(extension, changes):
    report = complete_report(texts=complete_report().texts | {"overview.platform": "第一段。\n第二段"})
    texts = report.texts | changes.get("texts", {})
    content = written(replace(report, **changes | {"texts": texts}), extension)
    assert len(mismatches(content, report, extension)) == 1


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize(
    ("known", "named"),
    [
        ({"document_number": "背政〔2023〕6号"}, "发文字号"),
        ({"document_number": ""}, "发文字号"),
        ({"issued_on": date(2023, 1, 7)}, "成文日期"),
        ({"issued_on": None}, ""),
    ],
    ids=["number", "no number", "day", "unsigned"],
)
def test_another_number_or_signature_is_found(extension, known, named):
    report = complete_report(document_number="背政〔2023〕5号", issued_on=date(2023, 1, 6))
    found = mismatches(written(replace(report, **known), extension), report, extension)
    assert found[0].startswith(named)
    assert mismatches(written(report, extension), replace(report, **known), extension) != []


def test_the_code_for_a_website_is_read_as_the_page_is_and_begins_below_the_title():
    """Its editor asks for title and number by itself."""
    report, code_proof = hard_report(), proving.CODE_PROOF
    code = writing.code(report)
    assert proof.mismatches(code_proof, code.encode(), report, is_demonstration=False) == []
    marked = writing.code(report, demonstration=True).encode()
    assert proof.mismatches(code_proof, marked, report, is_demonstration=True) == []
    (found,) = proof.mismatches(
        code_proof, code.replace("<td>100000000003</td>", "<td>3</td>", 1).encode(), report, False
    )
    assert found.endswith("应为 100000000003，文件中为 3")
    unsigned = code.replace("2023年1月6日", "2023年1月7日").encode()
    assert proof.mismatches(code_proof, unsigned, report, False) == [
        "成文日期与数据不一致：应为“23年1月6日”，文件中为“23年1月7日”"
    ]
    page = written(report, "html")
    assert proof.mismatches(code_proof, page, report, False) != []


@pytest.mark.parametrize("extension", [each for each in FORMATS if each != "json"])
def test_the_mark_of_a_demonstration_is_where_it_belongs_and_nowhere_else(extension):
    report = complete_report()
    assert mismatches(written(report, extension), report, extension, is_demonstration=True) != []
    assert mismatches(written(report, extension, demonstration=True), report, extension) != []


def test_figures_are_found_by_the_words_of_their_row_and_not_by_their_place():
    """Two labels changed places while the figures stayed: each row says what the other was."""
    page = written(complete_report(), "html").decode()
    one, other = "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”"
    page = page.replace(one, "†").replace(other, one).replace("†", other)
    found = mismatches(page.encode(), complete_report(), "html")
    assert found[0] == f"三、收到和处理政府信息公开申请情况“（三）不予公开{one}，自然人”应为 5，文件中为 4"


@pytest.mark.parametrize(
    ("label", "instead"), [("4.保护第三方合法权益", "4.保护第三方权益"), ("法律服务机构", "法律机构")]
)
def test_a_label_that_is_not_the_official_one_is_found(label, instead):
    page = written(complete_report(), "html").decode().replace(label, instead)
    assert f"“三、收到和处理政府信息公开申请情况”的表格中没有“{label}”" in mismatches(
        page.encode(), complete_report(), "html"
    )


def broken_workbook(monkeypatch, break_writer):
    report = complete_report()
    with monkeypatch.context() as writing:
        break_writer(writing)
        return mismatches(workbook_writer.write(report), report, "xlsx")


TOTAL = "三、收到和处理政府信息公开申请情况“一、本年新收政府信息公开申请数量，总计”"


def test_a_stale_value_beside_a_formula_is_found(monkeypatch):
    def stale(workbook, values):
        return cached_values.filled(
            workbook, {part: cells | ({"J6": 999} if "J6" in cells else {}) for part, cells in values.items()}
        )

    found = broken_workbook(monkeypatch, lambda writing: writing.setattr(workbook_writer, "filled", stale))
    assert found[0].startswith(f"{TOTAL}应为 ")
    assert found[0].endswith("，文件中为 999")


def test_a_formula_that_adds_up_something_else_is_found(monkeypatch):
    put = table_sheets.TableSheet._put_formula

    def one_short(self, cell, formula, value):
        put(
            self,
            cell,
            formula.replace("D6:I6", "D6:H6").replace("=6", "=5") if cell.coordinate == "J6" else formula,
            value,
        )

    found = broken_workbook(
        monkeypatch, lambda writing: writing.setattr(table_sheets.TableSheet, "_put_formula", one_short)
    )
    assert found[0].startswith(f"{TOTAL}按公式计算应为 ")


def test_a_total_that_is_no_formula_is_found(monkeypatch):
    def fixed(self, cell, address):
        cell.value = self.report.figure(address)

    found = broken_workbook(monkeypatch, lambda writing: writing.setattr(table_sheets.TableSheet, "_put_total", fixed))
    assert found[0] == f"{TOTAL}应为公式，文件中为固定的数字"


def test_what_a_paper_carries_is_proved_too(monkeypatch):
    """The data and the workbook in a PDF are read as the files beside it are."""
    report = complete_report()
    carried = paper_writer.interchange_file.write
    with monkeypatch.context() as writing:
        writing.setattr(
            paper_writer.interchange_file,
            "write",
            lambda given, **more: carried(replace(given, figures=given.figures | {GRANTED: 77}), **more),
        )
        found = mismatches(paper_writer.write(report), report, "pdf")
    assert found[0] == f"附件“zfxxgk-2021.json”：{NAME}应为 {report.figures[GRANTED]}，文件中为 77"


def test_what_cannot_be_read_is_not_proved():
    assert [len(mismatches(content, complete_report(), "json")) for content in (b"", b"{", b"[]")] == [1, 1, 1]


# --- Independence ---------------------------------------------------------------------------------


def imported(module):
    """The modules of ours that a module imports."""
    path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("reports."):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if ROOT.joinpath(*name.split(".")).with_suffix(".py").is_file()}


def closure(modules):
    """All that they import, and what that imports."""
    found, new = set(), set(modules)
    while new:
        found |= new
        new = set().union(*map(imported, new)) - found
    return found


@pytest.mark.parametrize("extension", FORMATS)
def test_a_proof_shares_no_code_with_a_writer_beyond_the_official_form(extension):
    format = registry.writable()[extension]
    both = closure([format.proof]) & closure([format.writer])
    assert {each for each in both if each.split(".")[1] not in ("official", "text")} == set()
