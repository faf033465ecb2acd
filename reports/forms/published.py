"""What a program asks the interface of published reports for: what cannot be read is told, and nothing guessed."""

from django import forms

from reports.official.report_data import Kind

MOST_A_PAGE, A_PAGE = 100, 50
HIGHEST = 10**12
_KINDS = "、".join(kind.value for kind in Kind)


class PublishedQuery(forms.Form):
    """The parameters of the list: which reports, and which page of how many each."""

    year = forms.IntegerField(required=False, min_value=1, max_value=9999)
    kind = forms.ChoiceField(
        required=False,
        choices=[(kind.value, kind.label) for kind in Kind],
        error_messages={"invalid_choice": f"应为 {_KINDS} 之一"},
    )
    organ = forms.SlugField(required=False, max_length=40)
    name = forms.CharField(required=False, max_length=40)
    page = forms.IntegerField(required=False, min_value=1, max_value=HIGHEST)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=MOST_A_PAGE)

    def clean(self):
        if unknown := sorted(self.data.keys() - self.fields.keys()):
            raise forms.ValidationError(f"没有参数“{unknown[0][:40]}”，可以使用：{'、'.join(self.fields)}")
        return self.cleaned_data

    def refusal(self) -> str:
        """What is wrong, in a sentence that names the parameter."""
        name, errors = next(iter(self.errors.items()))
        words = str(errors[0]).rstrip("。")
        return f"{words}。" if name == forms.forms.NON_FIELD_ERRORS else f"参数 {name}：{words}。"
