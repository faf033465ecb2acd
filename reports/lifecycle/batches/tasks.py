"""The tasks of an archive: its files are read, and those that were chosen stored, by a worker beside the web server."""

from django_tasks import task

from reports.lifecycle.batches import examining, working


@task()
def read(batch_id: int) -> None:
    """Read the files of an archive that have not been read."""
    working.read(batch_id)


@task()
def store(batch_id: int) -> None:
    """Store the chosen files of an archive that have not been stored."""
    working.store(batch_id)


@task()
def examine(examination_id: int) -> None:
    """Read and check the files of an archive that is brought for a 体检."""
    examining.examine_archive(examination_id)
