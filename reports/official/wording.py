"""The standing phrases of a report: its name, its title, the paragraph that opens it, its period and dates."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

REPORT_NAME = "政府信息公开工作年度报告"
SYSTEM_NAME = f"{REPORT_NAME}填报系统"
REGULATIONS = "《中华人民共和国政府信息公开条例》"
FORMAT_NAME = "《中华人民共和国政府信息公开工作年度报告格式》"

# What stands on an official document beside its text (GB/T 9704—2012, 7.2.5 and 7.3.5), by key: what it is called.
FORMALITIES = {"document_number": "发文字号", "issued_on": "成文日期"}
_DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?")


def day(typed: str) -> date | None:
    """The day that is written as an office writes one (2023年1月16日, 2023-01-16); ``None`` where it is none."""
    written = _DAY.fullmatch(typed)
    try:
        return date(*map(int, written.groups())) if written else None
    except ValueError:
        return None


def title(organ: str, year: int) -> str:
    """The customary title: organ, year, name of the report."""
    return f"{organ}{year}年{REPORT_NAME}"


def period(year: int) -> str:
    """The reporting period (统计期限): the whole calendar year."""
    return f"自{year}年1月1日起至12月31日止"


def preamble(organ: str, year: int, notice: str, contact: dict[str, str]) -> str:
    """The paragraph that customarily opens a report: its basis, its period, and whom to ask.

    ``contact`` may give ``office``, ``address``, ``postcode``, ``telephone`` and ``email``; what is
    empty is left out.
    """
    opening = (
        f"根据{REGULATIONS}和{FORMAT_NAME}（{notice}）要求，现公布{title(organ, year)}。"
        f"本报告所列数据的统计期限{period(year)}。"
    )
    details = "，".join(
        f"{label}：{contact[key]}"
        for key, label in (("address", "地址"), ("postcode", "邮编"), ("telephone", "电话"), ("email", "电子邮箱"))
        if contact.get(key)
    )
    if not details:
        return opening
    return f"{opening}如对本报告有疑问，请与{contact.get('office') or organ}联系（{details}）。"


def summed_scope(office: str, kinds: Mapping[str, int], left_out: Sequence[str], note: str = "") -> str:
    """Whose reports a government's own adds up, and whose not (汇总范围), as its opening paragraph says it.

    ``kinds`` counts the units beside the office by what a text calls them (部门), in that order. A ``note`` that says
    itself what is summed up stands in place of the count.
    """
    counted = [f"{number}个{kind}" for kind, number in kinds.items() if number]
    units = "、".join([office, *counted[:-1]]) + (f"和{counted[-1]}" if counted else "")
    said = note if "汇总" in note else f"本报告数据汇总{units}的年度报告。{note}"
    unnamed = [name for name in left_out if name not in said]
    sentence = said if said.endswith("。") else f"{said}。"
    return f"{sentence}未包括{'、'.join(unnamed)}的数据。" if unnamed else sentence


def chinese_date(day: date) -> str:
    """A date as official papers write it: Arabic numerals, no leading zeros (GB/T 9704—2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


FEES_MEASURES = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
NOTHING_TO_REPORT = "无"


def no_fees() -> str:
    """That no information processing fee (信息处理费) was asked for (section 六)."""
    return "本年度未发出信息处理费收费通知，未收取信息处理费。"


def fees(notices: str, charged: str, collected: str) -> str:
    """What information processing fees were asked for and collected: notices in 件, amounts in 元."""
    return f"根据{FEES_MEASURES}，本年度发出收费通知{notices}件，总金额{charged}元，实际收取信息处理费{collected}元。"
