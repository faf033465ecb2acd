"""Sketches of what was submitted before there were any, from the contents that the submissions kept.

All at once, for a check of one report asks for those of all others: made when first asked for, they would let the
first check of a county read every report of it.
"""

from django.db import migrations

SUBMISSION = "submit"


def fill(apps, schema_editor):
    """Tell the submissions again, oldest first: each puts its sketch in place, and what was said before keeps its date."""
    Version = apps.get_model("reports", "Version")
    SubmittedClause = apps.get_model("reports", "SubmittedClause")
    told = Version.objects.filter(event__action=SUBMISSION).order_by("event__pk").select_related("event__report")
    for version in told.iterator(chunk_size=50):
        digests, event = _digests(bytes(version.content)), version.event
        report = event.report
        of_the_organ = SubmittedClause.objects.filter(report__organ=report.organ_id, report__year=report.year)
        before = {}
        for digest, since in of_the_organ.values_list("digest", "since"):
            before[digest] = min(since, before.get(digest, since))
        SubmittedClause.objects.filter(report=report).delete()
        SubmittedClause.objects.bulk_create(
            SubmittedClause(report=report, digest=digest, since=before.get(digest, event.at))
            for digest in sorted(digests)
        )


def _digests(content):
    """The clauses of a report as they are stored; none of one that cannot be read any more."""
    from reports.checks.likeness import SECTIONS, digested, section_text
    from reports.official.interchange import NotUnderstood, parse
    from reports.text.similarity import clauses_of

    try:
        report = parse(content)
    except NotUnderstood:
        return set()
    return {
        digest for key in SECTIONS for digest in digested(clauses_of(section_text(report, key), ()), key, report.year)
    }


class Migration(migrations.Migration):
    dependencies = [("reports", "0032_sketches_of_submissions")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
