"""``manage.py import_report``: a file into the database as a draft, after saying what of it was placed."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports.checks.naming import place_name
from reports.formats import sandbox
from reports.formats.reading import Reading
from reports.lifecycle.opening import fill, open_report
from reports.lifecycle.refusals import AlreadyTouched
from reports.management.stored import NOT_UNDERSTOOD, stored_organ
from reports.models import Organ, Role, User
from reports.models.sealing import sealing
from reports.official.figures import display
from reports.official.interchange import NotUnderstood

SOMETHING_LEFT = 1


class Command(BaseCommand):
    help = "把文件读入系统，成为填报中的报告。已有报告未经修改的才能读入。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("source", type=Path, help="要读入的文件，格式同 convert_report")
        parser.add_argument("--organ", required=True, help="单位名称或代码")
        parser.add_argument("--year", required=True, type=int, help="报告年度，如 2022")
        parser.add_argument("--editor", help="读入人账号，默认为该单位的第一个填报员")
        parser.add_argument("--dry-run", action="store_true", help="只报告结果，不写入")

    def handle(self, *args, **options) -> None:
        organ = stored_organ(options["organ"])
        editor = _editor(organ, options["editor"])
        reading = _reading(organ, options)
        for line in summary(reading):
            self.stdout.write(line)
        refused = _enter(organ, options["year"], editor, reading, is_dry_run=options["dry_run"])
        for line in refused:
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("试读入，没有写入")
        if reading.unplaced or reading.disagreements or refused:
            raise SystemExit(SOMETHING_LEFT)


def _editor(organ: Organ, username: str | None) -> User:
    """Who reads the file in: the named account, which must be a clerk of the organ, or its first clerk."""
    clerks = User.objects.filter(memberships__organ=organ, memberships__role=Role.CLERK).order_by("pk")
    editor = clerks.filter(username=username).first() if username else clerks.first()
    if editor is None:
        raise CommandError(f"{organ}没有填报员账号{username or ''}", returncode=NOT_UNDERSTOOD)
    return editor


def _reading(organ: Organ, options: dict) -> Reading:
    try:
        return sandbox.read_file(options["source"], organ=organ.name, kind=organ.kind, year=options["year"])
    except NotUnderstood as refusal:
        raise CommandError(str(refusal), returncode=NOT_UNDERSTOOD) from refusal


def summary(reading: Reading) -> list[str]:
    """What was placed, what was not, and what disagrees, a line each."""
    known = sum(figure is not None for figure in reading.report.figures.values())
    placed = f"已读入 {known - len(reading.unplaced)} 个数字、{len(reading.report.texts)} 段文字"
    return [
        placed,
        *reading.notices,
        *(f"未能放入：{each}" for each in reading.unplaced),
        *(
            f"合计不一致：{each.where}，文件中为 {display(each.printed)}，各项相加为 {display(each.derived)}"
            for each in reading.disagreements
        ),
    ]


@transaction.atomic
@sealing()
def _enter(organ: Organ, year: int, editor: User, reading: Reading, *, is_dry_run: bool) -> list[str]:
    """Read the file in, on trial or for good; a line for whatever the report would not take."""
    report = open_report(organ, year, editor)
    try:
        refused = fill(report.pk, editor, reading.report)
    except AlreadyTouched as refusal:
        raise CommandError(f"{report}已有填写内容或已提交，不能读入", returncode=NOT_UNDERSTOOD) from refusal
    if is_dry_run:
        transaction.set_rollback(True)
    return [f"未能放入：{place_name(report.official_form, address)}：{why}" for address, why in refused.items()]
