"""Many files read two at a time, as many as the machine reads at once, and told of as they are done."""

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice

from reports.formats import sandbox
from reports.lifecycle.batches.assessing import Assessed, read_and_assess
from reports.lifecycle.batches.organ_matching import OrganMatcher
from reports.official.interchange import NotUnderstood

logger = logging.getLogger(__name__)
FAILED = "读取时出错，请另存为其他格式后再试"
Named = tuple[str, Callable[[], bytes]]  # the path of a file, and what gives its content


def assessed_together(
    files: Iterable[Named], matcher: OrganMatcher, patience: float = sandbox.WAIT_OF_A_COMMAND
) -> Iterator[Assessed]:
    """What each file says, in their order; at most a few are held in memory, and taken from ``files`` when begun.

    Each waits at most ``patience`` seconds for its turn.
    """
    read = partial(sandbox.read, patience=patience)
    at_once, files = sandbox.READING.places, iter(files)
    with ThreadPoolExecutor(at_once) as threads:
        waiting: list[Future[Assessed]] = []
        for path, content in islice(files, at_once + 1):
            waiting.append(threads.submit(_assess, path, content, matcher, read))
        while waiting:
            yield waiting.pop(0).result()
            for path, content in islice(files, 1):
                waiting.append(threads.submit(_assess, path, content, matcher, read))


def _assess(path: str, content: Callable[[], bytes], matcher: OrganMatcher, read: Callable) -> Assessed:
    try:
        return read_and_assess(path, content(), matcher, read)
    except NotUnderstood as refusal:  # it could not even be opened
        return Assessed(path, 0, "", refusal=str(refusal))
    except Exception:  # a fault of ours: one file must not keep the others from being read
        logger.exception("A file of many could not be assessed")
        return Assessed(path, 0, "", refusal=FAILED)
