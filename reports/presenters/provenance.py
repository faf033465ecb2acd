"""From which file a value came into a report, who brought it, and when: as long as it is still what was read."""

from django.utils import timezone

from reports.models import AnnualReport, ValueChange


def imported_into(report: AnnualReport) -> dict[tuple[str, str], str]:
    """By address and value, the words on the file that it was read from; one query."""
    changes = ValueChange.objects.filter(report=report, file__isnull=False).order_by("pk")
    told = changes.values_list("address", "new", "file__name", "file__by__full_name", "file__at")
    return {
        (address, new): f"导入自“{name}”（{by} {timezone.localtime(at):%Y-%m-%d}）"
        for address, new, name, by, at in told
    }
