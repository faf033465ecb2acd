"""The one box that who does the 保密审查 ticks: that the whole text was read."""

from django import forms

DECLARED = "本人已通读报告全文，未发现国家秘密、工作秘密，以及依法不应公开的个人信息"


class SecrecyForm(forms.Form):
    """Nothing is confirmed by a slip: the box comes unticked."""

    declared = forms.BooleanField(label=DECLARED, error_messages={"required": "请先通读全文，再勾选声明"})
