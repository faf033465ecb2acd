"""The workflow as a machine: random people do random things, and no invariant of a report breaks.

The short run belongs to every run of the tests and is the same each time; ``script/test --long``
has new chances each time, for an hour on two cores.
"""

import logging
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from reports.lifecycle.opening import fill, open_report
from reports.models import Membership, Organ, Role, User
from reports.official.report_data import Kind
from tests import runs
from tests.conftest import PASSWORD, YEAR
from tests.machine.machine import Machine
from tests.machine.model import CLERKS, EDGES, LEADERS, MAY, PEOPLE, SUPERVISORS, Command

PARTS = runs.times(1, 4)  # of the random stories, so that several processes share a long run
EXAMPLES = runs.times(15, 500)  # of each part
STEPS = runs.times(30, 40)
IS_LONG = runs.is_long()
LEAST_VISITS = 20  # of every edge, in each part of a long run

# Ways that together lead over every edge, and past every condition. A sign begins what is set around the report:
# the county no longer reviews first, both leaders are away, or the one who is no clerk.
WAYS = {
    "signed": "clerk submit, clerk withdraw, clerk submit, leader send_back, colleague submit, leader sign,"
    "supervisor approve, supervisor revoke, clerk submit, leader sign, second_supervisor approve, leader publish,"
    "supervisor correct",
    "unsigned": "-leaders, clerk submit, colleague withdraw, clerk submit, supervisor return, clerk submit,"
    "supervisor return, -review, clerk submit, clerk publish, supervisor correct, clerk submit",
    "unreviewed": "-review, clerk submit, leader sign, supervisor revoke, colleague submit, leader sign,"
    "colleague publish",
    "edited by who decides": "-leaders, clerk_supervisor edit words, clerk submit, clerk withdraw, clerk submit,"
    "supervisor open, supervisor return, clerk submit, supervisor approve",
    "submitted by who signs": "-leader, clerk_leader submit, colleague withdraw, clerk submit, supervisor return,"
    "colleague submit, supervisor approve",
    "opinions": "-leaders, clerk submit, supervisor opine must, supervisor opine advice, supervisor return, -review,"
    "clerk act answer 1, clerk submit, supervisor act ask 1, supervisor return, colleague act answer 1, clerk submit,"
    "second_supervisor act resolve 1, supervisor opine advice, supervisor approve",
    "opinions and a leader": "clerk submit, leader sign, supervisor opine must, supervisor return, clerk submit,"
    "clerk withdraw, clerk act answer 1, -review, clerk submit, leader sign",
    "explanations": "-leaders, clerk edit rules 6, clerk explain, clerk submit, supervisor judge questioned 6,"
    "supervisor return, clerk edit rules 7, -review, clerk_supervisor explain, clerk submit,"
    "supervisor judge accepted 7, supervisor approve, supervisor revoke, clerk edit rules 6, clerk explain,"
    "clerk edit balance 5",
}


@pytest.fixture
def setting(db, seed):
    """A report that none of the people has touched, so that each of them still may decide on it."""
    county = organ("lushan", "鲁山县人民政府办公室", Kind.OFFICE, None)
    township = organ("beizi", "背孜乡人民政府", Kind.TOWNSHIP, county)
    people = {name: User.objects.create_user(name, PASSWORD, full_name=f"某{name}") for name in [*PEOPLE, "author"]}
    roles = {
        (township, Role.CLERK): CLERKS,
        (township, Role.LEADER): LEADERS,
        (township, Role.READER): {"reader"},
        (county, Role.SUPERVISOR): SUPERVISORS,
        (organ("wawu", "瓦屋镇人民政府", Kind.TOWNSHIP, county), Role.CLERK): {"neighbour"},
        (organ("elsewhere", "外县人民政府办公室", Kind.OFFICE, None), Role.SUPERVISOR): {"stranger"},
    }
    for (where, role), names in roles.items():
        for name in names:
            Membership.objects.create(user=people[name], organ=where, role=role)
    report = open_report(township, YEAR, people["author"])
    fill(report.pk, people["author"], seed)
    return SimpleNamespace(report=report, path=f"/reports/beizi/{YEAR}/")


def organ(slug, name, kind, superior):
    contact = {"office": "党政办公室", "address": "背孜街1号", "postcode": "467300", "telephone": "0375-5050001"}
    names = {"slug": slug, "name": name, "short_name": name[:3], "self_reference": "我乡"}
    return Organ.objects.create(**names, kind=kind, superior=superior, **contact)


@pytest.fixture
def machine(setting):
    Machine.setting, Machine.steps = setting, 0
    Machine.edges.clear()
    Machine.refused.clear()
    return Machine


def test_every_edge_of_the_graph_is_on_some_way(machine):
    for way in WAYS.values():
        with walking(machine) as walked:
            for step in way.split(","):
                walk(walked, *step.split())
    assert set(machine.edges) == EDGES


@pytest.mark.parametrize("way", WAYS)
def test_at_every_point_of_a_way_everybody_may_do_what_the_model_says(machine, way):
    with walking(machine) as walked:
        walked.everybody_tries()
        for step in WAYS[way].split(","):
            walk(walked, *step.split())
            walked.everybody_tries()
    assert machine.steps > 2 * len(WAYS[way].split(","))


@contextmanager
def walking(machine):
    walked = machine()
    try:
        yield walked
    finally:
        walked.teardown()


def walk(walked, person, kind="", what="", to=""):
    """One step of a way: a sign, or a command that the model allows."""
    if person == "-review":
        walked.the_county_changes_its_mind()
    elif person in ("-leaders", "-leader"):
        walked.leaders_come_and_go({"clerk_leader"} if person == "-leader" else set())
    else:
        command = Command("take", person, kind) if kind in MAY else Command(kind, person, what, to)
        if kind == "act":
            command = command._replace(to=int(to))
        assert walked.world.allows(walked.world.newest, command), command
        walked.perform(command)


@pytest.mark.timeout(runs.times(1_800, 3 * 3_600))
@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_anybody_does_a_report_stays_as_it_must(machine, caplog, part):
    caplog.set_level(logging.ERROR)  # every refused save would be kept
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    long_or_short = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        derandomize=not IS_LONG,
        suppress_health_check=checks,
        print_blob=True,
    )
    run_state_machine_as_test(machine, settings=long_or_short)
    print(f"{machine.steps} commands; taken {dict(machine.edges)}; refused {dict(machine.refused)}")  # noqa: T201
    if IS_LONG:
        assert {edge for edge in EDGES if machine.edges[edge] < LEAST_VISITS} == set()
