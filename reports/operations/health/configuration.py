"""Probes of the settings: what an installation for real work must not be told, or lacks."""

from django.conf import settings

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
