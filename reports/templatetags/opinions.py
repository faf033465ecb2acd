"""Opinions in templates: those that are pinned to a place."""

from django import template

from reports.views.pins import Board, Pin

register = template.Library()


@register.filter
def pinned(board: Board, address: object) -> list[Pin]:
    """The opinions at an address; none on pages that show no opinions."""
    return board.at.get(str(address), []) if board else []


@register.filter
def answering(board: Board, address: str) -> list[Pin]:
    """The opinions that a change at an address may answer."""
    return board.answering(address)
