"""``/metrics``: for who brings the token alone, in the format of OpenMetrics, and without a name in it."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from reports.operations import backups
from reports.operations.health.registry import READINESS

TOKEN = "a-token-of-twenty-four-characters"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(db, settings, tmp_path):
    settings.METRICS_TOKEN, settings.DATA_DIR = TOKEN, tmp_path
    return settings


def read():
    answer = Client().get("/metrics", headers=BEARER)
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"].startswith("application/openmetrics-text")
    families = text_string_to_metric_families(answer.content.decode())
    return {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}


def test_without_a_token_there_is_no_such_page(db):
    assert Client().get("/metrics", headers=BEARER).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("brought", ["", TOKEN, "Bearer ", "Bearer wrong", f"bearer {TOKEN}", f"Bearer {TOKEN}x", "长"])
def test_another_token_is_refused(watched, brought):
    answer = Client().get("/metrics", headers={"Authorization": brought})
    assert (answer.status_code, answer.content) == (HTTPStatus.UNAUTHORIZED, b"")


def test_requests_are_counted_by_page_and_status(watched, cast, as_user):
    def count(page, status, method="GET"):
        return read().get(("disclosure_request_seconds_count", method, page, status), 0)

    before = {key: count(*key) for key in (("account", "200"), ("none", "404"), ("guide", "405", "other"))}
    clerk = as_user(cast.clerk)
    for _ in range(3):
        clerk.get("/account/")
    clerk.get("/nowhere-of-mine/")
    clerk.generic("BREW", "/guide/")
    after = {key: count(*key) for key in before}
    assert after[("account", "200")] == before[("account", "200")] + 3
    assert after[("none", "404")] == before[("none", "404")] + 1
    assert "nowhere-of-mine" not in str(read())
    assert "BREW" not in str(read())


def test_the_probes_what_waits_and_the_last_backup_are_told(watched):
    assert ("disclosure_last_backup_timestamp_seconds",) not in read()
    made = timezone.now() - timedelta(hours=3)
    backups.write_last(made)
    task = {"args_kwargs": {}, "task_path": "nowhere", "backend_name": "default", "run_after": get_date_max()}
    DBTaskResult.objects.create(**task)
    told = read()
    assert told[("disclosure_last_backup_timestamp_seconds",)] == pytest.approx(made.timestamp())
    assert told[("disclosure_tasks_waiting",)] == 1
    assert {key for name, *key in told if name == "disclosure_probe_severity" for key in key} == {
        each.key for each in READINESS
    }


def test_a_database_that_is_gone_is_told_too(watched):
    def gone(execute, sql, params, many, context):
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(gone):
        told = read()
    assert told[("disclosure_probe_severity", "database")] == 3
    assert ("disclosure_tasks_waiting",) not in told


def test_it_is_text_for_openmetrics_to_its_end(watched):
    text = Client().get("/metrics", headers=BEARER).content.decode()
    assert text.endswith("# EOF\n")
    assert re.search(r"^# TYPE disclosure_request_seconds histogram$", text, re.MULTILINE)
