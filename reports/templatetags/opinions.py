"""Opinions in templates: those that are pinned to a place."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join

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


@register.simple_tag(takes_context=True)
def opinion_address(context: Mapping[str, Any], mark: OpinionMark) -> str:
    """The way to an opinion of the list: on this page of it, or on the one that has it."""
    page = f"{context['opinion_query']}{mark.number}" if mark.is_elsewhere else ""
    return f"{page}#opinion-{mark.number}"


@register.simple_tag(takes_context=True)
def opinion_marks(context: Mapping[str, Any], marks: list[OpinionMark]) -> str:
    """The marks at a place, each with the way to its opinion; a sheet has hundreds, too many for a template of each."""
    if not marks:
        return ""
    links = format_html_join(
        "",
        '<a class="opinion-mark" href="{}" aria-label="{}">{}</a>',
        ((opinion_address(context, each), each.name, each.number) for each in marks),
    )
    return format_html('<span class="opinion-marks">{}</span>', links)
