"""The application, and the promise that its models fit the official form."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_delete, post_migrate, pre_delete


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "政府信息公开工作年度报告"

    def ready(self) -> None:
        # Models can be imported only once the applications are loaded.
        from reports.lifecycle.history.resealing import sealed_models  # noqa: PLC0415
        from reports.models.sealing import after_deletion, before_deletion  # noqa: PLC0415
        from reports.models.tables import fields_cover_the_form  # noqa: PLC0415

        register(fields_cover_the_form, "models")
        for model in sealed_models():
            pre_delete.connect(before_deletion, sender=model)
            post_delete.connect(after_deletion, sender=model)
        post_migrate.connect(_seal_what_was_there_before, sender=self)


def _seal_what_was_there_before(**about: Any) -> None:
    """After a migration: rows from before there were seals are sealed as they stand, once all tables are there."""
    from reports.lifecycle.history.resealing import seal_what_was_there_before  # noqa: PLC0415
    from reports.operations.schema import unapplied  # noqa: PLC0415

    if not unapplied():
        seal_what_was_there_before()
