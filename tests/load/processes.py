"""How much memory and how many open files the processes of a server have, sampled beside a run."""

import statistics
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SECONDS = 5  # between two samples


class Sampler:
    """Samples while it is entered: ``memory`` in bytes and ``files`` open, of all processes together each time."""

    def __init__(self, processes: Callable[[], list[int]]) -> None:
        self.processes = processes
        self.memory: list[int] = []
        self.files: list[int] = []
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "Sampler":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _sample(self) -> None:
        while not self.over.wait(SECONDS):
            with suppress(OSError):  # one has ended meanwhile
                processes = self.processes()
                self.memory.append(sum(map(_proportional, processes)))
                self.files.append(sum(len(list(Path(f"/proc/{each}/fd").iterdir())) for each in processes))

    def growth(self, samples: list[int]) -> float:
        """By which part the last sixth of a run is above its second sixth, when all has been loaded; 0.1 is 10 %."""
        sixth = len(samples) // 6
        if not sixth:
            return 0
        return statistics.median(samples[-sixth:]) / statistics.median(samples[sixth : 2 * sixth]) - 1


def _proportional(process: int) -> int:
    """Bytes of memory, what is shared counted in part (proc(5), smaps_rollup)."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return 1024 * next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
