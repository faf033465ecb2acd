"""What the checks found in templates: the words and the figures of a sheet that findings are about."""

from django import template

from reports.presenters.found_marks import MarkedPiece, SheetMark, SheetMarks

register = template.Library()


@register.filter
def found_words(marks: SheetMarks | None, key: str) -> list[list[list[MarkedPiece]]]:
    """The paragraphs of a text in which the words of findings stand; none for any other text, and on other pages."""
    return marks.paragraphs.get(key, []) if marks else []


@register.filter
def found_at(marks: SheetMarks | None, address: object) -> list[SheetMark]:
    """The marks of the findings that are about a cell; none on pages that show none."""
    return marks.cells.get(str(address), []) if marks else []
