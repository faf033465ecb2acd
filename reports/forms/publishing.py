"""What is filled in on the list of publications: an address for each row, or a block of two columns."""

from collections.abc import Iterator, Sequence

from django import forms

from reports.lifecycle.publishing.addresses import TOO_LONG, NewAddress, refusal_of
from reports.lifecycle.publishing.listing import ListedPublication
from reports.lifecycle.publishing.pasting import MOST_CHARACTERS
from reports.models.published_addresses import LONGEST_ADDRESS


class AddressesForm(forms.Form):
    """An address for each publication of a page, with what was seen of it."""

    use_required_attribute = False

    def __init__(self, *args, listed: Sequence[ListedPublication], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._listed = listed
        for row in listed:
            self.fields[f"url-{row.publication.pk}"] = _address(row)
            self.fields[f"seen-{row.publication.pk}"] = forms.CharField(
                required=False, max_length=20, initial=row.seen, widget=forms.HiddenInput
            )

    def rows(self) -> Iterator[tuple[ListedPublication, forms.BoundField, forms.BoundField]]:
        """Each publication with its two fields."""
        for row in self._listed:
            yield row, self[f"url-{row.publication.pk}"], self[f"seen-{row.publication.pk}"]

    def clean(self) -> dict:
        """What is no address says so at its field."""
        data = super().clean()
        for row in self._listed:
            name = f"url-{row.publication.pk}"
            if data.get(name) and data[name] != row.url and (refusal := refusal_of(data[name])):
                self.add_error(name, f"{row.organ}：{refusal}")
        return data

    def addresses(self) -> list[NewAddress]:
        """All of them, as they were filled in."""
        data = self.cleaned_data
        keys = [row.publication.pk for row in self._listed]
        return [NewAddress(key, data[f"url-{key}"], data[f"seen-{key}"]) for key in keys]


class PastedAddressesForm(forms.Form):
    """A block of two columns."""

    use_required_attribute = False
    block = forms.CharField(
        label="粘贴两列：单位、网址",
        help_text="从 Excel 或 WPS 复制两列后粘贴，每行一个单位；先显示核对结果，确认后才填入",
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea({"rows": 6, "class": "form-control", "spellcheck": "false"}),
        error_messages={"required": "请粘贴单位和网址两列", "max_length": "内容过长，请分几次粘贴"},
    )


def _address(row: ListedPublication) -> forms.CharField:
    said = {"class": "form-control", "aria-label": f"{row.organ}网址", "inputmode": "url", "spellcheck": "false"}
    return forms.CharField(
        label=f"{row.organ}网址",
        required=False,
        initial=row.url,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(said),
        error_messages={"max_length": f"{row.organ}：{TOO_LONG}"},
    )
