"""The reporting period (统计期限) as the report states it."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from reports.checks.naming import place_name
from reports.checks.reads import TEXTS
from reports.checks.registry import Case, Fault, Level, rule
from reports.official.report_data import ReportData
from reports.official.wording import chinese_date
from reports.text import lookalikes
from reports.text.sentences import known_texts, sentences

OPENING_TEXTS = ("preamble", "overview.lead")
NEARBY = 40
"""The period stands within so many characters of the words that announce it."""

Period = tuple[date, date]

_ABOUT_DATA = re.compile(
    r"统计(?:数据)?的?(?:期限|时限|时间|日期|期间|周期|区间|时段|起止|截止|截至|范围|口径|年度)"
    r"|(?:所列|使用|涉及|反映)的?(?:各项|相关|统计)*(?:数据|数字)"
    r"|数据的?(?:期限|时限|时间|起止|截止|截至)|报告(?:期限|时限|时段|的时间|期为|期自|期从)|起止(?:时间|日期)"
    r"|本(?:年度)?报告.{0,6}(?:涵盖|反映|覆盖)"
)
_OF_ITS_WORDS = frozenset("统数报起")
"""Of a sentence without any of these none of its dates need be read."""
_ABOUT_REPORT = re.compile(r"报告|年报|所列")

_DAY = r"(?:(?P<{0}year>\d{{4}})年度?|[同当本该]年度?)?(?P<{0}month>\d{{1,2}})月(?:(?P<{0}day>\d{{1,2}})[日号])?"
_UNTIL = r"(?:0时|(?:\d{1,2}:\d{2}))?(?:起|开始|始)?[，,]?(?:至|到|-|截至|截止到?|止于|迄)"
_RANGE = re.compile(r"(?<!\d)(?<!\d年)" + _DAY.format("first_") + _UNTIL + _DAY.format("last_"))
_MONTHS = re.compile(
    r"(?<!\d)(?:(?P<first_year>\d{4})年度?)?(?P<first_month>\d{1,2})(?:至|到|-)(?P<last_month>\d{1,2})月(?!\d)"
)
_END = re.compile(
    r"(?:截至|截止|到|至)[为是于到至:]?(?P<last_year>\d{4})年(?P<last_month>\d{1,2})月(?P<last_day>\d{1,2})[日号]"
)
_WHOLE_YEAR = re.compile(r"[为是:](?P<first_year>\d{4})年(?:度|全年)?(?=[，。；、,;）)]|$)")

_SPACE = re.compile(r"\s")
_MARKS = str.maketrans("０１２３４５６７８９〇○零—–－―~～〜﹣−：．", "0123456789000---------:.")
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)}
_YEAR_IN_WORDS = re.compile(r"二[0一二三四五六七八九]{3}(?=年)")
_NUMBER_IN_WORDS = re.compile(r"([一二三]?)十([一二三四五六七八九]?)(?=[月日号])|([一二三四五六七八九])(?=[月日号])")
_DATE_IN_FIGURES = re.compile(r"(?<![\d.])(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?![\d.])")
_DAY_IN_FIGURES = re.compile(r"(?<=日-)(\d{1,2})[./](\d{1,2})(?![\d.])")


@rule(
    "W12",
    Level.MUST_FIX,
    asserts="统计期限为报告年度的1月1日至12月31日",
    basis="条例第四十九条",
    reads=(TEXTS,),
    is_part_by_part=True,
)
def the_period_is_the_calendar_year(case: Case) -> Iterator[Fault]:
    year = case.report.year
    right = date(year, 1, 1), date(year, 12, 31)
    for key, sentence, clause in _announcements(case.report):
        try:
            stated = _period(clause, year)
            said = f"写的是{chinese_date(stated[0])}至{chinese_date(stated[1])}" if stated else ""
        except ValueError:
            stated, said = None, "写了不存在的日期"
        if said and stated != right:
            where = place_name(case.report.official_form, key)
            message = f"{where}：统计期限应为{year}年1月1日至12月31日，{said}。请改正。"
            span = _dates(case.report.texts[key], sentence)
            instead = f"{year}年1月1日至12月31日" if span else ""
            yield Fault(message, texts=(key,), quote=sentence, span=span, instead=instead)


def _dates(text: str, sentence: str) -> tuple[int, int] | None:
    """Where the two days of the period stand in the text; ``None`` where they are written in any other way."""
    at = text.find(sentence)
    places = [place for place, character in enumerate(sentence) if not _SPACE.match(character)]
    plain = _SPACE.sub("", lookalikes.repaired(sentence)).translate(_MARKS)
    announced = _ABOUT_DATA.search(plain)
    stated = _RANGE.search(plain, announced.start()) if announced else None
    if at < 0 or stated is None or stated.start() - announced.start() > NEARBY:
        return None
    return at + places[stated.start()], at + places[stated.end() - 1] + 1


def _announcements(report: ReportData) -> Iterator[tuple[str, str, str]]:
    """Where the report speaks of the period of its data: text key, sentence, and the dates in one spelling.

    Beyond the opening texts, statistics may be others than the report's own, unless it is named.
    """
    for key, text in known_texts(report):
        for sentence in sentences(text):
            if _OF_ITS_WORDS.isdisjoint(sentence):
                continue
            plain = _plain(sentence)
            announced = _ABOUT_DATA.search(plain)
            if announced and (key in OPENING_TEXTS or _ABOUT_REPORT.search(plain)):
                yield key, sentence, plain[announced.start() :]


def _period(clause: str, year: int) -> Period | None:
    """The period that is stated soon after its announcement; what is left open is as it should be.

    ``None`` where no dates follow that can be read; ``ValueError`` for a day that does not exist.
    """
    for pattern in (_RANGE, _MONTHS, _END, _WHOLE_YEAR):
        match = pattern.search(clause)
        if match and match.start() <= NEARBY:
            said = {name: int(value) for name, value in match.groupdict().items() if value}
            first_year = said.get("first_year", said.get("last_year", year))
            last_year, last_month = said.get("last_year", first_year), said.get("last_month", 12)
            last_day = said.get("last_day") or monthrange(last_year, last_month)[1]
            return (
                date(first_year, said.get("first_month", 1), said.get("first_day", 1)),
                date(last_year, last_month, last_day),
            )
    return None


def _plain(sentence: str) -> str:
    """The sentence with its dates in one spelling: 2021年1月1日."""
    plain = _SPACE.sub("", lookalikes.repaired(sentence)).translate(_MARKS)
    plain = _YEAR_IN_WORDS.sub(lambda match: "".join(str(_NUMERALS.get(each, each)) for each in match[0]), plain)
    plain = _NUMBER_IN_WORDS.sub(_in_figures, plain)
    plain = _DATE_IN_FIGURES.sub(r"\1年\2月\3日", plain)
    return _DAY_IN_FIGURES.sub(r"\1月\2日", plain)


def _in_figures(match: re.Match) -> str:
    tens, ones, alone = match.groups()
    return str(_NUMERALS[alone] if alone else _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0))
