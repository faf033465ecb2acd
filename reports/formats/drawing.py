"""Draws papers and workbooks beside the web server: in children with limits, two at once on the machine, each once.

A paper of long texts can take minutes and gigabytes. So whoever asks for one gets it out of the store, drawn by a
child that may take so much and no more, or is told at once how long to wait.
"""

import pickle

from django.conf import settings

from reports.formats import registry, store
from reports.formats.children import Children, Taken
from reports.official.report_data import ReportData

DRAWING = Children(
    "drawing",
    "reports.formats.drawing_child",
    places=2,  # children that draw at once, whatever asks for them (security.md §8.4)
    wall_seconds=60,
    usual_seconds=3,
)
_TOO_MUCH = "报告内容过多，在规定的时间和内存内不能生成文件。请精简文字、减少段落后再试"
_FAILED = "文件生成失败，请稍后再试。仍有问题请联系管理员"


class CannotDraw(Exception):
    """No file was made; the message is a sentence for the person who asked."""


class Busy(CannotDraw):
    """Both places are taken; ``wait`` is after how many seconds one is likely to be free."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"正在为其他人生成文件，请约 {wait} 秒后再试")
        self.wait = wait


def drawn(
    writer: str, report: ReportData | bytes, *, extension: str = "", patience: float = 0, **marks: bool | str
) -> bytes:
    """What ``writer``, a function by its dotted name, makes of the report: a file of the format, or a text.

    Of a file that was drawn it may make another, such as pictures of its pages.

    ``Busy`` where two are being drawn already and no place is free within ``patience`` seconds, ``CannotDraw``
    where the limits do not suffice or the file is not whole, ``ValueError`` where the writer refuses the report.
    """
    job = _job(writer, report, marks)
    name = store.name_of(job)
    content = store.kept(name)
    if content is None:
        content = _drawn_by_a_child(pickle.dumps(job), patience)
        if extension and not registry.writable()[extension].output.is_whole(content):  # for nobody, nor to be kept
            raise CannotDraw(_FAILED)
        store.keep(name, content)
    return content


def size_if_kept(writer: str, report: ReportData, **marks: bool) -> int | None:
    """How many bytes the file has that ``drawn`` would hand out at once; ``None`` where it has to be drawn first."""
    return store.size_of(store.name_of(_job(writer, report, marks)))


def _job(writer: str, report: ReportData | bytes, marks: dict[str, bool | str]) -> tuple:
    return writer, report, marks, {"FEES_HEADING_NAMES_DECIMALS": settings.FEES_HEADING_NAMES_DECIMALS}


def _drawn_by_a_child(job: bytes, patience: float) -> bytes:
    try:
        outcome, answer = DRAWING.answer(job, patience)
    except Taken as taken:
        raise Busy(taken.wait) from taken
    except TimeoutError as error:
        raise CannotDraw(_TOO_MUCH) from error
    except OSError as error:
        raise CannotDraw(_FAILED) from error
    match outcome:
        case b"+":
            return answer
        case b"V":
            raise ValueError(answer.decode())
        case b"L":
            raise CannotDraw(_TOO_MUCH)
    raise CannotDraw(_FAILED)
