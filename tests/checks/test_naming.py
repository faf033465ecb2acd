"""A finding tells by itself where it is: first the part, then the row, the column or the text in it."""

from decimal import Decimal

from reports.checks import RULES, Case, run
from reports.checks.examples import EXAMPLES
from reports.checks.naming import place_name
from reports.official import EDITION_2021, EDITIONS, Cell
from tests.checks.reports import a_report, applications, nil

CARRIED_FORWARD = Cell("applications", "carried_forward", "business")
FEES = Cell("fees", "administrative_fees", "amount")
RULES_ISSUED, RULES_REPEALED = (Cell("normative_acts", "rules", column) for column in ("issued", "repealed"))
TEXTS = {text.key: "" for section in EDITION_2021.section.values() for text in section.texts}
PRINTED = {
    Cell("applications", "granted", "total"): 9,
    Cell("applications", "handled_total", "natural_person"): 9,
    Cell("disputes", "cases", "reconsideration_total"): 9,
}
WRONG_THROUGHOUT = a_report(
    title="某某报告",
    texts=TEXTS | {"preamble": "本报告统计期限为2022年1月1日至2022年11月30日。", "problems": "无"},
    figures=nil("applications", "disputes", "normative_acts")
    | applications(new_received=10)
    | {RULES_ISSUED: 3, RULES_REPEALED: "三", FEES: Decimal("188710")},
    printed_totals=PRINTED,
)
# Sentences that the tables, last year's or themselves contradict.
CONTRADICTED = Case(
    a_report(
        texts={
            "overview.proactive_disclosure": "公开政府信息9条，包括领导信息3条、工作动态5条。",
            "overview.disclosure_on_request": (
                "2022年收到政府信息公开申请31件，同比增长5%，上年结转2件，办结30件，结转下年度4件。"
                "其中予以公开3件。不予公开7件。行政诉讼3件。未收到政府信息公开申请。通过信函申请31件，其中当面3件，占29.9%。"
            ),
            "overview.information_management": "制定行政规范性文件3件。",
            "other_matters": "收取信息处理费380元。",
        },
        figures=nil("applications", "disputes", "normative_acts", "fees") | applications(new_received=1),
    ),
    a_report(year=2021, figures=applications(new_received=2) | applications(carried_over=0)),
)
COPIED = (
    "今后将加强学习培训，请熟悉业务的同志到各村讲课，让每个站所都有人会写、会审、会发。"
    "完善栏目设置，把惠农补贴、危房改造、临时救助和就业岗位放在群众一眼看得到的地方。"
    "健全办理流程，登记、审核、答复、归档每一步都有人负责，到期前三天由党政办提醒。"
    "提升解读水平，用图表和短视频说清楚政策，请群众来挑毛病，挑出来的当月改好。"
    "规范公开程序，坚持先审查后公开，涉及个人隐私的内容一律隐去再发布。"
)
# A text that was copied, and never read again.
CARELESS = Case(
    a_report(
        texts={
            "preamble": "根据国办公开办函〔2019〕60号编制，联系人手机13812345678。",
            "overview.proactive_disclosure": "2019年，我局共发布信息9条。妥否，请批示。",
            "overview.information_management": "加强信息管理的的规范。\n（六）组织领导。成立领导小组。",
            "overview.platform": "开设公众号。" + "运行平稳，更新及时。" * 99,
            "overview.supervision": "开展培训。",
            "problems": COPIED,
        },
        figures=nil("applications", "disputes") | {Cell("disputes", "cases", "reconsideration_upheld"): 1},
    ),
    a_report(year=2021, texts={"problems": COPIED}, figures=nil("applications")),
    (a_report(organ="团城乡人民政府", texts={"problems": COPIED}),),
)
IN_FORCE = Cell("normative_acts", "normative_documents", "in_force")
PENDING = Cell("disputes", "cases", "reconsideration_pending")
# Figures that do not go on from last year's, and figures that are last year's.
LAST_YEAR = a_report(
    year=2021,
    figures=nil("normative_acts", "applications", "disputes")
    | applications(new_received=20, granted=14, carried_forward=6)
    | {IN_FORCE: 9, PENDING: 2},
)
UNLIKE_LAST_YEAR = Case(
    a_report(figures=nil("normative_acts", "applications", "disputes") | applications(new_received=400)), LAST_YEAR
)
LIKE_LAST_YEAR = Case(a_report(figures=LAST_YEAR.figures), LAST_YEAR)
# Each rule of a check is broken by one of these.
CASES = [
    Case(WRONG_THROUGHOUT),
    Case(a_report(figures={FEES: "-5", **dict.fromkeys(nil("disputes"))})),
    Case(
        a_report(declared_nil=frozenset({"applications"})),
        a_report(year=2021, figures={CARRIED_FORWARD: 2}),
    ),
    Case(a_report(edition="2019")),
    CONTRADICTED,
    CARELESS,
    UNLIKE_LAST_YEAR,
    LIKE_LAST_YEAR,
    *(EXAMPLES[rule][0].case for rule in ("H1", "H2", "H3", "H4", "H5")),  # what other organs report
]


def place_of(finding, form):
    """What the message has to begin with: where the sentence stands that is found, or else the cell."""
    if len({form.section_of[cell.table] for cell in finding.cells}) > 1:
        return "各表"
    if finding.cells and not finding.quote:
        return form.section_of[finding.cells[0].table].title
    if finding.cells and finding.section(form) in form.section:
        return form.section[finding.section(form)].title
    if not finding.texts:
        return "汇总"  # of the organs, whatever this report says
    (address,) = finding.texts
    if address == "edition":
        return "2022年度报告"
    section = form.section_of.get(address)
    return section.title if section else place_name(form, address)


def lines_of(finding, form):
    """The labels of the rows and columns that the finding is about, and what stands for all of them."""
    for cell in finding.cells:
        table = form.table[cell.table]
        yield from (table.name(cell), table.column[cell.column].label, table.row[cell.row].label)
        yield from (*table.column[cell.column].under, *table.row[cell.row].under)
    yield "整张表"
    yield "声明本年度没有"


def findings():
    return [(finding, EDITIONS[case.report.edition]) for case in CASES for finding in run(case)]


def test_every_rule_of_a_check_is_broken_by_the_cases():
    checked = {each.id for each in RULES.values() if each.function}
    assert {finding.rule for finding, _ in findings()} == checked


def test_every_message_begins_with_its_part():
    lost = [each.message for each, form in findings() if not each.message.startswith(place_of(each, form))]
    assert lost == []


def test_a_message_about_cells_names_their_row_or_column():
    about_cells = [(each.message, lines_of(each, form)) for each, form in findings() if each.cells]
    assert [said for said, lines in about_cells if not any(line in said for line in lines)] == []


def test_a_message_about_one_aspect_of_the_overview_names_it():
    form = EDITION_2021
    aspects = {each.texts[0]: each.message for each, _ in findings() if each.rule == "W1"}
    required = [text for text in form.section["overview"].texts if text.is_required]
    assert {key: form.text[key].name in said for key, said in aspects.items()} == {each.key: True for each in required}
