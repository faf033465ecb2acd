"""One list of probes: none hides another, and a flood of questions costs what one does."""

import pytest
from django.db import OperationalError, connection

from reports.operations.health import registry
from reports.operations.health.probe import Complaint, Diagnosis, Probe, Severity


def severities():
    return {probe.key: diagnosis.severity for probe, diagnosis in registry.diagnose(registry.READINESS)}


def test_every_probe_has_a_key_and_a_name_of_its_own():
    assert len({each.key for each in registry.PROBES}) == len({each.name for each in registry.PROBES})
    assert len(registry.PROBES) == len({each.key for each in registry.PROBES}) > 10


def test_a_well_installation_is_ready(in_review):
    assert set(severities().values()) == {Severity.FINE}


def test_a_database_that_is_gone_is_asked_once(db):
    asked = []

    def gone(execute, sql, params, many, context):
        asked.append(sql)
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(gone):
        found = severities()
    assert len(asked) == 1
    assert found["disk"] is Severity.FINE
    assert all(found[each.key] is Severity.STOPPED for each in registry.READINESS if each.asks_database)


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), OperationalError("disk I/O error")])
def test_a_probe_that_cannot_look_says_so_and_hides_none(error):
    def fail():
        raise error

    probes = (Probe("a", "甲", fail), Probe("b", "乙", lambda: Diagnosis("好")))
    (_, first), (_, second) = registry.diagnose(probes)
    assert (first.severity, second.severity) == (Severity.STOPPED, Severity.FINE)
    assert first.complaints[0].what.startswith("不能检查：")


def test_the_answer_stands_for_a_moment_and_the_log_says_why(db, monkeypatch, caplog):
    asked = []

    def look():
        asked.append(1)
        return Diagnosis("", (Complaint(Severity.STOPPED, "磁盘已满", "请清理"),))

    monkeypatch.setattr(registry, "READINESS", (Probe("disk", "磁盘空间", look),))
    assert [registry.readiness() for _ in range(50)] == [{"disk": Severity.STOPPED}] * 50
    assert len(asked) == 1
    assert [each.getMessage() for each in caplog.records] == ["The probe disk complains (STOPPED): 磁盘已满"]
