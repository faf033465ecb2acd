"""The worker of the web server: a request takes a thread only once all of it has come.

gunicorn's threads read requests themselves and wait for the rest as long as it takes, so eight half-sent requests
stop a server of eight threads. Here the loop gathers head and small body beside the threads, and closes what has not
come within ``SECONDS``. No thread waits for a body that was refused, and the loop for nobody who leaves an answered
connection open. A large body, which only a signed-in person may send, and an answer that is fetched slowly still hold
a thread; a proxy in front bounds these (README.md).
"""

import re
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from socket import SHUT_WR, socket
from typing import Any

from gunicorn.http import wsgi
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

SECONDS = 10
SECONDS_TO_TAKE_LEAVE = 2  # what comes after the last answer is read so long, lest the answer be lost (RFC 9112, 9.6)
SECONDS_FOR_THE_REST = 0.05  # of a body that nobody wanted; what was gathered is there already
MOST_HEAD = 64 * 1024  # bytes; gunicorn itself refuses longer ones
MOST_GATHERED_BODY = 64 * 1000  # what anybody may send (settings)
_LENGTH = re.compile(rb"^content-length[ \t]*:[^\n\d]*0*(\d{0,12})", re.IGNORECASE | re.MULTILINE)


class UnsignedResponse(wsgi.Response):
    """An answer that does not say which server gives it, and so which faults to try."""

    def default_headers(self) -> list[str]:
        return [each for each in super().default_headers() if not each.startswith("Server:")]


wsgi.Response = UnsignedResponse  # there is no setting for it


class WholeRequests(ThreadWorker):
    """Threads that are given whole requests."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathering: dict[TConn, bytearray] = {}  # what has come of the next request
        self.watched: dict[TConn, float] = {}  # until when the loop reads from a connection

    def enqueue_req(self, conn: TConn) -> None:
        """Begin to gather what a connection sends; the beginning may have come with the request before."""
        if self.cfg.is_ssl:
            super().enqueue_req(conn)
            return
        ahead = conn.parser.unreader.take_buffered() if conn.parser else b""
        if is_whole(ahead):
            self._hand_over(conn, ahead)
            return
        self.gathering[conn] = bytearray(ahead)
        self._watch(conn, SECONDS, self._gather)

    def _watch(self, conn: TConn, seconds: float, read: Callable[[TConn, socket], None]) -> None:
        self.watched[conn] = time.monotonic() + seconds
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, EVENT_READ, partial(read, conn))

    def _gather(self, conn: TConn, client: socket) -> None:
        part, content = _received(client), self.gathering[conn]
        if part is None:
            return
        content += part
        if part and not is_whole(content):
            return
        self._stop_watching(conn)
        if part:
            self._hand_over(conn, bytes(content))
        else:
            self._close(conn)

    def _hand_over(self, conn: TConn, content: bytes) -> None:
        """Give the request to a thread, with what was read of it."""
        try:
            conn.init()
        except OSError:
            self._close(conn)
            return
        conn.parser.unreader.unread(content)
        super().enqueue_req(conn)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Whether a connection goes on; not where the rest of a refused body would have to be waited for."""
        return keepalive and conn.parser.finish_body(deadline=time.monotonic() + SECONDS_FOR_THE_REST)

    def finish_request(self, conn: TConn, done: Future) -> None:
        """Take leave of a connection that does not go on without holding up the loop."""
        if self.cfg.is_ssl or done.cancelled() or done.exception() or done.result():
            super().finish_request(conn, done)
            return
        try:
            conn.sock.shutdown(SHUT_WR)
            self._watch(conn, SECONDS_TO_TAKE_LEAVE, self._take_leave)
        except OSError:  # the client is gone
            self._close(conn)

    def _take_leave(self, conn: TConn, client: socket) -> None:
        if _received(client) == b"":
            self._stop_watching(conn)
            self._close(conn)

    def _stop_watching(self, conn: TConn) -> None:
        del self.watched[conn]
        self.gathering.pop(conn, None)
        self.poller.unregister(conn.sock)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Close what has not come in time; the loop calls this every second."""
        super().murder_pending()
        now = time.monotonic() + (0 if self.alive else SECONDS - STOP_KEEPALIVE_LINGER)
        for conn in [each for each, until in self.watched.items() if until < now]:
            self._stop_watching(conn)
            self._close(conn)


def _received(client: socket) -> bytes | None:
    """What has come; ``None`` where nothing has, empty where nothing will."""
    try:
        return client.recv(65536)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""


def is_whole(content: bytes | bytearray) -> bool:
    """Whether a thread can go on with a request: it has its head, and its body where that is small."""
    end = content.find(b"\r\n\r\n")
    if end < 0:
        return len(content) > MOST_HEAD
    length = _LENGTH.search(content, 0, end + 2)
    size = int(length[1] or 0) if length else 0
    return size > MOST_GATHERED_BODY or len(content) >= end + 4 + size
