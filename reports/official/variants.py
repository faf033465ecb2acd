"""How labels of the official tables are also written, and the words of subtotals that they do not have.

Line breaks, widths and punctuation are no variants: who compares labels passes over them.
"""

from collections.abc import Mapping

# By table and row, from reports as they were published.
VARIANTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("applications", "carried_forward"): ("四、结转下一年度继续办理",),
}

SUBTOTALS = ("小计", "合计")  # the last word of a row or column that is left out, where the form has none of that name
