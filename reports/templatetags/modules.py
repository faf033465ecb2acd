"""The tag of a script, which has the browser fetch all that the script imports at once."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join

register = template.Library()
_IMPORT = re.compile(r'^import\b[^;]*"\./([\w-]+\.js)";', re.MULTILINE)


@register.simple_tag
def module(name):
    """``js/step.js`` as a module; without the preloads its imports would come one round trip after another."""
    addresses = ((static(each),) for each in imported(name))
    preloads = format_html_join("", '<link rel="modulepreload" href="{}">\n', addresses)
    return format_html('{}<script type="module" src="{}"></script>', preloads, static(name))


@cache
def imported(name):
    """The scripts that a script imports, directly or not, the nearest first."""
    found = [name]
    for each in found:
        source = Path(finders.find(each)).read_text(encoding="utf-8")
        siblings = (str(Path(each).with_name(other)) for other in _IMPORT.findall(source))
        found += [other for other in dict.fromkeys(siblings) if other not in found]
    return found[1:]
