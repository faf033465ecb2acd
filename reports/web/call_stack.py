"""All frames of a request in one piece of the interpreter's memory."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SLOTS = 2**16  # of eight bytes: CPython takes a piece of 1 MB for such a frame, half of which is left for what it calls


class KeepFramesTogether:
    """Answer a request from within a function whose frame is large.

    CPython keeps the frames of functions in pieces of 16 kB and gives a piece back to the system as soon as the first
    frame in it ends. Where a loop, of a template say, happens to call across the end of a piece, every call asks the
    system for memory anew: the same page takes twice as long, by how many functions have called it
    (docs/performance.md). A large frame gets a large piece, and the frames of all that it calls stand in its rest.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        def answer(request: HttpRequest) -> HttpResponse:
            return get_response(request)

        answer.__code__ = answer.__code__.replace(co_stacksize=SLOTS)
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)
