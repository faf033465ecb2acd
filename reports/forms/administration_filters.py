"""What narrows the lists of administration; what cannot be read narrows nothing."""

from django import forms

from reports.forms.administration import KINDS
from reports.models.audit import AuditAction, AuditOutcome

STATES = [("", "全部"), ("active", "启用"), ("inactive", "停用")]


class OrganFilter(forms.Form):
    """What narrows the list of organs; what cannot be read narrows nothing."""

    words = forms.CharField(label="名称或代码", required=False, max_length=40)
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *KINDS])
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)


class AccountFilter(forms.Form):
    """What narrows the list of accounts."""

    words = forms.CharField(label="姓名或账号", required=False, max_length=40)
    organ = forms.CharField(label="单位名称", required=False, max_length=40)
    state = forms.ChoiceField(label="状态", required=False, choices=STATES)


class AuditFilter(forms.Form):
    """What narrows the audit log; both days are included."""

    since = forms.DateField(label="起", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="止", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label="人员或对象", required=False, max_length=40)
    action = forms.ChoiceField(label="事项", required=False, choices=[("", "全部"), *AuditAction.choices])
    outcome = forms.ChoiceField(label="结果", required=False, choices=[("", "全部"), *AuditOutcome.choices])


class YearFilter(forms.Form):
    year = forms.IntegerField(label="年度", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
