"""What an explanation must say (rule E1)."""

import pytest

from reports.checks.explanations import fault
from reports.checks.registry import RULES

SAID = "上级机关认定的规章，已随附认定文件。"
ONLY_ASSURED = "只说无误、属实，没有写明原因，请写明数字为何如此"
REPEATED = "重复的文字不能说明情况，请写明原因"
UNREADABLE = "只有标点或数字，请写明原因"


@pytest.mark.parametrize(
    "body",
    [
        SAID,
        "2022年新增行政处罚事项，另案处理。",
        "已认真核实，数据准确，是上年有误。",
        "经核查，系省级系统统一导出的数据。",
        "上年报告误填，已按实际情况更正。",
        "原" + "有规章到期废止后尚未清理" * 15,
    ],
)
def test_a_reason_is_taken(body):
    assert fault(body) == ""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", "请写明情况说明"),
        (" \n　", "请写明情况说明"),
        ("核实无误", "情况说明至少 10 字，现有 4 字"),
        ("无误" + " " * 30, "情况说明至少 10 字，现有 2 字"),
        ("说" * 201, "情况说明最多 200 字，现有 201 字"),
        ("经我单位认真核实，以上数据准确无误，情况属实。", ONLY_ASSURED),
        ("已核实，情况属实，没有问题，特此说明。", ONLY_ASSURED),
        ("核实无误2022年12月31日已核实", ONLY_ASSURED),
        ("好好好好好好好好好好好好", REPEATED),
        ("好好好好好好好好好好好吧", REPEATED),
        ("数据准确数据准确数据准确", REPEATED),
        ("1234567890", UNREADABLE),
        ("，。，。，。，。！！____", UNREADABLE),
    ],
)
def test_what_says_nothing_is_refused(body, told):
    assert fault(body) == told


def test_a_copy_of_another_explanation_is_refused_however_it_is_punctuated():
    assert fault(SAID, ["上级机关认定的规章 , 已随附认定文件"]) == "与另一项的情况说明相同，请分别写明原因"
    assert fault(SAID, ["上级机关认定的规章，未随附认定文件。"]) == ""


def test_the_rule_is_in_the_registry_and_runs_where_its_process_does():
    assert (RULES["E1"].level, RULES["E1"].function) == ("must_fix", None)
