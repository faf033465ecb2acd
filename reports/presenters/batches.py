"""What the pages of archives of earlier reports show: which years are there, how far the work is, what a file says."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from reports.lifecycle.batches.organ_matching import OrganMatcher
from reports.models import AnnualReport, Batch, BatchFile, Organ, Stage
from reports.official.calendar import FIRST_YEAR, year_on_offer

MOST_YEARS = 6
MOST_NAMES = 30  # of organs that are not known, for which one can be named at once
MOST_SENTENCES = 20  # shown of one file; the rest is counted


@dataclass(frozen=True)
class YearsOf:
    """An organ and its newest report of each year, ``None`` where there is none."""

    organ: Organ
    reports: list[AnnualReport | None]


def years_before(today: date) -> list[int]:
    """The years of which earlier reports are looked for, the newest first."""
    newest = year_on_offer(today) - 1
    return list(range(newest, max(FIRST_YEAR, newest - MOST_YEARS + 1) - 1, -1))


def years_of(organs: Iterable[Organ], years: list[int]) -> list[YearsOf]:
    """Which earlier reports there are of each organ, as far as they are out of its hands; one query."""
    organs = list(organs)
    found = AnnualReport.objects.filter(organ__in=organs, year__in=years).order_by("revision").select_related("organ")
    newest = {(each.organ_id, each.year): each for each in found if each.is_settled}
    return [YearsOf(organ, [newest.get((organ.pk, year)) for year in years]) for organ in organs]


@dataclass(frozen=True)
class Told:
    """One thing that is said of a file: what it is called, the sentences, and how many more there are."""

    label: str
    sentences: list[str]
    more: int


UNKNOWN, REFUSED, NO_REPORT = "待指定单位", "不能存入", "没有读出报告"
OUTCOMES = ("已存入", "可以存入", "须核对", "未选", UNKNOWN, REFUSED, NO_REPORT)
LABELS = {
    "unplaced": "未能放入",
    "differences": "合计不一致",
    "to_fix": "须修改",
    "to_explain": "须说明",
    "notices": "读取说明",
}


@dataclass(frozen=True)
class FileRow:
    """A file of an archive as a row of the table; ``is_open`` while something can still be said about it."""

    file: BatchFile
    is_open: bool = True

    @property
    def counts(self) -> list[int]:
        """How much could not be placed, disagrees, must be fixed and must be explained."""
        return [len(self.file.told.get(key, ())) for key in ("unplaced", "differences", "to_fix", "to_explain")]

    @property
    def told(self) -> list[Told]:
        said = ((label, self.file.told.get(key, ())) for key, label in LABELS.items())
        return [Told(label, each[:MOST_SENTENCES], len(each) - MOST_SENTENCES) for label, each in said if each]

    @property
    def outcome(self) -> str:
        """What became of the file, in a word."""
        if self.file.report_id:
            return "已存入"
        is_unsaid = self.file.told.get("is_unsaid", False)
        if self.file.refusal and self.is_open and (is_unsaid or self.is_of_somebody_unknown):
            return UNKNOWN
        if self.file.refusal:
            return REFUSED if self.file.year or not self.is_open else NO_REPORT
        if not self.is_open:
            return "未选"
        return "须核对" if self.file.doubt else "可以存入"

    @property
    def is_of_somebody_unknown(self) -> bool:
        """Whether its title names an organ, and none of those whose reports may be read in."""
        return self.file.organ_id is None and bool(self.file.said_organ)

    @property
    def why(self) -> str:
        """Why it is not stored, or not without being looked at; of unknown organs the page says it together."""
        is_said_together = self.outcome == UNKNOWN and self.is_of_somebody_unknown
        return "" if is_said_together or self.outcome == "未选" else self.file.refusal or self.file.doubt

    @property
    def named(self) -> list[str]:
        """What its title says otherwise than somebody who named its organ or year."""
        return self.file.told.get("named", [])


@dataclass(frozen=True)
class Progress:
    """How far the work on an archive is: so many of so many files."""

    done: int
    total: int


def progress_of(batch: Batch) -> Progress:
    """Of the files to be read or stored, how many are; one query."""
    files = batch.files
    if batch.stage in (Stage.READING, Stage.READ):
        counted = files.aggregate(total=Count("pk"), done=Count("pk", filter=Q(is_read=True)))
    else:
        done = Q(is_chosen=True) & (Q(report__isnull=False) | ~Q(refusal=""))
        counted = files.aggregate(total=Count("pk", filter=Q(is_chosen=True)), done=Count("pk", filter=done))
    return Progress(counted["done"], counted["total"])


def rows_of(batch: Batch) -> list[FileRow]:
    """The files of an archive, those first that were or can be stored, without what was read of them; one query."""
    files = batch.files.select_related("organ", "report__organ").defer("content")
    rows = [FileRow(each, batch.stage == Stage.READ) for each in files]
    return sorted(rows, key=lambda row: (OUTCOMES.index(row.outcome), row.file.path))


def tally_of(rows: Iterable[FileRow]) -> str:
    """How many files came out how, as a sentence has it: 可以存入 2 份，须核对 1 份."""
    counted = Counter(row.outcome for row in rows)
    return "，".join(f"{outcome} {counted[outcome]} 份" for outcome in OUTCOMES if counted[outcome])


@dataclass(frozen=True)
class Stranger:
    """A name in titles that is nobody's whose reports the supervisor may read in.

    How many files bear it, of which years, and what is said about it.
    """

    said: str
    count: int
    years: str
    why: str


def strangers_among(rows: Iterable[FileRow]) -> list[Stranger]:
    """The names in the titles of files whose organ is not known, in the order of the files."""
    files: dict[str, list[BatchFile]] = defaultdict(list)
    for row in rows:
        if row.is_of_somebody_unknown:
            files[row.file.said_organ].append(row.file)
    return [
        Stranger(
            said, len(own), "、".join(map(str, sorted({each.year for each in own if each.year}))), _more_of(own[0])
        )
        for said, own in files.items()
    ]


def _more_of(file: BatchFile) -> str:
    """What is said of a name but that it is unknown: to which one it is near, or which ones it may be."""
    return file.refusal.removeprefix(f"系统中没有“{file.said_organ}”").removeprefix("，")


def told_of_names(rows: Sequence[BatchFile]) -> list[str]:
    """What became of files after an organ was named for the names in their titles, a sentence for each name."""
    named: dict[tuple[str, Organ], list[FileRow]] = defaultdict(list)
    for row in rows:
        named[row.said_organ, row.organ].append(FileRow(row))
    return [f"标题写“{said}”的 {len(own)} 份已按{organ}核对：{tally_of(own)}。" for (said, organ), own in named.items()]


def hint_for(file: BatchFile, organs: Iterable[Organ]) -> dict[str, object]:
    """What is proposed for a file whose organ or year is to be named: what it says, or else its name."""
    hint = OrganMatcher(list(organs)).hint(file.path)
    return {"organ": file.organ or hint.organ, "year": file.year or hint.year}
