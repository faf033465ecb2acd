"""Stock phrases (常用表述) as superior organs keep them; what is done with them is in ``people/phrases.py``."""

from django.db import models

from reports.models.organs import Organ

MOST_CHARACTERS_OF_A_PHRASE = 300


class StockPhrase(models.Model):
    """One phrase of a superior organ for one text of the report."""

    organ = models.ForeignKey(Organ, models.CASCADE, related_name="phrases", verbose_name="审核单位")
    text = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    body = models.CharField("表述", max_length=MOST_CHARACTERS_OF_A_PHRASE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "text", "position"], name="one_phrase_a_position")]
        ordering = ["text", "position"]
        verbose_name = verbose_name_plural = "常用表述"

    def __str__(self) -> str:
        return self.body
