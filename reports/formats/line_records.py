"""The lines of a text as records of figures for the matcher (``tables``)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reports.formats.columns import SUBTOTALS, Headings, heading_words
from reports.formats.labels import FormRow, group_labels, likeness, rows_of, words
from reports.formats.positions import from_left_to_right, is_of_one_row
from reports.formats.records import Record
from reports.formats.source import Block, Origin, SourceCell
from reports.formats.written import begins_figure, is_in_yuan, is_number, is_stroke, written
from reports.official import Edition

MOST_FIGURES_OF_A_RUN = 400
MOST_WORDS_BEFORE = 400
SURE = 0.9  # of a label, whole or broken around its figures
LEAST_STROKES = 3  # fewer of them are punctuation
_WIDE_GAP = re.compile(r"^ {4,}\S|\S {2,}\S")
_TOKEN = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[。；！？]")
_UNIT = re.compile(r"[（(]单位[^（()）]{0,30}[)）]")


@dataclass
class _Run:
    """Figures that follow each other, over lines, with the words before and after them."""

    before: str
    figures: list[SourceCell] = field(default_factory=list)
    after: str = ""
    is_scattered: bool = False  # over several lines: then nothing but their sum says in which order they are
    is_laid_out: bool = False  # wide blanks set the figures of its lines below each other


def line_records(lines: Iterable[Block], edition: Edition, section: str = "") -> Iterator[Record]:
    """The records of the lines of a text that hold tables: copied from a page, or taken out of a PDF.

    Labels may be broken over lines before and after their figures, and figures may stand one a line. ``section``
    is the one in which they stand; empty where that is not known.
    """
    lines = list(lines)
    has_subtotal = any(words(token) in SUBTOTALS for line in lines for token in line.text.split())
    for record in _records(lines, edition, section):
        record.has_subtotal = has_subtotal
        yield record


def _records(lines: Iterable[Block], edition: Edition, section: str) -> Iterator[Record]:
    rows = rows_of(edition.key)
    headings = Headings()
    runs = _runs(lines)
    if section == "disputes":
        runs = _joined_of_disputes(runs, edition)
    is_turned = _labels_stand_after(runs, rows)
    scores = [0.0] * len(rows)
    for run in runs:
        # What stands before may begin with the rest of the label before it.
        others = [row for row, score in zip(rows, scores, strict=True) if score < SURE]
        is_of_several = _labels_before(run, others) > 1
        scores = [0.0 if is_turned else _in_context(run, row) for row in rows]
        if not any(scores) and (_is_all_of_disputes(run, section, edition) or _speaks_of_disputes(run, edition)):
            yield Record(
                scores, run.figures, headings, is_of_text=True, is_of_disputes=True, is_scattered=run.is_scattered
            )
            continue
        for record in _of_run(run, scores, headings, edition, is_of_several=is_of_several):
            record.is_scattered = run.is_scattered
            yield record


def _of_run(
    run: _Run, scores: list[float], headings: Headings, edition: Edition, *, is_of_several: bool
) -> Iterator[Record]:
    rows = rows_of(edition.key)
    if is_of_several:
        yield from _several(run, scores, rows, edition)
    else:
        yield Record(
            scores,
            run.figures,
            headings,
            is_of_text=True,
            is_named=not _ends_in_headings(run, edition),
            is_in_yuan=is_in_yuan(run.before),
        )


def _runs(lines: Iterable[Block]) -> list[_Run]:
    runs: list[_Run] = []
    said: list[str] = []
    for line in lines:
        for text, figures in _parts_of(line):
            if text:
                said.append(text)
            is_laid_out = bool(_WIDE_GAP.search(line.text))
            if not said and runs and line.figures and is_of_one_row(runs[-1].figures, figures):
                both = zip(runs[-1].figures, figures, strict=True)
                runs[-1].figures = [above._replace(text=above.text + below.text) for above, below in both]
                runs[-1].is_scattered = True
            elif figures and (said or not runs or line.figures):
                runs.append(_Run(before="\n".join(said), figures=figures, is_laid_out=is_laid_out))
                said = []
            elif figures and len(runs[-1].figures) < MOST_FIGURES_OF_A_RUN:
                runs[-1].figures.extend(figures)
                runs[-1].is_scattered = True
                runs[-1].is_laid_out |= is_laid_out
    for run, following in zip(runs, [*(each.before for each in runs[1:]), "\n".join(said)], strict=False):
        run.after = following
        if run.is_scattered and run.is_laid_out:
            run.figures = from_left_to_right(run.figures)
        run.figures = [figure._replace(start=None, end=None) for figure in run.figures]
    return runs


def _parts_of(block: Block) -> Iterator[tuple[str, list[SourceCell]]]:
    """The words and figures of a line, in turn; tabs and strokes between cells keep blank ones."""
    line, origin = block.text, block.origin
    if block.figures:
        yield block.label, list(block.figures)
    elif "\t" not in line and line.count("|") < 2:
        yield _parted(line, origin)
    else:
        yield from _cells(line, origin)


def _cells(line: str, origin: Origin) -> Iterator[tuple[str, list[SourceCell]]]:
    cells = re.split(r"[\t|]", line.strip(" |") if "|" in line else line.rstrip("\n"))
    text: list[str] = []
    figures: list[SourceCell] = []
    for cell in cells:
        if written(cell) is not None and (text or figures or cell.strip()):
            figures.append(SourceCell(cell.strip(), origin=origin))
        elif cell.strip():
            if any(is_number(each.text) for each in figures):
                yield " ".join(text), figures
                text = []
            figures = []
            text.append(cell.strip())
    yield " ".join(text), figures if any(is_number(each.text) for each in figures) else []


def _parted(line: str, origin: Origin) -> tuple[str, list[SourceCell]]:
    """The words at the beginning of a line, and the figures at its end; a sentence has no figures."""
    tokens = list(_TOKEN.finditer(line))
    first = len(tokens)
    while first and (is_number(tokens[first - 1][0]) or is_stroke(tokens[first - 1][0])):
        first -= 1
    if len(tokens) - first < LEAST_STROKES and not any(is_number(token[0]) for token in tokens[first:]):
        first = len(tokens)
    text = line[: tokens[first].start()].strip() if first < len(tokens) else line.strip()
    if _SENTENCE_END.search(text) or any(begins_figure(token[0]) for token in tokens[1:first]):
        return line.strip(), []  # a sentence, or figures with remarks between them
    return text, [SourceCell(token[0], token.start(), token.end(), origin) for token in tokens[first:]]


def _labels_stand_after(runs: Sequence[_Run], rows: Sequence[FormRow]) -> bool:
    """Whether each label seems to follow its figures: then none of them can be told from its neighbours'."""
    if not runs or any(_in_context(runs[0], row) for row in rows):
        return False
    return any(words(runs[-1].after).endswith(each) for row in rows for each in row.spellings if len(each) > 3)


def _ends_in_headings(run: _Run, edition: Edition) -> bool:
    """Whether the line before a run is a row of headings: then its own label is lost."""
    said = [words(each) for each in run.before.rpartition("\n")[2].split()]
    return bool(said) and heading_words(edition.key).issuperset(said)


def _labels_before(run: _Run, rows: Sequence[FormRow]) -> int:
    """How many rows of the form are named whole in the words before a run."""
    before = words(run.before[-MOST_WORDS_BEFORE:])
    return len(
        {(row.table, row.key) for row in rows if any(len(each) > 3 and each in before for each in row.spellings)}
    )


def _several(run: _Run, scores: list[float], rows: Sequence[FormRow], edition: Edition) -> Iterator[Record]:
    """The rows of a run whose labels stand together before it: in order where as many, else doubtful.

    Over several lines they are doubtful too: one of the labels may follow its figures, and the last of them be others'.
    """
    named = sorted(
        (before_at, number)
        for number, row in enumerate(rows)
        if (before_at := max(words(run.before[-MOST_WORDS_BEFORE:]).rfind(each) for each in row.spellings)) >= 0
        and scores[number] >= 0.85
    )
    tables = {rows[number].table for _, number in named}
    width = len(edition.table[next(iter(tables))].columns) if len(tables) == 1 else 0
    if run.is_scattered or not width or len(run.figures) != width * len(named):
        yield Record([0.0] * len(rows), run.figures, Headings(), is_of_text=True, is_doubtful=True)
        return
    for place, (_, number) in enumerate(named):
        own = [1.0 if each == number else 0.0 for each in range(len(rows))]
        yield Record(own, run.figures[place * width : (place + 1) * width], Headings(), is_of_text=True)


def _in_context(run: _Run, row: FormRow) -> float:
    """How well a label fits what stands before and after a run of figures, from 0 to 1."""
    before, after = words(run.before[-MOST_WORDS_BEFORE:]), words(run.after[:120])
    if row.is_merged:
        return float(before.endswith(row.spellings))
    fit = max((_fit(before, after, spelling) for spelling in row.spellings), default=0.0)
    return fit or 0.8 * likeness(run.before.rpartition("\n")[2], row)


def _fit(before: str, after: str, label: str) -> float:
    if before.endswith(label):
        return 1.0
    if len(label) < 3:
        return 0.0
    for length in range(len(label) - 1, max(len(label) // 3, 1) - 1, -1):
        head, tail = label[:length], label[length:]
        if before.endswith(head) and after.startswith(tail):
            return 0.95
        if length > 3 and head in before[-len(label) - 40 :] and tail in after[: len(label) + 20]:
            return 0.9
    if _stands_around(before, after, label):
        return 0.9
    return 0.85 if label in before else _broken(before, label)


def _stands_around(before: str, after: str, label: str) -> bool:
    """Whether the number of a label stands right before the figures, and its words after them and those of a group."""
    number = re.match(r"[一二三四五六七八九\d]", label)
    rest = label[1:]
    return bool(number) and len(rest) >= 4 and before.endswith(label[0]) and rest in after[: len(label) + 20]


def _broken(before: str, label: str) -> float:
    """Whether the label stands before the figures with other words between its parts, as in a table of merged cells."""
    position, kept, place = 0, 0, before[-len(label) - 40 :]
    for character in label:
        found = place.find(character, position)
        if found >= 0:
            position, kept = found + 1, kept + 1
    share = kept / len(label)
    return 0.8 * share if share >= 0.8 and len(label) >= 6 else 0.0


def _is_all_of_disputes(run: _Run, section: str, edition: Edition) -> bool:
    """Whether a run is as long as the one row of its section, whose headings may be broken beyond recognition."""
    return section == "disputes" and len(run.figures) == len(edition.table["disputes"].columns)


def _joined_of_disputes(runs: list[_Run], edition: Edition) -> list[_Run]:
    """One run for the one row of the section, where its headings show that its figures stand in their order.

    Text taken out of a PDF may set each of the first figures behind its own heading, or the first group behind its
    headings; were the groups themselves in another order, fewer headings would stand before them.
    """
    columns = edition.table["disputes"].columns
    names = [words(column.label) for column in columns]
    first = sum(column.under == columns[0].under for column in columns)
    said = [re.findall("|".join(names), words(run.before)) for run in runs]
    pattern = [(len(leaves), len(run.figures)) for leaves, run in zip(said, runs, strict=True)]
    rest = len(columns) - first
    in_order = ([(1, 1)] * first + [(rest, rest)], [(first, first), (rest, rest)])
    if [name for leaves in said for name in leaves] != names or pattern not in in_order:
        return runs
    figures = [figure for run in runs for figure in run.figures]
    return [_Run("\n".join(run.before for run in runs), figures, runs[-1].after, is_scattered=True)]


def _speaks_of_disputes(run: _Run, edition: Edition) -> bool:
    table = edition.table["disputes"]
    groups = {words(label) for column in table.columns for label in column.under}
    before = words(run.before)
    return sum(group in before for group in groups) >= 2 and abs(len(run.figures) - len(table.columns)) <= 1


def is_of_tables(line: str, edition: Edition) -> bool:
    """Whether a line has nothing but figures and what the form prints in its tables, or a piece of that.

    What a heading's unit says in brackets differs from place to place: 「（单位：万元，保留4位小数）」.
    """
    line = _UNIT.sub("", line)
    known = [*heading_words(edition.key), *group_labels(edition.key)]
    known += [spelling for row in rows_of(edition.key) for spelling in row.spellings]
    return all(
        written(token) is not None or not words(token) or any(words(token) in each for each in known)
        for token in re.split(r"[\s|]+", line)
    )
