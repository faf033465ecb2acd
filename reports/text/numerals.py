"""Numbers in Chinese sentences: where they stand, what they are worth, and whether they count anything.

``共收到申请31件`` counts; ``2022年``, ``第三十条``, ``国办函〔2020〕109号`` and ``0375-6080001`` do not.
``近百``, ``400余`` and ``约30`` count, but not exactly.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Use(StrEnum):
    """What a number does in its sentence."""

    COUNT = "count"
    PERCENT = "percent"  # value in percent: 17.46％ is 17.46, 三成 is 30
    YEAR = "year"
    ORDINAL = "ordinal"  # 第三次, （二）, 一是
    NAME = "name"  # part of a name: a document's number, an article, a telephone, a day, an address


class Number(NamedTuple):
    """A number of a text: the characters ``text[start:end]``, counter included."""

    start: int
    end: int
    value: Decimal
    use: Use
    counter: str = ""
    is_exact: bool = True
    decimals: int = 0


_DIGIT = {"零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
_DIGIT |= {"六": 6, "七": 7, "八": 8, "九": 9}
_TEN = {"十": 10, "百": 100, "千": 1000}
_GREAT = {"万": 10_000, "亿": 100_000_000}
_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
LONGEST = 18
"""Digits of the longest number that is read."""

COUNTERS = [
    "件次",
    "人次",
    "条次",
    "户次",
    "场次",
    "篇次",
    "余件",
    "件",
    "条",
    "宗",
    "份",
    "起",
    "次",
    "篇",
    "封",
    "例",
    "个月",
    "个",
    "期",
    "项",
    "部",
    "类",
    "家",
    "名",
    "人",
    "户",
    "场",
    "处",
    "块",
    "批",
    "幅",
    "张",
    "辆",
    "台",
    "套",
    "万元",
    "亿元",
    "元",
    "页",
    "字",
    "天",
    "日",
    "分钟",
    "小时",
    "年度",
    "年",
    "月",
    "周",
    "季度",
    "岁",
    "平方米",
    "公里",
    "种",
    "本",
    "册",
    "届",
    "组",
    "支",
    "座",
    "所",
    "位",
    "级",
    "号",
    "层",
    "楼",
    "米",
    "步",
]
_COUNTER = re.compile("|".join(sorted(set(COUNTERS), key=len, reverse=True)))
_FIRST_OF_A_COUNTER = frozenset(each[0] for each in COUNTERS)
_BETWEEN_DIGITS = re.compile(r"[,，\s]")

_ARABIC = (
    r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?(?!\d)|\d{1,3}(?:，\d{3}){1,5}(?=\s?[条件篇份宗次元万])"
    r"|\d{1,30}(?:[ ]?\n[ ]?\d{1,12}(?=\s?[条件篇份宗]))?(?:\.\d{1,9})?"
)
_HAN = r"[零〇○一二两三四五六七八九十百千]{1,12}(?:[万亿][零〇○一二两三四五六七八九十百千]{0,9}){0,2}"
_NUMBER = re.compile(rf"(?:(?P<arabic>{_ARABIC})(?P<great>[万亿](?!元))?|(?P<han>{_HAN}))")
_MORE = re.compile(r"\s?[余多几](?!次)")
_SPACES = " \u00a0\u2009\u202f"
"""1 256件, 1 5件: digits with a space between may be one number or two, so that neither is known exactly."""
_ABOUT_BEFORE = re.compile(r"(?:近|约|大约|超过?|逾|将近|(?<![线网以])上|不足|不到|至少|最多|达到?近|接近)$")
_ABOUT_AFTER = re.compile(r"^(?:左右|上下|以上|以下|以内|余)")

# What looks like numbers and counts nothing; the first that fits a place names it.
_NAMES = re.compile(
    r"""
    (?=[〔\[（(【令第\dA-Za-z_邮路街道巷一二三四五六七八九十\s]) (?:  # so that most of a text is passed at once
    (?P<document>[〔\[（(【]\s?\d{4}\s?[〕\]）)】]\s?第?\s?\d{1,6}\s?号)
  | (?P<order>(?:令\s?)?第\s?\d{1,6}\s?号)
  | (?P<article>第\s?[\d零一二三四五六七八九十百]{1,6}\s?(?:条|款|项|章|节|编)
        (?:\s?第?\s?[（(]?[\d零一二三四五六七八九十百]{1,4}[）)]?\s?(?:款|项|目)){0,3})
  | (?P<telephone>(?<!\d)0\d{2,3}\s?[-—–－]\s?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)
        |(?<!\d)\d{3,4}-\d{7,8}(?:-\d{1,6})?)
  | (?P<hotline>(?<!\d)(?:12345|12348|12388|12315)(?!\d))
  | (?P<address>(?:https?://|www\.)[\w./?=&%-]{1,200}|(?<![\w.-])[A-Za-z\d_.-]{1,60}@[\w.-]{1,100})
  | (?P<post>邮\s?(?:政)?编\s?码?\s?[：:]?\s?\d{6}|[路街道巷]\s?\d{1,6}\s?号|(?<!\d)\d{1,6}\s?号(?:楼|院|附))
  | (?P<day>(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?[日号]|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]
        |(?<!\d)\d{1,2}\s?月(?:份|底|初|末|中旬)?|(?<![\d.])\d{1,2}[·・.]\d{1,2}(?=[”"]?(?:政务|政府)?公开日))
  | (?P<ordinal>第\s?[\d一二三四五六七八九十百]{1,8})
  | (?P<list>[（(]\s?[\d一二三四五六七八九十]{1,3}\s?[）)]|(?:^|(?<=[。；：，、\n\s]))[一二三四五六七八九十]是
        |(?m:^)\s?[一二三四五六七八九十]{1,3}、|(?m:^)\s?\d{1,2}[.、．](?!\d))
  | (?P<version>(?<!\d)\d{1,4}\s?\+\s?[\dXxNn]{1,4}|(?<![A-Za-z\d])[A-Za-z]{1,20}[-_]?\d{1,12}
        |(?<![A-Za-z\d])\d{1,12}[A-Za-z][A-Za-z\d]{0,20}|(?<!\d)(?:24\s?小时|7\s?[×xX*]\s?24)))
    """,
    re.VERBOSE,
)
_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}|[二一][〇○零九][〇○零一二三四五六七八九]{2})\s?年(?:度)?(?!期|限)")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=\s?[-—–－至、/／]\s?(?:19|20)?\d{2,4}\s?年)")
_PERCENT = re.compile(
    rf"(?:(?<!\d)(?P<number>\d{{1,9}}(?:\.\d{{1,9}})?)\s?%"
    rf"|百分之\s?(?P<han>{_HAN}(?:点{_HAN})?|\d{{1,9}}(?:\.\d{{1,9}})?))"
    r"|(?<![完建生形组构])(?P<tenths>[一二三四五六七八九])成(?=[，。；、以左])"
)
# 汉字 that are numbers only by their looks: 一般, 统一, 进一步, 三审三校, 万众.
_NO_NUMBER = re.compile(
    r"(?:统|唯|单|同|划|万|专|逐|不|进|之|其|任|每|某|任何|如|合|归|惟|下|上|前|后)一"
    r"|一(?:般|致|定|些|体|律|直|方面|系列|起(?!行政)|并|旦|度|贯|线|手|把|切|同|站|网|行|审|次性|类|级|号|部分)"
    r"|[一二两三四五六七八九十](?:审|校|级|农|农村|权|公|务|化|性|网|微|端|服|查|同步|届|重|维|位一体|大|中全会|全|者"
    r"|项制度|个维护|定方案)"
    r"|两(?:会|新|学|微|级|化|者|个确立|个维护|山)|十(?:四五|三五|五五|九大|九届|分|足)|二十(?:大|届)"
    r"|百(?:姓|科|花|年)|千(?:方|家|万百计)|万(?:众|分|方|象|人)|亿(?:万)"
)


@lru_cache(maxsize=32)
def numbers(text: str) -> tuple[Number, ...]:
    """Every number of a text in order; linear in its length. A report's texts are asked for again by every reader."""
    plain = text.translate(_WIDE)
    found: list[Number] = []
    taken = 0
    for start, end, number in sorted(_all(plain), key=lambda each: (each[0], -each[1])):
        if start >= taken:
            taken = end
            if number is not None:
                found.append(number)
    return tuple(found)


def _all(plain: str) -> Iterator[tuple[int, int, Number | None]]:
    """Whatever may be a number; where two overlap, the one that begins first and is longer counts."""
    for match in _NAMES.finditer(plain):
        use = Use.ORDINAL if match.lastgroup in ("ordinal", "list") else Use.NAME
        yield match.start(), match.end(), Number(match.start(), match.end(), Decimal(0), use)
    for pattern in (_YEAR, _YEARS):
        for match in pattern.finditer(plain):
            year = "".join(str(_DIGIT.get(each, each)) for each in match[0] if each.isdigit() or each in _DIGIT)
            yield match.start(), match.end(), Number(match.start(), match.end(), Decimal(year), Use.YEAR)
    for match in _PERCENT.finditer(plain):
        value = _percent(match)
        decimals = max(0, -value.as_tuple().exponent)
        yield match.start(), match.end(), Number(match.start(), match.end(), value, Use.PERCENT, decimals=decimals)
    for match in _NO_NUMBER.finditer(plain):
        yield match.start(), match.end(), None
    for match in _NUMBER.finditer(plain):
        if number := _counted(plain, match):
            yield number.start, number.end, number


def _percent(match: re.Match) -> Decimal:
    if match["tenths"]:
        return Decimal(_DIGIT[match["tenths"]] * 10)
    said = match["number"] or match["han"]
    if said[0].isdigit():
        return Decimal(said)
    whole, _, decimals = said.partition("点")
    return Decimal(f"{worth(whole)}.{''.join(str(_DIGIT.get(each, 0)) for each in decimals)}".rstrip("."))


def _counted(plain: str, match: re.Match) -> Number | None:
    value = _value(match)
    if value is None:
        return None
    more = _MORE.match(plain, match.end())
    end = more.end() if more else match.end()
    if more and plain[end : end + 1] in _GREAT and plain[end + 1 : end + 2] != "元":
        value, end = value * _GREAT[plain[end]], end + 1
    at = end + (plain[end : end + 1] == " ")
    counter = _COUNTER.match(plain, at) if plain[at : at + 1] in _FIRST_OF_A_COUNTER else None
    if match["han"] and not counter and len(match["han"]) < 2:
        return None  # one 汉字 without a counter is a word
    stop = counter.end() if counter else end
    is_about = _ABOUT_BEFORE.search(plain, max(0, match.start() - 4), match.start()) or _ABOUT_AFTER.match(
        plain[stop : stop + 2]
    )
    name = counter[0] if counter else ""
    is_rounded = match["arabic"] and match["great"] and "." in match["arabic"]  # 1.2万件 is seldom 12,000
    is_exact = not (more or is_about or is_rounded or _is_apart(plain, match))
    return Number(match.start(), stop, value, Use.COUNT, name, is_exact=is_exact)


def _is_apart(plain: str, match: re.Match) -> bool:
    """Whether a space stands between the digits of a number and those of the next or the one before."""
    if not match["arabic"]:
        return False
    start, end = match.span()
    is_before_another = plain[end : end + 1] in _SPACES and plain[end : end + 3].strip(_SPACES)[:1].isdigit()
    is_after_another = (
        start > 0 and plain[start - 1] in _SPACES and plain[max(0, start - 3) : start].strip(_SPACES)[-1:].isdigit()
    )
    return is_before_another or is_after_another


def _value(match: re.Match) -> Decimal | None:
    if match["arabic"]:
        written = match["arabic"]
        digits = written if written.isdecimal() else _BETWEEN_DIGITS.sub("", written)
        if len(digits) > LONGEST:
            return None
        return Decimal(digits) * _GREAT[match["great"]] if match["great"] else Decimal(digits)
    value = worth(match["han"])
    return None if value is None else Decimal(value)


def worth(han: str) -> int | None:
    """What a numeral of 汉字 is worth: 一百零五 is 105, 三万二 is 32,000, 二〇二二 is 2022; ``None`` if it is none."""
    if not han or len(han) > LONGEST:
        return None
    if all(each in _DIGIT for each in han):
        return int("".join(str(_DIGIT[each]) for each in han))
    total = section = 0
    digit, last_unit = None, 1
    for character in han:
        if character in _DIGIT:
            digit = _DIGIT[character]
            last_unit = 1 if digit == 0 else last_unit
        elif character in _TEN:
            section += (1 if digit is None else digit) * _TEN[character]
            digit, last_unit = None, _TEN[character]
        else:
            scaled = (section + (digit or 0)) * _GREAT[character]
            total = total + scaled if character == "万" else (total + section + (digit or 0)) * _GREAT[character]
            section, digit, last_unit = 0, None, _GREAT[character]
    # 一百二 is 120, 三万二 is 32,000: a last digit without its unit is one step below.
    return total + section + (digit or 0) * (last_unit // 10 or 1)


_WRITTEN = re.compile(r"[0-9０-９零〇○一二两三四五六七八九十百千,，.．\s]+")
_TO_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def rewritten(words: str, value: Decimal, instead: Decimal | int) -> str:
    """The words of one number with another value: 17件 → 6件, １７件 → ６件, 三件 → 6件.

    Empty where what they write is not ``value`` itself: 1.2万元 cannot be told in another unit.
    """
    written = _WRITTEN.match(words)
    read = next(iter(numbers(words)), None) if written else None
    rest = words[written.end() :] if written else ""
    if read is None or read.value != value or rest.startswith(tuple(_GREAT)):
        return ""
    figures = f"{Decimal(instead).normalize():f}"
    is_wide = bool(re.match("[０-９]", words))
    return (figures.translate(_TO_WIDE) if is_wide else figures) + rest
