"""What a test decides where what was seen is not its subject: by somebody who has just looked."""

from reports.lifecycle import deadlines, reviewing, workflow
from reports.models import AnnualReport, Explanation, Opinion
from reports.models.years import period
from reports.official.interchange import content_hash


def perform(action, report_id, user, *, seen_hash=None, reason="", **given):
    """``workflow.perform`` by somebody who has just looked."""
    seen = content_hash(AnnualReport.objects.get(pk=report_id).data()) if seen_hash is None else seen_hash
    return workflow.perform(action, report_id, user, seen_hash=seen, reason=reason, **given)


def _seen_hash(report_id):
    return content_hash(AnnualReport.objects.get(pk=report_id).data())


def add_opinion(report_id, user, **said):
    return reviewing.add_opinion(report_id, user, seen_hash=_seen_hash(report_id), **said)


def act(action, report_id, number, user, words=""):
    opinion = Opinion.objects.filter(report=report_id, number=number).first()
    about = {"seen": opinion.seen_as if opinion else "0.0", "seen_hash": _seen_hash(report_id)}
    reviewing.act(action, report_id, number, user, words, **about)


def explain(report, finding, author, body="已随附认定文件"):
    """What a clerk says of a finding (情况说明)."""
    about = {"rule": finding.rule, "fingerprint": finding.fingerprint, "finding": finding.message}
    return report.explanations.create(**about, body=body, author=author)


def judge(report_id, explanation_id, user, judgement, question=""):
    now = Explanation.objects.get(pk=explanation_id).seen_as
    reviewing.judge(report_id, explanation_id, user, judgement, question, seen=now)


def grant_extension(organ, year, user, **given):
    return deadlines.grant_extension(organ, year, user, seen=period(year, organ).seen_as, **given)


def seen(slug="beizi", year=2022, **more):
    """The fields of a page that decides on what stands there now; ``more`` beside it."""
    newest = AnnualReport.objects.filter(organ__slug=slug, year=year).order_by("-revision").first()
    return {"content_hash": content_hash(newest.data()), **more}


def seen_opinion(number=1, **more):
    """The fields beside an opinion of the newest revision, as it stands now."""
    newest = AnnualReport.objects.filter(organ__slug="beizi").order_by("-revision").first()
    return seen(seen=newest.opinions.get(number=number).seen_as, **more)
