#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

# Their statements take as long as there are years of reports, and PostgreSQL must not give them up.
LONG_COMMANDS = {"backup", "migrate", "prove_publications", "restore", "verify", "verify_history"}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if LONG_COMMANDS & {*arguments[1:2]}:
        os.environ.setdefault("DATABASE_STATEMENT_SECONDS", "0")
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
