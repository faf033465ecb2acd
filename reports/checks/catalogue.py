"""The registry of the rules as docs/rules.md, a page for readers of the code (``manage.py write_docs``)."""

from collections.abc import Iterator
from itertools import groupby

from reports.checks import RULES
from reports.checks.registry import GROUPS, Level, Rule

_INTRODUCTION = f"""\
# 检查规则

本页由 `manage.py write_docs` 根据规则登记表生成，请勿手工修改。

每条规则是 `reports/checks/` 中的一个函数，函数名就是它所断言的那句话；标“—”的在相应流程中执行。\
等级：**{Level.MUST_FIX.label}**，改好后才能提交；**{Level.EXPLAIN.label}**，写明情况后可以提交，由审核单位认可；\
**{Level.HINT.label}**，供参考。不知道的（文件中没有的格和文字）不作判断；空白与 0 不同，不知道与空白也不同。
"""


def as_markdown() -> str:
    """The page docs/rules.md, from the registry as it stands."""
    return "\n".join((_INTRODUCTION, *_groups())) + "\n"


def _groups() -> Iterator[str]:
    for group, rules in groupby(RULES.values(), key=lambda each: each.group):
        yield f"## {GROUPS[group]}\n"
        yield "| 编号 | 内容 | 等级 | 依据 | 函数 |\n|---|---|---|---|---|"
        yield from map(_row, rules)
        yield ""


def _row(each: Rule) -> str:
    module = each.function.__module__.rpartition(".")[2] if each.function else ""
    where = f"`{module}.{each.name}`" if module else f"—（`{each.name}`）"
    return f"| {each.id} | {each.asserts} | {each.level.label} | {each.basis or '—'} | {where} |"
