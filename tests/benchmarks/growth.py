"""How the time of every algorithm over people's text grows with the text: ``python -m tests.benchmarks.growth``.

Prints milliseconds of the processor at 1,000 to 200,000 characters, for prose and for the texts made to be slow that
take any time, and how many times longer 200,000 take than 100,000: about 2 is linear, 4 is quadratic.
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

import reports.checks  # noqa: E402, F401 - enters the rules
from reports.checks import registry  # noqa: E402
from reports.formats.json import reader as interchange_file  # noqa: E402
from reports.lifecycle.entries import Edit, entry_of  # noqa: E402
from reports.official import EDITION_2021  # noqa: E402
from reports.official.figures import fault, notice  # noqa: E402
from reports.official.form import Measure  # noqa: E402
from reports.official.interchange import FORMAT, NotUnderstood  # noqa: E402
from reports.official.report_data import Kind, ReportData  # noqa: E402
from reports.text import cleaning  # noqa: E402
from reports.text.differences import differences, paragraphs  # noqa: E402
from reports.text.merging import merged  # noqa: E402
from reports.text.secrecy_words import secrecy_words  # noqa: E402
from reports.text.similarity import clauses_of, common_spans  # noqa: E402

SIZES = (1_000, 10_000, 100_000, 200_000)
TEXT = "problems"
UNREMARKABLE = 50  # ms; a ratio of less than this at the largest size says nothing

PHRASES = [f"{'一二' * 40}{number}" for number in range(100)] + [f"公开{number}" for number in range(100)]
"""As many as a county may leave out of what is compared."""

PROSE = (
    "2022年，我乡全年共主动公开政府信息128条，收到政府信息公开申请5件，均按期答复，截至2022年12月31日办结。"
    "存在公开内容不够及时、解读形式单一等问题，下一步将加强业务培训，完善工作台账。\n"
)


def _random(characters: str) -> Callable[[int], str]:
    return lambda size: "".join(random.Random(size).choices(characters, k=size))


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


INPUTS: dict[str, Callable[[int], str]] = {
    "prose": _repeated(PROSE),
    "two characters": _random("一二"),
    "short lines": _random("一二\n"),
    "marks": _random("。；"),
    "digits and blanks": _repeated("1 "),
    "digits": _repeated("1"),
    "blanks": _repeated(" "),
    "line breaks": _repeated("\n"),
    "brackets": _repeated("（请"),
    "braces": _repeated("{"),
    "dates": _repeated("2022年1月1日至"),
    "parts": _repeated("9件。其中3件、2件，占30%；"),
    "none and none": _repeated("无公民法人或者其他组织"),
    "other organs": _repeated("县局局局局局局局收到3件"),
    "on behalf": _repeated("以县政府为"),
    "placeholders": _repeated("XX"),
    "some": _repeated("某"),
    "addresses": _repeated("a.a-"),
    "fees": _repeated("收费1,"),
    "secrets": _repeated("国家秘密★1"),
    "assurances": _repeated("核实无误"),
    "counters": _repeated("共一、条"),
    "years": _repeated("2022年"),
    "shares of applications": _repeated("2022年我乡收到政府信息公开申请3件，占66.7%，"),
    "platforms": _repeated("网站1条、微信2条、微博3条，共计6条"),
    "paid applications": _repeated("收到9件，其中1件，收取2元；"),
    "new ones": _repeated("90条（新增9条），其中60条（新增5条）、30条（新增4条）。"),
    "disputes": _repeated("复议、诉讼分别为3件、2件，"),
    "opinions": _repeated("收到意见8条，采纳5条，采纳率63%，"),
    "last year": _repeated("较上年的8条增加2条，增长25%，"),
    "sentences": _repeated("公开30条。"),
    "slots": _repeated("以下是您约 "),
    "clauses": _repeated("自实施，较上年，"),
}


def _report(text: str) -> ReportData:
    return ReportData(
        "2021", "甲县乙乡人民政府", Kind.TOWNSHIP, 2022, title=text[:200], texts={TEXT: text, "preamble": text}
    )


def _read(text: str) -> None:
    mapping = {"format": FORMAT, "organ": text, "kind": "township", "year": 2022, "texts": {TEXT: text}}
    try:
        interchange_file.read(json.dumps(mapping).encode())
        interchange_file.read(b'{"' + text.encode("unicode_escape").replace(b"\\", b"").replace(b'"', b"") + b'":1}')
    except NotUnderstood:
        pass


def algorithms() -> Iterator[tuple[str, Callable[[str, str], object]]]:
    """Every algorithm that is given people's text, by name; each takes the text and another one."""
    yield "cleaned", lambda text, _: cleaning.cleaned(text)
    yield "one_line", lambda text, _: cleaning.one_line(text)
    yield "length", lambda text, _: cleaning.length(text)
    yield "paragraphs", lambda text, _: cleaning.paragraphs(text)
    yield "entry of a text", lambda text, other: entry_of(EDITION_2021, Edit(TEXT, other, text))
    yield (
        "entry of a figure",
        lambda text, _: entry_of(EDITION_2021, Edit("fees.administrative_fees.amount", text, text)),
    )
    yield "figure", lambda text, _: [(fault(text, each), notice(text, each)) for each in Measure]
    yield "merged", lambda text, other: merged(text, text[::-1], other)
    yield "differences", lambda text, other: paragraphs(differences(text, other))
    yield "clauses in common", lambda text, other: common_spans(text, clauses_of(other, PHRASES), PHRASES)
    yield "interchange", lambda text, _: _read(text)
    yield "secrecy words", lambda text, _: list(secrecy_words(text))
    for rule in registry.RULES.values():
        if rule.function:
            yield f"check {rule.id}", lambda text, _, rule=rule: list(rule.function(registry.Case(_report(text))))
    yield "fingerprints", lambda text, _: [each.fingerprint for each in registry.run(registry.Case(_report(text)))]


def _shuffled(text: str) -> str:
    """The same characters in another order, and half of the lines as they were."""
    middle = len(text) // 2
    return text[:middle] + "".join(random.Random(1).sample(text[middle:], len(text) - middle))


def milliseconds(work: Callable[[str, str], object], text: str) -> float:
    other = _shuffled(text)
    began = time.process_time()  # what others do on the machine is none of it
    work(text, other)
    return (time.process_time() - began) * 1000


def main() -> None:
    print(f"{'':24}{'':20}" + "".join(f"{size:>10,}" for size in SIZES) + "   growth")  # noqa: T201
    for name, work in algorithms():
        for kind, made in INPUTS.items():
            took = [milliseconds(work, made(size)) for size in SIZES]
            growth = took[-1] / took[-2]
            is_told = kind == "prose" or took[-1] > UNREMARKABLE
            if is_told:
                print(f"{name:24}{kind:20}" + "".join(f"{each:10.1f}" for each in took) + f"{growth:8.1f}×")  # noqa: T201


if __name__ == "__main__":
    main()
