"""The number above the title and the signature below the text: read off whatever paper, and part of no section."""

from dataclasses import replace
from datetime import date

import pytest

from reports.formats import reading, writing
from reports.formats.signatures import number_above, unsigned
from reports.formats.source import Block
from tests.formats.hands import random_report

ORGAN = "清水镇人民政府"
FORMATS = ("pdf", "docx", "html", "xlsx", "json")


@pytest.mark.parametrize(
    ("lines", "left", "day"),
    [
        (["无。", ORGAN, "2024年1月20日"], ["无。"], date(2024, 1, 20)),
        (["无。", "清水镇 人民政府", "2024 年 1 月 20 日"], ["无。"], date(2024, 1, 20)),
        (["无。", "清水镇", "人民政府", "2024年1月20日"], ["无。"], date(2024, 1, 20)),
        (["无。", "2024年1月20日"], ["无。"], date(2024, 1, 20)),
        (["无。", ORGAN, "二〇二四年一月二十日"], ["无。"], None),
        (["无。", ORGAN], ["无。"], None),
        ([f"{ORGAN}2024年1月20日印发通知"], [f"{ORGAN}2024年1月20日印发通知"], None),
        (["无。", "政府"], ["无。", "政府"], None),
        ([], [], None),
    ],
)
def test_organ_and_day_alone_sign_a_report(lines, left, day):
    assert unsigned(lines, ORGAN) == (left, day)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["永桃政〔2025〕2号"], "永桃政〔2025〕2号"),
        (["首页", "发文字号：漳审综［2026］2 号", "来源：本站"], "漳审综［2026］2号"),
        (["背政〔2023〕1号", "背政〔2023〕5号"], "背政〔2023〕5号"),
        (["根据国办公开办函〔2021〕30号，现公布"], ""),
        (["第5号", "2023年"], ""),
    ],
)
def test_the_number_of_a_document_stands_alone_above_its_title(lines, number):
    assert number_above([Block(line) for line in lines]) == number


@pytest.mark.parametrize("organ", [ORGAN, "鲁山县人民政府政务服务和大数据管理局"])
@pytest.mark.parametrize("extension", FORMATS)
def test_number_and_signature_come_back_as_they_were_and_stay_out_of_section_six(extension, organ):
    known = random_report(5)
    report = replace(
        known,
        organ=organ,
        title=f"{organ}{known.year}年政府信息公开工作年度报告",
        document_number="清政〔2023〕5号",
        issued_on=date(2023, 1, 6),
    )
    read = reading.read(f"report.{extension}", writing.write(report, extension)).report
    assert (read.document_number, read.issued_on) == (report.document_number, report.issued_on)
    assert (read.texts, read.title, read.organ) == (report.texts, report.title, report.organ)
