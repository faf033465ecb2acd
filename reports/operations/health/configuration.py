"""Probes of the settings: what an installation for real work must not be told, or lacks."""

import stat
from pathlib import Path

from django.conf import settings
from django.core.checks.security import base as deployment

from reports.operations.health.probe import Complaint, Diagnosis, Severity, found

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def debugging() -> Diagnosis:
    """Whether error pages would show the program's insides, or a demonstration serves real work."""
    shown = Complaint(Severity.FAULT, "DEBUG 已打开，出错时会向访问者显示程序内部信息", "请去掉环境变量 DEBUG 后重启")
    public = Complaint(
        Severity.NOTICE, "正以演示方式运行，账号和密码是公开的", "正式使用请设 DEMONSTRATION=0 并换数据文件夹"
    )
    return found("正式" if not settings.DEMONSTRATION else "演示",
                 shown if settings.DEBUG else None, public if settings.DEMONSTRATION else None)  # fmt: skip


def secret_key() -> Diagnosis:
    """Whether the key that signs sessions can be guessed or read."""
    advice = "请去掉环境变量 SECRET_KEY（系统会自动生成），或换成 50 个以上随机字符；所有人须重新登录"
    weak = Complaint(Severity.FAULT, "密钥 SECRET_KEY 太短、重复字符太多或是示例值，会话可被伪造", advice)
    path = Path(settings.DATA_DIR, "secret_key")
    is_file = not settings.SECRET_KEY_IS_GIVEN and path.exists()
    is_open = is_file and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    opened = Complaint(Severity.FAULT, "密钥文件可被其他用户读取", f"请运行 chmod 600 {path}")
    told = "由环境变量给定" if settings.SECRET_KEY_IS_GIVEN else "在数据文件夹中"
    return found(told, weak if deployment.check_secret_key(None) else None, opened if is_open else None)


def addresses() -> Diagnosis:
    """Whether the names under which it is reached are said, and it is reached over TLS."""
    hosts = set(settings.ALLOWED_HOSTS)
    advice = "请把 ALLOWED_HOSTS 设为实际使用的域名或地址，用逗号分开"
    any_host = Complaint(Severity.FAULT, "ALLOWED_HOSTS 允许任何域名，链接可被伪造", advice)
    none = Complaint(Severity.FAULT, "ALLOWED_HOSTS 是空的，谁也打不开", advice)
    only_here = Complaint(Severity.NOTICE, "ALLOWED_HOSTS 只有本机地址，其他电脑打不开", advice)
    plain = Complaint(
        Severity.NOTICE,
        "没有使用 HTTPS，密码和报告在网络中不加密",
        "请在前面设 TLS 代理（deploy/nginx.conf），去掉 INSECURE_HTTP",
    )
    is_real = not settings.DEMONSTRATION
    return found(
        "、".join(settings.ALLOWED_HOSTS),
        any_host if "*" in hosts else None,
        none if not hosts else None,
        only_here if is_real and hosts and hosts <= LOOPBACK else None,
        plain if is_real and settings.INSECURE_HTTP else None,
    )
