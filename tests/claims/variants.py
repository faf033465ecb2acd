"""Invented reports that are right: figures drawn at random, and texts of ``templates.tsv`` that say the same as they.

What a rule finds in one of them is a false alarm. Their tables 三 and 四 add up, and last year's report goes before.
"""

import random
from dataclasses import replace
from pathlib import Path

from reports.checks import Case
from reports.official import Cell
from reports.official.report_data import Kind, ReportData
from tests.checks.reports import BEIZI, nil

TEMPLATES = Path(__file__).with_name("templates.tsv")
YEAR = 2023
APPLICANTS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org")
RESULTS = {
    "granted": ("granted",),
    "partly": ("partially_granted",),
    "denied": ("denied_third_party", "denied_internal_affairs", "denied_deliberative", "denied_statutory_query"),
    "lacking": ("unavailable_not_held", "unavailable_needs_creation", "unavailable_still_unclear"),
    "refused": ("not_processed_petition", "not_processed_repeat"),
    "other": ("other_no_correction", "other_misc"),
}
COURTS = {"recon": "reconsideration", "direct": "litigation_direct", "after": "litigation_after_reconsideration"}
ENDS = {"upheld": "upheld", "corrected": "corrected", "otherwise": "other_result", "pending": "pending"}
ASPECTS = {
    "requests": "disclosure_on_request",
    "disputes": "disclosure_on_request",
    "management": "information_management",
    "proactive": "proactive_disclosure",
    "platform": "platform",
}
SUPERVISION = "我单位将政务公开纳入年度考核，开展社会评议，评议结果良好，全年没有发生责任追究的情况。"
PROBLEMS = "存在的问题：一是公开的深度不够；二是更新不够及时。改进措施：加强培训，完善制度，提高质量。"


def templates():
    """The sentences by their aspect."""
    found = {}
    for line in TEMPLATES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            aspect, sentence = line.split("\t")
            found.setdefault(aspect, []).append(sentence)
    return found


def variant(chance: random.Random, sentences) -> Case:
    """One report that is right, of a township or a department, beside last year's."""
    figures, said = _figures(chance)
    texts = _texts(chance, sentences, said)
    kind = chance.choice((Kind.TOWNSHIP, Kind.SUBDISTRICT, Kind.DEPARTMENT))
    report = ReportData(edition="2021", organ=BEIZI, kind=kind, year=YEAR, figures=figures, texts=texts)
    return Case(report, replace(report, year=YEAR - 1, figures=_last_years(figures, said), texts={}))


def _texts(chance, sentences, said):
    def some(aspect, most):
        return [each.format(**said) for each in chance.sample(sentences[aspect], chance.randint(1, most))]

    requests = "\n".join([*some("requests", 1), *some("disputes", 2)])
    texts = {
        f"overview.{ASPECTS[aspect]}": "".join(some(aspect, 2)) for aspect in ("management", "proactive", "platform")
    }
    texts |= {"overview.disclosure_on_request": requests, "overview.supervision": SUPERVISION}
    return texts | {"problems": PROBLEMS, "other_matters": some("other", 1)[0]}


def _figures(chance):
    figures = nil("applications", "disputes", "normative_acts", "licensing", "enforcement", "fees")
    said = {"year": YEAR, "last": YEAR - 1, "next": YEAR + 1, "older": YEAR - 5}
    said |= _applications(chance, figures) | _disputes(chance, figures)
    repealed = chance.randint(0, 4)
    before = repealed + chance.randint(5, 30)
    said |= {"issued": chance.randint(0, 9), "repealed": repealed, "before": before}
    said["in_force"] = before + said["issued"] - repealed
    for column in ("issued", "repealed", "in_force"):
        figures[Cell("normative_acts", "normative_documents", column)] = said[column]
    for key, table, row in (
        ("licences", "licensing", "administrative_licensing"),
        ("penalties", "enforcement", "administrative_penalty"),
        ("forced", "enforcement", "administrative_compulsion"),
    ):
        said[key] = figures[Cell(table, row, "decisions")] = chance.randint(0, 400)
    return figures, said | _of_the_text_alone(chance)


def _applications(chance, figures):
    said = dict.fromkeys((*RESULTS, "new", "over", "forward", "natural", "legal"), 0)
    for column in APPLICANTS:
        of_people = column == APPLICANTS[0]
        results = {
            row: chance.choice((0, 0, 1, chance.randint(2, 14))) if of_people else chance.choice((0, 0, 0, 1, 2))
            for rows in RESULTS.values()
            for row in rows
        }
        results["granted"] += 6 * of_people
        forward, over = chance.randint(0, 4) * of_people, chance.randint(0, 4) * of_people
        rows = {**results, "carried_forward": forward, "carried_over": over}
        rows["new_received"] = sum(results.values()) + forward - over
        figures.update({Cell("applications", row, column): figure for row, figure in rows.items()})
        said["natural" if of_people else "legal"] += rows["new_received"]
        said["new"], said["over"], said["forward"] = (
            said[key] + rows[row]
            for key, row in (("new", "new_received"), ("over", "carried_over"), ("forward", "carried_forward"))
        )
        for name, own in RESULTS.items():
            said[name] += sum(results[row] for row in own)
    handled = sum(said[name] for name in RESULTS)
    said |= {"handled": handled, "both": said["new"] + said["over"]}
    said |= {f"{name}_share": _percent(said[name], handled) for name in ("granted", "partly", "lacking")}
    said["natural_share"] = _percent(said["natural"], said["new"])
    said["web"] = chance.randint(0, said["new"])
    said["letter"] = chance.randint(0, said["new"] - said["web"])
    said["desk"] = said["new"] - said["web"] - said["letter"]
    said["last_new"] = max(1, said["new"] - chance.randint(1, 3))
    said["growth"] = _percent(said["new"] - said["last_new"], said["last_new"])
    return said | {"way": "增加", "change": said["new"] - said["last_new"]}


def _disputes(chance, figures):
    said = {}
    for name, group in COURTS.items():
        for end, column in ENDS.items():
            figure = chance.choice((0, 0, 1, 2, 5))
            figures[Cell("disputes", "cases", f"{group}_{column}")] = figure
            said[name] = said.get(name, 0) + figure
            if name == "recon":
                said[end] = figure
    return said | {"suits": said["direct"] + said["after"]}


def _of_the_text_alone(chance):
    said = {key: chance.randint(60, most) for key, most in {"site": 900, "wechat": 500, "weibo": 300}.items()}
    said["published"] = sum(said.values())
    said |= {
        "calls": chance.randint(40, 300),
        "visits": chance.randint(2, 90),
        "cumulative": chance.randint(9000, 90000),
    }
    return said | {"asked": chance.randint(2, 20), "extended": chance.randint(2, 9)}


def _percent(part, whole):
    return f"{100 * part / whole:.2f}"


def _last_years(figures, said):
    """Last year's figures: what this year's say of them, and the rest as it is."""
    before = dict(figures)
    for column in APPLICANTS:
        before[Cell("applications", "carried_forward", column)] = figures[Cell("applications", "carried_over", column)]
    new = Cell("applications", "new_received", APPLICANTS[0])
    before[new] = figures[new] - said["new"] + said["last_new"]
    before[Cell("normative_acts", "normative_documents", "in_force")] = said["before"]
    return before
