"""What ``--help`` says: every command says what it does, and of each of its arguments what it is for."""

from pathlib import Path

import pytest
from django.core.management import load_command_class
from django.core.management.base import BaseCommand

import reports.management.commands

NAMES = sorted(path.stem for path in Path(reports.management.commands.__path__[0]).glob("[a-z]*.py"))
OF_EVERY_COMMAND = {action.dest for action in BaseCommand().create_parser("manage.py", "any")._actions}


@pytest.mark.parametrize("name", NAMES)
def test_a_command_says_what_it_does_and_what_each_argument_is_for(name):
    command = load_command_class("reports", name)
    own = [each for each in command.create_parser("manage.py", name)._actions if each.dest not in OF_EVERY_COMMAND]
    assert command.help
    assert [each.dest for each in own if not each.help] == []
