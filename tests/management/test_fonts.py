"""``fonts TEXT`` says who draws each character."""

import json

import pytest
from django.core.management import call_command


def test_each_character_is_named_with_the_font_that_draws_it(capsys):
    call_command("fonts", "背2𠮷")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "背 U+80CC：正文 FandolFang，标题 Noto Serif CJK SC，一级标题 FandolHei，二级标题 FandolKai，表格 FandolSong"
    )
    assert lines[1].startswith("2 U+0032：正文 Liberation Serif，")
    assert lines[2].startswith("𠮷 U+20BB7：正文 Noto Serif CJK SC，")
    assert lines[3:] == ["全部可以印制"]


def test_what_cannot_be_drawn_is_named_and_ends_with_1(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("fonts", "乡\U0010fffd", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (ended.value.code, said["missing"]) == (1, "\U0010fffd")
    assert said["characters"]["\U0010fffd"] == dict.fromkeys(said["characters"]["乡"], "")
    assert said["office_fonts"] == {}
