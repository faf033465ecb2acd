"""The forms in which a government's clerk registers adjustments of the sums, and takes them back."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django import forms

from reports.forms.reasons import ReasonField
from reports.lifecycle.consolidation.adjusting import REASON_LENGTH, WantedAdjustment
from reports.models.county import AdjustmentKind
from reports.models.organs import Organ, in_order_of_units
from reports.official import Cell, Edition, Measure
from reports.official.figures import MOST_CHARACTERS_OF_A_FIGURE, display, is_readable, read
from reports.text.cleaning import one_line

LEAST_ROWS = 4
MOST_ROWS = 40
_MINUS = ("-", "－", "−", "﹣")


class AdjustmentForm(forms.Form):
    """A few cells with by how much each is adjusted, and why: they are registered together."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label="原因类别",
        choices=AdjustmentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择原因类别", "invalid_choice": "请选择原因类别"},
    )
    about = forms.ModelChoiceField(
        Organ.objects.none(),
        label="涉及单位（选填）",
        required=False,
        empty_label="不涉及具体单位",
        widget=forms.Select({"class": "form-control"}),
        error_messages={"invalid_choice": "请选择汇总范围内的单位"},
    )
    reason = forms.CharField(
        label="说明",
        help_text=f"{REASON_LENGTH[0]}—{REASON_LENGTH[1]} 字，如“县政府本级直接收到并答复 1 件，未计入办公室报告”",
        max_length=REASON_LENGTH[1],
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": "请填写说明", "max_length": "说明最多 %(limit_value)d 字"},
    )

    def __init__(
        self, *args, edition: Edition, included: list[Organ], proposed: Mapping[Cell, int | Decimal], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self._edition = edition
        concerned = Organ.objects.filter(pk__in=[each.pk for each in included])
        self.fields["about"].queryset = concerned.order_by(*in_order_of_units())
        choices = _choices(edition)
        rows = [(str(cell), _signed(amount)) for cell, amount in proposed.items()][:MOST_ROWS]
        rows += [("", "")] * max(LEAST_ROWS - len(rows), 1 if len(rows) < MOST_ROWS else 0)
        if self.is_bound:  # as many as were sent
            sent = sum(name.startswith("cell-") for name in self.data)
            rows += [("", "")] * (min(sent, MOST_ROWS) - len(rows))
        self._rows = len(rows)
        for number, (cell, amount) in enumerate(rows):
            self.fields[f"cell-{number}"] = _cell_field(number, choices, cell)
            self.fields[f"amount-{number}"] = _amount_field(number, amount)

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Each cell with its amount."""
        for number in range(self._rows):
            yield self[f"cell-{number}"], self[f"amount-{number}"]

    def clean(self) -> dict:
        """Each amount is read as a figure of its cell, with its sign; no cell stands twice."""
        data = super().clean()
        data["amounts"] = {}
        for number in range(self._rows):
            address, typed = data.get(f"cell-{number}", ""), data.get(f"amount-{number}", "").strip()
            if not typed and address:
                self.add_error(f"amount-{number}", f"第 {number + 1} 行：请填写调整的数量，如 +1 或 -1")
            elif typed and not address and f"cell-{number}" not in self.errors:
                self.add_error(f"cell-{number}", f"第 {number + 1} 行：请选择项目")
            elif typed and address:
                self._read(number, Cell.parse(address), typed, data["amounts"])
        return data

    def _read(self, number: int, cell: Cell, typed: str, amounts: dict[Cell, int | Decimal]) -> None:
        measure = self._edition.table[cell.table].measure(cell)
        is_less = typed.startswith(_MINUS)
        size = read(typed.lstrip("+＋" + "".join(_MINUS)).strip(), measure)
        if not is_readable(size):
            usual = "如 +1.25 或 -1.25，单位万元，最多 4 位小数" if measure is Measure.MONEY else "如 +1 或 -1"
            self.add_error(f"amount-{number}", f"第 {number + 1} 行：“{one_line(typed)[:20]}”不是数字，{usual}")
        elif cell in amounts:
            self.add_error(f"cell-{number}", f"第 {number + 1} 行：与前面的项目重复，请合并为一行")
        else:
            amounts[cell] = -size if is_less else size

    def wanted(self) -> WantedAdjustment:
        """The entry as it was filled in."""
        data = self.cleaned_data
        return WantedAdjustment(data["amounts"], AdjustmentKind(data["kind"]), one_line(data["reason"]), data["about"])


class TakeBackForm(forms.Form):
    """Why an entry is taken back, or final sums are worked on again."""

    use_required_attribute = False
    reason = ReasonField("撤销", REASON_LENGTH)


def _choices(edition: Edition) -> list:
    """Every entry of the form by its section, after the choice of none."""
    grouped = [
        (section.title, [(str(cell), table.name(cell)) for table in section.tables for cell in table.entries])
        for section in edition.sections
        if section.tables
    ]
    return [("", "—"), *grouped]


def _signed(amount: int | Decimal) -> str:
    return f"+{display(amount)}" if amount > 0 else display(amount)


def _cell_field(number: int, choices: list, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"第 {number + 1} 行的项目",
        choices=choices,
        required=False,
        initial=initial,
        widget=forms.Select({"class": "form-control", "aria-label": f"第 {number + 1} 行的项目"}),
        error_messages={"invalid_choice": f"第 {number + 1} 行：没有这个项目；总计由系统计算，请选具体项目"},
    )


def _amount_field(number: int, initial: str) -> forms.CharField:
    return forms.CharField(
        label=f"第 {number + 1} 行的调整",
        required=False,
        initial=initial,
        max_length=MOST_CHARACTERS_OF_A_FIGURE,
        widget=forms.TextInput({"class": "form-control", "aria-label": f"第 {number + 1} 行的调整", "size": 12}),
        error_messages={"max_length": f"第 {number + 1} 行：请填写数字"},
    )
