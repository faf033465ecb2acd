"""Rules that are not about what a report says: they are listed here, and run where their process does."""

from reports.checks.registry import Level, process_rule

process_rule(
    "E1",
    Level.MUST_FIX,
    "an_explanation_says_something",
    asserts="情况说明写明原因，10—200 字，不是“核实无误”一类的话，不与另一项相同；数字变动后原说明失效，须重新说明",
)
process_rule(
    "D2",
    Level.MUST_FIX,
    "whoever_approves_did_not_submit",
    asserts="审核通过的人不是提交的人，也没有参与本次填报",
)
