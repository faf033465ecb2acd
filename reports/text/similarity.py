"""How much of a text another one repeats, clause by clause: numbers, boilerplate and what is too short left out.

A clause is what stands between two marks of punctuation. It is repeated where the other text has it word for word but
for its numbers; how much it counts is what of it is no boilerplate. So which clauses are the same does not depend on
what is left out, and a text may be kept as the digests of its clauses (``digest_of``) whatever a county leaves out.
Many texts are compared through an ``Index``, which finds exactly what comparing each pair would find.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

LEAST_OF_A_CLAUSE = 6
"""汉字. What is shorter (「下一步」, 「一是加强学习」) two people write without knowing of each other."""
BOILERPLATE = (
    "中华人民共和国政府信息公开条例",
    "以习近平新时代中国特色社会主义思想为指导",
    "全面贯彻落实党的二十大精神",
    "全面贯彻党的二十大和二十届历次全会精神",
    "深入贯彻党的二十大和二十届三中全会精神",
    "认真贯彻落实",
    "坚持以公开为常态、不公开为例外",
    "公开为常态、不公开为例外",
    "谁公开、谁审查，谁审查、谁负责",
    "先审查、后公开",
    "保障人民群众的知情权、参与权、表达权和监督权",
    "公民、法人和其他组织依法获取政府信息",
    "政府信息公开工作年度报告",
    "政府信息公开指南",
    "政府信息公开目录",
    "政府信息公开工作领导小组",
    "收到和处理政府信息公开申请情况",
    "未发生因政府信息公开被申请行政复议、提起行政诉讼",
)
"""What every report says in the same words, because the law or the centre does; a county may keep its own list."""
MOST_CLAUSES = 1_000
"""Of one text that are compared, its first ones; a section of the allowed length has fifty."""

Clauses = Mapping[str, int]
"""The clauses of a text as they are compared, and how many 汉字 of it, boilerplate left out, each makes up."""

_CLAUSE = re.compile(r"[^，,。；;！!？?：:\n]+")
_LEFT_OUT = re.compile(r"[0-9０-９一二三四五六七八九十百千万零〇两]|[^\u4e00-\u9fff]")
_ROUNDING = 1e-9


class Span(NamedTuple):
    """Where something begins and ends in a text."""

    start: int
    end: int


def clauses_of(text: str, boilerplate: Iterable[str] = BOILERPLATE) -> Clauses:
    """The clauses of a text that say something of their own."""
    found: dict[str, int] = defaultdict(int)
    for _, clause, weight in islice(_clauses(text, boilerplate), MOST_CLAUSES):
        found[clause] += weight
    return dict(found)


def digest_of(clause: str, where: str) -> int:
    """A clause in 64 bits, with a sign, that tell nothing of its words; elsewhere the same clause has others.

    They are stored: another way to cut a text into clauses, or to digest one, needs a migration.
    """
    return int.from_bytes(hashlib.blake2b(f"{where}\n{clause}".encode(), digest_size=8).digest(), "big", signed=True)


def length_of(clauses: Clauses) -> int:
    """How many 汉字 are compared."""
    return sum(clauses.values())


def repeated(clauses: Clauses, other: Clauses) -> float:
    """The share, 0 to 1, of a text that another one has as well; 0 where nothing is to be compared."""
    length = length_of(clauses)
    return sum(weight for clause, weight in clauses.items() if clause in other) / length if length else 0.0


def common_spans(text: str, other: Clauses, boilerplate: Iterable[str] = BOILERPLATE) -> list[Span]:
    """The stretches of a text that another one repeats; those between which only marks stand are one."""
    spans: list[Span] = []
    for span, clause, _ in _clauses(text, boilerplate):
        if clause not in other:
            continue
        if spans and span.start - spans[-1].end <= 1 and text[spans[-1].end : span.start] != "\n":
            spans[-1] = Span(spans[-1].start, span.end)
        else:
            spans.append(span)
    return spans


class Pair(NamedTuple):
    """Two texts of which one repeats the other: their names, and how much of each the other has."""

    one: Hashable
    other: Hashable
    share: float
    share_of_other: float


class Index:
    """Many texts by their clauses.

    A text of which a share is repeated has one of its rarest clauses in common with the text that repeats it, once
    these make up more than what may differ; so only who has one of them is looked at.
    """

    def __init__(self) -> None:
        self._texts: dict[Hashable, Clauses] = {}
        self._with: dict[str, list[Hashable]] = defaultdict(list)

    def add(self, name: Hashable, clauses: Clauses) -> None:
        """Enter a text under a name that no other has."""
        self._texts[name] = clauses
        for clause in clauses:
            self._with[clause].append(name)

    def alike(self, clauses: Clauses, least: float) -> dict[Hashable, float]:
        """By name the texts that repeat at least such a share, over 0, of a text, and how much they do."""
        candidates = {name for clause in self._rarest(clauses, least) for name in self._with.get(clause, ())}
        shares = ((name, repeated(clauses, self._texts[name])) for name in candidates)
        return {name: share for name, share in shares if share >= least}

    def pairs(self, least: float) -> Iterator[Pair]:
        """The texts of which at least such a share is another's, each two once; the second was entered later."""
        place = {name: number for number, name in enumerate(self._texts)}
        for name, clauses in self._texts.items():
            for other, share in self.alike(clauses, least).items():
                back = repeated(self._texts[other], clauses)
                if place[name] < place[other]:
                    yield Pair(name, other, share, back)
                elif name != other and back < least:  # else the other one has said so
                    yield Pair(other, name, back, share)

    def _rarest(self, clauses: Clauses, least: float) -> list[str]:
        """The rarest clauses of a text that make up more than what of it may differ."""
        may_differ = (1 - least) * length_of(clauses) + _ROUNDING
        rarest, length = [], 0
        for clause in sorted(clauses, key=lambda each: len(self._with.get(each, ()))):
            rarest.append(clause)
            length += clauses[clause]
            if length > may_differ:
                return rarest
        return rarest


def _clauses(text: str, boilerplate: Iterable[str]) -> Iterator[tuple[Span, str, int]]:
    """Where each clause stands, how it is compared, and how many 汉字 of it are no boilerplate."""
    own = text
    for phrase in sorted(boilerplate, key=len, reverse=True):  # one within another takes nothing from the longer one
        own = own.replace(phrase, " " * len(phrase))
    for match in _CLAUSE.finditer(text):
        clause = _LEFT_OUT.sub("", match[0])
        if len(clause) < LEAST_OF_A_CLAUSE:
            continue
        span = Span(*match.span())
        said = own[span.start : span.end]
        weight = len(clause) if said == match[0] else len(_LEFT_OUT.sub("", said))
        if weight >= LEAST_OF_A_CLAUSE:
            yield span, clause, weight
