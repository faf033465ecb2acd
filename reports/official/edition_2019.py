"""The superseded form of the reports of 2019 and 2020 (国办公开办函〔2019〕60号): what it printed differently."""

from reports.official import edition_2021 as later
from reports.official.form import Edition, Line, Measure, Table, line

PRIOR_YEAR_ITEMS = line("prior_year_items", "上一年项目数量")
NET_CHANGE = line("net_change", "本年增/减", measure=Measure.NET_CHANGE)
DECISIONS = line("decisions", "处理决定数量")


def _block(key: str, band: str, rows: tuple[Line, ...], columns: tuple[Line, ...]) -> Table:
    return Table(
        key=key,
        band=band,
        corner=later.ISSUED_CONTENT,
        label_widths=later.BLOCK_LABEL_WIDTHS,
        rows=rows,
        columns=columns,
    )


NORMATIVE_ACTS = _block(
    "normative_acts",
    later.NORMATIVE_ACTS.band,
    (later.RULES, line("normative_documents", "规范性文件")),
    (
        line("newly_made", "本年新制作数量"),
        line("newly_disclosed", "本年新公开数量"),
        line("total_disclosed", "对外公开总数量"),
    ),
)

LICENSING = _block(
    "licensing",
    later.LICENSING_DECISIONS.band,
    (later.LICENSING, line("other_public_services", "其他对外管理服务事项")),
    (PRIOR_YEAR_ITEMS, NET_CHANGE, DECISIONS),
)

ENFORCEMENT = _block(
    "enforcement",
    later.ENFORCEMENT.band,
    later.PENALTY_AND_COMPULSION,
    (PRIOR_YEAR_ITEMS, NET_CHANGE, DECISIONS),
)

FEES = _block("fees", later.FEES_COLLECTED.band, (later.FEES,), (PRIOR_YEAR_ITEMS, NET_CHANGE))

PROCUREMENT = _block(
    "procurement",
    "第二十条第（九）项",
    (line("centralized_procurement", "政府集中采购"),),
    (line("projects", "采购项目数量"), line("amount", "采购总金额", measure=Measure.MONEY)),
)

OTHER_HANDLING = (line("other_handling", later.OTHER_HANDLING),)

EDITION_2019 = Edition(
    key="2019",
    notice="国办公开办函〔2019〕60号",
    first_year=2019,
    last_year=2020,
    has_entry_form=False,
    preamble=later.PREAMBLE,
    sections=(
        later.OVERVIEW,
        later.proactive_disclosure(NORMATIVE_ACTS, LICENSING, ENFORCEMENT, FEES, PROCUREMENT),
        later.applications_section(later.applications(later.application_rows(OTHER_HANDLING))),
        later.DISPUTES_SECTION,
        later.PROBLEMS,
        later.OTHER_MATTERS,
    ),
)
