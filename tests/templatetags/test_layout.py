"""``{% oneline %}``: a template's own line breaks go, those of what it shows stay."""

from django.template import Context, Template
from django.template.base import TextNode


def rendered(source, **values):
    return Template("{% load layout %}{% oneline %}" + source + "{% endoneline %}").render(Context(values))


def test_a_wrapped_sentence_gains_no_blanks():
    assert rendered("\n  报告待签发，\n  签发后送审核。\n") == "报告待签发，签发后送审核。"


def test_breaks_inside_branches_and_loops_go_too():
    source = "{% for each in people %}\n  {% if each %}\n    {{ each }}\n  {% endif %}\n  、\n{% endfor %}"
    assert rendered(source, people=["李某", "王某"]) == "李某、王某、"


def test_blanks_within_a_line_stay():
    assert rendered("\n  {{ year }} 年度\n  报告", year=2026) == "2026 年度报告"


def test_what_is_shown_keeps_its_own_breaks():
    assert rendered("\n  {{ words }}\n", words="第一段\n  第二段") == "第一段\n  第二段"


def test_a_break_between_attributes_is_a_blank():
    source = '<td{% if wide %}\n    colspan="2"{% endif %}\n    id="a">\n  无\n</td>'
    assert rendered(source, wide=True) == '<td colspan="2" id="a">无</td>'


def test_a_break_that_says_nothing_is_not_drawn_at_all():
    source = "{% oneline %}\n  {% if wide %}\n    {{ year }}\n  {% endif %}\n{% endoneline %}"
    template = Template("{% load layout %}" + source)
    assert template.nodelist.get_nodes_by_type(TextNode) == []
    assert template.render(Context({"wide": True, "year": 2026})) == "2026"
