"""Published reports with files that say nothing but whose they are: nothing is drawn for them."""

from reports.models import AnnualReport, Organ, Publication, Status
from reports.models.publication import publish_files
from reports.official import edition_for
from tests.conftest import YEAR

FILES = {"pdf": "%PDF {}", "xlsx": "PK {}", "html": "<p>{}</p>", "json": '{{"organ": "{}"}}', "docx": "PK W {}"}


def publish(organ: Organ, by, year: int = YEAR, revision: int = 1, left_out: tuple[str, ...] = ()) -> Publication:
    """A published report of the organ, frozen in every format but those that are left out."""
    report = AnnualReport.objects.create(
        organ=organ, year=year, revision=revision, edition=edition_for(year).key, status=Status.PUBLISHED, round=1
    )
    publication = Publication.objects.create(report=report, by=by, content_hash="0" * 64)
    said = f"{organ.name} {year} {revision}"
    publish_files(
        publication, {key: words.format(said).encode() for key, words in FILES.items() if key not in left_out}
    )
    return publication
