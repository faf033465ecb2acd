"""Two hundred requests that never end starve nobody, and are closed in time."""

import socket
import time

import pytest

from config import worker
from config.worker import is_whole
from tests.faults.server import Clerk, running

HALVES = 200
KINDS = [
    b"GET /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\nhalf",
    b"G",
    b"",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One for all tests here, for each of them leaves it as it was; both workers have loaded everything."""
    with running(tmp_path_factory.mktemp("data")) as server:
        clerk = Clerk(server, "")
        for _ in range(10):
            clerk.until_answered("GET", "/sign-in/")
        yield server


def half_sent(port, number):
    connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    connection.sendall(KINDS[number % len(KINDS)])
    return connection


def test_half_sent_requests_starve_nobody_and_are_closed_in_time(server):
    start = time.monotonic()
    halves = [half_sent(server.port, number) for number in range(HALVES)]
    assert Clerk(server, "").request("GET", "/sign-in/")[0] == 200
    assert time.monotonic() - start < worker.SECONDS  # so while all of them were still open
    for connection in halves:
        connection.settimeout(max(start + worker.SECONDS + 10 - time.monotonic(), 1))
        assert connection.recv(1) == b""
        connection.close()


LEFT_OPEN = 40
HOST = b"Host: 127.0.0.1\r\nCookie: csrf=" + b"a" * 32 + b"\r\n"
FORM = b"POST /sign-in/ HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"
LEFT_OPEN_AS = {
    "answered for the last time": b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    "refused as too large": FORM + b"Content-Length: 900000\r\n\r\na=",
    "refused without a length": FORM + b"Transfer-Encoding: chunked\r\n\r\n5\r\na=",
    "half sent behind another": b"GET / HTTP/1.1\r\n" + HOST + b"\r\n" + FORM + b"Content-Length: 50\r\n\r\na=",
    "half sent with a long length": FORM + b"Content-Length: 00000000000000050\r\n\r\na=",
}


@pytest.mark.parametrize("sent", LEFT_OPEN_AS.values(), ids=LEFT_OPEN_AS)
def test_whoever_leaves_a_connection_open_holds_up_nobody(server, sent):
    connections = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(LEFT_OPEN)]
    for connection in connections:
        connection.sendall(sent)
    start = time.monotonic()
    for _ in range(10):  # so that both workers are asked
        assert Clerk(server, "").request("GET", "/sign-in/")[0] == 200
    assert time.monotonic() - start < worker.SECONDS
    for connection in connections:
        connection.close()


def test_a_body_in_pieces_and_requests_on_one_connection_are_answered(server):
    head = b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/plain\r\nContent-Length: 8\r\n\r\n"
    one = b"HEAD /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        for piece in (head[:20], head[20:], b"half", b"half"):
            connection.sendall(piece)
            time.sleep(0.2)
        assert b" 400 " in connection.recv(65536).split(b"\r\n")[0]
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        for piece in (one, one, one + one[:30], one[30:]):  # the last one comes in part with the one before
            connection.sendall(piece)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\n", False),
        (b"GET / HTTP/1.1\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\ncontent-length: 3\r\nX: y\r\n\r\nabc", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 0000000000000003\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\nContent-Length-X: 0\r\nContent-Length: 3\r\n\r\nab", False),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\nab", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 64001\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nContent-Length: 64000\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\n\r\nContent-Length: 3\r\n\r\n", True),
        (b"x" * 70_000, True),
    ],
)
def test_a_request_is_whole_with_its_head_and_a_small_body(content, whole):
    assert is_whole(content) is whole
