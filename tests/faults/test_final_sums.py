"""定稿 by several people at one moment, on either database: one declares the sums final, the others read who did."""

import re
import threading

import pytest
from django.db import connection

from reports.lifecycle.consolidation.finalising import finalise, reopen
from reports.lifecycle.consolidation.scope import Decision, decide_scope
from reports.lifecycle.consolidation.standing import standing_sums
from reports.lifecycle.refusals import Refused
from reports.models import Basis, Finalisation, Membership, Organ, Role, User
from tests import runs
from tests.conftest import PASSWORD, YEAR
from tests.county.reports import figures_of, settle

RACES = runs.times(5, 200)
REASON = "更正了一个单位的数字，须重新核对汇总数"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerks(government):
    people = [User.objects.create_user(f"clerk-{name}", PASSWORD, full_name=name) for name in ("蒋文", "王芳", "李明")]
    for user in people:
        Membership.objects.create(user=user, organ=government, role=Role.CLERK)
    return people


def at_once(government, people, seen):
    """What each was answered: nothing, or the refusal."""
    answers, start = {}, threading.Barrier(len(people))

    def declare(user):
        try:
            start.wait()
            finalise(government, YEAR, user, seen=seen)
            answers[user] = ""
        except Refused as refusal:
            answers[user] = str(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=declare, args=(user,)) for user in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_three_people_one_declares_the_sums_final_and_the_others_read_who(cast, government, four_of_five, clerks):
    settle(cast.clerk, Organ.objects.get(slug="tumen"), figures_of("tumen"))
    decide_scope(government, YEAR, clerks[0], Decision(Basis.WHOLE_AREA, "", {}), seen="")
    for race in range(RACES):
        answers = at_once(government, clerks, standing_sums(government, YEAR).seen)
        assert Finalisation.objects.count() == race + 1
        winner = Finalisation.objects.first().by
        assert len(answers) == len(clerks)
        for user, answer in answers.items():
            assert answer == "" if user == winner else re.search(f"已由{winner}于 .*定稿", answer)
        reopen(government, YEAR, winner, REASON)
