"""The power is cut at random moments while SQLite writes with our settings: what it acknowledged is there, and whole.

The same with ``synchronous=NORMAL`` loses what was acknowledged, which shows that the test would see it. It needs apsw
(``pip install apsw``), which is no requirement of ours; where it is missing there is nothing to try.
``script/test --long`` cuts at 20,000 moments.
"""

import importlib.util
import random

import pytest

from config import sqlite
from tests import runs

POINTS = runs.times(60, 10_000)
TRANSACTIONS = 120
OURS = [each for each in sqlite.OPTIONS["init_command"].split(";") if each]
ARMS = {
    "ours": OURS,
    "the journal of an older SQLite": [each.replace("=WAL", "=TRUNCATE") for each in OURS],
}
CARELESS = ["PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL"]

if importlib.util.find_spec("apsw"):
    import apsw

    from tests.faults.power import Done, Recorder, cut_after

    def written(folder, pragmas):
        """Everything that was done for so many transactions, each acknowledged by its number."""
        recorder = Recorder(f"recorder-{folder.name}")
        connection = apsw.Connection(str(folder / "reports.sqlite3"), vfs=recorder.name)
        # Without the memory that several processes share, which goes with the power anyway.
        for pragma in ["PRAGMA locking_mode=EXCLUSIVE", *pragmas, "PRAGMA wal_autocheckpoint=30"]:
            connection.execute(pragma)
        connection.execute("CREATE TABLE log (number INTEGER PRIMARY KEY, words BLOB)")
        connection.execute("CREATE TABLE last (number INTEGER)")
        connection.execute("INSERT INTO last VALUES (0)")
        begun = len(recorder.done)
        for number in range(1, TRANSACTIONS + 1):
            with connection:
                connection.execute("INSERT INTO log VALUES (?, randomblob(?))", (number, 40 * number))
                connection.execute("UPDATE last SET number = ?", (number,))
            recorder.done.append(Done("said", at=number))
        done = list(recorder.done)
        connection.close()
        return done, begun

    def found(folder):
        """The number of the last transaction; ``None`` where the database is damaged, or holds a part of one."""
        try:
            connection = apsw.Connection(str(folder / "reports.sqlite3"))
            try:
                whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                ((last,),) = connection.execute("SELECT number FROM last").fetchall()
                numbers = [number for (number,) in connection.execute("SELECT number FROM log ORDER BY number")]
            finally:
                connection.close()
        except apsw.Error:
            return None
        return last if whole and numbers == list(range(1, last + 1)) else None

    def cut(tmp_path, pragmas):
        """At so many points, what was acknowledged by then and what was found."""
        (tmp_path / "whole").mkdir()
        (tmp_path / "cut").mkdir()
        done, begun = written(tmp_path / "whole", pragmas)
        chance = random.Random(1)
        for _ in range(POINTS):
            point = chance.randrange(begun, len(done) + 1)
            cut_after(done[:point], tmp_path / "cut", chance)
            said = max((each.at for each in done[:point] if each.what == "said"), default=0)
            yield point, said, found(tmp_path / "cut")

    @pytest.mark.timeout(7200)
    @pytest.mark.parametrize("pragmas", ARMS.values(), ids=ARMS)
    def test_what_was_acknowledged_outlives_a_power_cut(tmp_path, pragmas):
        for point, said, last in cut(tmp_path, pragmas):
            assert last is not None, f"damaged after {point}"
            assert last >= said, f"{said - last} transactions lost after {point}"

    def test_a_careless_setting_is_found_out(tmp_path):
        assert any(last is None or last < said for _, said, last in cut(tmp_path, CARELESS))
