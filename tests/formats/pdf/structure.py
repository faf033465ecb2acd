"""The structure tree of a tagged PDF, read with pypdf, and the words that each of its elements marks."""

from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO

import pdfplumber
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

SHOWS = {b"Tj", b"TJ", b"'", b'"'}
PAINTS = {b"f", b"F", b"f*", b"S", b"s", b"B", b"b", b"B*", b"b*", b"sh", b"Do", b"EI"}


class Structure:
    """A tagged PDF: its catalogue, the elements of its tree, and what is said in them."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(BytesIO(pdf))
        self.catalogue = self.reader.root_object
        self.root = self.catalogue["/StructTreeRoot"]
        self.elements = list(self.below(self.root))
        self.words: dict[tuple[int, int], str] = defaultdict(str)
        for number, page in enumerate(pdfplumber.open(BytesIO(pdf)).pages):
            for each in page.chars:
                self.words[number, each["mcid"]] += each["text"]
        self._numbers = {page.indirect_reference.idnum: number for number, page in enumerate(self.reader.pages)}

    def below(self, element: DictionaryObject) -> Iterator[DictionaryObject]:
        """The elements under one, in the order of reading."""
        for kid in _kids(element):
            if isinstance(kid, DictionaryObject):
                yield kid
                yield from self.below(kid)

    def of(self, *kinds: str) -> list[DictionaryObject]:
        return [each for each in self.elements if each["/S"] in kinds]

    def text(self, element: DictionaryObject) -> str:
        """What is said in an element and those below it, without white space."""
        said = ""
        for each in (element, *self.below(element)):
            marks = [kid for kid in _kids(each) if isinstance(kid, int)]
            said += "".join(self.words[self._numbers[each.raw_get("/Pg").idnum], mark] for mark in marks)
        return "".join(said.split())

    @property
    def marks(self) -> list[tuple[int, int]]:
        """The marked content that the tree holds: page and number of each."""
        return [
            (self._numbers[each.raw_get("/Pg").idnum], kid)
            for each in self.elements
            for kid in _kids(each)
            if isinstance(kid, int)
        ]

    @property
    def named(self) -> dict[str, DictionaryObject]:
        """The elements by their identifier."""
        names = self.root["/IDTree"]["/Names"]
        return {str(names[at]): names[at + 1].get_object() for at in range(0, len(names), 2)}

    def content(self) -> Iterator[tuple[int, str, int | None, bool]]:
        """Whatever the pages show: the page, the tag it stands under, its number in the tree, whether it is text."""
        for number, page in enumerate(self.reader.pages):
            open_marks: list[tuple[str, int | None]] = []
            for operands, operator in ContentStream(page["/Contents"], self.reader).operations:
                if operator == b"BMC":
                    open_marks.append((operands[0], None))
                elif operator == b"BDC":
                    open_marks.append((operands[0], operands[1].get("/MCID")))
                elif operator == b"EMC":
                    open_marks.pop()
                elif operator in SHOWS | PAINTS:
                    tag, mark = open_marks[-1] if open_marks else ("", None)
                    yield number, tag, mark, operator in SHOWS


def _kids(element: DictionaryObject) -> list:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    return [kid.get_object() if isinstance(kid, IndirectObject) else kid for kid in kids]
