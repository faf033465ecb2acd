"""Opinions in templates: those that are pinned to a place."""

from django import template

from reports.presenters.opinions import Board, OpinionMark, PlacedOpinion

register = template.Library()


@register.filter
def pinned(board: Board, address: object) -> list[PlacedOpinion]:
    """The opinions at an address; none on pages that show no opinions."""
    return board.at.get(str(address), []) if board else []


@register.filter
def marked(board: Board, address: object) -> list[OpinionMark]:
    """The marks at an address of the sheet; none on pages that show no opinions."""
    return board.marks.get(str(address), []) if board else []


@register.filter
def answering(board: Board, address: str) -> list[OpinionMark]:
    """The opinions that a change at an address may answer."""
    return board.answering(address)
