"""``fonts TEXT``: which font draws each character on the paper, and what none can draw."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.formats.pdf import fonts, writer

CANNOT_BE_DRAWN = 1
NONE = "（没有字体）"


class Command(BaseCommand):
    help = "说明公文 PDF 的每个字由哪种字体印制。有不能印制的字时，退出码为 1。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", metavar="TEXT", help="要印制的文字")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果")

    def handle(self, *args: Any, text: str, **options: Any) -> None:
        faces = {role: writer.faces(text, element) for element, role in writer.ROLES.items()}
        characters = [each for each in dict.fromkeys(text) if each >= " " and not each.isspace()]
        drawn = {each: {role: known.get(each, "") for role, known in faces.items()} for each in characters}
        missing = "".join(each for each, known in drawn.items() if not all(known.values()))
        if options["json"]:
            said = {"fonts_dir": str(settings.FONTS_DIR), "office_fonts": fonts.office_fonts()}
            said |= {"characters": drawn, "missing": missing}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self._say(drawn, missing)
        if missing:
            raise SystemExit(CANNOT_BE_DRAWN)

    def _say(self, drawn: dict[str, dict[str, str]], missing: str) -> None:
        for name, families in fonts.office_fonts().items():
            self.stdout.write(f"{name}：{'、'.join(families) or '不能读取，未使用'}")
        for each, known in drawn.items():
            said = "，".join(f"{role} {family or NONE}" for role, family in known.items())
            self.stdout.write(f"{each} U+{ord(each):04X}：{said}")
        self.stdout.write(f"不能印制：{missing}" if missing else "全部可以印制")
