"""Keeping what was read of a file until it is confirmed: for a day, for who brought it, and not without bounds."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from reports.formats.contact import contact_in
from reports.formats.kept import as_json, reading_of
from reports.formats.reading import Reading
from reports.formats.understanding import Understood
from reports.lifecycle.entries import CONTACT_ADDRESSES, Edit, cell_at, entry_of
from reports.lifecycle.refusals import Refused
from reports.models.locking import lock
from reports.models.organs import Organ, User
from reports.models.uploads import KEPT_FOR, MOST_CHARACTERS_OF_A_NAME, MOST_OF_A_PERSON, Upload, UploadPicture
from reports.official import EDITIONS
from reports.official.figures import display, read
from reports.official.report_data import ReportData

GONE = "这个文件已经处理，或者超过 24 小时已删除"


class Gone(Refused):
    """The file has been confirmed, given up or forgotten meanwhile."""

    def __init__(self) -> None:
        super().__init__(GONE)


def keep(organ: Organ, by: User, name: str, content: bytes, understood: Understood) -> Upload:
    """Keep what was understood of a file; the same file brought again takes the place of what it was before.

    What its clerk had put right in it then stays put right.
    """
    upload = Upload(
        organ=organ,
        by=by,
        name=name[-MOST_CHARACTERS_OF_A_NAME:],
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        said_organ=understood.said_organ[:MOST_CHARACTERS_OF_A_NAME],
        said_year=understood.said_year,
        reading=as_json(understood.reading),
    )
    with transaction.atomic():
        lock(User.objects.all()).get(pk=by.pk)
        Upload.objects.filter(at__lte=timezone.now() - KEPT_FOR).delete()
        own = Upload.objects.filter(organ=organ, by=by)
        _take_over_corrections(upload, own.filter(digest=upload.digest))
        # Of more than are kept those in which nothing was put right give way before the others.
        by_worth = sorted(own, key=lambda each: (bool(each.corrections), each.pk), reverse=True)
        own.filter(pk__in=[each.pk for each in by_worth[MOST_OF_A_PERSON - 1 :]]).delete()
        upload.save()
        for number, (picture, width, height) in enumerate(understood.pictures, start=1):
            UploadPicture.objects.create(upload=upload, number=number, content=picture, width=width, height=height)
    return upload


def _take_over_corrections(upload: Upload, before: QuerySet[Upload]) -> None:
    was = before.first()
    if was:
        known = set(addresses_of(upload))
        upload.corrections = {address: typed for address, typed in was.corrections.items() if address in known}
        upload.chosen = {address: said for address, said in was.chosen.items() if address in known}
    before.delete()


@transaction.atomic
def correct(upload: Upload, typed: Mapping[str, str]) -> dict[str, str]:
    """Keep what its clerk put in the place of what was read, by address; what may not be stored is answered, and why.

    ``ValueError`` for an address that the form of the file does not have; ``Gone`` where the file has been confirmed or
    given up meanwhile.
    """
    kept = lock(Upload.objects.all()).filter(pk=upload.pk).first()
    if kept is None:
        raise Gone
    reading = reading_of(upload.reading)
    was = read_of(upload)
    corrections, refused = dict(kept.corrections), {}
    for address, value in typed.items():
        entry = entry_of(reading.report.official_form, Edit(address, "", value))
        if entry.refusal:
            refused[address] = entry.refusal
        elif entry.now == was.get(address, ""):
            corrections.pop(address, None)
        else:
            corrections[address] = entry.now
    upload.corrections = corrections
    Upload.objects.filter(pk=upload.pk).update(corrections=corrections)
    return refused


def corrected(upload: Upload) -> Reading:
    """What was read of the file, with what its clerk put in the place of it; what is settled so is placed."""
    reading = reading_of(upload.reading)
    report = reading.report
    figures, texts, title = dict(report.figures), dict(report.texts), report.title
    for address, typed in upload.corrections.items():
        if cell := cell_at(report.official_form, address):
            figures[cell] = read(typed, report.official_form.table[cell.table].measure(cell))
        elif address in report.official_form.text:
            texts[address] = typed
        elif address == "title":
            title = typed
    report = replace(report, figures=figures, texts=texts, title=title)
    left = (each for each in reading.unplaced if each.cell is None or isinstance(figures.get(each.cell), str))
    return replace(reading, report=report, unplaced=tuple(left))


def uncorrect(upload: Upload) -> None:
    """Put back everything as it was read."""
    upload.corrections = {}
    Upload.objects.filter(pk=upload.pk).update(corrections={})


def choose(upload: Upload, seen: Mapping[str, str], ticked: Collection[str]) -> None:
    """Keep at which addresses the file is to take the place of this year's draft, of those whose value was ``seen``.

    Only what differs from the proposal is kept, and for as long as the draft says the same there.
    """
    known = seen.keys() & set(addresses_of(upload))
    upload.chosen = {key: [key in ticked, seen[key]] for key in known if (key in ticked) == bool(seen[key])}
    Upload.objects.filter(pk=upload.pk).update(chosen=upload.chosen)


def discard(upload: Upload) -> None:
    """Forget the file and all that was read of it."""
    upload.delete()


def contact_of(upload: Upload) -> dict[str, str]:
    """By address, whom the file says to ask, or what its clerk put in the place of it."""
    blank = dict.fromkeys(CONTACT_ADDRESSES, "")
    put = {address: said for address, said in upload.corrections.items() if address in CONTACT_ADDRESSES}
    return blank | _contact_in(reading_of(upload.reading).report) | put


def addresses_of(upload: Upload) -> list[str]:
    """Every value of the file's form that may be corrected."""
    form = EDITIONS[upload.reading["report"]["edition"]]
    return [*map(str, form.entries), *form.text, "title", *CONTACT_ADDRESSES]


def read_of(upload: Upload) -> dict[str, str]:
    """By address, every value as it was read, whatever was put in its place since."""
    report = reading_of(upload.reading).report
    return values_of(report) | _contact_in(report)


def values_of(report: ReportData) -> dict[str, str]:
    """By address, every figure, text and the title as they are typed; what is unknown is blank."""
    form = report.official_form
    figures = {str(cell): display(report.figures.get(cell)) for cell in form.entries}
    return figures | {key: report.text(key) for key in form.text} | {"title": report.title or ""}


def _contact_in(report: ReportData) -> dict[str, str]:
    said = contact_in(report.text(report.official_form.preamble.key))
    return {f"contact.{key}": value for key, value in said.items()}
