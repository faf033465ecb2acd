"""Closed score sheets as they are exported: 得分单 of one organ, or of all of an office, with the list of evidence."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from django.conf import settings

from reports.formats.drawing import CannotDraw, drawn
from reports.lifecycle.appraisal.document import Appraisal, ScoreSheet
from reports.lifecycle.appraisal.reading import appraisal_of
from reports.lifecycle.appraisal.scoring import TENTHS, points
from reports.lifecycle.bundles.making import BundleFailed
from reports.models import AppraisalScheme, Bundle
from reports.presenters.appraisal import (
    INTERNAL,
    NOTHING,
    ShownEntry,
    by_organ,
    closed_items,
    counters_of,
    entry_of,
    measure,
    record,
)

WRITER = "reports.county.score_paper.write"
TOGETHER = 50  # sheets that a child draws as one paper, within its limits
WAIT = 60  # seconds that a part waits for its turn
Row = list[str | int | float]
Lists = list[tuple[str, dict[str, int], list[Row]]]


def title_of(appraisal: Appraisal, sheet: ScoreSheet | None = None) -> str:
    """What the file is called, without its ending."""
    if sheet is None:
        return f"{appraisal.office}{appraisal.year}年度考核得分表"
    return f"{sheet.name}{appraisal.year}年度考核得分单"


def mark(*, is_demonstration: bool) -> str:
    """What stands on every export."""
    return f"{INTERNAL}　演示数据" if is_demonstration else INTERNAL


def lists_of(appraisal: Appraisal, digest: str, sheets: Sequence[ScoreSheet], *, is_whole: bool) -> Lists:
    """The lists of a workbook: their titles, their columns with widths, their rows."""
    scores = {"单位": 30, "类别": 16, **_numbered(appraisal), "定稿得分": 12, "更正后得分": 12}
    evidence = {"单位": 30, "计分项": 24, "依据": 28, "扣分标准": 22, "记录和登记": 70, "记录编号": 18}
    answers = {"单位": 30, "不同意见": 80, "提出人": 14, "时间": 18}
    counters = {"单位": 30, "计分项": 24, "更正": 16, "理由": 60, "登记人": 14, "时间": 18}
    lists = [
        ("得分", scores, [_score_row(appraisal, each) for each in sheets]),
        ("依据清单", evidence, [row for each in sheets for row in _evidence(each)]),
        ("不同意见", answers, [[each.name, said.text, said.by, said.at] for each in sheets for said in each.answers]),
        ("定稿后更正", counters, [row for each in sheets for row in _counters(appraisal, each)]),
    ]
    if is_whole:
        lists.append(("未纳入考核", {"单位": 30, "原因": 60}, [[each.name, each.why] for each in appraisal.left_out]))
    return [*lists, ("说明", {"项目": 20, "内容": 90}, _about(appraisal, digest))]


def _numbered(appraisal: Appraisal) -> dict[str, int]:
    """A column an item; two items may have one title."""
    return {f"{number}.{each.title}": 14 for number, each in enumerate(appraisal.items, start=1)}


def _score_row(appraisal: Appraisal, sheet: ScoreSheet) -> Row:
    lost = [_number(-each.deducted) for each in sheet.closed_scores]
    return [sheet.name, sheet.kind, *lost, _number(sheet.total), _number(appraisal.score_now(sheet))]


def _number(tenths: int) -> int | float:
    whole, rest = divmod(tenths, TENTHS)
    return tenths / TENTHS if rest else whole


def _evidence(sheet: ScoreSheet) -> Iterator[Row]:
    for each in sheet.closed_scores:
        about = [sheet.name, each.item.title, each.item.kind.label, measure(each.item)]
        for fact in each.facts:
            yield [*about, fact.words, record(fact)]
        for entry in each.entries:
            yield [*about, _said(entry_of(entry)), f"登记 {entry.number}"]


def _said(entry: ShownEntry) -> str:
    return f"{entry.what}，{entry.reason}（{entry.by} {entry.at}）"


def _counters(appraisal: Appraisal, sheet: ScoreSheet) -> Iterator[Row]:
    for each in counters_of(appraisal, sheet):
        yield [sheet.name, each.title, each.what, each.reason, each.by, each.at]


def _about(appraisal: Appraisal, digest: str) -> list[Row]:
    return [
        ["考核单位", appraisal.office],
        ["年度", str(appraisal.year)],
        ["评分表", f"{appraisal.name}，满分 {points(appraisal.full)} 分"],
        ["计分", "得分为满分减去各项扣分，最低 0 分；各计分项列为定稿时所扣的分，定稿后的更正另列"],
        ["定稿", f"{appraisal.closed_by} {appraisal.closed_at}"],
        ["定稿校验码", f"SHA-256 {digest}"],
        ["使用", f"{INTERNAL}，不对外公布"],
    ]


def papers_of(appraisal: Appraisal, digest: str, sheets: Sequence[ScoreSheet], *, is_demonstration: bool) -> bytes:
    """The score sheets as plain words for one paper, in the order they are given; JSON."""
    said = {
        "mark": mark(is_demonstration=is_demonstration),
        "title": title_of(appraisal, sheets[0] if len(sheets) == 1 else None),
        "sheets": [_paper_of(appraisal, digest, each) for each in sheets],
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def pack(target: BinaryIO, bundle: Bundle, on_each: Callable[[int], None]) -> None:
    """Write all sheets of a closed scheme as one paper, for the worker that makes it: some at a time, then joined."""
    from reports.formats.pdf.joining import joined  # noqa: PLC0415 not before somebody asks for a paper

    scheme = AppraisalScheme.objects.select_related("superior").get(pk=bundle.wanted["scheme"])
    appraisal, digest = appraisal_of(scheme), scheme.closing.content_hash
    sheets, papers = by_organ(appraisal), []
    for start in range(0, len(sheets), TOGETHER):
        some = sheets[start : start + TOGETHER]
        said = papers_of(appraisal, digest, some, is_demonstration=settings.DEMONSTRATION)
        try:
            papers.append(drawn(WRITER, said, extension="pdf", patience=WAIT))
        except CannotDraw as refusal:
            raise BundleFailed(f"{refusal}。") from refusal
        on_each(start + len(some))
    target.write(joined(papers))


def _paper_of(appraisal: Appraisal, digest: str, sheet: ScoreSheet) -> dict[str, Any]:
    """得分单 of one organ as plain words, for the paper."""
    items = [
        {
            "title": each.title,
            "measure": each.measure,
            "records": [*(fact.words for fact in each.facts), *map(_said, each.entries)],
            "deducted": each.deducted,
        }
        for each in closed_items(appraisal, sheet)
    ]
    counters = [f"{each.title}：{_said(each)}" for each in counters_of(appraisal, sheet)]
    return {
        "title": title_of(appraisal, sheet),
        "office": appraisal.office,
        "scheme": appraisal.name,
        "full": points(appraisal.full),
        "total": points(sheet.total),
        "now": points(appraisal.score_now(sheet)),
        "items": items,
        "answers": [f"{each.text}（{each.by} {each.at}）" for each in sheet.answers],
        "counters": counters,
        "nothing": NOTHING,
        "closed": f"{appraisal.closed_by} {appraisal.closed_at}",
        "digest": digest,
    }
