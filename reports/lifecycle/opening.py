"""How a report comes into being: an empty one with its proposals, a nil return, or one read from a file."""

from collections.abc import Mapping

from django.db import transaction

from reports.lifecycle import editing
from reports.lifecycle.editing import proposed_preamble
from reports.lifecycle.entries import CONTACT_ADDRESSES, Edit
from reports.lifecycle.refusals import AlreadyTouched, CannotDeclareNil, NotEditable
from reports.models.last_years import last_year_of
from reports.models.locking import lock
from reports.models.organs import Organ, User
from reports.models.reports import CONTACT_KEYS, AnnualReport, ReportText, Status
from reports.models.review import ImportedFile, Source
from reports.models.sealing import sealing
from reports.models.tables import TABLE_MODELS
from reports.official import Cell, edition_for
from reports.official.figures import display
from reports.official.report_data import Kind, ReportData
from reports.official.totals import rows_left_out
from reports.official.wording import FORMALITIES, title

CARRIED_FORWARD = Cell("applications", "carried_forward", "total")
RULES = ("normative_acts", "rules")
MAKES_NO_RULES = (Kind.TOWNSHIP, Kind.SUBDISTRICT)  # 立法法: they cannot enact 规章


@transaction.atomic
@sealing()
def open_report(organ: Organ, year: int, editor: User) -> AnnualReport:
    """The organ's report of the year, made with its rows and proposals where there is none yet.

    Raises ``ValueError`` for a year before 2019.
    """
    report = AnnualReport.objects.newest_revision(organ, year)
    if report:
        return report
    form = edition_for(year)
    report, is_new = AnnualReport.objects.get_or_create(
        organ=organ, year=year, revision=1, defaults={"edition": form.key}
    )
    if is_new:
        _make_rows(report)
        _make_texts(report)
        _propose_zero_rules(report, editor)
    return report


def _make_rows(report: AnnualReport) -> None:
    for key, table in report.official_form.table.items():
        model = TABLE_MODELS[key]
        model.objects.bulk_create(model(report=report, row=row.key) for row in table.rows if not row.is_total)


def _make_texts(report: AnnualReport) -> None:
    texts = dict.fromkeys(report.official_form.text, "") | _last_contact(report)
    texts["title"] = title(report.organ.name, report.year)
    texts["preamble"] = proposed_preamble(report, texts)
    ReportText.objects.bulk_create(ReportText(report=report, key=key, body=body) for key, body in texts.items())


def _last_contact(report: AnnualReport) -> dict[str, str]:
    """Whom to ask: as in last year's report, a draft too, or as the organ's own record says."""
    own = {f"contact.{key}": getattr(report.organ, key) for key in CONTACT_KEYS}
    last = last_year_of(report, to_own_people=True)
    if not (last and last.report):
        return own
    return own | dict(last.report.texts.filter(key__in=CONTACT_ADDRESSES).exclude(body="").values_list("key", "body"))


def _propose_zero_rules(report: AnnualReport, editor: User) -> None:
    if report.organ.kind in MAKES_NO_RULES:
        table = report.official_form.table["normative_acts"]
        cells = (cell for cell in table.entries if (cell.table, cell.row) == RULES)
        editing.save(report.pk, editor, [Edit(str(cell), "", "0") for cell in cells], source=Source.PROPOSED)


@transaction.atomic
@sealing()
def open_to_archive(organ: Organ, data: ReportData) -> AnnualReport:
    """The report into which a file of an earlier year is read: an empty one without proposals, or an untouched draft.

    A later file of the same year makes the next revision of what is archived. Raises ``AlreadyTouched`` where
    somebody has written or decided anything of that year. The caller holds the organ's lock.
    """
    newest = lock(AnnualReport.objects.select_related("organ")).filter(organ=organ, year=data.year).last()
    if newest and not newest.is_archived:
        if not is_untouched(newest):
            raise AlreadyTouched
        return newest
    revision = newest.revision + 1 if newest else 1
    report, is_new = AnnualReport.objects.get_or_create(
        organ=organ, year=data.year, revision=revision, defaults={"edition": data.edition}
    )
    if is_new:
        _make_rows(report)
        texts = (*report.official_form.text, *CONTACT_ADDRESSES, "title")
        ReportText.objects.bulk_create(ReportText(report=report, key=key) for key in texts)
    elif not is_untouched(report):
        raise AlreadyTouched
    return report


@transaction.atomic
@sealing()
def copy_as_revision(report: AnnualReport) -> AnnualReport:
    """The next revision of a published report, a draft with the same content; the published one stays."""
    revision = AnnualReport.objects.create(
        organ=report.organ,
        year=report.year,
        revision=report.revision + 1,
        edition=report.edition,
        declared_nil=report.declared_nil,
        is_demonstration=report.is_demonstration,
    )
    for model in (*(TABLE_MODELS[key] for key in report.official_form.table), ReportText):
        rows = list(model.objects.filter(report=report))
        for row in rows:
            row.pk, row.report = None, revision
        model.objects.bulk_create(rows)
    return revision


def carried_forward_last_year(report: AnnualReport) -> int:
    """How many applications last year's report carried forward; 0 where it is not known."""
    previous = last_year_of(report)
    figure = previous.data().figure(CARRIED_FORWARD) if previous else None
    return figure if isinstance(figure, int) else 0


@transaction.atomic
@sealing()
def declare_nil(report_id: int, editor: User, key: str) -> None:
    """Declare that a table has nothing to report: its entries become 0, and it says so.

    Raises ``CannotDeclareNil`` where last year carried applications forward, or figures other than 0
    have been filled in.
    """
    report = editing.locked(report_id)
    if key == CARRIED_FORWARD.table and (carried := carried_forward_last_year(report)):
        raise CannotDeclareNil(f"上年报告结转 {carried} 件，本部分须填写")
    stored = _stored(report, key)
    if any(value not in ("", "0") for value in stored.values()):
        raise CannotDeclareNil("表中已填写不为 0 的数字，请先核对")
    edits = [Edit(address, value, "0") for address, value in stored.items()]
    editing.save(report_id, editor, edits, step=key, is_finished=True, source=Source.NIL)
    editing.declare(report, editor, {*report.declared_nil, key}, Source.NIL)


@transaction.atomic
@sealing()
def withdraw_nil(report_id: int, editor: User, key: str) -> None:
    """Withdraw a declaration: the zeros that it entered become blank again. Without one, nothing changes."""
    report = editing.locked(report_id)
    if key not in report.declared_nil:
        return
    edits = [Edit(address, value, "") for address, value in _stored(report, key).items()]
    editing.save(report_id, editor, edits, step=key, source=Source.UNDONE)
    report.steps.filter(step=key).update(is_finished=None)


def _stored(report: AnnualReport, key: str) -> dict[str, str]:
    figures = report.figures()
    return {str(cell): display(figures.get(cell)) for cell in report.official_form.table[key].entries}


def is_untouched(report: AnnualReport) -> bool:
    """Whether nothing but proposals stands in the report, so that a file may be read into it."""
    return report.status == Status.DRAFT and not report.changes.exclude(source=Source.PROPOSED).exists()


def holds_something(data: ReportData) -> bool:
    """Whether anything stands in the report but what is proposed when it is opened."""
    form = data.official_form
    figures = {cell: figure for cell, figure in data.figures.items() if figure is not None}
    is_written = any(text.strip() for key, text in data.texts.items() if key != form.preamble.key)
    return is_written or any(figure or (cell.table, cell.row) != RULES for cell, figure in figures.items())


@transaction.atomic
@sealing()
def fill(
    report_id: int,
    editor: User,
    data: ReportData,
    file: ImportedFile | None = None,
    contact: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Read a whole report into an untouched draft: its edition, figures, texts and declarations.

    What the file does not know stays blank, but rows that it merges into the next one are left out. What
    cannot be taken, a title that is too long, is returned by address with the sentence that says why. ``file``,
    a new one, is what it was read from: it is kept with the report, and every change names it. ``contact`` says by
    address whom to ask, where the file says so.
    Raises ``AlreadyTouched`` where somebody has filled something in: looked at under the report's lock.
    """
    report = _locked_untouched(report_id)
    _change_edition(report, data.edition)
    texts = report.stored_texts()
    entered = dict.fromkeys(report.official_form.text, "") | dict(data.texts) | dict(contact or {})
    if data.title is not None:
        entered["title"] = data.title
    entered |= {key: str(said) for key in FORMALITIES if (said := getattr(data, key))}
    edits = [Edit(key, texts.get(key, ""), body) for key, body in entered.items()]
    edits += [
        Edit(str(cell), display(figure), display(data.figures.get(cell))) for cell, figure in report.figures().items()
    ]
    if file:
        file.report, file.by = report, editor
        file.save()
    saved = editing.save(report.pk, editor, edits, source=Source.IMPORTED, file=file)
    for key, table in report.official_form.table.items():
        TABLE_MODELS[key].objects.filter(report=report, row__in=rows_left_out(table, data.figures)).delete()
    report.declared_nil = sorted(data.declared_nil)
    report.save(update_fields=["declared_nil"])
    return saved.refused


def _locked_untouched(report_id: int) -> AnnualReport:
    try:
        report = editing.locked(report_id)
    except NotEditable as refusal:
        raise AlreadyTouched from refusal
    if not is_untouched(report):
        raise AlreadyTouched
    return report


def _change_edition(report: AnnualReport, edition: str) -> None:
    if report.edition == edition:
        return
    for key in report.official_form.table:
        TABLE_MODELS[key].objects.filter(report=report).delete()
    report.edition = edition
    report.save(update_fields=["edition"])
    _make_rows(report)
