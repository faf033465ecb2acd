"""``manage.py import_folder``: published reports of a folder into the database, as the organs' earlier years."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reports.formats import gate
from reports.formats.entries import MOST_FILES, is_clutter
from reports.lifecycle.archiving import archive_file, may_archive
from reports.lifecycle.batches.assessing import Assessed, beside_another, with_duplicates_marked
from reports.lifecycle.batches.organ_matching import OrganMatcher
from reports.lifecycle.batches.reading_together import assessed_together
from reports.lifecycle.refusals import AlreadyDone, Refused
from reports.management.stored import NOT_UNDERSTOOD
from reports.models import ImportedFile, Organ, Role, User
from reports.official.interchange import NotUnderstood, shown

SOMETHING_LEFT = 1
A_SECOND = 1.0


class Command(BaseCommand):
    help = "把文件夹中已公布的报告读入系统，作为各单位的往年报告。单位和年度按报告的标题认定。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="放报告文件的文件夹")
        parser.add_argument("--dry-run", action="store_true", help="只报告结果，不写入")
        parser.add_argument("--editor", help="读入人账号，默认为审核单位的第一个审核员，没有的为本单位的第一个填报员")
        parser.add_argument("--doubtful", action="store_true", help="须核对的也读入")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, **options: Any) -> None:
        editor = _editor(options["editor"])
        files = _files(options["folder"])
        matcher = OrganMatcher(list(Organ.objects.select_related("superior")))
        named = ((str(path.relative_to(options["folder"])), partial(_content, path)) for path in files)
        assessed = list(self._with_progress(assessed_together(named, matcher), len(files)))
        found = with_duplicates_marked(assessed, timezone.localdate())
        stored = {} if options["dry_run"] else self._store(found, editor, takes_doubtful=options["doubtful"])
        if options["json"]:
            answer = [_as_mapping(each, stored.get(each.path)) for each in found]
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            self._tell(found, stored, is_dry_run=options["dry_run"])
        if any(_leaves_something(each) or stored.get(each.path) for each in found):
            raise SystemExit(SOMETHING_LEFT)

    def _with_progress(self, found: Iterator[Assessed], total: int) -> Iterator[Assessed]:
        """The same files, with a line a second on how far they have come."""
        shown_at = time.monotonic()
        for number, each in enumerate(found, start=1):
            if time.monotonic() - shown_at > A_SECOND:
                self.stderr.write(f"已读取 {number}／{total} 份")
                shown_at = time.monotonic()
            yield each

    def _store(self, found: list[Assessed], editor: User | None, *, takes_doubtful: bool) -> dict[str, str]:
        """Store what goes in, each by itself; by path the sentence that refuses it, empty where it went in.

        Of two files of one report one is stored: what goes in without a doubt before what has one.
        """
        wanted = [each for each in found if each.goes_in or (takes_doubtful and each.report and not each.refusal)]
        outcomes: dict[str, str] = {}
        taken: dict[tuple[int, int], Assessed] = {}
        for each in sorted(wanted, key=lambda each: not each.goes_in):
            other = taken.setdefault((each.organ.pk, each.year), each)
            outcomes[each.path] = _stored(each, editor) if other is each else beside_another(other)
        return outcomes

    def _tell(self, found: list[Assessed], stored: dict[str, str], *, is_dry_run: bool) -> None:
        for each in found:
            self.stdout.write("\n".join(_lines(each, stored.get(each.path), is_dry_run=is_dry_run)))
        went_in = sum(not refusal for refusal in stored.values())
        goes_in = sum(each.goes_in for each in found)
        summary = f"可读入 {goes_in} 份。试读入，没有写入" if is_dry_run else f"已读入 {went_in} 份"
        self.stdout.write(f"共 {len(found)} 个文件，{summary}")


def _editor(username: str | None) -> User | None:
    editor = User.objects.filter(username=username, is_active=True).first() if username else None
    if username and editor is None:
        raise CommandError(f"没有启用的账号：{username}", returncode=NOT_UNDERSTOOD)
    return editor


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise CommandError(f"无法打开文件夹：{shown(str(folder))}", returncode=NOT_UNDERSTOOD)
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    files = [path for path in paths if not is_clutter(str(path.relative_to(folder)))]
    if not files:
        raise CommandError(f"文件夹中没有文件：{shown(str(folder))}", returncode=NOT_UNDERSTOOD)
    if len(files) > MOST_FILES:
        raise CommandError(f"文件夹中有 {len(files)} 个文件，一次最多 {MOST_FILES} 个", returncode=NOT_UNDERSTOOD)
    return files


def _content(path: Path) -> bytes:
    try:
        gate.check_size(path.name, path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise NotUnderstood(f"无法打开文件：{shown(path.name)}") from error


def _stored(each: Assessed, editor: User | None) -> str:
    reader = editor or _usual_reader(each.organ)
    if reader is None:
        return f"{each.organ}没有可以读入往年报告的账号"
    file = ImportedFile(name=each.path[-255:], size=each.size, digest=each.digest)
    try:
        refused = archive_file(each.organ.pk, reader, each.report, file, timezone.localdate()).refused
    except AlreadyDone:
        return ""
    except Refused as refusal:
        return str(refusal)
    return "；".join(f"{address}：{why}" for address, why in refused.items())


def _usual_reader(organ: Organ) -> User | None:
    """The first supervisor of the organ's superior, or else its own first clerk."""
    reviewing = {"memberships__organ": organ.superior_id, "memberships__role": Role.SUPERVISOR}
    writing = {"memberships__organ": organ, "memberships__role": Role.CLERK}
    people = (User.objects.filter(is_active=True, **each).order_by("pk").first() for each in (reviewing, writing))
    return next((person for person in people if person and may_archive(person, organ)), None)


def _leaves_something(each: Assessed) -> bool:
    return not each.goes_in or bool(each.unplaced or each.differences)


def _lines(each: Assessed, stored: str | None, *, is_dry_run: bool) -> Iterator[str]:
    """What is said of one file: a line of figures, and a line for each thing that is to be looked at."""
    yield shown(each.path) if len(each.path) < 40 else each.path[-200:]
    if each.report:
        whose = each.organ.name if each.organ else f"（{each.said_organ}）"
        counts = f"放入 {each.placed} 个数字，未放入 {len(each.unplaced)}，合计不一致 {len(each.differences)}"
        checked = f"须修改 {len(each.to_fix)}，须说明 {len(each.to_explain)}"
        yield f"  {whose} {each.year} 年度：{counts}，{checked}"
    for label, lines in (("未放入", each.unplaced), ("合计不一致", each.differences), ("须修改", each.to_fix)):
        yield from (f"    {label}：{line}" for line in lines)
    if each.refusal or each.doubt:
        yield f"  未读入：{each.refusal or each.doubt}" if stored is None else f"  须核对：{each.doubt}"
    if stored is not None:
        yield f"  未读入：{stored}" if stored else "  已读入"
    elif is_dry_run and each.goes_in:
        yield "  可以读入"


def _as_mapping(each: Assessed, stored: str | None) -> dict[str, Any]:
    return {
        "source": each.path.encode(errors="replace").decode(),
        "organ": each.organ.name if each.organ else "",
        "said_organ": each.said_organ,
        "year": each.year,
        "placed": each.placed,
        "unplaced": list(each.unplaced),
        "differences": list(each.differences),
        "must_fix": list(each.to_fix),
        "explain": list(each.to_explain),
        "notices": list(each.notices),
        "refusal": each.refusal or stored or "",
        "doubt": each.doubt,
        "stored": stored == "",
    }
