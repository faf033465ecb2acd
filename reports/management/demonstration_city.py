"""The city above the demonstration county: a second county and a department beside it, summed up as the county is.

A city adds up the reports of its counties and of its own departments, and never the townships again.
"""

from collections.abc import Mapping

from reports.lifecycle.consolidation.scope import Decision, decide_scope, scope_of
from reports.management import demonstration_county as county
from reports.management.demonstration_stories import SUBMIT, Take
from reports.management.demonstration_telling import Telling
from reports.management.demonstration_years import archive, make_final
from reports.models import Basis, Organ, Role, User
from reports.official.report_data import Kind

CONTACT = {
    "address": "平顶山市公园南路1号",
    "postcode": "467000",
    "telephone": "0375-2960000",
}  # the number is invented
OFFICE = {
    "slug": "pingdingshan",
    "name": "平顶山市人民政府办公室",
    "short_name": "市政府办公室",
    "self_reference": "本办公室",
    "kind": Kind.OFFICE,
    "needs_no_review": True,
    "office": "政务公开科",
    **CONTACT,
}
GOVERNMENT = {
    "slug": "pingdingshan-gov",
    "name": "平顶山市人民政府",
    "short_name": "平顶山市",
    "self_reference": "我市",
    "kind": Kind.CITY,
    "needs_no_review": True,
    "office": "平顶山市人民政府办公室",
    **CONTACT,
}
BELOW = (
    {
        "slug": "yexian-gov",
        "name": "叶县人民政府",
        "short_name": "叶县",
        "self_reference": "我县",
        "kind": Kind.COUNTY,
        "office": "叶县人民政府办公室",
        **CONTACT,
    },
    {
        "slug": "city-police",
        "name": "平顶山市公安局",
        "short_name": "市公安局",
        "self_reference": "我局",
        "kind": Kind.DEPARTMENT,
        "office": "办公室",
        **CONTACT,
    },
)
ORGANS = (OFFICE, GOVERNMENT, *BELOW)
REPORTING = (OFFICE, *BELOW)
SUPERVISOR = "pingdingshan-supervisor"
PEOPLE = (
    (SUPERVISOR, "范宏伟", "pingdingshan", Role.SUPERVISOR),
    ("pingdingshan-clerk", "邓洁", "pingdingshan", Role.CLERK),
    ("pingdingshan-gov-clerk", "潘涛", "pingdingshan-gov", Role.CLERK),
    ("yexian-gov-clerk", "贾敏", "yexian-gov", Role.CLERK),
    ("city-police-clerk", "龚磊", "city-police", Role.CLERK),
)
BEFORE = {
    "pingdingshan": {"applications.new_received.natural_person": "4", "applications.granted.natural_person": "4"},
    "yexian-gov": {
        "licensing.administrative_licensing.decisions": "14",
        "applications.new_received.natural_person": "4",
        "applications.granted.natural_person": "3",
        "applications.unavailable_not_held.natural_person": "1",
    },
    "city-police": {"applications.new_received.natural_person": "2", "applications.granted.natural_person": "2"},
}


def make_city(government: Organ) -> dict[str, Organ]:
    """The organs of the city, by their slugs; the government of the county comes under its office if under nobody."""
    office = _made(OFFICE, {})
    organs = {office.slug: office, GOVERNMENT["slug"]: _made(GOVERNMENT, {"consolidated_by": office})}
    organs |= {each["slug"]: _made(each, {"superior": office}) for each in BELOW}
    Organ.objects.filter(pk=government.pk, superior=None).update(superior=office, needs_no_review=False)
    return organs


def _made(about: dict, more: dict) -> Organ:
    return Organ.objects.get_or_create(slug=about["slug"], defaults=about | more)[0]


def tell_the_city(organs: Mapping[str, Organ], people: Mapping[str, User], year: int) -> None:
    """The year before, read in and final, and of this year all but what the county reports."""
    _tell_the_year_before(organs, people, year - 1)
    for about in REPORTING:
        steps = (SUBMIT,) if about is OFFICE else (SUBMIT, Take("approve", by=SUPERVISOR))
        data = county.brief(about["name"], about["self_reference"], about["kind"], year)
        Telling(people, about["slug"]).tell(data, steps, is_demonstration=True)


def _tell_the_year_before(organs: Mapping[str, Organ], people: Mapping[str, User], year: int) -> None:
    government = organs[GOVERNMENT["slug"]]
    if scope_of(government, year).stored:
        return
    for about in REPORTING:
        words = about["name"], about["self_reference"], about["kind"]
        reader = people[f"{about['slug']}-clerk"]
        archive(organs[about["slug"]], reader, county.before(*words, year, BEFORE[about["slug"]]))
    clerk = people[f"{government.slug}-clerk"]
    decide_scope(government, year, clerk, Decision(Basis.WHOLE_AREA, "", {}), seen="")
    make_final(government, clerk, year)
