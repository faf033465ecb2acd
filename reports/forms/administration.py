"""The forms of administration: organs, accounts, roles, years, and what narrows their lists."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from reports.forms.layout import fields_only, type_day, yes_or_no
from reports.forms.succession import choice_of_successor, successors
from reports.models import Organ, ReportingYear, Role, User
from reports.models.organs import line_above
from reports.models.years import default_period, latest_day
from reports.official.calendar import FIRST_YEAR, OPENING_MONTH
from reports.official.report_data import Kind
from reports.people.administration import OWN_SUPERIOR
from reports.text.cleaning import one_line

ADMINISTRATOR = "administrator"
REVIEWING_KINDS = (Kind.OFFICE, Kind.COUNTY, Kind.CITY)
CONSOLIDATED_KINDS = (Kind.COUNTY, Kind.CITY)
NOBODY_REVIEWS = "没有审核单位，其报告将无人审核：请选择审核单位，或选“不需审核”"
KINDS = [(kind.value, kind.label) for kind in Kind]
YES_OR_NO = ("needs_no_review", "reviews_secrecy", "reviews_before_publication", "shows_medians")


def _speak(form: forms.BaseForm) -> None:
    """Give every field its own words for what is missing, unknown, too long or already there."""
    form.helper = fields_only()
    form.helper.form_show_errors = False
    form.use_required_attribute = False
    for field in form.fields.values():
        label = field.label
        chooses = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.error_messages |= {
            "required": f"请{'选择' if chooses else '填写'}{label}",
            "invalid_choice": f"{label}“%(value)s”不存在",
            "unique": f"{label}已存在",
            "max_length": f"{label}最多 %(limit_value)d 字，现有 %(show_value)d 字",
            "null_characters_not_allowed": f"{label}中有不能使用的字符",
        }
        field.widget.attrs.pop("maxlength", None)  # a longer one is answered with a sentence
        if not field.required and not field.disabled:
            field.label = f"{label}（选填）"


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
        _speak(self)


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
        _speak(self)
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
        _speak(self)
        self.fields["email"].error_messages["invalid"] = "电子邮箱的格式不正确"


class RoleForm(forms.Form):
    """One role in one organ."""

    organ = forms.ModelChoiceField(
        Organ.objects.filter(is_active=True), to_field_name="slug", label="单位", empty_label="请选择"
    )
    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _speak(self)


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
        is_administrator = self.cleaned_data["role"] == ADMINISTRATOR
        return given | {"role": None if is_administrator else (self.cleaned_data["organ"], self.cleaned_data["role"])}


class YearForm(forms.ModelForm):
    superior = forms.ModelChoiceField(
        Organ.objects.filter(is_active=True, subordinates__isnull=False).distinct(),
        to_field_name="slug",
        required=False,
        label="适用范围",
        empty_label="全部单位",
    )

    class Meta:
        model = ReportingYear
        fields = ("year", "superior", "opens_on", "due_on", "publish_by")
        help_texts = {"publish_by": "不填的，为 1 月 31 日（条例第四十九条）或截止日期，以较晚的为准"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["year"], self.fields["superior"]
        _speak(self)
        if "year" in self.fields:
            self.fields["superior"].label = "适用范围"
            self.fields["superior"].help_text = "某一审核单位的下级单位，或未另行设置的全部单位"
            self.fields["year"].widget = forms.TextInput(attrs={"inputmode": "numeric"})
            self.fields["year"].error_messages |= {"invalid": "年度应为四位数字，如 2026"}
        for name in ("opens_on", "due_on", "publish_by"):
            type_day(self.fields[name])

    def clean_year(self) -> int:
        year, last = self.cleaned_data["year"], timezone.localdate().year + 1
        if not FIRST_YEAR <= year <= last:
            raise forms.ValidationError(f"年度应在 {FIRST_YEAR} 至 {last} 之间")
        return year

    def clean(self) -> dict:
        cleaned = super().clean()
        year = self.instance.year if self.instance.pk else cleaned.get("year")
        if year:
            self._check_days(year, *(cleaned.get(name) for name in ("opens_on", "due_on", "publish_by")))
            twins = ReportingYear.objects.filter(year=year, superior=cleaned.get("superior"))
            if not self.instance.pk and "superior" in cleaned and twins.exists():
                self.add_error("superior", f"{year} 年度已为此范围设置日期，请直接修改")
        return cleaned

    def _check_days(self, year: int, opens_on: date | None, due_on: date | None, publish_by: date | None) -> None:
        """A year is prepared from its December on, which is when it is first offered."""
        earliest, latest = default_period(year).opens_on, latest_day(year)
        if opens_on and not earliest <= opens_on <= latest:
            self.add_error("opens_on", f"开放日期应在 {earliest} 至 {latest} 之间（{OPENING_MONTH} 月起填报当年报告）")
        if opens_on and due_on and not opens_on < due_on <= latest:
            self.add_error("due_on", f"截止日期应在开放日期之后、{latest} 之前")
        elif due_on and publish_by and not due_on <= publish_by <= latest:
            self.add_error("publish_by", f"公布截止日期应在 {due_on} 至 {latest} 之间")
