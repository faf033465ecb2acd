"""What is kept of the seals: one a row, a tally a scope, and when rows were sealed as they stood."""

from django.db import models

from reports.models.append_only import AppendOnly


class Seal(models.Model):
    """The seal of one row (``sealing``): HMAC-SHA-256 with the installation's key over the row as it is stored."""

    table_name = models.CharField(max_length=40)
    row_key = models.BigIntegerField()
    scope = models.CharField(max_length=40)
    key_name = models.CharField(max_length=8)
    mac = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table_name", "row_key"], name="one_seal_a_row")]
        verbose_name = verbose_name_plural = "封条"

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key}"


class SealTally(models.Model):
    """How many rows a scope holds by table, and the sum of their seals modulo 2^256; sealed itself."""

    scope = models.CharField(max_length=40, unique=True)
    counts = models.TextField()  # JSON, by table
    total = models.CharField(max_length=64)  # hexadecimal
    key_name = models.CharField(max_length=8)
    mac = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = "封条总数"

    def __str__(self) -> str:
        return self.scope


class SealingRound(AppendOnly):
    """That rows were sealed as they stood, without anything being known of what they had been before."""

    at = models.DateTimeField("封存时间", auto_now_add=True)
    rows = models.PositiveBigIntegerField("行数")
    reason = models.CharField("原因", max_length=200)

    seal_scope = ("register", "0")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "封存记录"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.rows}"
