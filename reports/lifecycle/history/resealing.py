"""Sealing rows as they stand: those that were there before there were seals, and all of them where the key is lost."""

from django.db import transaction

from reports.audit.recording import record
from reports.models.audit import AuditAction
from reports.models.seal_key import seal_key
from reports.models.sealed_rows import all_stored, table_of
from reports.models.sealing import SealedModel, TallyChanges, write_seals
from reports.models.seals import Seal, SealingRound, SealTally

FIRST = "启用封条"


def sealed_models() -> list[type[SealedModel]]:
    """Every model whose rows are sealed, by the name of its table."""
    found, waiting = set(), [SealedModel]
    while waiting:
        for model in waiting.pop().__subclasses__():
            waiting.append(model)
            if not model._meta.abstract and model.__module__.startswith("reports.models"):
                found.add(model)
    return sorted(found, key=table_of)


@transaction.atomic
def seal_as_they_stand(reason: str) -> SealingRound:
    """Seal every row with the installation's key as it is now, and note that this was done, when, and why.

    Nothing is known afterwards of what had been changed before; what was noted so earlier stays. Nobody should be
    writing meanwhile.
    """
    key, sums, rows = seal_key(), TallyChanges(), 0
    Seal.objects.all().delete()
    SealTally.objects.all().delete()
    for model in sealed_models():
        table, seals = table_of(model), []
        for row in all_stored(model):
            mac = key.mac(row.message)
            sums.add(row.scope, table, mac)
            seals.append((table, row.pk, row.scope, key.name, mac))
            if len(seals) == 500:
                write_seals(seals)
                rows, seals = rows + len(seals), []
        write_seals(seals)
        rows += len(seals)
    sums.write(key)
    record(AuditAction.RESEALED, details={"原因": reason, "行数": rows})
    return SealingRound.objects.create(reason=reason, rows=rows)


def seal_what_was_there_before() -> None:
    """Seal the rows of a database in which nothing has been sealed so far; an empty one has nothing to note."""
    if not SealTally.objects.exists() and any(model.objects.exists() for model in sealed_models()):
        seal_as_they_stand(FIRST)
