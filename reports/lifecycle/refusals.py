"""Why something cannot be done to a report now, as exceptions that every module of the room may raise and catch.

The message of most is a sentence for the person who asked: what stands in the way, and what to do.
"""


class Refused(Exception):
    """A transition that may not be performed now; the message says why and what to do."""


class AlreadyDone(Refused):
    """The last thing that happened is what the same person asks for again: a second click, an answer that was lost."""


class NotGranted(Refused):
    """An extension that may not be granted; ``field`` is what of it is wrong, empty where it is none of its fields."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


class NotEditable(Exception):
    """The report cannot be edited in its present state; the message says so in a sentence."""


class AlreadyTouched(Exception):
    """Something stands in the report that somebody filled in, or it was submitted: no file is read over it."""


class CannotDeclareNil(Exception):
    """A table cannot be declared nil; the message says why."""


class HasChanged(Exception):
    """The report is no longer what was shown when the restoration was confirmed."""
