"""The forms of administration: organs, accounts, roles, and what narrows their lists."""

from typing import Any

from django import forms

from reports.forms.layout import set_messages, yes_or_no
from reports.forms.succession import choice_of_successor, successors
from reports.models import Organ, Role, User
from reports.models.organs import line_above
from reports.official.report_data import Kind
from reports.people.duties import is_separated
from reports.people.organs import OWN_SUPERIOR
from reports.text.cleaning import one_line

ADMINISTRATOR = "administrator"
REVIEWING_KINDS = (Kind.OFFICE, Kind.COUNTY, Kind.CITY)
CONSOLIDATED_KINDS = (Kind.COUNTY, Kind.CITY)
NOBODY_REVIEWS = "没有审核单位，其报告将无人审核：请选择审核单位，或选“不需审核”"
KINDS = [(kind.value, kind.label) for kind in Kind]
YES_OR_NO = ("needs_no_review", "reviews_secrecy", "reviews_before_publication", "shows_medians")


class OneLine:
    """A form whose texts are repaired as on entry into a report: one line, no look-alike characters."""

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        repaired = {name: one_line(each) if isinstance(each, str) else each for name, each in cleaned.items()}
        for name, text in repaired.items():
            if text == "" and self.fields[name].required:
                self.add_error(name, self.fields[name].error_messages["required"])
        return repaired


class RetiringForm(forms.Form):
    """An organ is retired, and another one may succeed it."""

    succeeded_by = choice_of_successor()

    def __init__(self, *args, organ: Organ, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["succeeded_by"].queryset = successors(organ)
        set_messages(self)


class OrganForm(OneLine, forms.ModelForm):
    superior = forms.ModelChoiceField(
        Organ.objects.filter(is_active=True), to_field_name="slug", required=False, label="审核单位", empty_label="无"
    )
    consolidated_by = forms.ModelChoiceField(
        Organ.objects.filter(is_active=True),
        to_field_name="slug",
        required=False,
        label="汇总编制单位",
        empty_label="不汇总",
        help_text="本级政府的年度报告由哪个单位汇总各单位的报告编制，一般为政府办公室",
    )
    succeeded_by = choice_of_successor()
    needs_no_review = yes_or_no(
        "本单位的报告", no="由审核单位审核", yes="不需审核，提交或签发后即可公布", required=False
    )
    reviews_secrecy = yes_or_no(
        "保密审查", no="不在系统中审查", yes="报告报出前，由本单位保密审查员确认", required=False
    )
    reviews_before_publication = yes_or_no(
        "下级单位的报告", yes="经本单位审核通过后才能公布", no="提交后即可公布，本单位不审核"
    )
    shows_medians = yes_or_no(
        "同类单位中位数", no="下级单位不能查看", yes="下级单位可以查看本单位与同类单位中位数的比较", required=False
    )

    class Meta:
        model = Organ
        fields = (
            *("slug", "name", "short_name", "self_reference", "kind", "superior", "needs_no_review"),
            "reviews_secrecy",
            *("consolidated_by", "succeeded_by"),
            *("reviews_before_publication", "shows_medians"),
            *("office", "address", "postcode", "telephone", "email"),
        )
        help_texts = {"slug": "小写字母和数字，用于地址，建立后不能修改，如 beizi"}

    def __init__(self, *args, is_imported: bool = False, **kwargs) -> None:
        """Of an organ that a workbook brings (``is_imported``) it is said afterwards where nobody reviews."""
        super().__init__(*args, **kwargs)
        self._must_choose = not is_imported
        if self.instance.pk:
            del self.fields["slug"]
            self.initial["superior"] = self.instance.superior.slug if self.instance.superior else None
            self.initial |= {name: "yes" if getattr(self.instance, name) else "no" for name in YES_OR_NO}
            self.initial["consolidated_by"] = self.instance.consolidated_by and self.instance.consolidated_by.slug
        if self.instance.kind not in CONSOLIDATED_KINDS:
            del self.fields["consolidated_by"]
        self._offer_successors()
        if not self._may_review_others():
            del self.fields["reviews_before_publication"]
            del self.fields["shows_medians"]
        self.fields["kind"].choices = [("", "请选择"), *KINDS]
        set_messages(self)
        self.fields["email"].error_messages["invalid"] = "电子邮箱的格式不正确"
        for name in self.fields.keys() & set(YES_OR_NO):  # one of the two is always chosen
            self.fields[name].label = self.base_fields[name].label
        if "slug" in self.fields:
            self.fields["slug"].error_messages["invalid"] = "代码由小写字母、数字和 - 组成"

    def _offer_successors(self) -> None:
        """Only an organ that is retired is succeeded."""
        if self.instance.is_active:
            del self.fields["succeeded_by"]
            return
        self.fields["succeeded_by"].queryset = successors(self.instance)
        self.initial["succeeded_by"] = self.instance.succeeded_by and self.instance.succeeded_by.slug

    def _may_review_others(self) -> bool:
        """Only an organ that is known to be able to have subordinates is asked about their reports."""
        organ = self.instance
        return bool(organ.pk) and (organ.kind in REVIEWING_KINDS or organ.subordinates.exists())

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("needs_no_review") and cleaned.get("superior"):
            self.add_error("needs_no_review", "已选择审核单位，不能再选“不需审核”")
        is_reviewed = cleaned.get("superior") or cleaned.get("needs_no_review") or "superior" in self.errors
        if self._must_choose and not is_reviewed:
            self.add_error("needs_no_review", NOBODY_REVIEWS)
        return cleaned

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if Organ.objects.filter(slug=slug).exists():
            raise forms.ValidationError(f"代码“{slug}”已存在")
        return slug

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if Organ.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(f"名称“{name}”已存在")
        return name

    def clean_consolidated_by(self) -> Organ | None:
        office = self.cleaned_data["consolidated_by"]
        if office and office.pk == self.instance.pk:
            raise forms.ValidationError("汇总编制单位不能是本单位")
        return office

    def clean_superior(self) -> Organ | None:
        """An organ that is, up the line, its own superior would review its own report."""
        superior = self.cleaned_data["superior"]
        if superior and self.instance.pk and self.instance.pk in line_above(superior.pk):
            raise forms.ValidationError(OWN_SUPERIOR)
        return superior


class PersonForm(OneLine, forms.ModelForm):
    """What is known of a person beside account and roles."""

    class Meta:
        model = User
        fields = ("full_name", "telephone", "email")
        help_texts = {"email": "填写后，通知同时发送到此邮箱（系统设有邮件服务器时）"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        set_messages(self)
        self.fields["email"].error_messages["invalid"] = "电子邮箱的格式不正确"


class RoleForm(forms.Form):
    """One role in one organ."""

    organ = forms.ModelChoiceField(
        Organ.objects.filter(is_active=True), to_field_name="slug", label="单位", empty_label="请选择"
    )
    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        set_messages(self)


class AccountForm(PersonForm):
    """A new account with its first role."""

    organ = forms.ModelChoiceField(
        Organ.objects.filter(is_active=True), to_field_name="slug", required=False, label="单位", empty_label="无"
    )
    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices, (ADMINISTRATOR, "系统管理员")])

    class Meta(PersonForm.Meta):
        fields = ("username", "full_name", "telephone", "email")
        help_texts = PersonForm.Meta.help_texts | {"username": "小写字母、数字、- 和 _，如 beizi-01"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if is_separated():  # roles are another one's to give
            del self.fields["organ"], self.fields["role"]
            return
        self.fields["organ"].label = "单位"
        self.fields["organ"].help_text = "系统管理员不选单位"

    def clean_username(self) -> str:
        username = self.cleaned_data["username"].strip().lower()
        if User.objects.filter(username=username).exists():
            raise forms.ValidationError(f"账号“{username}”已存在")
        return username

    def clean(self) -> dict:
        cleaned = super().clean()
        role, organ = cleaned.get("role"), cleaned.get("organ")
        if role == ADMINISTRATOR and organ:
            self.add_error("organ", "系统管理员不能填写或审核报告，不选单位")
        elif role and role != ADMINISTRATOR and organ is None and "organ" not in self.errors:
            self.add_error("organ", "请选择单位")
        return cleaned

    def account(self) -> dict[str, Any]:
        """What a valid form says of the account, as ``create_account`` takes it."""
        given = {name: self.cleaned_data[name] for name in self._meta.fields}
        role = self.cleaned_data.get("role")
        is_administrator = role == ADMINISTRATOR
        given |= {"is_administrator": is_administrator}
        return given | {"role": None if is_administrator or not role else (self.cleaned_data["organ"], role)}
