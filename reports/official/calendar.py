"""The year of the report: which one is open, and when it is due. Days are days in Beijing."""

from datetime import date

FIRST_YEAR = 2019  # the Regulations in force since May 2019 prescribe the unified format
OPENING_MONTH = 12  # from December on, the report of the running year is prepared
STATUTORY_DAY = (1, 31)  # 条例第四十九条: 每年1月31日前提交上一年度报告，并向社会公布


def year_on_offer(today: date) -> int:
    """The report year that is filled in now: the previous one, from 1 December the current one."""
    return today.year if today.month >= OPENING_MONTH else today.year - 1


def deadline(year: int, month_and_day: tuple[int, int]) -> date:
    """When the report of ``year`` is due (条例第四十九条: 每年1月31日前)."""
    return date(year + 1, *month_and_day)


def publication_day(year: int, due_on: date) -> date:
    """By when the report of ``year`` is made public where nobody has set another day.

    条例第四十九条 names one day, 31 January, for submitting it and for making it public, and only for the
    departments of counties and above: towns follow their county, which may ask for the report earlier, and
    then the statutory day is left for the publication, or later, and then nobody can publish before.
    """
    return max(due_on, deadline(year, STATUTORY_DAY))
