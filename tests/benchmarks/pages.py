"""How long the server takes for the pages of the form and for saving one cell, at the median, on SQLite.

Run by script/benchmark on a database of its own. Targets: a page under 50 ms, one changed cell under 30 ms.
"""

import os
import statistics
import time
from collections.abc import Callable

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402

from reports.lifecycle.editing import Edit, save  # noqa: E402
from reports.models import AnnualReport, User  # noqa: E402
from reports.presenters.progress import keys_of  # noqa: E402

RUNS = 60
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0)
    clerk = User.objects.get(username="xiatang-clerk")
    report = AnnualReport.objects.filter(organ__slug="xiatang").latest("year")
    with override_settings(STORAGES=PLAIN, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        client = Client()
        client.force_login(clerk)
        for name in ["", *keys_of(report), "check", "preview"]:
            path = f"{report.get_absolute_url()}{name}/" if name else report.get_absolute_url()
            say(f"page: {name or 'task list'}", median(lambda path=path: client.get(path)))
    say("saving one cell", median(one_cell(report, clerk)))


def one_cell(report: AnnualReport, clerk: User) -> Callable[[], None]:
    """An act that types the next number into the same cell, each time having seen the last."""
    typed = [0]

    def act() -> None:
        edit = Edit("applications.granted.research", str(typed[0]), str(typed[0] + 1))
        save(report.pk, clerk, [edit], step="applications")
        typed[0] += 1

    return act


def median(act: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """The median of some runs in milliseconds, after a first one that warms up.

    ``time.process_time`` as the clock leaves out what others do on a shared machine.
    """
    act()
    times = []
    for _ in range(RUNS):
        start = clock()
        act()
        times.append((clock() - start) * 1000)
    return statistics.median(times)


def say(what: str, milliseconds: float) -> None:
    print(f"{what:32} {milliseconds:7.1f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
