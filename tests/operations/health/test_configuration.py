"""Settings that an installation for real work must not have are named."""

import pytest

from reports.operations.health import configuration
from reports.operations.health.probe import Severity


@pytest.fixture
def real(settings):
    settings.DEBUG, settings.DEMONSTRATION, settings.INSECURE_HTTP = False, False, False
    settings.ALLOWED_HOSTS = ["nianbao.example.gov.cn"]
    return settings


def told(diagnosis):
    return [(each.severity, each.what.partition("，")[0]) for each in diagnosis.complaints]


def test_an_installation_for_real_work_is_fine(real):
    for probe in (configuration.debugging, configuration.addresses):
        assert probe().severity is Severity.FINE


def test_debugging_is_a_fault_and_a_demonstration_is_said(real):
    real.DEBUG = real.DEMONSTRATION = True
    assert told(configuration.debugging()) == [
        (Severity.FAULT, "DEBUG 已打开"),
        (Severity.NOTICE, "正以演示方式运行"),
    ]


@pytest.mark.parametrize(
    ("hosts", "severity"),
    [(["*"], Severity.FAULT), ([], Severity.FAULT), (["127.0.0.1", "localhost"], Severity.NOTICE)],
)
def test_hosts_that_are_everybody_nobody_or_only_here_are_named(real, hosts, severity):
    real.ALLOWED_HOSTS = hosts
    assert [each.severity for each in configuration.addresses().complaints] == [severity]


def test_plain_http_is_said(real):
    real.INSECURE_HTTP = True
    assert told(configuration.addresses()) == [(Severity.NOTICE, "没有使用 HTTPS")]
