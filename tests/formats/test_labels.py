"""The labels of the form as other people print them."""

import pytest

from reports.formats.labels import likeness, rows_of, words


def best(text, edition="2021"):
    rows = rows_of(edition)
    score, number = max((likeness(text, row), -place) for place, row in enumerate(rows))
    return rows[-number].key if score else None, score


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1、属于国家秘密", "denied_state_secret"),
        ("（1）属于国家　秘密", "denied_state_secret"),
        ("属于国家秘密", "denied_state_secret"),
        ('3.危及"三安全一稳定"', "denied_security_stability"),
        ("⼀、本年新收政府信息公开申请数量", "new_received"),
        ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "partially_granted"),
        ("（二）部分公开", "partially_granted"),
        ("四、结转下年度继续办理", "carried_forward"),
        ("1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", "other_no_correction"),
        ("行政规范性文件", "normative_documents"),
        ("（七）总计", "handled_total"),
    ],
)
def test_a_label_is_known_by_its_words(text, key):
    rows = {row.key for row in rows_of("2021")}
    assert key in rows
    assert best(text) == (key, 1.0)


@pytest.mark.parametrize(
    ("text", "key"),
    [("四、结转下一年度继续办理", "carried_forward"), ("1.本机关不掌握政府信息", "unavailable_not_held")],
)
def test_a_label_that_is_nearly_one_is_less_sure(text, key):
    found, score = best(text)
    assert found == key
    assert 0.8 < score < 1


@pytest.mark.parametrize("text", ["", "自然人", "一般公共预算拨款收入", "涉密情形", "5", "各" * 200])
def test_what_is_no_label_is_like_none(text):
    assert best(text)[1] < 0.7


def test_words_leave_punctuation_and_blanks_out():
    assert words(" ３.危及“三安全一稳定”　") == "3危及三安全一稳定"
