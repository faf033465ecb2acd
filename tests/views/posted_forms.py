"""Every form of a page as a browser would send it: where to, how, and each control with its value."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

BUTTONS = ("submit", "image", None)


@dataclass
class Form:
    """A form as it stands on a page: what a press of its first button would send, and its other buttons."""

    method: str
    action: str
    is_multipart: bool
    controls: list[tuple[str, str]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, _ in [*self.controls, *self.buttons])

    def sent(self) -> list[tuple[str, str]]:
        return [*self.controls, *self.buttons[:1]]


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.form: Form | None = None
        self.select = self.textarea = ""
        self.words = ""
        self.radios: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(urljoin(self.address, given["href"]))
        if tag == "form":
            action = urljoin(self.address, given.get("action") or self.address)
            is_multipart = given.get("enctype") == "multipart/form-data"
            self.form = Form((given.get("method") or "get").lower(), action, is_multipart)
            self.forms.append(self.form)
            self.radios = set()
        elif self.form and tag in ("input", "button", "select", "textarea", "option"):
            getattr(self, f"_{tag}")(given)

    def _input(self, given: dict) -> None:
        name, kind, value = given.get("name"), given.get("type"), given.get("value") or ""
        if not name:
            return
        if kind == "file":
            self.form.files.add(name)
        elif kind == "submit":
            self.form.buttons.append((name, value))
        elif kind == "radio":
            if name not in self.radios or "checked" in given:
                self._replace(name, value)
            self.radios.add(name)
        else:
            self.form.controls.append((name, value or ("on" if kind == "checkbox" else "")))
        if kind == "hidden":
            self.form.hidden.add(name)

    def _replace(self, name: str, value: str) -> None:
        self.form.controls = [each for each in self.form.controls if each[0] != name] + [(name, value)]

    def _button(self, given: dict) -> None:
        if given.get("name") and given.get("type") in BUTTONS:
            self.form.buttons.append((given["name"], given.get("value") or ""))

    def _select(self, given: dict) -> None:
        self.select = given.get("name") or ""
        if self.select:
            self.form.controls.append((self.select, ""))

    def _option(self, given: dict) -> None:
        """The option that is selected; where none is, the first that says something, as a person would choose."""
        value = given.get("value") or ""
        if self.select and ("selected" in given or (value and dict(self.form.controls)[self.select] == "")):
            self._replace(self.select, value)

    def _textarea(self, given: dict) -> None:
        self.textarea, self.words = given.get("name") or "", ""

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea and self.form:
            self.form.controls.append((self.textarea, self.words.removeprefix("\n")))
            self.textarea = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.form = None


def forms_and_links(page: str, address: str) -> tuple[list[Form], list[str]]:
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms, reader.links
