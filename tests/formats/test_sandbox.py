"""Files of strangers are read by a child with limits: whatever it meets, whoever asked gets a sentence."""

import socket
import subprocess
import threading
from contextlib import ExitStack

import pytest

from reports.formats import reading, sandbox, sandbox_child
from reports.official import Cell
from reports.official.interchange import NotUnderstood
from tests.formats import makers
from tests.formats.hands import HANDS, random_report
from tests.formats.limits import another_child

REPORT = random_report(3)
PAGE = HANDS["spans"](REPORT)
TEXT = "背孜乡2022年政府信息公开工作年度报告\n一、总体情况\n很好。".encode()
TOO_MUCH = "在规定的时间和内存内不能读取"
FAILED = "不能读取这个文件，请另存为其他格式"


@pytest.fixture(autouse=True)
def children_of_its_own(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    idle = sandbox.READING.idle
    yield
    while idle:
        idle.pop().kill()


def reads_by(monkeypatch, *lines, **limits):
    """Give the next child a reader that does as the lines of a function say."""
    body = "\n    ".join(lines)
    reader = f"from reports.formats import reading\ndef read(*given, **told):\n    {body}\nreading.read = read"
    another_child(monkeypatch, "sandbox_child", reader, **limits)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", PAGE),
        ("a.docx", makers.document(REPORT)),
        ("a.mht", makers.saved_page(PAGE)),
        ("a.pdf", makers.paper(REPORT)),
        ("a.txt", TEXT),
    ],
)
def test_the_child_reads_what_the_reader_reads(name, content):
    read, expected = sandbox.read(name, content), reading.read(name, content)
    assert read == expected
    assert read.origins == expected.origins
    assert read.report.printed_totals == expected.report.printed_totals


def test_a_refusal_of_the_reader_comes_through_as_its_sentence():
    with pytest.raises(NotUnderstood, match="没有找到年度报告的标题或表格"):
        sandbox.read("a.html", b"<p>nothing</p>")


def test_what_a_file_does_not_say_is_told():
    report = sandbox.read("a.txt", "一、总体情况\n很好。".encode(), organ="背孜乡人民政府", year=2022).report
    assert (report.organ, report.year) == ("背孜乡人民政府", 2022)


def test_a_piece_of_a_table_is_read_there_too():
    text = "一、本年新收政府信息公开申请数量 1 2 3 4 5 6 21"
    matched = sandbox.run("reports.formats.pasting.read_paste", "", text, REPORT.edition)
    assert matched.figures[Cell("applications", "new_received", "business")].value == "2"


@pytest.mark.parametrize(
    ("limit", "value", "greedy"),
    [
        ("cpu_seconds", 1, "while True: pass"),
        ("memory_bytes", 200_000_000, "return 'x' * 190_000_000"),
        ("wall_seconds", 1, "import time; time.sleep(60)"),
    ],
    ids=["time", "memory", "waiting"],
)
def test_a_reading_gets_so_much_time_and_memory_and_no_more(monkeypatch, limit, value, greedy):
    assert getattr(sandbox_child.LIMITS, limit) > value
    reads_by(monkeypatch, "if given[0] == 'a.txt': return 'read'", greedy, **{limit: value})
    with pytest.raises(NotUnderstood, match=TOO_MUCH):
        sandbox.read("a.html", PAGE)
    (child,) = sandbox.READING.idle
    assert sandbox.read("a.txt", TEXT) == "read"
    assert sandbox.READING.idle == [child]  # it ended the reading, and goes on


def test_the_limits_are_those_of_the_manual():
    """Issue "Last year's report comes in by itself": under 512 MB, under 15 s."""
    assert sandbox_child.LIMITS.memory_bytes <= 512 * 1024 * 1024
    assert sandbox_child.LIMITS.wall_seconds < sandbox.READING.wall_seconds < 15


def test_a_child_that_does_not_answer_at_all_is_replaced(monkeypatch):
    monkeypatch.setattr(sandbox.READING, "wall_seconds", 0.5)
    with monkeypatch.context() as patched:
        another_child(patched, "sandbox_child", "import time; time.sleep(60)")
        with pytest.raises(NotUnderstood, match=TOO_MUCH):
            sandbox.read("a.txt", TEXT)
    monkeypatch.setattr(sandbox.READING, "wall_seconds", 14)
    assert sandbox.read("a.txt", TEXT).report.year == 2022


@pytest.mark.parametrize("end", ["import os; os._exit(3)", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"])
def test_a_reader_that_ends_its_process_is_a_sentence(monkeypatch, end):
    reads_by(monkeypatch, end)
    with pytest.raises(NotUnderstood, match=TOO_MUCH):
        sandbox.read("a.txt", TEXT)


def test_a_reader_that_fails_is_a_sentence_and_its_fault_is_told_the_administrator(monkeypatch, capfd):
    reads_by(monkeypatch, "raise KeyError('what only the log tells')")
    with pytest.raises(NotUnderstood, match=FAILED) as refusal:
        sandbox.read("a.txt", TEXT)
    assert "what only the log tells" not in str(refusal.value)
    assert "KeyError: 'what only the log tells'" in capfd.readouterr().err


def test_a_child_that_was_killed_is_replaced():
    sandbox.read("a.txt", TEXT)
    sandbox.READING.idle[0].process.kill()
    sandbox.READING.idle[0].process.wait()
    assert sandbox.read("a.txt", TEXT).report.year == 2022


def test_what_a_library_prints_is_no_answer(monkeypatch):
    reads_by(monkeypatch, "print('+' * 99, flush=True)", "return 'read'")
    assert sandbox.read("a.txt", TEXT) == "read"


def test_a_reader_writes_no_file(monkeypatch, tmp_path):
    reads_by(monkeypatch, f"open({str(tmp_path / 'file')!r}, 'w').write('x' * 9999)")
    with pytest.raises(NotUnderstood, match=FAILED):
        sandbox.read("a.txt", TEXT)
    assert (tmp_path / "file").stat().st_size == 0


def test_a_reader_opens_few_files(monkeypatch):
    reads_by(monkeypatch, "return len([open('/dev/null') for _ in range(99)])")
    with pytest.raises(NotUnderstood, match=FAILED):
        sandbox.read("a.txt", TEXT)


def test_a_reader_reaches_no_network(monkeypatch):
    """Where the kernel grants a network of one's own, as it does to root and, on most machines, to anybody."""
    is_granted = 0 in (subprocess.call(["unshare", *more, "--net", "true"]) for more in ([], ["--user"]))
    with socket.create_server(("127.0.0.1", 0)) as server:
        reads_by(
            monkeypatch,
            "import socket",
            f"try: socket.create_connection({server.getsockname()!r}, 5)",
            "except OSError: return 'unreachable'",
            "return 'reached'",
        )
        assert sandbox.read("a.txt", TEXT) == ("unreachable" if is_granted else "reached")


def test_a_reader_is_told_none_of_the_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    reads_by(monkeypatch, "import os; return sorted(os.environ)")
    told = sandbox.read("a.txt", TEXT)
    assert set(told) <= {"PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE"}


def test_what_a_child_says_is_plain_data_or_nothing(monkeypatch):
    reads_by(monkeypatch, "import os; return os.system")
    with pytest.raises(NotUnderstood, match=FAILED):
        sandbox.read("a.txt", TEXT)


@pytest.mark.parametrize("named", [b"reports.formats.reading\nimport_module", b"builtins\neval", b"os\nsystem"])
def test_no_function_can_be_named_in_an_answer(named):
    with pytest.raises(NotUnderstood, match=FAILED):
        sandbox._unpickled(b"c" + named + b"\n.")


def test_a_file_that_is_too_large_never_reaches_the_child(monkeypatch):
    reads_by(monkeypatch, "return 'read'")
    with pytest.raises(NotUnderstood, match="不能超过 5 MB"):
        sandbox.read("a.html", b" " * (5 * 1024 * 1024 + 1))


def test_two_are_read_at_once_and_the_third_waits_or_is_told_how_long():
    with ExitStack() as others:
        others.enter_context(sandbox.READING._place())
        others.enter_context(sandbox.READING._place())
        with pytest.raises(sandbox.ReadingBusy, match="请约 2 秒后再试") as busy:
            sandbox.read("a.txt", TEXT, patience=0.2)
        assert busy.value.wait == 2
        threading.Timer(0.3, others.pop_all().close).start()
        assert sandbox.read("a.txt", TEXT).report.year == 2022


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(NotUnderstood, match="无法打开文件：不在"):
        sandbox.read_file(tmp_path / "不在.json")


def test_what_is_asked_of_the_child_stands_in_the_room_of_formats():
    with pytest.raises(NotUnderstood, match=FAILED):
        sandbox.run("os.getcwd")
