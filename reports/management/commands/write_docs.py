"""``manage.py write_docs``: the pages of docs/ that follow from the code."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.checks.catalogue import as_markdown
from reports.official import EDITIONS
from reports.official.schema import schema
from reports.people import duties


class Command(BaseCommand):
    help = "根据代码生成 docs/ 中的检查规则页、管理员职责表和数据文件格式。"

    def handle(self, *args, **options) -> None:
        for name, content in pages().items():
            (settings.BASE_DIR / "docs" / name).write_text(content, encoding="utf-8")


def pages() -> dict[str, str]:
    """Every generated page by its file name in docs/."""
    schemas = {
        f"interchange-{key}.schema.json": json.dumps(schema(form), ensure_ascii=False, indent=1) + "\n"
        for key, form in EDITIONS.items()
    }
    return {"rules.md": as_markdown(), "roles.zh.md": duties.as_markdown(), **schemas}
