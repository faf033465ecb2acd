"""The forms of appraisal: the scheme as a draft, until when units may answer, what is entered, and what a unit says."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django import forms

from reports.forms.layout import type_day
from reports.forms.reasons import ReasonField
from reports.lifecycle.appraisal.entering import WantedEntry
from reports.lifecycle.appraisal.schemes import REASON_LENGTH
from reports.lifecycle.appraisal.scoring import TENTHS, ScoredItem, points
from reports.lifecycle.appraisal.wanted import MOST_DAYS_OFF, MOST_ITEMS, WantedItem, WantedScheme
from reports.models.appraisal import LONGEST_ANSWER, LONGEST_ITEM, LONGEST_NAME, OFFERED_KINDS, EvidenceKind
from reports.text.cleaning import cleaned, one_line

SPARE_ROWS = 3
MOST_CHARACTERS_OF_DAYS = 2_000
OF_A_ROW = ("title", "kind", "points", "per", "cap")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|—|~|～)\s*(\d{4}-\d{2}-\d{2}))?")


class PointsField(forms.DecimalField):
    """Points with one decimal at the most, read as whole tenths."""

    def __init__(self, label: str, *, of_row: str = "", **options) -> None:
        wrong = f"{of_row}{label}应为数字，最多一位小数，如 5 或 2.5"
        kinds = ("invalid", "max_digits", "max_decimal_places", "max_whole_digits", "min_value", "max_value")
        super().__init__(
            label=label,
            max_digits=5,
            decimal_places=1,
            min_value=Decimal("0.1"),
            max_value=1000,
            widget=forms.TextInput({"class": "form-control points", "inputmode": "decimal"}),
            error_messages=dict.fromkeys(kinds, wrong) | {"required": f"{of_row}请填写{label}"},
            **options,
        )

    def clean(self, value: object) -> int | None:
        found = super().clean(value)
        return None if found is None else int(found * TENTHS)


def _fields_of_row(row: str) -> dict[str, forms.Field]:
    """The fields of an item by their names; ``row`` begins what is said of a fault in it."""
    title = forms.CharField(
        label="计分项",
        required=False,
        max_length=LONGEST_ITEM,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"max_length": f"{row}：计分项最多 {LONGEST_ITEM} 字"},
    )
    kind = forms.ChoiceField(
        label="扣分依据",
        choices=[("", "—"), *((each.value, each.label) for each in OFFERED_KINDS)],
        required=False,
        widget=forms.Select({"class": "form-control"}),
        error_messages={"invalid_choice": f"{row}：请选择扣分依据"},
    )
    once = PointsField("扣分", of_row=f"{row}：", required=False)
    per = forms.BooleanField(label="按件扣", required=False)
    cap = PointsField("最多扣", of_row=f"{row}：", required=False)
    return dict(zip(OF_A_ROW, (title, kind, once, per, cap), strict=True))


class SchemeForm(forms.Form):
    """A scheme with its items, a row each; a row without a title is none."""

    use_required_attribute = False
    name = forms.CharField(
        label="名称",
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": "请填写评分表的名称", "max_length": "名称最多 %(limit_value)d 字"},
    )
    full = PointsField("满分")
    days_to_mend = forms.IntegerField(
        label="退回后修改的期限（工作日）",
        help_text="退回时审核员写明重新提交日期的，以写明的日期为准",
        min_value=1,
        max_value=60,
        widget=forms.TextInput({"class": "form-control points", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "期限应为 1 至 60 个工作日"),
    )
    days_off = forms.CharField(
        label="不计的放假日期（选填）",
        help_text="工作日为周一至周五，法定节假日在此列出：一行一段，如 2026-02-15 至 2026-02-23；调休上班不计",
        required=False,
        max_length=MOST_CHARACTERS_OF_DAYS,
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
        error_messages={"max_length": "放假日期过长，请只写日期"},
    )

    def __init__(self, data=None, *, wanted: WantedScheme) -> None:
        super().__init__(data)
        self.initial = {
            "name": wanted.name,
            "full": points(wanted.full),
            "days_to_mend": wanted.days_to_mend,
            "days_off": "\n".join(_as_ranges(wanted.days_off)),
        }
        rows = [*wanted.items, *[None] * SPARE_ROWS]
        if self.is_bound:  # as many as were sent
            rows += [None] * (sum(name.startswith("title-") for name in self.data) - len(rows))
        self._rows = min(len(rows), MOST_ITEMS)
        for number, item in enumerate(rows[: self._rows]):
            self._add_row(number, item)

    def _add_row(self, number: int, item: WantedItem | None) -> None:
        for name, field in _fields_of_row(f"第 {number + 1} 行").items():
            field.widget.attrs["aria-label"] = f"第 {number + 1} 行的{field.label}"
            self.fields[f"{name}-{number}"] = field
        if item:
            cap = "" if item.cap is None else points(item.cap)
            shown = (item.title, item.kind.value, points(item.tenths), item.is_per_case, cap)
            self.initial |= {f"{name}-{number}": value for name, value in zip(OF_A_ROW, shown, strict=True)}

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields of each row."""
        for number in range(self._rows):
            yield [self[f"{name}-{number}"] for name in OF_A_ROW]

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_days_off(self) -> list[date]:
        """The days, of ranges each; a sentence for what is none."""
        days: set[date] = set()
        for line in re.split(r"[\n,，;；、]+", self.cleaned_data["days_off"]):
            if line.strip():
                days |= _days_of(one_line(line))
        return sorted(days)

    def clean(self) -> dict:
        """The rows that have a title; what of a row is missing is said with its number."""
        data = super().clean()
        data["items"] = []
        for number in range(self._rows):
            given = [data.get(f"{name}-{number}") for name in OF_A_ROW]
            title, kind, tenths, is_per_case, cap = given
            title = one_line(title or "")
            if not title:
                if tenths:
                    self.add_error(f"title-{number}", f"第 {number + 1} 行：请填写计分项，不要此项的清空扣分")
                continue
            if not kind and f"kind-{number}" not in self.errors:
                self.add_error(f"kind-{number}", f"第 {number + 1} 行：请选择扣分依据")
            if not tenths and f"points-{number}" not in self.errors:
                self.add_error(f"points-{number}", f"第 {number + 1} 行：请填写扣分")
            if kind and tenths:
                data["items"].append(WantedItem(title, tenths, EvidenceKind(kind), bool(is_per_case), cap))
        return data

    def wanted(self) -> WantedScheme:
        """The scheme as it was filled in."""
        data = self.cleaned_data
        return WantedScheme(data["name"], data["full"], data["items"], data["days_to_mend"], data["days_off"])


def _days_of(words: str) -> set[date]:
    found = _RANGE.fullmatch(words)
    wrong = forms.ValidationError(f"“{words[:30]}”不是日期，应为 2026-02-15 或 2026-02-15 至 2026-02-23 的形式")
    if not found:
        raise wrong
    try:
        first, last = (date.fromisoformat(each) for each in (found[1], found[2] or found[1]))
    except ValueError:
        raise wrong from None
    if not 0 <= (last - first).days < MOST_DAYS_OFF:
        raise forms.ValidationError(f"“{words[:30]}”的起止日期颠倒，或超过 {MOST_DAYS_OFF} 天")
    return {first + timedelta(days=each) for each in range((last - first).days + 1)}


def _as_ranges(days: list[date]) -> Iterator[str]:
    """Days as they are typed: neighbours as one range."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        yield f"{run[0]} 至 {run[-1]}" if len(run) > 1 else str(run[0])


class OpeningForm(forms.Form):
    """Until when a unit may say what it holds against its sheet."""

    use_required_attribute = False
    answers_until = forms.DateField(
        label="提出不同意见的截止日期",
        help_text="如 2026-12-01；当天仍可提出，过后才能定稿",
        error_messages={"required": "请填写提出不同意见的截止日期"},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        type_day(self.fields["answers_until"])
        self.fields["answers_until"].widget.attrs["class"] = "form-control day-entry"


class GivingUpForm(forms.Form):
    """Why an open scheme is taken out of use."""

    use_required_attribute = False
    reason = ReasonField("停用", REASON_LENGTH)


class ScoreEntryForm(forms.Form):
    """What a supervisor deducts from a sheet or gives back, and why."""

    use_required_attribute = False
    item = forms.TypedChoiceField(
        label="计分项",
        coerce=int,
        widget=forms.Select({"class": "form-control"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择计分项"),
    )
    way = forms.ChoiceField(
        label="登记",
        choices=[("back", "退回所扣的分"), ("deduct", "扣分（只限人工登记的计分项）")],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请选择扣分或退回"),
    )
    points = PointsField("分数")
    reason = ReasonField("登记", REASON_LENGTH, kept="，填报单位可以看到")

    def __init__(self, *args, items: list[ScoredItem], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [("", "—"), *((each.key, each.title) for each in items)]

    def wanted(self) -> WantedEntry:
        """The entry as it was filled in."""
        data = self.cleaned_data
        sign = 1 if data["way"] == "deduct" else -1
        return WantedEntry(data["item"], sign * data["points"], data["reason"])


class ScoreAnswerForm(forms.Form):
    """对得分有不同意见: what a unit holds against its sheet."""

    use_required_attribute = False
    text = forms.CharField(
        label="对得分有不同意见？",
        help_text=f"不超过 {LONGEST_ANSWER} 字，写明哪一项、有什么依据",
        widget=forms.Textarea({"class": "form-control", "rows": 5}),
        error_messages={"required": "请写明不同意见"},
    )

    def clean_text(self) -> str:
        """The words as they are kept; a line's end counts as one character, whatever a browser sends for it."""
        text = cleaned(self.cleaned_data["text"]).text.strip()
        if len(text) > LONGEST_ANSWER:
            raise forms.ValidationError(f"不同意见最多 {LONGEST_ANSWER} 字，现有 {len(text)} 字")
        return text
