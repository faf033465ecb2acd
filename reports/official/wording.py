"""The standing phrases of a report: its name, its title, the paragraph that opens it, its period and dates."""

from datetime import date

REPORT_NAME = "政府信息公开工作年度报告"
REGULATIONS = "《中华人民共和国政府信息公开条例》"
FORMAT_NAME = "《中华人民共和国政府信息公开工作年度报告格式》"


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


def chinese_date(day: date) -> str:
    """A date as official papers write it: Arabic numerals, no leading zeros (GB/T 9704—2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"
