"""The texts of a report, and the sentences in them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from reports.official.report_data import ReportData
from reports.text import lookalikes

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]+[”’』」]?|[^。！？\n]+")
_WORD = re.compile(r"\w")


def known_texts(report: ReportData) -> Iterator[tuple[str, str]]:
    """Each text that is known, by its key, in the form's order; an unknown one is left out."""
    return ((key, report.texts[key]) for key in report.official_form.text if key in report.texts)


def repaired_texts(report: ReportData) -> Iterator[tuple[str, str]]:
    """The known texts with look-alike characters in their usual form, each character where it was."""
    return ((key, lookalikes.repaired(text)) for key, text in known_texts(report))


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its final mark; a line always ends one."""
    return [sentence for match in _SENTENCE.finditer(text) if (sentence := match[0].strip())]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends, in order; line breaks between them belong to none."""
    return (match.span() for match in _SENTENCE.finditer(text))


class MatchedSentence(NamedTuple):
    """A sentence without the blanks around it, where it stands in its text, and what was matched in it."""

    sentence: str
    span: tuple[int, int]
    matches: list[re.Match]

    @property
    def said(self) -> list[str]:
        return [match[0].strip() for match in self.matches]

    @property
    def first(self) -> tuple[int, int]:
        """Where the first match stands, without the blanks around it."""
        start = self.matches[0].start()
        words = self.matches[0][0]
        return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def matched_sentences(text: str, matches: Iterable[re.Match]) -> list[MatchedSentence]:
    """The sentences in which matches begin, each with its own, in order; of sentences that are the same the first."""
    matches = list(matches)
    spans = _spans(text) if matches else ()
    ends = [end for _, end in spans]
    within: dict[int, list[re.Match]] = {}  # by the sentence's number: a long one is copied once, not for every match
    for match in matches:
        within.setdefault(bisect_right(ends, match.start()), []).append(match)
    grouped: dict[str, MatchedSentence] = {}
    for number, found in within.items():
        start, end = spans[number]
        sentence = text[start:end].strip()
        start += len(text[start:end]) - len(text[start:end].lstrip())
        grouped.setdefault(sentence, MatchedSentence(sentence, (start, start + len(sentence)), found))
    return list(grouped.values())


def by_sentence(text: str, matches: Iterable[re.Match]) -> dict[str, list[str]]:
    """What was matched in a text, by the sentence in which it begins; of sentences that are the same once."""
    return {each.sentence: each.said for each in matched_sentences(text, matches)}


@lru_cache(maxsize=32)
def _spans(text: str) -> tuple[tuple[int, int], ...]:
    """The same as ``sentence_spans``: dozens of rules ask it of each text of a report, one after the other."""
    return tuple(sentence_spans(text))


def says_something(text: str) -> bool:
    """Whether there is a letter, 汉字 or digit in it: a dash or a full stop alone says nothing."""
    return bool(_WORD.search(text.replace("_", "")))
