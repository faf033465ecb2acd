"""What a person calls a sealed row and the scope that it is counted in; never raises, whatever somebody wrote there."""

from django.apps import apps
from django.db import DatabaseError

from reports.models.appraisal import AppraisalScheme
from reports.models.circulars import Circular
from reports.models.county import Consolidation
from reports.models.organs import Membership, User
from reports.models.reports import AnnualReport, ReportText
from reports.models.tables import TABLE_MODELS, TableRow
from reports.official import EDITIONS

SCOPES = {"accounts": "账号", "organs": "单位", "settings": "设置", "register": "登记"}
OWNERS = {
    "report": AnnualReport,
    "consolidation": Consolidation,
    "circular": Circular,
    "appraisal": AppraisalScheme,
}
ITEM = "编号 {}"
TABLE_OF = {model: key for key, model in TABLE_MODELS.items()}
# What distinguishes the rows of a table for a person, by the table; the others are told by their number alone.
FIELDS = {
    "event": "第 {0.number} 条",
    "chainhead": "编号 {0.report_id} 的报告第 {0.number} 条",
    "valuechange": "编号 {0.pk}，{0.address}",
    "opinion": "第 {0.number} 条",
    "publishedfile": "{0.extension}",
    "publishedaddress": "编号 {0.pk}，{0.url}",
    "explanation": "编号 {0.pk}，{0.rule}",
    "rulesetting": "编号 {0.pk}，{0.rule}",
    "adjustment": "编号 {0.pk}，{0.address}",
    "organ": "{0.name}",
    "circularfile": "{0.name}",
    "circularreceipt": "{0.organ}",
    "scopeentry": "{0.organ}",
    "appraisalitem": "{0.title}",
    "scoreentry": "编号 {0.pk}，{0.organ}",
    "scoreanswer": "编号 {0.pk}，{0.organ}",
}


def name_of_scope(scope: str) -> str:
    """Whose rows are counted together, such as a report by its organ, year and revision."""
    kind, _, owner = scope.partition(":")
    if kind not in OWNERS:
        return SCOPES.get(kind, scope)
    model = OWNERS[kind]
    what = f"编号 {owner} 的{model._meta.verbose_name}"
    try:
        found = model.objects.filter(pk=int(owner)).first()
        return _of_owner(found) if found else what
    except (DatabaseError, LookupError, TypeError, ValueError, AttributeError):
        return what


def _of_owner(found: AnnualReport | Consolidation | Circular | AppraisalScheme) -> str:
    if isinstance(found, AnnualReport):
        return f"{found}（第 {found.revision} 版）"
    if isinstance(found, AppraisalScheme):
        return f"{found.superior} {found.year} 年度考核“{found}”"
    return f"{found.organ} {found.year} 年度汇总" if isinstance(found, Consolidation) else f"工作通知“{found}”"


def name_of_table(table: str) -> str:
    """What the rows of a table are, in the words of the screens."""
    if table == "sealtally":
        return "各报告、汇总、通知的封条总数"
    try:
        model = apps.get_model("reports", table)
    except LookupError:
        return table
    return "表格数字" if issubclass(model, TableRow) else model._meta.verbose_name


def name_of_row(table: str, pk: int) -> str:
    """A row, by what a person knows it by where it can still be read."""
    what = name_of_table(table)
    try:
        model = apps.get_model("reports", table)
        found = model.objects.filter(pk=pk).first()
        return f"{what}（{_known_by(found)}）" if found else f"{what}（{ITEM.format(pk)}）"
    except (DatabaseError, LookupError, TypeError, ValueError, AttributeError):
        return f"{what}（{ITEM.format(pk)}）"


def _known_by(row: object) -> str:
    if isinstance(row, TableRow):
        key, form = TABLE_OF[type(row)], EDITIONS[row.report.edition]
        names = (form.section_of[key].title, form.table[key].band, form.table[key].row[row.row].name)
        return " ".join(name for name in names if name)
    if isinstance(row, ReportText):
        text = EDITIONS[row.report.edition].text.get(row.key)
        return text.name if text else row.key
    if isinstance(row, User):
        return f"{row.username}，{row.full_name}"
    if isinstance(row, Membership):
        return str(row)
    return FIELDS.get(row._meta.model_name, ITEM.format("{0.pk}")).format(row)
