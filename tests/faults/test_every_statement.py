"""The database fails at each statement of each function that writes: nothing of what it began is left.

The functions are those of ``WRITERS``, each as it is raced there. The short run fails some statements of each;
``script/test --long`` every one.
"""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from reports.models import Explanation, Opinion, Status
from tests import runs
from tests.faults.test_pairs_of_writers import WRITERS, World
from tests.people.second_factors import bind

APART = runs.times(40, 1)  # statements from one that fails to the next
SAID = "database or disk is full"

# Several transactions, each whole: what the earlier ones did stays.
ONE_AFTER_THE_OTHER = {
    "lifecycle.appraisal.schemes.close": "the scheme is opened first",
    "lifecycle.batches.keeping.choose": "the worker stores what was chosen, file by file",
    "lifecycle.batches.working._claim": "file by file, and what is stored stays",
    "lifecycle.batches.assigning._keep": "",
    "lifecycle.bundles.asking.ask_for": "old ones are forgotten first",
    "lifecycle.bundles.making._claim": "it is asked for, then made",
    "lifecycle.circulars.sign_for": "it is issued first",
    "lifecycle.circulars.withdraw": "it is issued first",
    "lifecycle.uploads.correct": "it is brought first",
    "lifecycle.importing.take_in": "it is brought first",
    "lifecycle.consolidation.adjusting.register": "the sums are set up first",
    "lifecycle.consolidation.adjusting.take_back": "an adjustment is registered first",
    "lifecycle.consolidation.finalising.finalise": "the sums are set up first",
    "lifecycle.consolidation.finalising.reopen": "they are finalised first",
    "lifecycle.publishing.addresses.enter_addresses": "a publication is made first",
    "lifecycle.publishing.addresses.check_address": "a publication is made first",
}
ON_TRIAL = ("management.commands.import_report._enter on trial",)  # it ends by undoing what it did
WHOLE = [name for name in WRITERS if name.split()[0] not in ONE_AFTER_THE_OTHER]

pytestmark = pytest.mark.django_db


def settle(world):
    """Nothing that was asked of the report is left, which in a race may refuse a decision."""
    Opinion.objects.update(state="resolved")
    Explanation.objects.update(judgement="accepted", judged_by=world.cast.supervisor)


def approve(world):
    world.bring_to(Status.IN_REVIEW)
    settle(world)
    WRITERS["lifecycle.workflow.perform approve"][1](world)


def look_ahead(world):
    world.day = timezone.localdate() + timedelta(days=30)


PREPARED = {
    "lifecycle.deadlines.grant_extension": look_ahead,
    "people.administration.reset_second_factor": lambda world: bind(world.cast.clerk),
    "people.administration.reset_on_the_server": lambda world: bind(world.cast.clerk),
    "people.administration.give_role": lambda world: world.membership.delete(),
    "people.administration.set_administrator": lambda world: world.cast.stranger.memberships.all().delete(),
    "lifecycle.workflow.perform sign": settle,
    "lifecycle.workflow.perform approve": settle,
    "lifecycle.workflow.perform publish": approve,
}


class Failing:
    """Fails the statement of this number, counted from one; counts them all where none is to fail."""

    def __init__(self, number=0):
        self.number, self.seen = number, 0

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.number:
            raise OperationalError(SAID)
        return execute(sql, params, many, context)


def everything():
    """All rows of all tables."""
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def is_refused(name, write, world, number):
    """Whether the fault comes out; one that is caught, as of a statement that may fail, is none.

    Where what fails is the undoing of a trial, its last statement, Django tells nobody and leaves it to the transaction
    around, here that of the test.
    """
    fault = Failing(number)
    try:
        with connection.execute_wrapper(fault):
            write(world)
    except OperationalError:
        return True
    is_left_to_undo = name in ON_TRIAL and connection.needs_rollback
    transaction.set_rollback(False)
    assert fault.seen < number or is_left_to_undo, f"statement {number} failed, and nobody was told"
    return False


@pytest.mark.parametrize("name", WHOLE)
def test_nothing_is_left_of_what_fails_half_way(cast, filled, name):
    world = World(cast, filled)
    status, write = WRITERS[name]
    world.bring_to(status)
    PREPARED.get(name, lambda world: None)(world)
    before, number = everything(), 1
    while is_refused(name, write, world, number):
        transaction.set_rollback(False)
        after = everything()
        assert {table for table in before if before[table] != after[table]} == set(), f"statement {number}"
        number += APART
    assert number > 1


def test_only_what_is_raced_is_left_out():
    assert {name.split()[0] for name in WRITERS} >= set(ONE_AFTER_THE_OTHER)
