"""An archive of earlier reports between two clicks: chosen from, given up, worked on."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils import timezone

from reports.formats import writing
from reports.lifecycle.batches import keeping, working
from reports.lifecycle.batches.keeping import BEING_WORKED_ON, GIVEN_UP
from reports.lifecycle.refusals import Refused
from reports.models import AnnualReport, Batch, BatchFile, Stage
from tests.views.archives import an_archive


def test_of_an_archive_that_was_given_up_meanwhile_nothing_is_chosen(cast):
    archive = an_archive(cast)
    chosen = [each.pk for each in archive.files.all()]
    keeping.give_up(archive.pk)
    keeping.give_up(archive.pk)  # the second click of a double click
    with pytest.raises(Refused, match=GIVEN_UP):
        keeping.choose(archive.pk, chosen)
    assert (Batch.objects.count(), BatchFile.objects.count()) == (0, 0)


def test_an_archive_that_somebody_works_on_is_not_given_up(cast):
    archive = an_archive(cast, stage=Stage.STORING)
    Batch.objects.update(worker="another machine:1", heard_at=timezone.now())
    with pytest.raises(Refused, match=BEING_WORKED_ON):
        keeping.give_up(archive.pk)
    assert Batch.objects.count() == 1


def test_a_worker_whose_archive_is_given_up_under_its_hands_stops_and_brings_nothing_back(cast, seed, monkeypatch):
    """As the oldest of six is, and one of yesterday; what it has stored by then stays."""
    read = working.archive_file

    def given_up(*given):
        keeping.discard(archive)
        return read(*given)

    archive = an_archive(cast)
    monkeypatch.setattr(working, "archive_file", given_up)
    keeping.choose(archive.pk, [each.pk for each in archive.files.all()])
    assert (Batch.objects.count(), BatchFile.objects.count(), AnnualReport.objects.count()) == (0, 0, 1)
    content = BytesIO()
    with ZipFile(content, "w") as packed:
        packed.writestr("背孜乡.html", writing.write(seed, "html"))
        packed.writestr("另存.html", writing.write(seed, "html"))
    monkeypatch.setattr(working, "note", lambda row, assessed: keeping.discard(row.batch))
    keeping.bring(cast.supervisor, "往年.zip", content, len(content.getvalue()))
    assert (Batch.objects.count(), BatchFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("go", ["store", "discard"])
def test_what_is_clicked_while_another_window_gives_the_archive_up_leads_to_the_others(cast, as_user, monkeypatch, go):
    archive = an_archive(cast)
    browser, address = as_user(cast.supervisor), f"/review/earlier/{archive.pk}/"
    chosen = [each.pk for each in archive.files.all()]
    real = {"store": keeping.choose, "discard": keeping.give_up}[go]

    def too_late(*given):
        Batch.objects.all().delete()
        return real(*given)

    monkeypatch.setattr(keeping, real.__name__, too_late)
    answer = browser.post(address, {"go": go, "file": chosen}, follow=True)
    assert answer.redirect_chain[-1][0] == "/review/earlier/"
    assert {"store": GIVEN_UP, "discard": "已删除"}[go] in answer.content.decode()
