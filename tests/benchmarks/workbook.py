"""How long a workbook takes to write and to read: ``python -m tests.benchmarks.workbook``. Target: 100 ms to write."""

import statistics
import time
from collections.abc import Callable

from reports.formats import reading
from reports.formats.xlsx import writer as workbook
from tests.formats.any_report import complete_report

ROUNDS = 30


def median(work: Callable[[], object]) -> float:
    """Milliseconds, after one round to warm up."""
    work()
    durations = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        durations.append(time.perf_counter() - started)
    return statistics.median(durations) * 1000


def main() -> None:
    report = complete_report(texts=dict.fromkeys(complete_report().official_form.text, "政府信息公开工作。" * 60))
    content = workbook.write(report)
    print(f"workbook: {len(content) / 1024:.0f} KB")  # noqa: T201
    print(f"  write {median(lambda: workbook.write(report)):.0f} ms")  # noqa: T201
    print(f"  read  {median(lambda: reading.read('report.xlsx', content)):.0f} ms (gate included)")  # noqa: T201


if __name__ == "__main__":
    main()
