"""Rules that are not about what a report says: they are listed here, and run where their process does."""

from reports.checks.registry import Level, process_rule

process_rule(
    "D2",
    Level.MUST_FIX,
    "whoever_approves_did_not_submit",
    asserts="审核通过的人不是提交的人，也没有参与本次填报",
)
