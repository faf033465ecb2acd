"""Chooses the SQLite that the process uses, and the journal that is safe with it.

SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode when two connections write and checkpoint at
one moment; Debian 12 has 3.40. ``pysqlite3`` carries a later one and stands in for ``sqlite3``.
"""

import sys

try:
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
except ImportError:
    pass

import sqlite3

JOURNAL_MODE = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "TRUNCATE"

OPTIONS = {
    "timeout": 15,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        f"PRAGMA journal_mode={JOURNAL_MODE};"
        "PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON;"
        "PRAGMA trusted_schema=OFF;"
        "PRAGMA cell_size_check=ON;"
        "PRAGMA recursive_triggers=ON;"
        "PRAGMA journal_size_limit=67108864;"
        "PRAGMA temp_store=MEMORY;"
    ),
}
