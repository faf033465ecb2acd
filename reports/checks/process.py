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
process_rule(
    "D4",
    Level.HINT,
    "the_address_is_filled_back_by_the_day_of_publication",
    asserts="公布期限以前，已公布报告在政府网站上的网址已回填到公布清单",
)
process_rule(
    "D5",
    Level.HINT,
    "the_year_is_over_when_its_report_is_submitted",
    asserts="提交时，报告年度已经结束",
)
process_rule(
    "D6",
    Level.MUST_FIX,
    "the_particulars_are_filled_in",
    asserts="标题、工作机构、地址、邮编和电话都已填写",
    told_when_finished=True,
)
process_rule(
    "D7",
    Level.MUST_FIX,
    "no_part_is_put_off",
    asserts="没有选“否，稍后再填”的部分",
    told_when_finished=True,
)
