"""Which organ may succeed one that is retired (承继单位), as a choice."""

from django import forms
from django.db.models import Q, QuerySet

from reports.models import Organ


def successors(of: Organ) -> QuerySet[Organ]:
    """Who may succeed an organ: those in office, and who does so already."""
    return Organ.objects.filter(Q(is_active=True) | Q(pk=of.succeeded_by_id)).exclude(pk=of.pk)


def choice_of_successor() -> forms.ModelChoiceField:
    """A field that chooses one; its form says among whom."""
    return forms.ModelChoiceField(
        Organ.objects.none(),
        to_field_name="slug",
        required=False,
        label="承继单位",
        empty_label="无",
        help_text=f"{Organ._meta.get_field('succeeded_by').help_text}，原单位的报告不变",
    )
