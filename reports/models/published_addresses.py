"""回填网址: where on the county's own website a published report stands, as somebody entered and checked it."""

from django.db import models
from django.utils import timezone

from reports.models.append_only import AppendOnly
from reports.models.organs import User
from reports.models.publication import Publication

LONGEST_ADDRESS = 500


class PublishedAddress(AppendOnly):
    """An address as it was entered, or found right by a person (人工核对); the newest of a publication counts.

    It stands beside ``Publication``, which nothing changes. An empty ``url`` takes back the one before.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="addresses", verbose_name="公布")
    url = models.URLField("网址", max_length=LONGEST_ADDRESS, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="填写人")
    at = models.DateTimeField("填写时间", default=timezone.now)
    checked_on = models.DateField("核对日期", null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核对人")

    seal_scope = ("report", "(SELECT p.report_id FROM reports_publication p WHERE p.id = t.publication_id)")

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "回填网址"

    def __str__(self) -> str:
        return f"{self.publication_id}: {self.url}"


def newest_addresses(publications: list[int]) -> dict[int, PublishedAddress]:
    """By the key of each publication that has one, the address that counts; one query."""
    found = PublishedAddress.objects.filter(publication__in=publications).select_related("entered_by", "checked_by")
    return {each.publication_id: each for each in found.order_by("pk")}
