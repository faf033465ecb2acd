"""What a page posts back: for each value, what its editor had seen and what it is now."""

import json
from collections.abc import Iterable, Mapping

from django.http import QueryDict

from reports.editing import Edit

SEEN = "seen"  # the name of the hidden field that carries, as JSON, what the page was drawn with


class StalePage(ValueError):
    """The page does not say what its editor had seen, so nothing of it can be applied safely."""


def seen_as_json(values: Mapping[str, str]) -> str:
    """What a page is drawn with, for its hidden field."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


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


def _seen(text: str) -> dict[str, str]:
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StalePage from error
    if not isinstance(seen, dict) or not all(isinstance(value, str) for value in seen.values()):
        raise StalePage
    return seen
