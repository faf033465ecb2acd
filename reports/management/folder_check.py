"""A folder of published reports read and checked together, for ``check_report FOLDER``: the 差错清单 comes of it."""

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from reports.checks.examination import Examined, ReportFile, RulesOf, Unread, examine
from reports.formats import registry, sandbox
from reports.formats.entries import is_clutter
from reports.formats.reading import Reading
from reports.formats.xlsx import error_list
from reports.official.interchange import NotUnderstood, shown

logger = logging.getLogger(__name__)
Tell = Callable[[str], None]
A_SECOND = 1.0
_FAILED = "读取时出错，请另存为其他格式后再试"


@dataclass
class FolderCheck:
    """What a folder came to: the reports with what is found in them, and the files that could not be read."""

    examined: list[Examined] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    unplaced: dict[str, list[str]] = field(default_factory=dict)  # by path what found no place in its report

    def workbook(self) -> bytes:
        """The 差错清单 as ``.xlsx``."""
        return error_list.write(self.examined, self.unread, {path: len(each) for path, each in self.unplaced.items()})


def check_folder(folder: Path, tell: Tell, besides: Path, rules: RulesOf) -> FolderCheck:
    """Read and check every file in a folder and those in it; ``tell`` gets a line a second on how far it has come.

    ``rules`` says how the checks are set for a report.

    The file ``besides``, which may be there from an earlier check, is none of them. A file that cannot be read keeps no
    other from it. ``NotUnderstood`` where there is none.
    """
    files = [path for path in files_of(folder) if path.resolve() != besides.resolve()]
    progress, result, sources = ProgressLines(tell, len(files)), FolderCheck(), []
    for path, reading in _read_together(folder, files):
        if isinstance(reading, str):
            result.unread.append(Unread(path, reading))
        else:
            sources.append(ReportFile(path, reading.report))
            result.unplaced[path] = [str(each) for each in reading.unplaced]
        progress.step("已读取")
    progress = ProgressLines(tell, len(sources))
    for each in examine(sources, rules):
        result.examined.append(each)
        progress.step("已检查")
    return result


class ProgressLines:
    """So many of so many, said at most once a second."""

    def __init__(self, tell: Tell, total: int) -> None:
        self._tell, self._total, self._done, self._told_at = tell, total, 0, time.monotonic()

    def step(self, verb: str) -> None:
        self._done += 1
        if time.monotonic() - self._told_at > A_SECOND:
            self._tell(f"{verb} {self._done}／{self._total} 份")
            self._told_at = time.monotonic()


def files_of(folder: Path) -> list[Path]:
    """The files of a folder and of those in it, but for links and what systems leave there."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    files = [path for path in paths if not is_clutter(str(path.relative_to(folder)))]
    if not files:
        raise NotUnderstood(f"文件夹中没有文件：{shown(str(folder))}")
    return files


def _read_together(folder: Path, files: list[Path]) -> Iterator[tuple[str, Reading | str]]:
    """Each file by its path in the folder with what was read of it, or why nothing was; in their order."""
    names = [str(path.relative_to(folder)).encode(errors="replace").decode() for path in files]
    with ThreadPoolExecutor(sandbox.READING.places) as threads:
        yield from zip(names, threads.map(_read, files), strict=True)


def _read(path: Path) -> Reading | str:
    if path.suffix.lower().removeprefix(".") not in registry.readable():
        extensions = " ".join(f".{each}" for each in registry.readable())
        return f"不能读取这种格式，能读取的有 {extensions}"
    try:
        return sandbox.read_file(path)
    except NotUnderstood as refusal:
        return str(refusal)
    except Exception:  # a fault of ours: one file must not keep the others from being read
        logger.exception("A file of a folder could not be read")
        return _FAILED
