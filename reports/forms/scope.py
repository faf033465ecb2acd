"""The form in which a government decides whose reports are summed up into its own."""

from collections.abc import Iterator

from django import forms

from reports.lifecycle.consolidation.scope import REASON_LENGTH, Decision, Member, Scope
from reports.models.county import Basis
from reports.text.cleaning import one_line


class ScopeForm(forms.Form):
    """A tick for every organ that is summed up, and a reason for every other."""

    use_required_attribute = False
    basis = forms.ChoiceField(label="汇总口径", choices=Basis.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="口径说明（选填）",
        help_text="印在每张汇总表下，如“本报告数据汇总县政府办公室、32 个部门和 21 个乡镇（街道）的年度报告。”",
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"max_length": "口径说明最多 %(limit_value)d 字"},
    )

    def __init__(self, *args, scope: Scope, **kwargs) -> None:
        super().__init__(*args, initial={"basis": scope.basis, "note": scope.note}, **kwargs)
        self._members = scope.members
        self.fields["basis"].error_messages = {"required": "请选择汇总口径", "invalid_choice": "请选择汇总口径"}
        for member in scope.members:
            self.fields[f"in-{member.organ.pk}"] = _tick(member)
            self.fields[f"reason-{member.organ.pk}"] = _reason(member)

    def rows(self) -> Iterator[tuple[Member, forms.BoundField, forms.BoundField]]:
        """Each organ with its tick and its reason."""
        for member in self._members:
            yield member, self[f"in-{member.organ.pk}"], self[f"reason-{member.organ.pk}"]

    def decision(self) -> Decision:
        """The scope as it was filled in."""
        data = self.cleaned_data
        keys = [member.organ.pk for member in self._members]
        left_out = {key: one_line(data[f"reason-{key}"]) for key in keys if not data[f"in-{key}"]}
        return Decision(Basis(data["basis"]), one_line(data["note"]), left_out)


def _tick(member: Member) -> forms.BooleanField:
    said = {"aria-label": f"纳入{member.organ}"}
    return forms.BooleanField(required=False, initial=member.is_included, widget=forms.CheckboxInput(said))


def _reason(member: Member) -> forms.CharField:
    said = {"class": "form-control", "aria-label": f"不纳入{member.organ}的理由"}
    most = f"不纳入{member.organ}的理由最多 {REASON_LENGTH[1]} 字"
    return forms.CharField(
        required=False,
        initial=member.reason,
        max_length=REASON_LENGTH[1],
        widget=forms.TextInput(said),
        error_messages={"max_length": most},
    )
