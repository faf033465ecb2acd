"""Words that stand on papers which must not be made public: of 密级, and of what is for inside use alone."""

import re
from collections.abc import Iterator

# 秘密 alone is too common a word (商业秘密, 保守秘密): it counts with its star, its grade or whose secret it is.
_WORDS = re.compile(
    r"(?P<密级标志>(?:国家|工作)?(?:绝密|机密|秘密)\s?[★☆]\s?(?:\d{1,2}\s?年|长期)?|密级\s?[：:]\s?[\u4e00-\u9fff]{2})"
    r"|(?P<密级用语>绝密|(?<!商业)机密|(?<![\u4e00-\u9fff])秘密级|国家秘密|工作秘密|警务秘密|涉密|定密)"
    r"|(?P<内部用语>内部(?:资料|文件|使用|刊物|掌握|参考)|(?:不得|严禁|不宜|请勿)(?:对外)?(?:公开|外传|扩散))"
)


def secrecy_words(text: str) -> Iterator[tuple[str, re.Match]]:
    """Each such word in a text, in its order, with what its kind is called."""
    return ((match.lastgroup, match) for match in _WORDS.finditer(text))
