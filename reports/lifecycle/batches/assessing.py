"""What one file among many says: whose report it is, of which year, how much of it was placed, and what is wrong."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reports.checks.registry import Case, Finding, Level, run
from reports.formats.reading import Reading
from reports.formats.sandbox import ReadingBusy
from reports.formats.understanding import Understood
from reports.lifecycle.archiving import refusal_of_archiving
from reports.lifecycle.batches.organ_matching import Hint, OrganMatcher
from reports.models.organs import Organ
from reports.official.figures import display
from reports.official.interchange import NotSaid, NotUnderstood
from reports.official.report_data import Kind, ReportData

Read = Callable[..., Reading]
MOST_LINES = 200  # of what is said of one file
BY_ITS_PATH = "标题中没有写明单位或年度，按文件名认定，请核对"


@dataclass(frozen=True)
class Assessed:
    """A file and what was understood of it.

    ``refusal`` says in a sentence why it cannot be stored, ``doubt`` why it is not without somebody's word.
    ``named`` says what its title says otherwise than somebody who named its organ or year.
    ``is_unsaid`` where it may be a report, and does not say whose or of which year.
    ``is_put_off`` where it could not be read for want of a place: it is to be read later.
    """

    path: str
    size: int
    digest: str
    organ: Organ | None = None
    said_organ: str = ""
    year: int | None = None
    report: ReportData | None = None
    placed: int = 0
    unplaced: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    to_fix: tuple[str, ...] = ()
    to_explain: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    refusal: str = ""
    doubt: str = ""
    is_unsaid: bool = False
    is_put_off: bool = False

    @property
    def goes_in(self) -> bool:
        """Whether it is stored unless somebody says otherwise."""
        return self.report is not None and not self.refusal and not self.doubt


def read_and_assess(path: str, content: bytes, matcher: OrganMatcher, read: Read) -> Assessed:
    """Read a file, by ``read(name, content, **expected)``, and say what it is; asks nothing of the database.

    What the title does not say is taken from the path and said to be doubtful.
    """
    known = Assessed(path, len(content), hashlib.sha256(content).hexdigest())
    name = path.rpartition("/")[2]
    try:
        return _assessed(known, read(name, content), matcher, "")
    except ReadingBusy as refusal:
        return replace(known, refusal=str(refusal), is_put_off=True)
    except NotUnderstood as refusal:
        known = replace(known, refusal=str(refusal), is_unsaid=isinstance(refusal, NotSaid))
        hint = matcher.hint(path)
        if not hint.organ and not hint.year:
            return known
        expected = {"year": hint.year} if hint.year else {}
        expected |= {"organ": hint.organ.name, "kind": hint.organ.kind} if hint.organ else {}
        try:
            reading = read(name, content, **expected)
        except ReadingBusy as busy:
            return replace(known, refusal=str(busy), is_put_off=True)
        except NotUnderstood:
            return known
        return _assessed(replace(known, is_unsaid=False), reading, matcher, BY_ITS_PATH)


def assess_as(known: Assessed, understood: Understood, matcher: OrganMatcher, organ: Organ, year: int) -> Assessed:
    """What a file says as the report of the organ and year that somebody named, whose word counts before its title.

    ``known`` is the file with its path, size and digest.
    """
    said_organ, said_year = understood.said_organ, understood.said_year
    report = replace(understood.reading.report, organ=organ.name, kind=Kind(organ.kind), year=year)
    named = []
    if said_organ and matcher.match(said_organ).organ != organ:
        named.append(f"标题写的是“{said_organ}”")
    if said_year and said_year != year:
        named.append(f"标题是 {said_year} 年度")
    told = _told(known, replace(understood.reading, report=report), run(Case(report)))
    return replace(
        told,
        organ=organ,
        said_organ=said_organ,
        named=tuple(named),
        doubt=_doubt_of(told, Hint()) or _doubt_of_figures(told),
    )


def assess_under(known: Assessed, matcher: OrganMatcher, organ: Organ) -> Assessed:
    """What a file that was read says as the report of the organ that somebody named for the name in its title."""
    report = replace(known.report, organ=organ.name, kind=Kind(organ.kind))
    checked = _checked(replace(known, organ=organ), report, run(Case(report)))
    said = (f"标题写的是“{known.said_organ}”",) if known.said_organ != organ.name else ()
    doubt = BY_ITS_PATH if known.doubt == BY_ITS_PATH else _doubt_of(checked, Hint(year=matcher.hint(known.path).year))
    return replace(checked, refusal="", named=said, doubt=doubt or _doubt_of_figures(checked))


def _assessed(known: Assessed, reading: Reading, matcher: OrganMatcher, doubt: str) -> Assessed:
    report, match = reading.report, matcher.match(reading.report.organ)
    organ = match.organ
    known = replace(known, organ=organ, said_organ=report.organ, refusal=match.refusal)
    if organ:
        reading = replace(reading, report=replace(report, organ=organ.name, kind=Kind(organ.kind)))
    told = _told(known, reading, run(Case(reading.report)))
    return replace(told, doubt=doubt or _doubt_of(told, matcher.hint(known.path)) or _doubt_of_figures(told))


def _told(known: Assessed, reading: Reading, found: Sequence[Finding]) -> Assessed:
    return replace(
        _checked(known, reading.report, found),
        unplaced=tuple(map(str, reading.unplaced[:MOST_LINES])),
        differences=differences_in(reading),
        notices=reading.notices[:MOST_LINES],
    )


def _checked(known: Assessed, report: ReportData, found: Sequence[Finding]) -> Assessed:
    return replace(
        known,
        year=report.year,
        report=report,
        placed=sum(figure is not None and not isinstance(figure, str) for figure in report.figures.values()),
        to_fix=tuple(each.message for each in found if each.level is Level.MUST_FIX)[:MOST_LINES],
        to_explain=tuple(each.message for each in found if each.level is Level.EXPLAIN)[:MOST_LINES],
    )


def _doubt_of(each: Assessed, hint: Hint) -> str:
    """Why somebody should look before it is stored: the path says otherwise than the title, or nothing was read."""
    if hint.year and hint.year != each.year:
        return f"文件名写的是 {hint.year} 年，标题是 {each.year} 年度，请核对"
    if each.organ and hint.organ and hint.organ.pk != each.organ.pk:
        return f"文件名写的是{hint.organ}，标题是{each.organ}，请核对"
    return "" if each.placed else "没有读出任何数字，请核对"


def _doubt_of_figures(each: Assessed) -> str:
    """Why the figures may have been misread: they do not agree with each other, or some are not there."""
    if each.differences:
        return "印出的合计与各项相加不一致，请核对"
    return f"有 {len(each.to_fix)} 项须修改，可能没有读全，请核对" if each.to_fix else ""


def differences_in(reading: Reading) -> tuple[str, ...]:
    """The printed totals that the entries do not make, a sentence each."""
    return tuple(
        f"{each.where}：文件中为 {display(each.printed)}，各项相加为 {display(each.derived)}"
        for each in reading.disagreements[:MOST_LINES]
    )


def with_duplicates_marked(assessed: Sequence[Assessed], today: date) -> list[Assessed]:
    """The files with what the stored reports and the other files say of each: two of one report are not both stored.

    Of several files of one organ and year the one counts in which most was placed and least was not.
    """
    with_stored = [_beside_what_is_stored(each, today) for each in assessed]
    best: dict[tuple[int, int], Assessed] = {}
    for each in with_stored:
        key = _key(each)
        if key and each.goes_in and (key not in best or _worth(each) > _worth(best[key])):
            best[key] = each
    return [
        replace(each, doubt=beside_another(other)) if each.goes_in and (other := best[_key(each)]) is not each else each
        for each in with_stored
    ]


def beside_another(other: Assessed) -> str:
    """Why a file does not go in beside another one of the same report."""
    return f"与“{other.path}”是同一单位同一年度的报告，只读入一份"


def _beside_what_is_stored(each: Assessed, today: date) -> Assessed:
    if each.report is None or each.organ is None or each.refusal:
        return each
    return replace(each, refusal=refusal_of_archiving(each.organ, each.year, each.digest, today))


def _key(each: Assessed) -> tuple[int, int] | None:
    return (each.organ.pk, each.year) if each.organ and each.year else None


def _worth(each: Assessed) -> tuple[int, int, int]:
    texts = sum(map(len, each.report.texts.values()))
    return each.placed - len(each.unplaced), -len(each.differences), texts
