"""A mail server on a socket of this machine that behaves as badly as a test asks."""

import socket
import threading
from contextlib import contextmanager

ANSWERS = {"EHLO": "250 test", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on", "RSET": "250 ok", ".": "250 ok"}


class MailServer:
    """Answers as told in ``answers``; an answer of ``None`` is silence until the client gives up."""

    def __init__(self, answers=None, greeting="220 test") -> None:
        self.answers, self.greeting = ANSWERS | (answers or {}), greeting
        self.taken = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._converse, args=(client,), daemon=True).start()

    def _converse(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines:
            if not self._answer(client, self.greeting):
                lines.read()
                return
            body = None
            for line in lines:
                text = line.decode().rstrip("\r\n")
                if body is not None and text != ".":
                    body.append(text)
                    continue
                if body is not None:
                    self.taken.append("\n".join(body))
                    body = None
                command = text[:4].upper()
                if command == "QUIT" or not self._answer(client, self.answers.get(command, "500 what")):
                    lines.read() if command != "QUIT" else None
                    return
                if command == "DATA" and self.answers["DATA"].startswith("354"):
                    body = []

    @staticmethod
    def _answer(client: socket.socket, answer: str | None) -> bool:
        if answer is None:
            return False
        client.sendall(f"{answer}\r\n".encode())
        return True


@contextmanager
def mail_server(settings, **behaviour):
    """The settings of an installation that mails through such a server, which is closed again afterwards."""
    server = MailServer(**behaviour)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
    try:
        yield server
    finally:
        server.socket.shutdown(socket.SHUT_RDWR)  # closed alone it would go on being listened on
        server.socket.close()
