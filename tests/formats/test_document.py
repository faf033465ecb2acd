"""A document as a whole: its sections, its texts, what it leaves in doubt, and what is refused."""

import re

import pytest

from reports.formats.html.reader import read
from reports.formats.plain_text.reader import read_text
from reports.official import EDITIONS, Cell
from reports.official.interchange import NotUnderstood
from tests.formats.hands import HANDS, as_printed, page, random_report, spanned, with_dashes, with_slashes
from tests.formats.reading import wrong_cells

REPORT = random_report(3)
PAGE = HANDS["spans"](REPORT).decode()
BUDGET = (
    "<table><tr><td>项目</td><td>预算数</td><td>决算数</td></tr><tr><td>行政事业性收费收入</td><td>812</td><td>799</td></tr>"
    "<tr><td>其他</td><td>5</td><td>6</td></tr><tr><td>总计</td><td>817</td><td>805</td></tr></table>"
)


def section(key):
    return EDITIONS["2021"].section[key].title


def without_section(key, then=""):
    start = PAGE.index(f"<p><strong>{section(key)}")
    return PAGE[:start] + then + PAGE[PAGE.index("<p><strong>", start + 5) :]


def test_what_a_slash_or_a_dash_stands_for_is_kept_as_it_was_written():
    report = random_report(4, blanks=True)
    blank = {
        cell for table in report.official_form.table.values() for cell in table.cells if report.figure(cell) is None
    }
    for show, stroke in ((with_slashes, "/"), (with_dashes, "—")):
        reading = read(page(report, list(spanned(report, as_printed, show=show))))
        assert wrong_cells(reading, report) == dict.fromkeys(blank, (stroke, None))


def test_remarks_and_converted_amounts_are_noticed():
    report = random_report(5)
    notices = read(HANDS["in words"](report)).notices
    assert any("原有附注（含自然失效" in each for each in notices)
    assert any("已换算为" in each for each in notices)


def test_an_amount_under_a_heading_in_yuan_is_converted():
    report = random_report(5)
    cell = Cell("fees", "administrative_fees", "amount")
    yuan = f"{int(report.figure(cell) * 10_000)}"
    printed = HANDS["spans"](report).decode().replace("（单位：万元）", "（单位：元）")
    row = printed.index("行政事业性收费")
    figure = printed.index("<span>", row)
    end = printed.index("</span>", figure)
    reading = read(f"{printed[: figure + 6]}{yuan}{printed[end:]}".encode())
    assert wrong_cells(reading, report) == {}


def test_one_row_for_other_handling_is_read_as_its_last_and_says_so():
    rows = {"other_no_correction", "other_fee_unpaid"}
    table = REPORT.official_form.table["applications"]
    printed = PAGE
    for row in ("other_no_correction", "other_fee_unpaid"):
        start = printed.rindex("<tr>", 0, printed.index(table.row[row].label[:12]))
        group = printed.find("（六）其他处理", start, printed.index("</tr>", start))
        printed = printed[:start] + printed[printed.index("</tr>", start) + 5 :]
        assert (group >= 0) == (row == "other_no_correction")
    reading = read(printed.replace("<span>3.其他</span>", "<span>（六）其他处理</span>").encode())
    assert {cell.row for cell in wrong_cells(reading, REPORT)} == rows
    assert all(found is None for found, _ in wrong_cells(reading, REPORT).values())
    assert len([each for each in reading.notices if "只有一行" in each]) == 1
    assert reading.doubts == []


def test_the_table_of_another_report_beside_ours_changes_nothing():
    for printed in (PAGE.replace("<body>", f"<body>{BUDGET}"), PAGE.replace("</body>", f"{BUDGET}</body>")):
        assert wrong_cells(read(printed.encode()), REPORT) == {}


def test_a_table_of_another_report_alone_is_refused():
    with pytest.raises(NotUnderstood, match="没有找到年度报告"):
        read(f"<h1>清水镇人民政府2023年部门预算公开</h1>{BUDGET}".encode())


def test_a_row_that_stands_there_twice_with_other_figures_is_doubted():
    row = PAGE[PAGE.rindex("<tr>", 0, PAGE.index("行政许可")) : PAGE.index("</tr>", PAGE.index("行政许可")) + 5]
    figure = REPORT.figure(Cell("licensing", "administrative_licensing", "decisions"))
    other = row.replace(f"<span>{figure}</span>", "<span>77777</span>")
    assert other != row
    reading = read(PAGE.replace(row, f"{other}{row}").encode())
    assert wrong_cells(reading, REPORT) == {Cell("licensing", "administrative_licensing", "decisions"): (None, figure)}
    assert {"77777", str(figure)} <= {doubt.found for doubt in reading.doubts}


@pytest.mark.parametrize("count", [2, 3])
def test_several_reports_in_one_file_are_refused(count):
    pages = [HANDS["spans"](random_report(seed)).decode() for seed in range(count)]
    with pytest.raises(NotUnderstood, match="不止一份报告"):
        read("".join(pages).encode())


def test_a_table_of_contents_is_no_second_report():
    contents = "".join(f"<p>{each.title}</p>" for each in EDITIONS["2021"].sections)
    reading = read(PAGE.replace("</h1>", f"</h1><p>目录</p>{contents}").encode())
    assert wrong_cells(reading, REPORT) == {}
    assert reading.report.texts["problems"] == REPORT.texts["problems"]


def test_a_document_of_another_year_than_told_is_refused_by_its_year():
    with pytest.raises(NotUnderstood, match=f"文件是 {REPORT.year} 年度的报告"):
        read(PAGE.encode(), year=REPORT.year - 1)


def test_what_the_document_does_not_say_is_told():
    text = f"{section('problems')}\n进展不快。"
    with pytest.raises(NotUnderstood, match="没有找到报告年度"):
        read_text(text)
    with pytest.raises(NotUnderstood, match="没有找到机关名称"):
        read_text(text, year=2023)
    report = read_text(text, year=2023, organ="清水镇人民政府").report
    assert (report.texts["problems"], report.year, report.organ) == ("进展不快。", 2023, "清水镇人民政府")


def test_a_report_of_before_the_common_form_is_refused():
    with pytest.raises(NotUnderstood, match="2018 年度的报告没有统一格式"):
        read_text(f"{section('problems')}\n进展不快。", year=2018, organ="清水镇人民政府")


def test_a_text_that_fits_no_aspect_stands_before_them_and_is_listed():
    heading = REPORT.official_form.text["overview.proactive_disclosure"].name
    printed = PAGE.replace(f"<p>{heading}", f"<p>（六）教育培训</p><p>　　举办培训两次。</p><p>{heading}", 1)
    reading = read(printed.encode())
    assert "举办培训两次。" in reading.report.texts["overview.lead"]
    assert any("教育培训" in each for each in reading.unplaced_texts)


def test_a_sentence_between_the_tables_is_listed_and_the_words_of_the_form_are_not():
    title = section("applications")
    printed = PAGE.replace(f"<strong>{title}</strong></p>", f"<strong>{title}</strong></p><p>本年度收到申请2件。</p>")
    assert read(printed.encode()).unplaced_texts == ["本年度收到申请2件。"]
    assert read(PAGE.encode()).unplaced_texts == []


def test_a_missing_row_is_listed():
    start = PAGE.rindex("<tr>", 0, PAGE.index("2.重复申请"))
    printed = PAGE[:start] + PAGE[PAGE.index("</tr>", start) + 5 :]
    reading = read(printed.encode())
    assert {cell.row for cell in wrong_cells(reading, REPORT)} == {"not_processed_repeat"}
    assert [doubt.why for doubt in reading.doubts] == ["文件中没有找到这一行"]


def test_the_form_of_2019_used_in_a_later_year_is_recognised_by_its_headings():
    report = random_report(8, "2019")
    reading = read(HANDS["spans"](report).decode().replace(str(report.year), "2023").encode())
    assert (reading.report.edition, reading.report.year) == ("2019", 2023)
    assert {read_ for read_, _ in wrong_cells(reading, report).values()} == set()


def test_invisible_characters_part_no_word_and_no_figure():
    printed = PAGE.replace("2.重复申请", "2.重\u200b复申\u200f请").replace("<span>", "<span>\ufeff")
    assert wrong_cells(read(printed.encode()), REPORT) == {}


def test_a_figure_shown_backwards_is_doubted():
    cell = Cell("licensing", "administrative_licensing", "decisions")
    start = PAGE.index("<span>", PAGE.index("行政许可</span>") + 5)
    end = PAGE.index("</span>", start)
    reading = read(f"{PAGE[: start + 6]}\u202e123{PAGE[end:]}".encode())
    assert wrong_cells(reading, REPORT) == {cell: (None, REPORT.figure(cell))}
    assert len(reading.doubts) >= 1


def test_every_figure_says_where_it_stood():
    reading = read(PAGE.encode())
    assert set(reading.origins) == {cell for table in REPORT.official_form.table.values() for cell in table.cells}
    assert {origin.table for origin in reading.origins.values()} == {0, 1, 2}


def test_a_table_that_is_not_there_is_listed_whole_and_a_row_by_its_name():
    report = random_report(4)
    page = HANDS["spans"](report).decode()
    tables = re.findall(r"<table.*?</table>", page)
    reading = read(page.replace(tables[2], "").encode())
    assert [(each.row, each.why) for each in reading.doubts] == [
        (report.official_form.section["disputes"].title, "文件中没有找到这张表")
    ]
    rows = re.findall(r"<tr>.*?</tr>", tables[0])
    reading = read(page.replace("".join(rows[-3:]), "").encode())
    fees = report.official_form.table["fees"]
    place = f"{report.official_form.section['proactive_disclosure'].title}“{fees.band}”"
    assert [(each.row, each.why) for each in reading.doubts] == [(place, "文件中没有找到这张表")]


def test_of_a_text_without_tables_each_section_of_tables_is_listed():
    reading = read("<h1>清水乡2022年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>很好。</p>".encode())
    assert [each.why for each in reading.doubts] == ["文件中没有找到这张表"] * 3


def test_rows_of_which_one_may_stand_for_all_are_listed_where_it_does_not():
    report = random_report(4)
    page = HANDS["spans"](report).decode()
    rows = re.findall(r"<tr>.*?</tr>", page)
    lost = [row for row in rows if "逾期不补正" in row or "逾期未按收费" in row]
    reading = read(page.replace(lost[0], "").replace(lost[1], "").encode())
    form = report.official_form.table["applications"]
    assert [each.row for each in reading.doubts] == [form.row[key].name for key in form.rows_left_out_together]
