"""For each rule a report that it finds fault with and one that it passes, for the page 「检查规则」.

An example says only what the rule looks at: by address a figure or a text, beside it what last year's report says.
Each is run in tests/checks/test_examples.py.
"""

from reports.checks.example import Example
from reports.official.figures import Figure

REQUESTS = "overview.disclosure_on_request"
PROACTIVE = "overview.proactive_disclosure"
SUPERVISION = "overview.supervision"


def _said(key: str, wrong: str, right: str, **figures: Figure) -> tuple[Example, Example]:
    stands = {address.replace("__", "."): figure for address, figure in figures.items()}
    return Example({key: wrong}, stands), Example({key: right}, stands)


NEW = "applications__new_received__natural_person"
GRANTED, RECEIVED = "applications.granted.natural_person", "applications.new_received.natural_person"
PENALTIES = "enforcement.administrative_penalty.decisions"
UPHELD = "disputes.cases.reconsideration_upheld"
OF_ELEVEN = (0, 1, 0, 2, 3, 1, 0, 4, 2, 1, 0)
ALL_HAVE_SOME = (3, 5, 12, 8, 20, 6, 9, 14)

# As long as a section of which a likeness is asserted, and the same told anew.
AN_OVERVIEW = (
    "我乡把惠农补贴、危房改造、低保评定逐户张榜，由各村文书按月更换，乡政府派人逐村查看。"
    "党政办公室登记每条信息的来源、审核人和发布时间，每季度清理失效的内容一次。"
    "便民服务大厅放置触摸屏一台、资料架两组，群众可以查阅本年度以来全部公开的文件和办事流程。"
    "乡纪委把公开情况列入年终考核，邀请村民代表和人大代表座谈，收集到的意见都已逐条答复。"
)
TOLD_ANEW = (
    "本年度修缮道路的招标结果、资金和工期在三个自然村的广场公示，广播站每周播报一次进展。"
    "八月起改由两名专职人员先后复核稿件，差错由编发人员当天更正并说明原因，全年更正四处。"
    "河道治理和学校迁建两件事开了四场说明会，到会的二百余人提出的问题当场记录，七日内书面回复。"
    "年底请县档案馆的同志抽查卷宗，发现的缺页、漏签都已补齐，经办人在全乡会上作了说明。"
)

EXAMPLES: dict[str, tuple[Example, Example]] = {
    "N2": (
        Example(figures={"applications.new_received.natural_person": -1}),
        Example(figures={"applications.new_received.natural_person": 1}),
    ),
    "N4": (
        Example(figures={"fees.administrative_fees.amount": 5000}),
        Example(figures={"fees.administrative_fees.amount": 5}),
    ),
    "N1": (
        Example(figures={"enforcement.administrative_penalty.decisions": None}),
        Example(figures={"enforcement.administrative_penalty.decisions": 0}),
    ),
    "N3": (
        Example(figures={"fees.administrative_fees.amount": -1}),
        Example(figures={"fees.administrative_fees.amount": 1}),
    ),
    "Y3": (
        Example(
            figures={"disputes.cases.reconsideration_upheld": 0}, before={"disputes.cases.reconsideration_pending": 1}
        ),
        Example(
            figures={"disputes.cases.reconsideration_upheld": 1}, before={"disputes.cases.reconsideration_pending": 1}
        ),
    ),
    "A3": (
        Example(figures={"applications.new_received.natural_person": 4, "applications.granted.natural_person": 3}),
        Example(figures={"applications.new_received.natural_person": 4, "applications.granted.natural_person": 4}),
    ),
    "Z5": (
        Example(figures={"normative_acts.rules.in_force": 6}),
        Example(figures={"normative_acts.rules.in_force": 0}),
    ),
    "Y1": (
        Example(
            figures={"applications.carried_over.natural_person": 3},
            before={"applications.carried_forward.natural_person": 1},
        ),
        Example(
            figures={"applications.carried_over.natural_person": 1},
            before={"applications.carried_forward.natural_person": 1},
        ),
    ),
    "Y2": (
        Example(
            figures={"normative_acts.normative_documents.issued": 1, "normative_acts.normative_documents.in_force": 9},
            before={"normative_acts.normative_documents.in_force": 6},
        ),
        Example(
            figures={"normative_acts.normative_documents.issued": 1, "normative_acts.normative_documents.in_force": 7},
            before={"normative_acts.normative_documents.in_force": 6},
        ),
    ),
    "Y4": (
        Example(
            figures={"enforcement.administrative_penalty.decisions": 90},
            before={"enforcement.administrative_penalty.decisions": 10},
        ),
        Example(
            figures={"enforcement.administrative_penalty.decisions": 20},
            before={"enforcement.administrative_penalty.decisions": 10},
        ),
    ),
    "X1": _said(
        REQUESTS, "2026年，我乡新收政府信息公开申请17件。", "2026年，我乡新收政府信息公开申请6件。", **{NEW: 6}
    ),
    "X2": _said(REQUESTS, "2026年，我乡未收到政府信息公开申请。", "2026年，我乡新收政府信息公开申请6件。", **{NEW: 6}),
    "X3": _said(
        PROACTIVE,
        "2026年，我乡作出行政处罚决定12件。",
        "2026年，我乡作出行政处罚决定10件。",
        enforcement__administrative_penalty__decisions=10,
    ),
    "X4": _said(
        REQUESTS,
        "2026年，因政府信息公开引起的行政复议3件。",
        "2026年，因政府信息公开引起的行政复议1件。",
        disputes__cases__reconsideration_upheld=1,
    ),
    "X5": _said(
        PROACTIVE, "公开信息14条，包括甲类5条、乙类6条、丙类4条。", "公开信息15条，包括甲类5条、乙类6条、丙类4条。"
    ),
    "X6": _said(
        REQUESTS,
        "收到申请40件，其中自然人提出30件，占70%。",
        "收到申请40件，其中自然人提出30件，占75%。",
    ),
    "X7": _said(
        REQUESTS,
        "新收政府信息公开申请5件，上年结转1件，办结4件，结转下年度继续办理1件。",
        "新收政府信息公开申请5件，上年结转1件，办结5件，结转下年度继续办理1件。",
    ),
    "X8": _said(
        "other_matters",
        "2026年收取信息处理费2万元。",
        "2026年收取信息处理费1万元。",
        fees__administrative_fees__amount=1,
    ),
    "W1": _said(SUPERVISION, "", "组织考核和社会评议，没有追究责任的情形。"),
    "W4": _said("other_matters", "", "无"),
    "W2": _said("problems", "无", "一是公开不够及时。改进情况：每月通报一次，督促整改。"),
    "W3": _said("problems", "今年工作总体平稳有序，成效明显。", "一是公开不够及时。改进情况：每月通报一次，督促整改。"),
    "W6": _said(PROACTIVE, "2026年，我乡主动公开政府信息XX条。", "2026年，我乡主动公开政府信息30条。"),
    "W7": _said(PROACTIVE, "2025年，我乡主动公开政府信息30条。", "2026年，我乡主动公开政府信息30条。"),
    "W8": _said(PROACTIVE, "2026年，我局主动公开政府信息30条。", "2026年，我乡主动公开政府信息30条。"),
    "W11": _said(SUPERVISION, "联系人手机：13812345678。", "办公室电话：0375-5050001。"),
    "W12": _said(
        "preamble",
        "本报告所列数据的统计期限为2026年1月1日至11月30日。",
        "本报告所列数据的统计期限为2026年1月1日至12月31日。",
    ),
    "W13": _said(
        "preamble",
        "根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制。",
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号）编制。",
    ),
    "W15": (
        Example(title="2025年青山乡人民政府政府信息公开工作年度报告"),
        Example(title="青山乡2026年政府信息公开工作年度报告"),
    ),
    "W16": _said("preamble", "根据贵办要求，现将本年度情况报告如下。", "现将本年度情况报告如下。"),
    "W18": _said(PROACTIVE, "做好政府政府信息公开工作。", "做好政府信息公开工作。"),
    "A1": (
        Example(figures={RECEIVED: 3}, printed={"applications.new_received.total": 4}),
        Example(figures={RECEIVED: 3}, printed={"applications.new_received.total": 3}),
    ),
    "A2": (
        Example(figures={GRANTED: 3}, printed={"applications.handled_total.natural_person": 2}),
        Example(figures={GRANTED: 3}, printed={"applications.handled_total.natural_person": 3}),
    ),
    "A4": (
        Example(figures={UPHELD: 2}, printed={"disputes.cases.reconsideration_total": 1}),
        Example(figures={UPHELD: 2}, printed={"disputes.cases.reconsideration_total": 2}),
    ),
    "Z1": (
        Example(declared_nil=("applications",), before={"applications.carried_forward.natural_person": 1}),
        Example(declared_nil=("applications",), before={"applications.carried_forward.natural_person": 0}),
    ),
    "Z4": (
        Example(figures={UPHELD: 1, RECEIVED: 0}, before={RECEIVED: 0}),
        Example(figures={UPHELD: 0, RECEIVED: 0}, before={RECEIVED: 0}),
    ),
    "Z6": (
        Example(figures={PENALTIES: 1}, edition="2019"),
        Example(figures={PENALTIES: 1}),
    ),
    "Y5": (
        Example(figures={PENALTIES: 4}, before={PENALTIES: 4}),
        Example(figures={PENALTIES: 5}, before={PENALTIES: 4}),
    ),
    "W9": (
        Example({PROACTIVE: AN_OVERVIEW}, texts_of_another={PROACTIVE: AN_OVERVIEW}),
        Example({PROACTIVE: TOLD_ANEW}, texts_of_another={PROACTIVE: AN_OVERVIEW}),
    ),
    "W10": (
        Example({PROACTIVE: AN_OVERVIEW}, texts_before={PROACTIVE: AN_OVERVIEW}),
        Example({PROACTIVE: TOLD_ANEW}, texts_before={PROACTIVE: AN_OVERVIEW}),
    ),
    "W14": _said(PROACTIVE, AN_OVERVIEW * 8, AN_OVERVIEW),
    "W17": _said(PROACTIVE, "（一）乡村振兴工作\n全年修路三条。", "（一）主动公开\n全年公开修路的招标结果三项。"),
    "W19": _said(SUPERVISION, "全年检查两次。", "组织考核和社会评议，没有追究责任的情形。"),
    "W20": _said(PROACTIVE, "通过县政府网站发布信息。", "通过县政府网站发布信息30条。"),
    "H1": (
        Example(figures={RECEIVED: 12}, summed={RECEIVED: 11}),
        Example(figures={RECEIVED: 11}, summed={RECEIVED: 11}),
    ),
    "H2": (
        Example(summed={RECEIVED: 11}, missing=("土门街道办事处（填报中）",)),
        Example(summed={RECEIVED: 11}),
    ),
    "H3": (
        Example(figures={PENALTIES: 38}, units={PENALTIES: OF_ELEVEN}),
        Example(figures={PENALTIES: 9}, units={PENALTIES: OF_ELEVEN}),
    ),
    "H4": (
        Example(figures={PENALTIES: 0}, before={PENALTIES: 31}, units={PENALTIES: ALL_HAVE_SOME}),
        Example(figures={PENALTIES: 7}, before={PENALTIES: 31}, units={PENALTIES: ALL_HAVE_SOME}),
    ),
    "H5": (
        Example({"preamble": "现将本年度情况报告如下。"}, summed={RECEIVED: 11}, left_out=("青山县税务局",)),
        Example({"preamble": "本报告汇总各部门和乡镇的年度报告。"}, summed={RECEIVED: 11}, left_out=("青山县税务局",)),
    ),
}
