"""Rows that are written once: the model layer refuses to change or delete them, and so do the database's triggers."""

from typing import Any, NoReturn

from reports.models.sealing import SealedModel, SealedQuerySet

REFUSED = "办理记录只能增加，不能修改或删除。"


class AppendOnlyViolation(Exception):
    """A row that is kept for good was to be changed or deleted."""


class AddsOnly:
    """What keeps a query set to adding one row at a time and answering questions."""

    def update(self, **values: Any) -> NoReturn:
        raise AppendOnlyViolation(REFUSED)

    def delete(self) -> NoReturn:
        raise AppendOnlyViolation(REFUSED)

    def bulk_create(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnlyViolation(REFUSED)

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnlyViolation(REFUSED)


class WrittenOnce:
    """What keeps a model's row as it was written."""

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyViolation(REFUSED)
        super().save(*args, **options | {"force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise AppendOnlyViolation(REFUSED)


class AppendOnlyQuerySet(AddsOnly, SealedQuerySet):
    """Sealed rows that are only added."""


class AppendOnly(WrittenOnce, SealedModel):
    """A sealed row that is kept as it was written."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
