"""What the reports below a supervising organ may have in common, as that organ has set it from a year on."""

from django.db import models

from reports.models.append_only import AppendOnly
from reports.models.organs import Organ, User


class BoilerplateSetting(AppendOnly):
    """A whole list of phrases that no comparison counts; empty for the list of the installation.

    Rows are added, never changed: for a year the newest of those holds that begin last, and all together are the
    history. So a list needs no renewal each year, and a new one leaves what was compared in earlier years as it was.
    """

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="boilerplate_settings", verbose_name="审核单位")
    year = models.PositiveSmallIntegerField("自哪一年度起")
    phrases = models.TextField("不比较的用语", blank=True)  # one a line
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", auto_now_add=True)

    seal_scope = ("settings", "0")

    class Meta:
        indexes = [models.Index(fields=["organ", "year"])]
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "不比较的用语"

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}: {len(self.phrase_list)}"

    @property
    def phrase_list(self) -> tuple[str, ...]:
        """The phrases as they were set; empty for the list of the installation."""
        return tuple(self.phrases.splitlines())
