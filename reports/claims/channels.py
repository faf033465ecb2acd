"""The ways in which applications come: of one alone come some of them, by several (线上、线下) all."""

import re

_CHANNELS = tuple(
    map(
        re.compile,
        (
            r"网络|网上|在线|线上|平台|网站|微信|系统|互联网",
            r"信函|邮寄|邮递|来信|书面|纸质|传真",
            r"当面|现场|窗口|来访|线下",
            r"邮件|邮箱",
            r"电话|渠道",
        ),
    )
)
TAKEN = re.compile(r"受理|收到|接收")
_ASKED = re.compile(r"申请|公开件")


def is_of_one_channel(label: str) -> bool:
    """Whether the words before a number name ways of one kind: those that came by it are not all."""
    return sum(1 for kind in _CHANNELS if kind.search(label)) == 1


def came_in_one_way(label: str) -> bool:
    """受理线上申请65件: what the sentence goes on to say is of these alone."""
    return bool(TAKEN.search(label) and _ASKED.search(label)) and is_of_one_channel(label)
