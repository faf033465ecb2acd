"""What a page posts back: for each value, what its editor had seen and what it is now."""

import json
from collections.abc import Iterable, Mapping

from django.http import QueryDict

from reports.lifecycle.editing import Edit
from reports.models import Source

SEEN = "seen"  # the name of the hidden field that carries, as JSON, what the page was drawn with
# How a value can come into a page, as static/js/sources.js tells it.
ACTS_OF_A_PAGE = {Source.TYPED, Source.PASTED, Source.NIL, Source.CARRIED_OVER, Source.INSERTED, Source.UNDONE}


class StalePage(ValueError):
    """The page does not say what its editor had seen, so nothing of it can be applied safely."""


def seen_as_json(values: Mapping[str, str]) -> str:
    """What a page is drawn with, for its hidden field."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def seen_in(post: QueryDict) -> dict[str, str]:
    """What the page was drawn with, by address; empty where it does not say so."""
    try:
        return _seen(post.get(SEEN, ""))
    except StalePage:
        return {}


def posted_edits(post: QueryDict, addresses: Iterable[str]) -> list[Edit]:
    """The values among ``addresses`` that were changed on the page; everything else posted is ignored.

    A value that the page left out counts as untouched. Raises ``StalePage`` where the hidden field is
    missing or no page of ours wrote it.
    """
    seen = _seen(post.get(SEEN, ""))
    edits = []
    for address in addresses:
        if address not in post or address not in seen:
            continue
        now = post[address].replace("\r\n", "\n")
        if now != seen[address]:
            edits.append(Edit(address, seen[address], now))
    return edits


def edits_of(sent: object, addresses: Iterable[str]) -> list[Edit]:
    """The edits that a page sends while somebody types: a list of address, seen, now, and how it came in.

    Raises ``StalePage`` for anything else, for an address that the page cannot have shown or one said twice. What says
    nothing of how it came in, or nothing that is known, was typed: no word is lost for the sake of that.
    """
    known = set(addresses)
    if not isinstance(sent, list):
        raise StalePage
    for each in sent:
        is_edit = isinstance(each, list) and len(each) in (3, 4) and all(isinstance(part, str) for part in each[:3])
        if not is_edit or each[0] not in known:
            raise StalePage
        known.remove(each[0])
    return [Edit(*each[:3], _act(*each[3:])) for each in sent]


def _act(said: object = "") -> Source:
    return Source(said) if isinstance(said, str) and said in ACTS_OF_A_PAGE else Source.TYPED


def _seen(text: str) -> dict[str, str]:
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StalePage from error
    if not isinstance(seen, dict) or not all(isinstance(value, str) for value in seen.values()):
        raise StalePage
    return seen
