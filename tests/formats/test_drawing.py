"""Papers and workbooks are drawn by children with limits, two at once, and each once."""

import os
import pickle
import threading
from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from zipfile import ZipFile

import pytest

from reports.formats import drawing, drawing_child, registry, store, writing
from reports.formats.children import Children, end_all
from tests.conftest import YEAR
from tests.formats.limits import another_child

PDF = f"/reports/beizi/{YEAR}/report.pdf"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """A store of its own, and no child from before."""
    settings.DATA_DIR = tmp_path
    yield tmp_path / "drawn"
    end_all()


def a_pdf(number):
    """A file that is whole as far as head, table and end go."""
    head = b"%%PDF-1.7 %d\n" % number
    return head + b"xref\n0 0\ntrailer\n<<>>\nstartxref\n%d\n%%%%EOF\n" % len(head)


def a_workbook(number):
    with BytesIO() as file:
        with ZipFile(file, "w") as archive:
            archive.writestr("number", str(number))
        return file.getvalue()


@pytest.fixture
def jobs(monkeypatch):
    """The jobs that were given to a child, which draws nothing here but tells apart what is asked for."""
    given = []

    def answered(_, job):
        given.append(job)
        writer, number = pickle.loads(job)[0], len(given)
        if writer.endswith("undrawable"):
            return b"+", b"%d" % number
        return b"+", a_workbook(number) if ".xlsx." in writer else a_pdf(number)

    monkeypatch.setattr(Children, "_answered", answered)
    return given


def every_text(report, text):
    return replace(report, texts=dict.fromkeys(report.official_form.text, text))


@pytest.mark.parametrize("extension", ["pdf", "xlsx"])
def test_what_was_drawn_once_is_not_drawn_again(seed, jobs, extension):
    first = writing.write(seed, extension)
    assert writing.write(replace(seed), extension) == first
    assert len(jobs) == 1


@pytest.mark.parametrize(
    "another",
    [
        lambda seed: writing.write(seed, "pdf", draft=True),
        lambda seed: writing.write(seed, "pdf", demonstration=True),
        lambda seed: writing.write(seed, "xlsx"),
        lambda seed: writing.write(replace(seed, title="另一标题"), "pdf"),
        lambda seed: writing.blank(seed.organ, seed.kind, seed.year, "pdf"),
        lambda seed: writing.undrawable(replace(seed, title="𠮷")).encode(),
    ],
)
def test_another_report_mark_or_form_is_drawn_anew(seed, jobs, another):
    first = writing.write(seed, "pdf")
    assert another(seed) != first
    assert len(jobs) == 2


def test_a_new_writer_draws_anew(seed, jobs, monkeypatch):
    writing.write(seed, "pdf")
    monkeypatch.setattr(store, "_writers", lambda: "a template was changed")
    assert writing.write(seed, "pdf") == a_pdf(2)


def test_another_font_of_the_office_is_another_writer_also_under_the_same_name(settings, tmp_path):
    settings.FONTS_DIR = tmp_path / "fonts"
    versions = [store._writers.__wrapped__()]
    settings.FONTS_DIR.mkdir()
    for content in (b"a font", b"a newer font"):
        (settings.FONTS_DIR / "office.ttf").write_bytes(content)
        versions.append(store._writers.__wrapped__())
    assert len(set(versions)) == 3
    assert store._writers.__wrapped__() == versions[-1]


def test_the_setting_that_changes_a_heading_draws_anew(seed, jobs, settings):
    writing.write(seed, "pdf")
    settings.FEES_HEADING_NAMES_DECIMALS = not settings.FEES_HEADING_NAMES_DECIMALS
    assert writing.write(seed, "pdf") == a_pdf(2)


def test_the_store_keeps_to_its_size_and_what_was_used_last(folder, monkeypatch):
    monkeypatch.setattr(store, "MOST_BYTES", 300)
    for number, name in enumerate(["first", "second"]):
        store.keep(name, b"x" * 100)
        os.utime(folder / name, (number, number))
    assert store.kept("first") == b"x" * 100  # now the second is the one that was not used for longest
    store.keep("third", b"x" * 100)
    assert sorted(each.name for each in folder.iterdir()) == ["first", "third"]


def test_a_store_that_cannot_be_written_stops_no_drawing(seed, jobs, folder, monkeypatch):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "folder", full)
    assert [writing.write(seed, "pdf"), writing.write(seed, "pdf")] == [a_pdf(1), a_pdf(2)]


def test_two_are_drawn_at_once_and_the_third_is_told_how_long_to_wait(filled, cast, as_user, seed, monkeypatch):
    drawing_now, done = threading.Semaphore(0), threading.Event()
    monkeypatch.setattr(Children, "_answered", lambda *_: drawing_now.release() or (done.wait(30) and (b"+", a_pdf(1))))
    drawn = []
    threads = [
        threading.Thread(target=lambda title=title: drawn.append(writing.write(replace(seed, title=title), "pdf")))
        for title in ("甲", "乙")
    ]
    for thread in threads:
        thread.start()
    assert drawing_now.acquire(timeout=10)
    assert drawing_now.acquire(timeout=10)
    answer = as_user(cast.clerk).get(PDF)
    assert not drawn
    assert (answer.status_code, answer["Retry-After"]) == (HTTPStatus.SERVICE_UNAVAILABLE, "3")
    assert "正在为其他人生成文件，请约 3 秒后再试。" in answer.content.decode()
    done.set()
    for thread in threads:
        thread.join()
    assert drawn == [a_pdf(1), a_pdf(1)]
    assert as_user(cast.clerk).get(PDF).content == a_pdf(1)


def test_a_command_waits_for_its_turn(seed, jobs):
    with ExitStack() as others:
        others.enter_context(drawing.DRAWING._place())
        others.enter_context(drawing.DRAWING._place())
        with pytest.raises(writing.Busy):
            writing.write(seed, "pdf")
        threading.Timer(0.3, others.pop_all().close).start()
        assert writing.write(seed, "pdf", patience=writing.PATIENCE) == a_pdf(1)


def test_a_drawing_that_takes_too_long_is_ended_and_the_next_one_drawn(seed, monkeypatch):
    assert writing.write(seed, "pdf").startswith(b"%PDF")
    child = drawing.DRAWING.idle[0].process
    with monkeypatch.context() as patched:
        patched.setattr(drawing.DRAWING, "wall_seconds", 0.5)
        with pytest.raises(writing.CannotDraw, match="内容过多"):
            writing.write(every_text(seed, "字\n" * 9000), "pdf")
    assert child.returncode is not None
    assert writing.write(replace(seed, title="下一份"), "pdf").startswith(b"%PDF")


@pytest.mark.parametrize(
    ("limit", "value"),
    [("cpu_seconds", 1), ("memory_bytes", 400_000_000), ("wall_seconds", 1)],
    ids=["time", "memory", "waiting"],
)
def test_a_drawing_gets_so_much_time_and_memory_and_no_more(seed, monkeypatch, limit, value):
    assert getattr(drawing_child.LIMITS, limit) > value
    another_child(monkeypatch, "drawing_child", **{limit: value})
    with pytest.raises(writing.CannotDraw, match="内容过多"):
        writing.write(every_text(seed, "字\n" * 9000), "pdf")


def test_a_text_that_a_workbook_cannot_hold_is_refused_in_its_words(seed):
    with pytest.raises(ValueError, match="工作簿的单元格放不下"):
        writing.write(every_text(seed, "x" * 40_000), "xlsx")


def test_a_child_that_was_killed_is_replaced(seed):
    assert writing.write(seed, "xlsx").startswith(b"PK")
    drawing.DRAWING.idle[0].process.kill()
    drawing.DRAWING.idle[0].process.wait()
    assert writing.write(replace(seed, title="下一份"), "xlsx").startswith(b"PK")


@pytest.mark.parametrize("extension", ["pdf", "xlsx"])
def test_a_file_is_whole_only_with_its_head_and_to_its_last_byte(seed, extension):
    content = writing.write(seed, extension)
    assert registry.writable()[extension].output.is_whole(content)
    middle = len(content) // 2
    broken = {
        "empty": b"",
        "cut in half": content[:middle],
        "without its end": content[:-10],
        "without its head": content[10:],
        "without its middle": content[: middle - 50] + content[middle + 50 :],
        "with something before it": b"Fontconfig warning\n" + content,
        "the head and the end alone": b"%PDF-1.7\n%%EOF\n",
    }
    assert [how for how, each in broken.items() if registry.writable()[extension].output.is_whole(each)] == []


@pytest.mark.parametrize("extension", ["pdf", "xlsx"])
def test_a_file_that_is_not_whole_is_neither_handed_out_nor_kept(seed, folder, monkeypatch, extension):
    whole = writing.write(seed, extension)
    before = sorted(folder.iterdir())
    monkeypatch.setattr(Children, "_answered", lambda *_: (b"+", whole[:-10]))
    with pytest.raises(writing.CannotDraw, match="文件生成失败"):
        writing.write(replace(seed, title="另一标题"), extension)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("left", [b"", b"%PDF-1.7\n%%EOF\n", slice(50), slice(32, None)], ids=str)
def test_what_the_store_has_not_kept_whole_is_drawn_anew(seed, folder, jobs, left):
    """The machine may stop after the name is on the disk and before all of the bytes are."""
    writing.write(seed, "pdf")
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[left] if isinstance(left, slice) else left)
    assert writing.write(seed, "pdf") == a_pdf(2)
    assert writing.write(seed, "pdf") == a_pdf(2)  # and is kept whole by now
    assert len(jobs) == 2
