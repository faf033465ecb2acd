"""What stands beside a text while it is written: last year's wording, stock phrases, and what the tables say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.lifecycle.consolidation.scope import scope_of
from reports.models import AnnualReport
from reports.models.last_years import last_year_of
from reports.official.proposed_wording import InsertableNumber, Sentence, numbers_for, sentences_for
from reports.official.report_data import Kind, ReportData
from reports.official.wording import summed_scope
from reports.people.phrases import BLANK, filled_in, phrases_of
from reports.text import lookalikes
from reports.text.cleaning import paragraphs

_DIGITS = "〇一二三四五六七八九"
_AS_ARABIC = str.maketrans(f"{_DIGITS}○零０１２３４５６７８９", "0123456789000123456789")
# A year in the name or the number of a document, 《…》 or 〔2021〕, stays what it is.
_NAMES = r"《[^《》\n]*》|〔[^〔〕\n]*〕"
_YEAR_NUMBER = r"(?<![\d０-９])[2２][0０][\d０-９]{2}|二[〇○零][〇○零一二三四五六七八九]{2}"
_YEAR = re.compile(rf"{_NAMES}|(?P<year>{_YEAR_NUMBER})[ \u3000]?年")
_RADICALS = range(0x2E80, 0x2FE0)

# What a sentence calls the units of a kind that a government's report adds up, in the order of the sentence.
_UNITS = {
    "部门": (Kind.DEPARTMENT,),
    "县（市、区）": (Kind.COUNTY,),
    "乡镇（街道）": (Kind.TOWNSHIP, Kind.SUBDISTRICT),
    "其他单位": (Kind.OFFICE, Kind.CITY),
}

LOOKALIKES = "".join(chr(code) for code in _RADICALS if lookalikes.count(chr(code)))
IDEOGRAPHS = lookalikes.repaired(LOOKALIKES)


@dataclass(frozen=True)
class SentencePiece:
    """A stretch of last year's wording; with ``instead`` where it names a year that must be changed."""

    text: str
    instead: str = ""


@dataclass(frozen=True)
class Insertable:
    """A text that a button inserts, and in it what its clerk still has to change."""

    text: str
    pieces: tuple[SentencePiece, ...] = ()
    slots: tuple[str, ...] = ()  # what is selected after it was inserted, one after another
    advice: str = ""


@dataclass(frozen=True)
class TextHelp:
    """The panel of one text."""

    key: str
    name: str
    last_year: list[Insertable]
    phrases: list[Insertable]
    numbers: list[InsertableNumber]
    sentences: list[Sentence]

    @property
    def missing(self) -> list[str]:
        """Why some sentences cannot be made, each reason once."""
        return list(dict.fromkeys(each.missing for each in self.sentences if each.missing))


@dataclass(frozen=True)
class TextHelper:
    """The panel of a step: last year's year, if there is such a report, and the help for each of its texts."""

    previous_year: int | None
    texts: list[TextHelp]
    last_years_state: str = ""  # how last year's report stands where it is still a draft
    lookalikes: str = LOOKALIKES
    ideographs: str = IDEOGRAPHS


def text_helper(report: AnnualReport, fields: Iterable[str], data: ReportData) -> TextHelper | None:
    """The panel for the fields of a step; ``None`` where none of them is a text of the form."""
    keys = [key for key in fields if key in report.official_form.text]
    if not keys:
        return None
    of_last_year = last_year_of(report, to_own_people=True)
    previous = of_last_year.report if of_last_year else None
    last = previous.stored_texts() if previous else {}
    phrases = phrases_of(report.organ.superior_id)
    we = report.organ.self_reference or report.organ.short_name
    helps = [
        TextHelp(
            key=key,
            name=report.official_form.text[key].name,
            last_year=[_of_last_year(each, report.year) for each in paragraphs(last.get(key, ""))],
            phrases=[_phrase(filled_in(body, year=report.year, we=we)) for body in phrases.get(key, [])],
            numbers=numbers_for(key, data),
            sentences=[*sentences_for(key, data, we), *_on_scope(key, report)],
        )
        for key in keys
    ]
    state = previous.state if previous and not previous.is_settled else ""
    return TextHelper(previous.year if previous else None, helps, state)


def _on_scope(key: str, report: AnnualReport) -> Iterator[Sentence]:
    """For the opening paragraph of a government's own report: whose reports it adds up (H5); two queries."""
    organ = report.organ
    if key != report.official_form.preamble.key or organ.consolidated_by_id is None:
        return
    scope = scope_of(organ, report.year)
    kinds = [each.kind for each in scope.included if each.pk != organ.consolidated_by_id]
    counted = {name: sum(kinds.count(kind) for kind in alike) for name, alike in _UNITS.items()}
    said = summed_scope(str(organ.consolidated_by), counted, list(map(str, scope.excluded)), scope.note)
    yield Sentence("按汇总范围生成", said)


def _phrase(text: str) -> Insertable:
    blanks = text.count(BLANK)
    advice = f"请填写 {blanks} 处空白" if blanks else ""
    return Insertable(text, slots=(BLANK,) * blanks, advice=advice)


def _of_last_year(paragraph: str, year: int) -> Insertable:
    pieces = tuple(_pieces(paragraph, year))
    outdated = tuple(piece.text for piece in pieces if piece.instead)
    advice = f"请改 {len(outdated)} 处年份" if outdated else ""
    return Insertable(paragraph, pieces, outdated, advice)


def _pieces(paragraph: str, year: int) -> Iterator[SentencePiece]:
    """The paragraph cut at the years that move on with the report: the last two before it, and its own."""
    start = 0
    for match in _YEAR.finditer(paragraph):
        named = int(match["year"].translate(_AS_ARABIC)) if match["year"] else 0
        if named in (year - 2, year - 1, year):
            if match.start() > start:
                yield SentencePiece(paragraph[start : match.start()])
            yield SentencePiece(match[0], f"{_written_like(match['year'], named + 1)}年")
            start = match.end()
    if start < len(paragraph):
        yield SentencePiece(paragraph[start:])


def _written_like(written: str, year: int) -> str:
    """The year in 汉字 where the other is written so."""
    if written[0] != "二":
        return str(year)
    return str(year).translate(str.maketrans("0123456789", _DIGITS))
