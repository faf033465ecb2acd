"""The database as one file, taken while people save, and put back into an empty place."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

MINUTES = 60
LONGEST = 120 * MINUTES  # seconds that PostgreSQL's own programs may take
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""What the file is called within a backup, by the kind of database."""


class DatabaseFault(Exception):
    """The database could not be written to a file, or the file not be read, in a Chinese sentence."""


def dump(target: Path) -> None:
    """Write the whole database as of one moment to ``target``, which must not exist; nobody who saves has to wait.

    SQLite writes it itself, so that what still lies in its write-ahead log is in it; PostgreSQL's is ``pg_dump``'s
    custom format. Raises ``DatabaseFault``.
    """
    if connection.vendor == "sqlite":
        _dump_sqlite(Path(connection.settings_dict["NAME"]), target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", **_told(connection))
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _dump_sqlite(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=60)) as database:
            database.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise DatabaseFault(f"数据库不能写出：{error}") from error


def faults_of(file: Path) -> list[str]:
    """What is wrong with a dump by itself, a line each: pages and foreign keys of SQLite's, PostgreSQL's contents."""
    if file.name != NAMES["sqlite"]:
        try:
            _run("pg_restore", "--list", str(file))
        except DatabaseFault as fault:
            return [str(fault)]
        return []
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            pages = [row[0] for row in database.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
            keys = [f"{row[0]} 表有断开的引用" for row in database.execute("PRAGMA foreign_key_check").fetchmany(3)]
    except sqlite3.Error as error:
        return [str(error)]
    return pages + keys


def is_empty() -> bool:
    """Whether nothing would be overwritten: no file of SQLite's, no table of PostgreSQL's."""
    if connection.vendor == "sqlite":
        return not Path(connection.settings_dict["NAME"]).exists()
    return not connection.introspection.table_names()


def load(source: Path) -> None:
    """Put a dump into the empty database of this installation, whole or not at all; raises ``DatabaseFault``."""
    if connection.vendor == "sqlite":
        _load_sqlite(source, Path(connection.settings_dict["NAME"]))
        return
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    told = _told(connection)
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(source), **told)


def _load_sqlite(source: Path, target: Path) -> None:
    unfinished = target.with_name(f".{target.name}.restoring")
    try:
        shutil.copyfile(source, unfinished)
        unfinished.chmod(0o600)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        os.link(unfinished, target)  # fails where somebody has made one meanwhile, which replacing would not
    except OSError as error:
        raise DatabaseFault(f"数据库文件不能写入：{error.strerror}") from error
    finally:
        unfinished.unlink(missing_ok=True)


_CLEARED = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() LOOP
    EXECUTE format('DROP TABLE %I CASCADE', each.name);
  END LOOP;
  FOR each IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('DROP FUNCTION %s CASCADE', each.name);
  END LOOP;
END $$;
"""


def replace(source: Path, aside: Path) -> None:
    """Put a dump in the place of the database that is there; raises ``DatabaseFault``. Nobody else may be at work.

    SQLite's files are moved to ``aside``. PostgreSQL's tables are dropped and made anew in one transaction.
    """
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        aside.mkdir(mode=0o700, exist_ok=True)
        for path in [target, *(target.with_name(f"{target.name}-{end}") for end in ("wal", "shm", "journal"))]:
            if path.exists():
                os.replace(path, aside / path.name)
        _load_sqlite(source, target)
        return
    script = source.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
    with script.open("r+", encoding="utf-8") as file:
        restored = file.read()
        file.seek(0)
        file.write(_CLEARED + restored)
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run("psql", *options, f"--file={script}", **_told(connection))


def _told(database: Any) -> dict[str, Any]:
    """What PostgreSQL's programs are told of the database: by the environment, which no list of processes shows."""
    settings = database.settings_dict
    given = {
        "PGHOST": settings["HOST"] or settings["OPTIONS"].get("host", ""),
        "PGPORT": str(settings["PORT"] or ""),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
        "PGSSLMODE": settings["OPTIONS"].get("sslmode", ""),
    }
    return {"environment": {name: value for name, value in given.items() if value}}


def _run(program: str, *arguments: str, environment: dict[str, str] | None = None) -> None:
    path = _found(program)
    try:
        subprocess.run(
            [path, *arguments],
            env=os.environ | (environment or {}),
            check=True,
            capture_output=True,
            text=True,
            timeout=LONGEST,
        )
    except subprocess.CalledProcessError as error:
        raise DatabaseFault(f"{program}：{error.stderr.strip()[-300:]}") from error
    except subprocess.TimeoutExpired as error:
        raise DatabaseFault(f"{program} 超过 {LONGEST // MINUTES} 分钟没有结束") from error


def _found(program: str) -> str:
    """Where the newest of PostgreSQL's programs is; Debian keeps each version's in a folder of its own."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: float(path.parts[4]))
    found = str(versions[-1]) if versions else shutil.which(program)
    if found is None:
        raise DatabaseFault(f"没有安装 {program}（软件包 postgresql-client）")
    return found
