"""A real disk that fills up or can only be read: each page says so, nothing is lost, and it ends when the cause ends.

A small file system in memory stands for the disk, which only root may mount; where nobody may, this is left out.
"""

import http.client
import io
import json
import os
import re
import subprocess
import time
from contextlib import contextmanager, suppress
from html import unescape
from zipfile import ZipFile

import pytest

from reports.web import errors
from tests.cluster.people import SETTING_UP
from tests.faults.server import Clerk, running

SIZE = "96m"
PART = 1 << 16  # bytes
LONG = "今年新写的一段话，还没有保存。" * 400  # 18 kB as it is sent, of which a save writes several copies
TIMES = 200  # saves after which a full disk must have been noticed

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("disk")
    mounted = mount("-t", "tmpfs", "-o", f"size={SIZE},mode=0700", "tmpfs", str(folder))
    if mounted.returncode:
        pytest.skip(f"needs to mount a file system: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def mount(*arguments):
    return subprocess.run(["mount", *arguments], capture_output=True, text=True)


@pytest.fixture(scope="module")
def server(disk, tmp_path_factory):
    log = tmp_path_factory.mktemp("log") / "server.log"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path_factory.mktemp("temporary")))
        with running(disk, setting_up=SETTING_UP, log=log) as server:
            yield server


@pytest.fixture(scope="module")
def clerk(server):
    clerk = Clerk(server, f"/reports/xiatang/{server.newest_year('xiatang')}/other_matters/")
    clerk.sign_in("xiatang-clerk")
    return clerk


@contextmanager
def full(folder):
    """Nothing more fits onto the disk."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"\0" * PART):
            pass
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while file.write(b"\0"):
            pass
    try:
        yield
    finally:
        filler.unlink()


def stored(clerk):
    """What the page shows of the text."""
    _, page = clerk.request("GET", clerk.step)
    return unescape(re.search(r'<textarea[^>]*name="other_matters"[^>]*>\s*([^<]*)</textarea>', page)[1]).strip()


def save(clerk, seen, now):
    body = json.dumps({"edits": [["other_matters", seen, now]]})
    return clerk.request("POST", f"{clerk.step}save/", body, "application/json")


def save_until_refused(clerk):
    """The text that was acknowledged last, and the one that was refused with its answer."""
    acknowledged = stored(clerk)
    for number in range(TIMES):
        wanted = f"{number}{LONG}"
        status, answer = save(clerk, acknowledged, wanted)
        if status != 200:
            return acknowledged, wanted, status, json.loads(answer)
        acknowledged = wanted
    raise AssertionError("the disk is not full")


def readiness(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status
    finally:
        connection.close()


def until(is_so, seconds=20):
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_a_full_disk_is_said_loses_nothing_and_ends_with_the_cause(server, clerk):
    processes = server.workers()
    with full(server.data):
        acknowledged, refused, status, answer = save_until_refused(clerk)
        assert (status, answer["error"]) == (503, errors.NOT_SAVED)
        assert stored(clerk) == acknowledged
        seen = json.dumps({"other_matters": acknowledged})
        token = clerk.cookies["csrf"]
        status, page = clerk.post(clerk.step, {"other_matters": refused, "seen": seen, "csrfmiddlewaretoken": token})
        assert (status, errors.NOT_SAVED in unescape(page), refused in unescape(page)) == (503, True, True)
        for path in ("/", "/guide/", clerk.step, "/sign-in/"):
            assert clerk.request("GET", path)[0] in (200, 302), path
        until(lambda: readiness(server) == 503)
    status, answer = save(clerk, acknowledged, refused)
    assert (status, json.loads(answer)["values"]) == (200, {"other_matters": refused})
    assert stored(clerk) == refused
    assert server.workers() == processes  # nobody had to be started again
    assert server.manage("verify").count("正常") > 4


def test_a_file_that_finds_no_space_is_said_to_be_and_leaves_nothing(server, clerk):
    supervisor = Clerk(server, "")
    supervisor.sign_in("lushan-supervisor")
    with full(server.data):
        status, page = upload(supervisor, zipped(os.urandom(100_000)))
        assert (status, errors.NOT_SAVED in unescape(page)) == (503, True)
    uploads = server.data / "uploads"
    assert [each for each in uploads.rglob("*") if each.is_file()] == []


def zipped(content):
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("背孜乡2021年.pdf", content)
    return file.getvalue()


def upload(person, content):
    page = person.request("GET", "/review/earlier/")[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    return person.request_bytes("/review/earlier/", *multipart(token, content))


def multipart(token, content):
    boundary = "a-boundary"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="archive"; filename="2021.zip"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def test_a_half_sent_upload_leaves_nothing(server):
    supervisor = Clerk(server, "")
    supervisor.sign_in("lushan-supervisor")
    token = supervisor.cookies["csrf"]
    body, kind = multipart(token, b"PK" + b"\0" * 3_000_000)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    cookies = "; ".join(f"{key}={value}" for key, value in supervisor.cookies.items())
    connection.putrequest("POST", "/review/earlier/")
    for name, value in {"Cookie": cookies, "Content-Type": kind, "Content-Length": str(len(body))}.items():
        connection.putheader(name, value)
    connection.endheaders(body[: len(body) // 2])
    time.sleep(0.5)
    connection.close()
    assert supervisor.request("GET", "/review/earlier/")[0] == 200
    assert (
        server.manage("shell", "-v0", "-c", "from reports.models import Batch; print(Batch.objects.count())") == "0\n"
    )
    uploads = server.data / "uploads"
    assert [each for each in uploads.rglob("*") if each.is_file()] == []
    temporary = server.environment["TMPDIR"]
    until(lambda: subprocess.run(["find", temporary, "-name", "*.upload*"], capture_output=True).stdout == b"")


def test_a_data_folder_that_can_only_be_read_is_said_and_taken_up_when_it_can_be_written(server, clerk, disk):
    """Last of all: the server is stopped, for nobody may hold a file open for writing."""
    before = stored(clerk)
    server.stop()
    assert mount("-o", "remount,ro", str(disk)).returncode == 0
    try:
        server.start()
        server.wait()
        status, page = clerk.request("GET", clerk.step)
        assert (status, "系统暂时无法读取数据" in page) in [(503, True), (200, False)]
        status, answer = save(clerk, before, "只读时写的话")
        assert (status, json.loads(answer)["error"]) == (503, errors.NOT_SAVED)
        until(lambda: readiness(server) == 503)
    finally:
        assert mount("-o", "remount,rw", str(disk)).returncode == 0
    assert save(clerk, before, "可以写了")[0] == 200
    assert stored(clerk) == "可以写了"
