"""A probe of long work: whether somebody takes what is queued, and whether something was left half-done."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports.models import batches, bundles, examinations
from reports.operations.health.probe import Complaint, Diagnosis, Severity, found

LONGEST_WAIT = timedelta(minutes=5)
ADVICE = "请检查后台程序（systemctl status nianbao-worker，或重新启动 script/server），并查看它的日志"


def worker() -> Diagnosis:
    """Whether what is queued is taken. A worker that has ended is missed only once something waits for it."""
    since = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    minutes = int((timezone.now() - since).total_seconds() // 60) if since else 0
    told = f"{waiting()} 项在等候" if since else "没有等候的处理"
    is_long = bool(since) and timezone.now() - since > LONGEST_WAIT
    waits = f"有处理已等候 {minutes} 分钟"
    busy = Complaint(Severity.NOTICE, f"{waits}，后台程序正忙于前面的", "请稍候；长期如此的，再启动一个后台程序")
    ended = Complaint(Severity.STOPPED, f"{waits}，后台程序没有在运行", ADVICE)
    late = (busy if _is_heard_of() else ended) if is_long else None
    left = _left()
    return found(told, late, Complaint(Severity.FAULT, f"有 {left} 项处理中断，无人接续", ADVICE) if left else None)


def waiting() -> int:
    """How many tasks no worker has taken."""
    return DBTaskResult.objects.ready().count()


def _is_heard_of() -> bool:
    """Whether some worker said lately that it goes on with its work."""
    now = timezone.now()
    reading = batches.Batch.objects.filter(stage__in=batches.WORKING, heard_at__gte=now - batches.STALLED_AFTER)
    making = bundles.Bundle.objects.filter(state=bundles.BundleState.RUNNING, heard_at__gte=now - bundles.STALLED_AFTER)
    checking = examinations.Examination.objects.filter(
        told=None, done__gt=0, heard_at__gte=now - examinations.STALLED_AFTER
    )
    return any(each.exists() for each in (reading.exclude(worker=""), making, checking))


def _left() -> int:
    """How much was begun and is worked on by nobody."""
    begun = [
        *batches.Batch.objects.filter(stage__in=batches.WORKING).exclude(worker=""),
        *bundles.Bundle.objects.filter(state=bundles.BundleState.RUNNING),
    ]
    return sum(each.is_left for each in begun)
