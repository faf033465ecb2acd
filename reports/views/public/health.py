"""Whether the application lives, whether it can do its work, and what was measured of it; for programs."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reports.operations.health.probe import Severity
from reports.operations.health.registry import READINESS, readiness
from reports.web import metrics as measured


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """That the process answers; it asks nothing, so that a database that is gone has nobody restart the web server."""
    return JsonResponse({"alive": True})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """How each probe of readiness is; 503 where one says that work is lost or wrong.

    ``exclude`` names probes, with commas between, that do not count: one that shares out requests among several
    machines keeps sending them where only a worker stands still. Why something is wrong says ``manage.py doctor``.
    """
    excluded = {each for each in request.GET.get("exclude", "").split(",") if each}
    if unknown := sorted(excluded - {probe.key for probe in READINESS}):
        return JsonResponse({"unknown": unknown}, status=HTTPStatus.BAD_REQUEST)
    found = {key: severity for key, severity in readiness().items() if key not in excluded}
    is_ready = all(severity < Severity.STOPPED for severity in found.values())
    answer = {"ready": is_ready, "checks": {key: severity.name.lower() for key, severity in found.items()}}
    return JsonResponse(answer, status=HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE)


@login_not_required
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """What is counted and looked up, for who brings the installation's token; without one there is no such page."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(measured.told(), content_type=measured.CONTENT_TYPE)
