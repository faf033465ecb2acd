"""How long the server takes for the page of a review that is as heavy as they come, at the median.

A report with every figure filled, some 240 sentences, 200 opinions, and 60 figures and 20 sentences
changed since the last submission. Target: under 150 ms however it is looked at.
Run by script/benchmark on a database of its own; ``profile`` prints where the time goes instead.
"""

import cProfile
import os
import pstats
import sys
from itertools import cycle, islice

import django

import config  # noqa: F401  chooses the SQLite before Django does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from reports.lifecycle.editing import Edit, save  # noqa: E402
from reports.lifecycle.findings import unexplained  # noqa: E402
from reports.lifecycle.opening import open_report  # noqa: E402
from reports.models import AnnualReport, Organ, User  # noqa: E402
from reports.official import Cell  # noqa: E402
from tests.benchmarks.pages import PLAIN, median, say  # noqa: E402
from tests.deciding import add_opinion, perform  # noqa: E402

YEAR = 2023
SENTENCES, OPINIONS, CHANGED_FIGURES, CHANGED_SENTENCES = 240, 200, 60, 20
COLUMNS = 6
LOOKS = {
    "as it stands": "?compare=none",  # without asking, a second submission stands beside the first
    "beside the last submission": "?compare=submission",
    "beside last year": "?compare=year",
    "the last page of opinions": "?compare=submission&opinions=4",
}


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0)
    report, supervisor = heavy_review()
    with override_settings(STORAGES=PLAIN, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
        client = Client()
        client.force_login(supervisor)
        for look, query in LOOKS.items():
            address = f"{report.get_absolute_url()}review/{query}"
            if sys.argv[1:] == ["profile"]:
                profile(lambda address=address: client.get(address))
                continue
            took = median(lambda address=address: client.get(address))
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            say(f"review: {look}", took)
            print(f"{'':32} {len(queries)} queries, {len(answer.content) // 1024} kB")  # noqa: T201


def heavy_review() -> tuple[AnnualReport, User]:
    """A second submission in review, with the first one and last year's report behind it."""
    organ = Organ.objects.get(slug="beizi")
    clerk, supervisor = User.objects.get(username="beizi-clerk"), User.objects.get(username="lushan-supervisor")
    organ.memberships.filter(role="leader").delete()
    report = open_report(organ, YEAR, clerk)
    enter(report, clerk, figures(report, 1) | texts(report, ""))
    submit(report, clerk)
    perform("return", report.pk, supervisor, reason="第五部分没有逐项写明改进情况，请补充。")
    enter(report, clerk, figures(report, 2) | texts(report, "，并逐项核对"))
    submit(report, clerk)
    for anchor in islice(cycle([*map(str, report.official_form.entries), *report.official_form.text]), OPINIONS):
        quote = report.stored_texts()[anchor].split("。")[0] if anchor in report.official_form.text else ""
        words = "请核对本处内容，与上年相差较大的，写明原因后再次提交。"
        add_opinion(report.pk, supervisor, anchor=anchor, quote=quote, level="advice", code="other", words=words)
    return AnnualReport.objects.get(pk=report.pk), supervisor


def enter(report: AnnualReport, clerk: User, wanted: dict[str, str]) -> None:
    """Type what is not there yet."""
    stored = {str(cell): "" if figure is None else str(figure) for cell, figure in report.figures().items()}
    stored |= report.stored_texts()
    edits = [Edit(key, stored.get(key, ""), value) for key, value in wanted.items() if stored.get(key, "") != value]
    saved = save(report.pk, clerk, edits)
    assert not saved.conflicts
    assert not saved.refused


def submit(report: AnnualReport, clerk: User) -> None:
    """Explain what needs it, and submit."""
    for finding in unexplained(AnnualReport.objects.get(pk=report.pk)):
        report.explanations.create(
            fingerprint=finding.fingerprint,
            rule=finding.rule,
            place=finding.place,
            finding=finding.message,
            body="本年度机构改革，多项职权下放，件数据此增加，已与台账逐项核对。",
            author=clerk,
            at=timezone.now(),
        )
    assert perform("submit", report.pk, clerk).to_status == "in_review"


def figures(report: AnnualReport, least: int) -> dict[str, str]:
    """Every figure, none of them zero, each column balanced; a larger ``least`` changes the first ten rows."""
    table = report.official_form.table["applications"]
    entries = dict.fromkeys(report.official_form.entries, "4")
    handled = [cell for cell in table.entries if cell.row not in ("new_received", "carried_over", "carried_forward")]
    for cell in handled[: CHANGED_FIGURES - COLUMNS]:
        entries[cell] = str(10 * least)
    for column in dict.fromkeys(cell.column for cell in table.entries):
        total = sum(int(entries[cell]) for cell in handled if cell.column == column)
        entries[Cell("applications", "new_received", column)] = str(total)
    return {str(cell): value for cell, value in entries.items()}


def texts(report: AnnualReport, ending: str) -> dict[str, str]:
    """Every text, thirty sentences each in paragraphs of five; ``ending`` goes into some of them."""
    keys = [key for key in report.official_form.text if key != "preamble"]
    each = SENTENCES // len(keys)
    written = {}
    for number, key in enumerate(keys):
        sentences = [
            f"在第{place}项工作中，通过县政府网站和村务公开栏公开第{number}类事项的办理依据、程序和结果"
            f"{ending if (place * len(keys) + number) % (SENTENCES // CHANGED_SENTENCES) == 0 else ''}。"
            for place in range(each)
        ]
        written[key] = "\n".join("".join(sentences[start : start + 5]) for start in range(0, each, 5))
    return written


def profile(act) -> None:
    """Print where the time of one call goes."""
    act()
    profiler = cProfile.Profile()
    profiler.runcall(act)
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    main()
