"""The digest of every table's rows, to be compared before and after migrations.

    python -m tests.installing.row_digests write FILE      every table with its columns, number of rows and digest
    python -m tests.installing.row_digests compare FILE    what differs now, by the columns that there were then

Run it with the environment of an installation. Exit 1 where something differs.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

import django

OF_DJANGO = ("django_migrations", "django_content_type", "auth_permission", "django_session", "sqlite_sequence")
"""Tables of which new rows are written by every migration; they hold nothing that anybody has entered."""
OF_THE_LOG = ("reports_auditentry", "reports_auditend")
"""To which an upgrade itself adds, for each backup that it makes; ``verify_audit`` proves what stood there before."""


def digest(connection, table, columns):
    """The number of rows, and the SHA-256 over all of them whatever their order."""
    quoted = ", ".join(connection.ops.quote_name(each) for each in columns)
    total, count = 0, 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(table)}")
        for row in cursor:
            values = [bytes(each).hex() if isinstance(each, bytes | memoryview) else str(each) for each in row]
            total += int.from_bytes(hashlib.sha256(json.dumps(values).encode()).digest())
            count += 1
    return {"columns": columns, "rows": count, "digest": f"{total % 2**256:064x}"}


def columns_of(connection, table):
    with connection.cursor() as cursor:
        return sorted(each.name for each in connection.introspection.get_table_description(cursor, table))


def write(connection):
    tables = sorted(set(connection.introspection.table_names()) - {*OF_DJANGO, *OF_THE_LOG})
    return {table: digest(connection, table, columns_of(connection, table)) for table in tables}


def compare(connection, before):
    """A line for each table that is gone, lacks a column, or whose rows differ in the columns of before."""
    there = set(connection.introspection.table_names())
    for table, told in before.items():
        if table not in there:
            yield f"{table}: gone, {told['rows']} rows"
            continue
        lacking = sorted(set(told["columns"]) - set(columns_of(connection, table)))
        if lacking:
            yield f"{table}: without {', '.join(lacking)}, {told['rows']} rows"
            continue
        now = digest(connection, table, told["columns"])
        if now != told:
            yield f"{table}: {told['rows']} rows before, {now['rows']} now, digests differ"


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    connection = django.db.connection
    command, file = sys.argv[1], Path(sys.argv[2])
    if command == "write":
        tables = write(connection)
        file.write_text(json.dumps(tables, indent=1), encoding="utf-8")
        sys.stdout.write(f"{len(tables)} tables, {sum(each['rows'] for each in tables.values())} rows\n")
        return
    lines = list(compare(connection, json.loads(file.read_text(encoding="utf-8"))))
    sys.stdout.write("".join(f"{line}\n" for line in lines) or "every row as before\n")
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
