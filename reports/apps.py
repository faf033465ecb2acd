"""The application, and the promise that its models fit the official form."""

from django.apps import AppConfig
from django.core.checks import register


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "政府信息公开工作年度报告"

    def ready(self) -> None:
        # Models can be imported only once the applications are loaded.
        from reports.models.tables import fields_cover_the_form  # noqa: PLC0415

        register(fields_cover_the_form, "models")
