"""How gunicorn runs the application: ``gunicorn --config python:config.web_server config.wsgi``.

``BIND`` or ``PORT`` say where, ``WEB_CONCURRENCY`` with how many processes.
"""

import os
import shutil
from pathlib import Path
from typing import Any

from prometheus_client import values

from config import environment, logs

bind = environment.text("BIND") or f"127.0.0.1:{environment.text('PORT', '8000')}"
workers = environment.number("WEB_CONCURRENCY", 2)
threads = 4
worker_class = "config.worker.WholeRequests"
max_requests, max_requests_jitter = 2000, 200
control_socket_disable = True
loglevel = "warning"
_format = environment.text("LOG_FORMAT", "plain")
logconfig_dict = logs.configuration(_format) if _format != "plain" else {}
# The workers' heartbeat files belong in memory: a slow disk would have them taken for dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None

# What the processes count is added up from a file of each. A process that follows another goes on with its file, so
# that there are never more files than processes, and no counter ever falls but when the server is started.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
if environment.text("METRICS_TOKEN") and not os.environ.get(_FOLDER):
    # Of its own, by where it listens: two servers may share a data folder.
    _folder = Path(environment.text("DATA_DIR") or Path(__file__).parents[1] / "var", "metrics", bind.replace("/", "_"))
    shutil.rmtree(_folder, ignore_errors=True)
    _folder.mkdir(parents=True, mode=0o700)
    os.environ[_FOLDER] = str(_folder.resolve())


def pre_fork(server: Any, worker: Any) -> None:
    """Give a process the first number that no other one has."""
    taken = {each.number for each in server.WORKERS.values()}
    worker.number = min(set(range(len(taken) + 1)) - taken)


def post_fork(server: Any, worker: Any) -> None:
    """Have a process count in the file of its number."""
    if os.environ.get(_FOLDER):
        values.ValueClass = values.MultiProcessValue(lambda: worker.number)
