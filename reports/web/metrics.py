"""What is counted of requests, and what ``/metrics`` tells of it and of the installation (OpenMetrics 1.0).

The processes of the web server count in files of their own (``config/web_server.py``), which are added up here.
"""

import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Histogram, multiprocess
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics import exposition
from prometheus_client.registry import Collector

from reports.operations.backups import read_last
from reports.operations.health.probe import Severity
from reports.operations.health.registry import readiness
from reports.operations.health.work import waiting

CONTENT_TYPE = exposition.CONTENT_TYPE_LATEST
NOWHERE = "none"  # the page of an address that there is none of
_METHODS = {"GET", "HEAD", "POST"}  # others are counted as one, lest whoever invents some fill the memory

REQUESTS = Histogram(
    "disclosure_request_seconds",
    "Seconds until a request was answered, by its method, page and status.",
    ["method", "page", "status"],
    buckets=(0.05, 0.1, 0.3, 1, 3, 10),
)


class MeasureRequests:
    """Count how long requests take, by the name of their page; files of pages are not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        if settings.METRICS_TOKEN and not request.path_info.startswith(settings.STATIC_URL):
            method = request.method if request.method in _METHODS else "other"
            page = request.resolver_match.url_name if request.resolver_match else NOWHERE
            REQUESTS.labels(method, page, str(response.status_code)).observe(time.monotonic() - began)
        return response


class OfTheInstallation(Collector):
    """What is looked up whenever somebody asks: the probes of readiness, what waits, the last backup."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        probes = GaugeMetricFamily(
            "disclosure_probe_severity", "0 fine, 1 notice, 2 fault, 3 stopped; by probe.", labels=["probe"]
        )
        severities = readiness()
        for key, severity in severities.items():
            probes.add_metric([key], severity)
        yield probes
        if severities["database"] < Severity.STOPPED:
            yield GaugeMetricFamily("disclosure_tasks_waiting", "Tasks that no worker has taken.", waiting())
        if last := read_last():
            yield GaugeMetricFamily("disclosure_last_backup_timestamp_seconds", "When the last sound backup was made.",
                                    last.timestamp())  # fmt: skip


def told() -> bytes:
    """All that is measured, as text."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
    else:
        registry.register(REGISTRY)
    registry.register(OfTheInstallation())
    return exposition.generate_latest(registry)
