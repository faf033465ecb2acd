"""A comparison in templates: what became of a text, of a cell, and the neighbours of a change."""

from django import template

from reports.official import Cell
from reports.views.comparison import Comparison, ShownFigure, Stretch

register = template.Library()


@register.filter
def compared_text(comparison: Comparison, key: str) -> list[list[Stretch]]:
    """The paragraphs of a text with what went and what came."""
    return comparison.texts.get(key, [])


@register.filter
def compared_figure(comparison: Comparison, cell: Cell) -> ShownFigure | None:
    """What stood in a cell; ``None`` where there is nothing to say of it."""
    return comparison.figures.get(cell)


@register.filter
def before(number: int) -> int:
    """The number of the change before; 0 for none."""
    return number - 1


@register.filter
def after(number: int, comparison: Comparison) -> int:
    """The number of the next change; 0 for none."""
    return number + 1 if number < comparison.count else 0
