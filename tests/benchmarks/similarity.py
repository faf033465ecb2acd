"""Reports of one year beside each other, 200 of them copies with every fifth sentence changed.

Run by script/benchmark. Targets on two cores: 3,000 reports indexed and all pairs found in under 60 seconds, one report
against all in under 200 ms. Precision and recall are of the planted copies, at the share from which W9 speaks.
"""

import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from reports.checks.likeness import SUBSTANTIAL
from reports.text.similarity import Index, clauses_of

REPORTS, COPIES = 3_000, 200
SENTENCES, CLAUSES_OF_A_SENTENCE = 60, 3
COMMON, SHARE_OF_COMMON = 300, 0.25  # clauses that any office writes, and how much of a report they are
VOCABULARY = """
政务公开 信息公开 主动公开 依申请公开 政策解读 平台建设 监督保障 门户网站 公开目录 业务培训 工作台账 公开专栏
群众关切 民生领域 财政预决算 乡村振兴 生态环境 义务教育 社会救助 公共卫生 优化 完善 规范 加强
推进 落实 健全 细化 明确 提升 及时 全面 持续 不断 进一步 有效
按季度 按要求 工作机制 审核流程 责任分工 公开质量 服务水平 办理时限 考核评价 发布渠道
"""


@dataclass(frozen=True)
class Planted:
    """What was made: the texts of the reports by number, and of each copy the number of what it copies."""

    texts: list[str]
    copies: dict[int, int]


def planted(reports: int = REPORTS, copies: int = COPIES, seed: int = 11) -> Planted:
    """Reports of invented sentences of which the last are copies of others; every fifth sentence is a new one."""
    chance = random.Random(seed)
    common = [_clause(chance) for _ in range(COMMON)]
    made = [[_sentence(chance, common) for _ in range(SENTENCES)] for _ in range(reports - copies)]
    originals = chance.sample(range(len(made)), copies)
    for original in originals:
        made.append([_sentence(chance, common) if n % 5 == 4 else each for n, each in enumerate(made[original])])
    copied = {reports - copies + number: original for number, original in enumerate(originals)}
    return Planted(["".join(each) for each in made], copied)


def _sentence(chance: random.Random, common: list[str]) -> str:
    own = (chance.random() >= SHARE_OF_COMMON for _ in range(CLAUSES_OF_A_SENTENCE))
    return "，".join(_clause(chance) if each else chance.choice(common) for each in own) + "。"


def _clause(chance: random.Random) -> str:
    return "".join(chance.sample(VOCABULARY.split(), 3)) + str(chance.randrange(1, 99))


def found_pairs(texts: list[str]) -> tuple[Index, set[tuple[int, int]]]:
    """The index of the texts, and the numbers of those that W9 calls alike."""
    index = Index()
    for number, text in enumerate(texts):
        index.add(number, clauses_of(text))
    return index, {(pair.one, pair.other) for pair in index.pairs(SUBSTANTIAL)}


def precision_and_recall(made: Planted, found: set[tuple[int, int]]) -> tuple[float, float]:
    """Of the pairs found how many were planted, and of those planted how many were found."""
    expected = {tuple(sorted(pair)) for pair in made.copies.items()}
    right = len(found & expected)
    return right / len(found) if found else 0.0, right / len(expected)


def _times(index: Index, texts: list[str]) -> Iterator[float]:
    for text in texts:
        begun = time.perf_counter()
        index.alike(clauses_of(text), SUBSTANTIAL)
        yield (time.perf_counter() - begun) * 1000


def main() -> None:
    made = planted()
    begun = time.perf_counter()
    index, found = found_pairs(made.texts)
    say("index and all pairs, seconds", time.perf_counter() - begun)
    times = sorted(_times(index, made.texts[::30]))
    say("one report against all, median ms", statistics.median(times))
    say("one report against all, slowest ms", times[-1])
    precision, recall = precision_and_recall(made, found)
    say("characters of a report", statistics.mean(map(len, made.texts)))
    say("pairs found", len(found))
    say("precision %", 100 * precision)
    say("recall %", 100 * recall)


def say(what: str, value: float) -> None:
    print(f"{what:40} {value:10.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
