"""Where a step of the guided form leads once it is saved: by the button that was pressed."""

from urllib.parse import quote

from django.urls import reverse

from reports.lifecycle.findings import findings_to_submit
from reports.models import AnnualReport
from reports.presenters.opinions import AN_OPINION
from reports.presenters.places import section_at
from reports.presenters.progress import keys_of, next_unfinished, step_url, steps_of

SEE = "see-"  # before the key of a finding and an address in another part that it speaks of


def destination(go: str, report: AnnualReport, step: str, *, from_check: bool) -> str:
    """The address to which the button ``go`` leads from a step; the step itself for none.

    A step that was reached ``from_check`` keeps its way back there while one stays or pages on.
    """
    steps = keys_of(report)
    position = steps.index(step)
    if go == "continue":
        return _next_unfinished_url(report, step)
    if go == "check":
        return _check_url(report)
    if go == "previous" and position:
        return step_url(report, steps[position - 1], from_check=from_check)
    if go == "next":
        following = steps[position + 1 : position + 2]
        return step_url(report, following[0], from_check=from_check) if following else _check_url(report)
    if go.startswith(AN_OPINION):
        return f"{report.get_absolute_url()}?opinions={quote(go)}#{quote(go)}"
    if go.startswith(SEE):
        return _place_url(report, go.removeprefix(SEE), from_check=from_check) or step_url(report, step)
    return report.get_absolute_url() if go == "report" else step_url(report, step, from_check=from_check)


def _place_url(report: AnnualReport, place: str, *, from_check: bool) -> str:
    """The way to another place that a finding names, its key and the address there; empty where there is none."""
    key, _, address = place.partition(" ")
    section = section_at(report.official_form, address)
    if section is None or not (key.isascii() and key.isalnum()):
        return ""
    url = step_url(report, section.key, from_check=from_check)
    return f"{url}{'&' if '?' in url else '?'}finding={key}#{quote(address)}"


def _next_unfinished_url(report: AnnualReport, step: str) -> str:
    """The next part that is not finished, as it stands after the save; the check where there is none."""
    current = AnnualReport.objects.select_related("organ").get(pk=report.pk)
    data = current.data()
    following = next_unfinished(steps_of(current, data, findings_to_submit(current, data)), step)
    return following.url if following else _check_url(current)


def _check_url(report: AnnualReport) -> str:
    return reverse("check", args=[report.organ.slug, report.year])
