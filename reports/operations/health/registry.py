"""Every probe, in the order in which they are told, and the two ways of asking them."""

import logging
from collections.abc import Iterator

from django.core.cache import cache
from django.db import DatabaseError

from reports.operations.health import configuration, keys, machine, stored, work
from reports.operations.health.probe import Complaint, Diagnosis, Probe, Severity

logger = logging.getLogger(__name__)
SECONDS = 5  # that an answer stands, so that nobody who asks without a pause costs more than one who does now and then

DATABASE = Probe("database", "数据库", stored.database, is_of_readiness=True)
PROBES = (
    DATABASE,
    Probe("migrations", "数据表版本", stored.migrations, asks_database=True),
    Probe("disk", "磁盘空间", machine.disk, is_of_readiness=True),
    Probe("data_folder", "数据文件夹", machine.data_folder),
    Probe("worker", "后台程序", work.worker, is_of_readiness=True, asks_database=True),
    Probe("clock", "服务器时间", machine.clock, is_of_readiness=True, asks_database=True),
    Probe("time_service", "自动对时", machine.time_service),
    Probe("chain", "办理记录", stored.chain_ends, is_of_readiness=True, asks_database=True),
    Probe("backup", "最近备份", stored.last_backup),
    Probe("fonts", "公文字体", machine.fonts),
    Probe("debug", "运行方式", configuration.debugging),
    Probe("secret_key", "密钥", keys.secret_key),
    Probe("seal_key", "封条密钥", keys.seal_key, asks_database=True),
    Probe("addresses", "访问地址", configuration.addresses),
)
READINESS = tuple(each for each in PROBES if each.is_of_readiness)


def diagnose(probes: tuple[Probe, ...] = PROBES) -> Iterator[tuple[Probe, Diagnosis]]:
    """Ask one probe after the other; one that cannot look says so, and hides nothing of the others."""
    is_reachable = True
    for probe in probes:
        diagnosis = _asked(probe) if is_reachable or not probe.asks_database else _not_asked()
        if probe is DATABASE:
            is_reachable = diagnosis.severity < Severity.STOPPED
        yield probe, diagnosis


def _asked(probe: Probe) -> Diagnosis:
    try:
        return probe.look()
    except (DatabaseError, OSError) as error:
        advice = "请检查数据库、磁盘和文件夹的权限，再运行一次" if probe.is_of_readiness else "请排除后再运行一次"
        return Diagnosis("", (Complaint(Severity.STOPPED, f"不能检查：{str(error).strip()}", advice),))


def _not_asked() -> Diagnosis:
    return Diagnosis("", (Complaint(Severity.STOPPED, "数据库不能使用，未检查", "请先排除数据库的故障"),))


def readiness() -> dict[str, Severity]:
    """How each probe of readiness is, by its key, as of the last seconds."""
    return cache.get_or_set("readiness", _readiness, SECONDS)


def _readiness() -> dict[str, Severity]:
    severities = {}
    for probe, diagnosis in diagnose(READINESS):
        severities[probe.key] = diagnosis.severity
        for complaint in diagnosis.complaints:  # the log alone says why
            logger.warning("The probe %s complains (%s): %s", probe.key, complaint.severity.name, complaint.what)
    return severities
