"""``manage.py prove_publications``: reads the frozen files of publications back (O1), and names those that differ.

Releases prove what they hand out; what was published before they did so is proved by this. No byte is changed.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from reports.formats import proving, registry, writing
from reports.models import Publication
from reports.official.interchange import NotUnderstood, content_hash

SOMETHING_DIFFERS = 1


class Command(BaseCommand):
    help = "把已公布的文件逐个与公布的数据核对，列出不一致的。只读取，不改动任何文件。有不一致的，退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, help="只核对这个年度的")

    def handle(self, *args: Any, year: int | None, **options: Any) -> None:
        publications = Publication.objects.order_by("pk")
        if year:
            publications = publications.filter(report__year=year)
        keys = list(publications.values_list("pk", flat=True))
        differing = 0
        for number, key in enumerate(keys, start=1):  # one in memory at a time
            publication = Publication.objects.select_related("report__organ").get(pk=key)
            found = list(_differences(publication))
            differing += bool(found)
            self.stderr.write(f"{number}／{len(keys)} {publication.report}")
            for each in found:
                self.stdout.write(f"{publication.report}（第 {publication.report.revision} 版）{each}")
        self.stdout.write(f"共核对 {len(keys)} 份公布的报告，{differing} 份有不一致")
        if differing:
            raise SystemExit(SOMETHING_DIFFERS)


def _differences(publication: Publication) -> Iterator[str]:
    """What its files say otherwise than its data, a sentence each; files that cannot be read are named too."""
    data = publication.data()
    if data is None:
        yield "数据文件不能读取，其他文件无从核对"
        return
    if content_hash(data) != publication.content_hash:
        yield "数据文件与审核通过的内容不一致"
    about = {"demonstration": publication.report.is_demonstration, "patience": writing.PATIENCE}
    for extension, content in sorted(publication.all_files().items()):
        if not (format := registry.writable().get(extension)):
            yield f"{extension} 文件的格式现在不能核对"
            continue
        try:
            found = proving.differences(extension, content, data, **about)
        except (NotUnderstood, writing.CannotDraw) as refusal:
            found = [f"不能核对，{refusal}"]
        yield from (f"{format.spaced_name} 文件：{each}" for each in found)
