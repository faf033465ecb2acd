"""常用表述 as the page of a supervisor shows them: by text, each with its place and as a clerk would see it."""

from dataclasses import dataclass

from django.utils import timezone

from reports.official import Edition, Text, edition_for
from reports.official.calendar import year_on_offer
from reports.people.phrases import filled_in, phrases_of

EXAMPLE_WE = "我乡"


@dataclass(frozen=True)
class PostedPhrase:
    """What one button of the page asks for: which act, on which phrase, and how that phrase read."""

    act: str
    text: Text
    place: int  # -1 for a phrase that is still to be added
    seen: str

    @property
    def field(self) -> str:
        return field_id(self.text.key, self.place)


def field_id(text: str, place: int) -> str:
    """The id of the field of a phrase, to which a page returns after an act."""
    return f"{text}-{place + 1}" if place >= 0 else f"{text}-new"


def phrases_by_text(organ_id: int) -> list[tuple[Text, list[dict]]]:
    """The phrases that an organ offers, for each text of the form in force."""
    stored = phrases_of(organ_id)
    return [(text, _rows(text, stored.get(text.key, []))) for text in form_in_force().text.values()]


def _rows(text: Text, bodies: list[str]) -> list[dict]:
    """Each phrase with its place, and as a clerk would see it."""
    year = year_on_offer(timezone.localdate())
    return [
        {
            "place": place,
            "id": field_id(text.key, place),
            "body": body,
            "example": filled_in(body, year=year, we=EXAMPLE_WE) if "{" in body else "",
            "is_first": place == 0,
            "is_last": place == len(bodies) - 1,
        }
        for place, body in enumerate(bodies)
    ]


def form_in_force() -> Edition:
    return edition_for(year_on_offer(timezone.localdate()))
