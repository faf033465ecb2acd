"""What an explanation (情况说明) must say: a reason of its own, not an assurance that all is well."""

import re
from collections.abc import Iterable

LENGTH = (10, 200)

# What is left of an explanation when these are taken out is what it says; longest first, none breaks another.
_ASSURANCES = re.findall(
    r"\w+",
    """
    认真核对 认真核实 反复核对 反复核实 情况属实 真实有效 真实准确 准确无误 核实无误 核对无误
    没有问题 没有错误 不存在问题
    核实 核对 核查 复核 审核 确认 检查 查验 校对 无误 属实 准确 真实 正确 有效 完整 一致
    无异议 无问题 没问题 无错误 无差错
    填报 填写 报送 统计 数据 数字 数值 情况 内容 信息 结果 实际 以上 上述 本表 该项 此项 该表
    本项 本单位 我单位 我们 我乡 我镇 我局 我街道
    相关 有关 全部 所有 均为 特此 说明 认真 仔细 再次 反复 多次 已经 经过 保证 确保 承诺 完全 确实 工作人员 负责人 人员
    已 经 均 皆 都 为 系 是 的 了 该 此 本 所 对 且 并 无 误 错 由 和 与 及 我 们 予以 进行 现
    """,
)
_ASSURANCE = re.compile("|".join(sorted(_ASSURANCES, key=len, reverse=True)))
_NOT_A_WORD = re.compile(r"[\W\d_]")
_REPEATED = re.compile(r"(.{1,8}?)\1+")
_DATE = re.compile(r"\d+[年月日]")
LEAST_SAID = 3  # characters beside the assurances; 「上年有误」 leaves as many and is a reason


def fault(body: str, others: Iterable[str] = ()) -> str:
    """Why the words do not explain anything, in a sentence; empty where they do (rule E1).

    ``others`` are the explanations of the report's other findings, of which this must not be a copy.
    """
    shortest, longest = LENGTH
    length = sum(not character.isspace() for character in body)
    if not length:
        return "请写明情况说明"
    if length < shortest:
        return f"情况说明至少 {shortest} 字，现有 {length} 字"
    if len(body) > longest:
        return f"情况说明最多 {longest} 字，现有 {len(body)} 字"
    words = _NOT_A_WORD.sub("", _DATE.sub("", body))
    if not words:
        return "只有标点或数字，请写明原因"
    if _REPEATED.fullmatch(words) or len(set(words)) < LEAST_SAID:
        return "重复的文字不能说明情况，请写明原因"
    if len(_ASSURANCE.sub("", words)) < LEAST_SAID:
        return "只说无误、属实，没有写明原因，请写明数字为何如此"
    if _core(body) in {_core(other) for other in others}:
        return "与另一项的情况说明相同，请分别写明原因"
    return ""


def _core(body: str) -> str:
    """What of a text makes it a copy of another: its letters and digits."""
    return re.sub(r"[\W_]", "", body)
