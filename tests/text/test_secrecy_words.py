"""Which words of a text are shown to who does the 保密审查, and which common ones are not."""

import pytest

from reports.text.secrecy_words import secrecy_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("秘密★10年", [("密级标志", "秘密★10年")]),
        ("机密 ★", [("密级标志", "机密 ★")]),
        ("国家秘密★20年", [("密级标志", "国家秘密★20年")]),
        ("绝密☆长期", [("密级标志", "绝密☆长期")]),
        ("密级：内部", [("密级标志", "密级：内部")]),
        ("属于绝密事项", [("密级用语", "绝密")]),
        ("机密文件", [("密级用语", "机密")]),
        ("国家秘密和工作秘密", [("密级用语", "国家秘密"), ("密级用语", "工作秘密")]),
        ("涉密人员", [("密级用语", "涉密")]),
        ("内部资料，请勿外传", [("内部用语", "内部资料"), ("内部用语", "请勿外传")]),
        ("商业秘密、商业机密", []),
        ("保守秘密，保密审查", []),
        ("不予公开11件", []),
        ("依法不得对外公开", [("内部用语", "不得对外公开")]),
        ("", []),
    ],
)
def test_words_of_secrecy_are_found_and_common_ones_are_not(text, found):
    assert [(name, match[0]) for name, match in secrecy_words(text)] == found


def test_a_long_text_is_read_in_one_go():
    text = "秘密★内部资料国家秘密" * 1800
    assert len(list(secrecy_words(text))) == 3 * 1800
