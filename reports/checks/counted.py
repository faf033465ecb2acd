"""What is written for none, with the number that there was: 未发生行政复议 becomes 发生行政复议2件."""

import re

_NEGATION = re.compile(r"^(?:尚|从|暂|均|并|仍)?(?:未曾|未|没有|没|不存在|无)(?:有)?(?:需要?)?")
_CIRCUMSTANCE = re.compile(r"的?(?:情况|情形)$")
_NOUGHT = re.compile(r"(?P<noun>^|为)(?:零|〇)(?P<counter>件|起|宗)?(?=$|申请$)")


def counted(words: str, number: str, unit: str) -> str:
    """The words that say none with a number and its unit instead; empty where they do not begin or end with that.

    ``unit`` is 件 or 万元.
    """
    if nought := _NOUGHT.search(words):
        head, tail = words[: nought.start()], words[nought.end() :]
        return f"{head}{tail}{nought['noun']}{number}{nought['counter'] or unit}"
    negation = _NEGATION.match(words)
    said = _CIRCUMSTANCE.sub("", words[negation.end() :]).replace("任何", "") if negation else ""
    return f"{said}{number}{unit}" if said else ""
