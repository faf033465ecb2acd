"""Whom to ask, as the opening paragraph of a report says it: 地址、邮编、电话、电子邮箱."""

import re

LONGEST = 2000  # characters of the opening paragraph that are looked at
_PATTERNS = {
    "office": re.compile(r"请(?:与|联系|向)(?P<found>[^（(，,。；;：:]{2,40}?)(?:联系|咨询|反映)?\s*[（(，,]"),
    "address": re.compile(r"地\s*址\s*[：:]?\s*(?P<found>[^，,；;。）)\n]{3,80})"),
    "postcode": re.compile(r"(?:邮政?编码?|邮\s*编)\s*[：:]?\s*(?P<found>\d{6})(?!\d)"),
    "telephone": re.compile(
        r"电\s*话\s*(?:号码)?\s*[：:]?\s*(?P<found>(?:[(（]?0\d{2,3}[)）]?\s*[-—－]?\s*)?\d{7,8})(?!\d)"
    ),
    "email": re.compile(
        r"(?:邮\s*箱|E-?mail)\s*[：:]?\s*(?P<found>[\w.+-]{1,64}@[\w.-]{3,100}\w)", re.IGNORECASE | re.ASCII
    ),
}


def contact_in(preamble: str) -> dict[str, str]:
    """What the paragraph says, by ``office``, ``address``, ``postcode``, ``telephone`` and ``email``; no more."""
    beginning = preamble[:LONGEST]
    found = {key: pattern.search(beginning) for key, pattern in _PATTERNS.items()}
    return {key: " ".join(match["found"].split()) for key, match in found.items() if match}
