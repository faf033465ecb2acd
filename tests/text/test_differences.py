"""What changed between two versions of a text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.text.differences import LINE_BREAK, Change, Piece, differences, paragraphs, without_passed_years

SHORT_TEXTS = st.text("我乡收到申请3件5。；\n", max_size=40)


def shown(old, new):
    """Deleted pieces in square brackets, inserted ones in braces."""
    marks = {Change.EQUAL: "{}", Change.DELETED: "[{}]", Change.INSERTED: "{{{}}}"}
    return "".join(marks[piece.change].format(piece.text) for piece in differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("一样。", "一样。", "一样。"),
        ("", "新的。", "{新的。}"),
        ("旧的。", "", "[旧的。]"),
        ("收到申请5件。", "收到申请3件。", "收到申请[5]{3}件。"),
        ("收到申请15件。", "收到申请12件。", "收到申请[15]{12}件。"),
        ("收费1.2500万元。", "收费1.3万元。", "收费[1.2500]{1.3}万元。"),
        ("第一句。第三句。", "第一句。第二句在此。第三句。", "第一句。{第二句在此。}第三句。"),
        ("公开不够及时。", "建立了台账，按月通报情况！", "[公开不够及时。]{建立了台账，按月通报情况！}"),
        ("第一段。\n第二段。", "第一段。第二段。", "第一段。[\n]第二段。"),
        ("我乡无依申请公开事项。", "我乡收到申请2件。", "[我乡无依申请公开事项。]{我乡收到申请2件。}"),
    ],
)
def test_sentences_that_are_alike_are_compared_character_by_character(old, new, expected):
    assert shown(old, new) == expected


@given(SHORT_TEXTS, SHORT_TEXTS)
def test_the_pieces_make_both_texts(old, new):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.INSERTED) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.DELETED) == new


@given(SHORT_TEXTS, SHORT_TEXTS)
def test_no_piece_is_empty_and_none_stands_beside_its_like(old, new):
    pieces = differences(old, new)
    assert all(piece.text for piece in pieces)
    assert all(one.change != other.change for one, other in itertools.pairwise(pieces))


def test_a_single_character_between_two_changes_is_part_of_them():
    assert shown("甲乙丙丁戊己庚辛壬癸。", "甲乙子丁丑己庚辛壬癸。") == "甲乙[丙丁戊]{子丁丑}己庚辛壬癸。"


def test_paragraphs_begin_at_line_breaks_and_a_changed_line_break_is_seen():
    assert paragraphs(differences("一。\n二。", "一。二。")) == [
        [Piece(Change.EQUAL, "一。"), Piece(Change.DELETED, LINE_BREAK)],
        [Piece(Change.EQUAL, "二。")],
    ]
    assert paragraphs(differences("一。\n\n二。", "一。\n\n二。")) == [
        [Piece(Change.EQUAL, "一。")],
        [Piece(Change.EQUAL, "二。")],
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("。" * 20_000, "；" * 20_000),
        ("一二" * 10_000, "二一三" * 6_666),
        ("甲。乙。" * 5_000, "乙。丙。甲。" * 3_333),
    ],
)
@pytest.mark.timeout(60)
def test_the_longest_texts_are_compared_at_once(old, new):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.INSERTED) == old


@pytest.mark.parametrize(
    ("old", "new", "left"),
    [
        ("2024年，我乡发布信息。", "2025年，我乡发布信息。", []),
        ("比2023年多，2025年再增。", "比2024年多，2026年再增。", []),
        ("2024年，发布3条。", "2025年，发布5条。", [("3", "5")]),
        ("2024年，我乡发布信息。", "2026年，我乡发布信息。", [("2024", "2026")]),
        ("依据2008年的条例。", "依据2019年的条例。", [("2008", "2019")]),
        ("文件12024号。", "文件12025号。", [("12024", "12025")]),
    ],
)
def test_that_a_year_has_passed_is_no_difference(old, new, left):
    pieces = without_passed_years(differences(old, new), 2024, 2025)
    changed = [piece.text for piece in pieces if piece.change is not Change.EQUAL]
    assert changed == [text for pair in left for text in pair]
    assert "".join(piece.text for piece in pieces if piece.change is not Change.DELETED) == new
