"""The form in which a supervising organ sets the checks of a year: for each rule its level and its number, and why."""

from collections.abc import Iterator

from django import forms

from reports.checks.registry import RULES, Level, Rule
from reports.forms.reasons import ReasonField
from reports.lifecycle.rule_setting import REASON_LENGTH, ChosenRule
from reports.models.rule_settings import RulesInForce

SETTABLE = [rule for rule in RULES.values() if rule.may_be_turned_down or rule.threshold]
"""The rules of which anything may be set."""


class FormWithReason(forms.Form):
    """Something that is set for a reason, which its history keeps."""

    use_required_attribute = False
    reason = ReasonField("设置", REASON_LENGTH, kept="，记入设置记录")


class RuleSettingsForm(FormWithReason):
    """What is to hold for the reports of a year; a threshold left blank is the usual one."""

    def __init__(self, *args, now: RulesInForce, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for rule in SETTABLE:
            if rule.may_be_turned_down:
                self.fields[f"level-{rule.id}"] = _level_field(rule, is_hint=rule.id in now.turned_down)
            if rule.threshold:
                self.fields[f"threshold-{rule.id}"] = _threshold_field(rule, now.thresholds.get(rule.id))

    def rows(self) -> Iterator[tuple[Rule, forms.BoundField | None, forms.BoundField | None]]:
        """Each rule with the fields of its level and its threshold, as far as it has them."""
        for rule in SETTABLE:
            names = (f"level-{rule.id}", f"threshold-{rule.id}")
            yield rule, *(self[name] if name in self.fields else None for name in names)

    def chosen(self) -> list[ChosenRule]:
        """What was chosen for each rule."""
        data = self.cleaned_data
        return [
            ChosenRule(rule.id, data.get(f"level-{rule.id}") == Level.HINT, data.get(f"threshold-{rule.id}"))
            for rule in SETTABLE
        ]


def _level_field(rule: Rule, *, is_hint: bool) -> forms.ChoiceField:
    choices = [(level.value, level.label) for level in (Level.EXPLAIN, Level.HINT)]
    return forms.ChoiceField(
        label=f"{rule.id} 的等级",
        choices=choices,
        initial=(Level.HINT if is_hint else Level.EXPLAIN).value,
        widget=forms.Select({"class": "form-control", "aria-label": f"{rule.id} 的等级"}),
        error_messages={"invalid_choice": "请选择“须说明”或“提示”", "required": "请选择“须说明”或“提示”"},
    )


def _threshold_field(rule: Rule, now: int | None) -> forms.IntegerField:
    limits = rule.threshold
    asked = f"{rule.id} 请填写 {limits.least} 至 {limits.most} 的整数"
    return forms.IntegerField(
        label=f"{rule.id} 的界限：{limits.name}",
        required=False,
        initial=now,
        min_value=limits.least,
        max_value=limits.most,
        widget=forms.TextInput(
            {"class": "form-control", "inputmode": "numeric", "aria-label": f"{rule.id} 的界限：{limits.name}"}
        ),
        error_messages={"invalid": asked, "min_value": asked, "max_value": asked},
    )
