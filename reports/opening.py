"""How a report comes into being: an empty one with its proposals, a nil return, or one read from a file."""

from django.db import transaction

from reports import editing
from reports.editing import CONTACT_ADDRESSES, Edit, proposed_preamble
from reports.models.organs import Organ, User
from reports.models.reports import CONTACT_KEYS, AnnualReport, ReportText, Status
from reports.models.review import Source
from reports.models.tables import TABLE_MODELS
from reports.official import Cell, edition_for
from reports.official.figures import display
from reports.official.report_data import Kind, ReportData
from reports.official.totals import rows_left_out
from reports.official.wording import title

CARRIED_FORWARD = Cell("applications", "carried_forward", "total")
MAKES_NO_RULES = (Kind.TOWNSHIP, Kind.SUBDISTRICT)  # 立法法: they cannot enact 规章


class CannotDeclareNil(Exception):
    """A table cannot be declared nil; the message says why."""


@transaction.atomic
def open_report(organ: Organ, year: int, editor: User) -> AnnualReport:
    """The organ's report of the year, made with its rows and proposals where there is none yet.

    Raises ``ValueError`` for a year before 2019.
    """
    report = AnnualReport.objects.latest(organ, year)
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
    for key, table in report.form.table.items():
        model = TABLE_MODELS[key]
        model.objects.bulk_create(model(report=report, row=row.key) for row in table.rows if not row.is_total)


def _make_texts(report: AnnualReport) -> None:
    texts = dict.fromkeys(report.form.text, "") | _last_contact(report)
    texts["title"] = title(report.organ.name, report.year)
    texts["preamble"] = proposed_preamble(report, texts)
    ReportText.objects.bulk_create(ReportText(report=report, key=key, body=body) for key, body in texts.items())


def _last_contact(report: AnnualReport) -> dict[str, str]:
    """Whom to ask: as in last year's report, or as the organ's own record says."""
    own = {f"contact.{key}": getattr(report.organ, key) for key in CONTACT_KEYS}
    previous = report.last_years()
    if not previous:
        return own
    return own | dict(previous.texts.filter(key__in=CONTACT_ADDRESSES).exclude(body="").values_list("key", "body"))


def _propose_zero_rules(report: AnnualReport, editor: User) -> None:
    if report.organ.kind in MAKES_NO_RULES:
        table = report.form.table["normative_acts"]
        cells = (cell for cell in table.entries if cell.row == "rules")
        editing.save(report.pk, editor, [Edit(str(cell), "", "0") for cell in cells], source=Source.PROPOSED)


@transaction.atomic
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
    for model in (*(TABLE_MODELS[key] for key in report.form.table), ReportText):
        rows = list(model.objects.filter(report=report))
        for row in rows:
            row.pk, row.report = None, revision
        model.objects.bulk_create(rows)
    return revision


def carried_forward_last_year(report: AnnualReport) -> int:
    """How many applications last year's report carried forward; 0 where it is not known."""
    previous = report.last_years()
    figure = previous.data().figure(CARRIED_FORWARD) if previous else None
    return figure if isinstance(figure, int) else 0


@transaction.atomic
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
def withdraw_nil(report_id: int, editor: User, key: str) -> None:
    """Withdraw a declaration: the zeros that it entered become blank again. Without one, nothing changes."""
    report = editing.locked(report_id)
    if key not in report.declared_nil:
        return
    edits = [Edit(address, value, "") for address, value in _stored(report, key).items()]
    editing.save(report_id, editor, edits, step=key, is_finished=False, source=Source.UNDONE)


def _stored(report: AnnualReport, key: str) -> dict[str, str]:
    figures = report.figures()
    return {str(cell): display(figures.get(cell)) for cell in report.form.table[key].entries}


def is_untouched(report: AnnualReport) -> bool:
    """Whether nothing but proposals stands in the report, so that a file may be read into it."""
    return report.status == Status.DRAFT and not report.changes.exclude(source=Source.PROPOSED).exists()


@transaction.atomic
def enter(report: AnnualReport, editor: User, data: ReportData) -> None:
    """Read a whole report into an untouched draft: its edition, figures, texts and declarations.

    What the file does not know stays blank, but rows that it merges into the next one are left out.
    """
    _change_edition(report, data.edition)
    texts = report.stored_texts()
    entered = dict.fromkeys(report.form.text, "") | dict(data.texts)
    if data.title is not None:
        entered["title"] = data.title
    edits = [Edit(key, texts.get(key, ""), body) for key, body in entered.items()]
    edits += [
        Edit(str(cell), display(figure), display(data.figures.get(cell))) for cell, figure in report.figures().items()
    ]
    editing.save(report.pk, editor, edits, source=Source.IMPORTED)
    for key, table in report.form.table.items():
        TABLE_MODELS[key].objects.filter(report=report, row__in=rows_left_out(table, data.figures)).delete()
    report.declared_nil = sorted(data.declared_nil)
    report.save(update_fields=["declared_nil"])


def _change_edition(report: AnnualReport, edition: str) -> None:
    if report.edition == edition:
        return
    for key in report.form.table:
        TABLE_MODELS[key].objects.filter(report=report).delete()
    report.edition = edition
    report.save(update_fields=["edition"])
    _make_rows(report)
