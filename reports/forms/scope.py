"""The form in which a government decides whose reports are summed up into its own."""

from collections.abc import Iterator, Sequence

from django import forms

from reports.lifecycle.consolidation.scope import (
    NOBODY,
    REASON_LENGTH,
    Decision,
    Member,
    Scope,
    is_a_reason,
    missing_reason,
)
from reports.models.county import Basis
from reports.text.cleaning import one_line

MOST_LISTED = 200  # with two fields each; a server takes a thousand at once


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

    def __init__(self, *args, scope: Scope, name: str = "", **kwargs) -> None:
        """Of very many members those are listed that are left out, undecided, or of the ``name`` that is looked for."""
        super().__init__(*args, initial={"basis": scope.basis, "note": scope.note}, **kwargs)
        self._members = _listed(scope.members, name)
        listed = {member.organ.pk for member in self._members}
        self.unlisted = [member for member in scope.members if member.organ.pk not in listed]
        self.fields["basis"].error_messages = {"required": "请选择汇总口径", "invalid_choice": "请选择汇总口径"}
        for member in self._members:
            self.fields[f"in-{member.organ.pk}"] = _tick(member)
            self.fields[f"reason-{member.organ.pk}"] = _reason(member)

    def rows(self) -> Iterator[tuple[Member, forms.BoundField, forms.BoundField]]:
        """Each organ with its tick and its reason."""
        for member in self._members:
            yield member, self[f"in-{member.organ.pk}"], self[f"reason-{member.organ.pk}"]

    def clean(self) -> dict:
        """Whoever is left out has a reason: said at its field, for all of them at once."""
        data = super().clean()
        left_out = [member.organ for member in self._members if not data.get(f"in-{member.organ.pk}")]
        nobody_else = all(each.is_decided and not each.is_included for each in self.unlisted)
        if len(left_out) == len(self._members) and nobody_else:
            raise forms.ValidationError(NOBODY)
        for organ in left_out:
            reason = data.get(f"reason-{organ.pk}")
            if reason is not None and not is_a_reason(one_line(reason)):
                self.add_error(f"reason-{organ.pk}", missing_reason(organ))
        return data

    def decision(self) -> Decision:
        """The scope as it was filled in."""
        data = self.cleaned_data
        keys = [member.organ.pk for member in self._members]
        left_out = {key: one_line(data[f"reason-{key}"]) for key in keys if not data[f"in-{key}"]}
        left_out |= {each.organ.pk: each.reason for each in self.unlisted if each.is_decided and not each.is_included}
        return Decision(Basis(data["basis"]), one_line(data["note"]), left_out)


def _listed(members: Sequence[Member], name: str) -> Sequence[Member]:
    if len(members) <= MOST_LISTED:
        return members
    wanted = [each for each in members if not each.is_included or (name and name in each.organ.name)]
    return wanted[:MOST_LISTED]


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
