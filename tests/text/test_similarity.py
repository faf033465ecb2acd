"""Which clauses two texts have in common, one by one and through the index of many."""

import random

import pytest

from reports.text.similarity import MOST_CLAUSES, Index, Pair, clauses_of, common_spans, digest_of, repeated
from tests.benchmarks.similarity import found_pairs, planted, precision_and_recall

OWN = "我乡建立政务公开台账制度，由专人每周更新一次。"
DIGEST = -6971612860978100829
OTHER = "我乡建立政务公开台账制度，村务公开栏每季度检查两次。"


def test_half_of_a_text_is_repeated_by_one_that_has_one_of_its_two_clauses():
    text = "公开台账由专人负责，村务公开栏定期检查。"
    other = "村务公开栏定期检查；培训会议已经召开。"
    assert repeated(clauses_of(text), clauses_of(other)) == 0.5


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("全年公开信息128条，", {"全年公开信息条": 7}),
        ("全年公开信息一百二十八条。", {"全年公开信息条": 7}),
        ("下一步，加强学习。", {}),
        ("先审查、后公开", {}),
        ("公开台账由专人负责。公开台账由专人负责。", {"公开台账由专人负责": 18}),
        ("", {}),
    ],
)
def test_numbers_boilerplate_and_short_clauses_are_not_compared(text, clauses):
    assert clauses_of(text) == clauses


@pytest.mark.parametrize("boilerplate", [["的原则得到落实"], ["落实", "的原则得到", "的原则得到落实"]])
def test_what_a_list_leaves_out_counts_for_nothing_and_makes_no_clause_another(boilerplate):
    assert clauses_of("先审查、后公开的原则得到落实", boilerplate) == {"先审查后公开的原则得到落实": 6}


def test_boilerplate_over_a_mark_leaves_out_both_clauses():
    text = "坚持谁公开谁审查，谁审查谁负责；台账由专人保管"
    assert clauses_of(text, ["谁公开谁审查，谁审查谁负责"]) == {"台账由专人保管": 7}


def test_of_a_text_without_end_the_first_clauses_are_compared():
    clauses = clauses_of("".join(f"{chr(0x6100 + number)}公开台账更新，" for number in range(MOST_CLAUSES + 1)))
    assert len(clauses) == MOST_CLAUSES


def test_a_digest_is_the_same_everywhere_and_another_for_another_place_or_clause():
    assert digest_of("公开台账由专人负责", "2022 overview") == DIGEST
    assert (
        len({DIGEST, digest_of("公开台账由专人负责", "2023 overview"), digest_of("由专人负责", "2022 overview")}) == 3
    )


def test_nothing_is_repeated_of_a_text_without_a_clause():
    assert repeated(clauses_of("无"), clauses_of("无")) == 0


def test_what_is_in_common_is_marked_where_it_stands():
    assert [OWN[span.start : span.end] for span in common_spans(OWN, clauses_of(OTHER))] == ["我乡建立政务公开台账制度"]


def test_clauses_in_common_with_only_a_mark_between_them_are_one_stretch():
    spans = common_spans(OWN, clauses_of(OWN))
    assert [OWN[span.start : span.end] for span in spans] == ["我乡建立政务公开台账制度，由专人每周更新一次"]


def test_a_line_break_parts_stretches():
    text = "公开台账由专人负责\n村务公开栏定期检查"
    assert len(common_spans(text, clauses_of(text))) == 2


def test_the_index_finds_exactly_what_comparing_each_pair_finds():
    chance = random.Random(7)
    pool = [f"{''.join(chance.choices('甲乙丙丁戊己庚辛', k=8))}" for _ in range(40)]
    texts = ["，".join(chance.choices(pool, k=chance.randrange(1, 14))) for _ in range(60)]
    compared = [clauses_of(text) for text in texts]
    index = Index()
    for number, clauses in enumerate(compared):
        index.add(number, clauses)
    for least in (0.2, 0.5, 0.8, 1.0):
        expected = set()
        for one, clauses in enumerate(compared):
            for other in range(one + 1, len(compared)):
                there, back = repeated(clauses, compared[other]), repeated(compared[other], clauses)
                if max(there, back) >= least:
                    expected.add(Pair(one, other, there, back))
        assert sorted(index.pairs(least)) == sorted(expected)
        assert expected


def test_a_text_within_a_longer_one_is_a_pair_named_in_the_order_of_entry():
    index = Index()
    index.add("long", clauses_of("公开台账由专人负责，村务公开栏定期检查，培训会议已经召开"))
    index.add("short", clauses_of("村务公开栏定期检查"))
    assert [(pair.one, pair.other, pair.share_of_other) for pair in index.pairs(0.9)] == [("long", "short", 1.0)]


def test_copies_with_every_fifth_sentence_changed_are_found_and_nothing_else():
    made = planted(reports=120, copies=20)
    _, found = found_pairs(made.texts)
    assert precision_and_recall(made, found) == (1.0, 1.0)
