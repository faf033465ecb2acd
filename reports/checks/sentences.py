"""The texts of a report, and the sentences in them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from reports.official.report_data import ReportData

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]+[”’』」]?|[^。！？\n]+")
_WORD = re.compile(r"\w")


def known_texts(report: ReportData) -> Iterator[tuple[str, str]]:
    """Each text that is known, by its key, in the form's order; an unknown one is left out."""
    return ((key, report.texts[key]) for key in report.form.text if key in report.texts)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its final mark; a line always ends one."""
    return [sentence for match in _SENTENCE.finditer(text) if (sentence := match[0].strip())]


def by_sentence(text: str, matches: Iterable[re.Match]) -> dict[str, list[str]]:
    """What was matched in a text, by the sentence in which it begins."""
    matches = list(matches)
    all_sentences = list(_SENTENCE.finditer(text)) if matches else []
    ends = [sentence.end() for sentence in all_sentences]
    grouped: dict[str, list[str]] = {}
    for match in matches:
        sentence = all_sentences[bisect_right(ends, match.start())]
        grouped.setdefault(sentence[0].strip(), []).append(match[0].strip())
    return grouped


def says_something(text: str) -> bool:
    """Whether there is a letter, 汉字 or digit in it: a dash or a full stop alone says nothing."""
    return bool(_WORD.search(text.replace("_", "")))
