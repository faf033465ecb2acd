"""Explanations keep standing: their findings' fingerprints no longer cover wording and level.

What was submitted is known from the content of the last event, on which the checks are run again. Words that
were never submitted, or whose finding was worded differently then, lapse: the form offers them again.
"""

import hashlib
import json

from django.db import migrations


def renew(apps, schema_editor):
    """Give each explanation of a submitted report the new fingerprint of the finding that it was written for."""
    Explanation = apps.get_model("reports", "Explanation")
    Version = apps.get_model("reports", "Version")
    for report_id in Explanation.objects.values_list("report", flat=True).distinct():
        version = Version.objects.filter(event__report=report_id).order_by("-event__number").first()
        if version is None:
            continue
        for former, now in _fingerprints(bytes(version.content)).items():
            Explanation.objects.filter(report=report_id, fingerprint=former).update(fingerprint=now)


def _fingerprints(content):
    """The new fingerprint of every finding by the former one; without an entry where the checks are no more these."""
    from reports.checks import Case, run
    from reports.official.interchange import parse

    return {_former(finding): finding.fingerprint for finding in run(Case(parse(content)))}


def _former(finding):
    said = [finding.rule, finding.level, finding.message, [str(cell) for cell in finding.cells]]
    said += [finding.texts, finding.quote]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("reports", "0012_how_a_value_came_in")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
