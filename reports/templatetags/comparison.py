"""A comparison in templates: what became of a text, of a cell, and the neighbours of a change."""

from django import template

from reports.lifecycle.comparing import Comparison, ShownFigure, ShownStretch
from reports.official import Cell, Section

register = template.Library()


@register.filter
def compared_text(comparison: Comparison, key: str) -> list[list[ShownStretch]]:
    """The paragraphs of a text with what went and what came."""
    return comparison.texts.get(key, [])


@register.filter
def compared_figure(comparison: Comparison, cell: Cell) -> ShownFigure | None:
    """What stood in a cell; ``None`` where there is nothing to say of it."""
    return comparison.figures.get(cell)


@register.filter
def changes_in(comparison: Comparison, section: Section) -> int:
    """How many of the counted changes are in a section."""
    places = {section.key, *(text.key for text in section.texts), *(table.key for table in section.tables)}
    return sum(not places.isdisjoint({each.address, each.address.split(".")[0]}) for each in comparison.changes)


@register.filter
def before(number: int) -> int:
    """The number of the change before; 0 for none."""
    return number - 1


@register.filter
def after(number: int, comparison: Comparison) -> int:
    """The number of the next change; 0 for none."""
    return number + 1 if number < comparison.count else 0
