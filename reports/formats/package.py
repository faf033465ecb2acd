"""An Office package: its parts, what they say they are, and which of them belong together.

Read by local names, so that a workbook saved as "Strict Open XML" is a workbook like any other.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

TYPES = "[Content_Types].xml"


class Relationship(NamedTuple):
    """That a part refers to another: the last word of what it is for, and where the other stands."""

    id: str
    purpose: str
    target: str
    is_external: bool


@dataclass(frozen=True)
class Package:
    """The parts by name; OPC names them without regard to capitals."""

    parts: Mapping[str, bytes]

    def part(self, name: str) -> bytes:
        """The content of a part; empty where there is none."""
        wanted = name.casefold()
        return next((part for each, part in self.parts.items() if each.casefold() == wanted), b"")

    def content_types(self) -> dict[str, str]:
        """What each part that is there says it is. A type that no part has is of no account."""
        listed = self.part(TYPES)
        by_extension: dict[str, str] = {}
        by_name: dict[str, str] = {}
        for each in parsed(listed) if listed else ():
            content_type = each.get("ContentType", "")
            if local(each) == "Default":
                by_extension[each.get("Extension", "").casefold()] = content_type
            elif local(each) == "Override":
                by_name[each.get("PartName", "").removeprefix("/").casefold()] = content_type
        names = {name: name.casefold() for name in self.parts}
        return {
            name: by_name.get(low, by_extension.get(low.rpartition(".")[2], ""))
            for name, low in names.items()
            if low != TYPES.casefold()
        }

    def relationships(self, name: str = "") -> list[Relationship]:
        """To which parts a part refers; without a name, the package itself."""
        folder, _, base = name.rpartition("/")
        part = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        return [
            Relationship(
                each.get("Id", ""),
                each.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
                each.get("TargetMode", "").lower() == "external",
            )
            for each in (parsed(part) if part else ())
        ]

    def target(self, name: str, purpose: str) -> str:
        """The part to which a part refers for a purpose; empty where it does not."""
        return next((each.target for each in self.relationships(name) if each.purpose == purpose), "")


def parsed(part: bytes) -> Element:
    """The root of a part, which is UTF-8 whatever it declares: the gate has counted no other."""
    return fromstring(part.decode("utf-8-sig"))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
