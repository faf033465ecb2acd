"""Published reports for tests of what is published: frozen data and fake papers, without the way that leads there."""

from reports.formats.json import writer as interchange_file
from reports.models import AnnualReport, Organ, Publication, Status
from reports.models.publication import publish_files
from reports.official.interchange import content_hash
from tests.county.reports import figures_of, settle


def published(by, organ, year, *, revision=1, **fields):
    """A publication of the organ's report of that year."""
    fields |= {"submitted_name": organ.name, "submitted_kind": organ.kind}
    if revision == 1:
        report = settle(by, organ, figures_of(organ.slug, year), year, Status.PUBLISHED, **fields)
    else:
        first = AnnualReport.objects.get(organ=organ, year=year, revision=1)
        about = {"organ": organ, "year": year, "edition": first.edition, "revision": revision}
        report = AnnualReport.objects.create(**about, status=Status.PUBLISHED, **fields)
    data = report.data()
    publication = Publication.objects.create(report=report, by=by, content_hash=content_hash(data), corrected=[])
    publish_files(publication, {"json": interchange_file.write(data), "pdf": b"%PDF", "xlsx": b"PK"})
    return publication


def townships(county, count):
    """So many townships of the county: 甲镇人民政府 and so on by number."""
    return Organ.objects.bulk_create(
        Organ(
            slug=f"town-{number:04}", name=f"第{number}镇人民政府", short_name=f"第{number}镇", self_reference="我镇",
            kind="township", superior=county,
        )
        for number in range(count)
    )  # fmt: skip
