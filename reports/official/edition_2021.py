"""The form in force for the reports of 2021 and later: 国办公开办函〔2021〕30号."""

from reports.official.form import Edition, Identity, Line, Measure, Section, Table, Text, line, total, under

ISSUED_CONTENT = "信息内容"
DECISIONS = line("decisions", "本年处理决定数量")
RULES = line("rules", "规章")
LICENSING = line("administrative_licensing", "行政许可")
PENALTY_AND_COMPULSION = (
    line("administrative_penalty", "行政处罚"),
    line("administrative_compulsion", "行政强制"),
)
FEES = line("administrative_fees", "行政事业性收费")
BLOCK_LABEL_WIDTHS = (34,)

NORMATIVE_ACTS = Table(
    key="normative_acts",
    band="第二十条第（一）项",
    corner=ISSUED_CONTENT,
    label_widths=BLOCK_LABEL_WIDTHS,
    rows=(RULES, line("normative_documents", "行政规范性文件")),
    columns=(
        line("issued", "本年制发件数"),
        line("repealed", "本年废止件数"),
        line("in_force", "现行有效件数"),
    ),
)

LICENSING_DECISIONS = Table(
    key="licensing",
    band="第二十条第（五）项",
    corner=ISSUED_CONTENT,
    label_widths=BLOCK_LABEL_WIDTHS,
    rows=(LICENSING,),
    columns=(DECISIONS,),
)

ENFORCEMENT = Table(
    key="enforcement",
    band="第二十条第（六）项",
    corner=ISSUED_CONTENT,
    label_widths=BLOCK_LABEL_WIDTHS,
    rows=PENALTY_AND_COMPULSION,
    columns=(DECISIONS,),
)

FEES_COLLECTED = Table(
    key="fees",
    band="第二十条第（八）项",
    corner=ISSUED_CONTENT,
    label_widths=BLOCK_LABEL_WIDTHS,
    rows=(FEES,),
    columns=(line("amount", "本年收费金额（单位：万元）", measure=Measure.MONEY),),
)

OTHER_HANDLING = "（六）其他处理"
OTHER_HANDLING_ROWS = under(
    OTHER_HANDLING,
    line(
        "other_no_correction",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        basis="条例第三十条",
    ),
    line(
        "other_fee_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        basis="条例第四十二条；国办函〔2020〕109号",
    ),
    line("other_misc", "3.其他"),
)


def application_rows(other_handling: tuple[Line, ...]) -> tuple[Line, ...]:
    """The rows of table 三, whose （六） is the only thing in it that the editions print differently."""
    return (
        line("new_received", "一、本年新收政府信息公开申请数量"),
        line("carried_over", "二、上年结转政府信息公开申请数量"),
        *under(
            "三、本年度办理结果",
            line("granted", "（一）予以公开", basis="条例第三十六条第（一）（二）项"),
            line(
                "partially_granted",
                "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
                basis="条例第三十七条",
            ),
            *under(
                "（三）不予公开",
                line("denied_state_secret", "1.属于国家秘密", basis="条例第十四条"),
                line("denied_prohibited_by_law", "2.其他法律行政法规禁止公开", basis="条例第十四条"),
                line("denied_security_stability", "3.危及“三安全一稳定”", basis="条例第十四条"),
                line("denied_third_party", "4.保护第三方合法权益", basis="条例第十五条、第三十二条"),
                line("denied_internal_affairs", "5.属于三类内部事务信息", basis="条例第十六条第一款"),
                line("denied_deliberative", "6.属于四类过程性信息", basis="条例第十六条第二款"),
                line("denied_enforcement_file", "7.属于行政执法案卷", basis="条例第十六条第二款"),
                line("denied_statutory_query", "8.属于行政查询事项", basis="条例第三十六条第（七）项"),
            ),
            *under(
                "（四）无法提供",
                line(
                    "unavailable_not_held",
                    "1.本机关不掌握相关政府信息",
                    basis="条例第三十六条第（四）（五）项",
                ),
                line("unavailable_needs_creation", "2.没有现成信息需要另行制作", basis="条例第三十八条"),
                line("unavailable_still_unclear", "3.补正后申请内容仍不明确", basis="条例第三十条"),
            ),
            *under(
                "（五）不予处理",
                line("not_processed_petition", "1.信访举报投诉类申请", basis="条例第三十九条第一款"),
                line("not_processed_repeat", "2.重复申请", basis="条例第三十六条第（六）项"),
                line("not_processed_publication", "3.要求提供公开出版物", basis="条例第三十九条第二款"),
                line("not_processed_excessive", "4.无正当理由大量反复申请", basis="条例第三十五条"),
                line("not_processed_reconfirm", "5.要求行政机关确认或重新出具已获取信息"),
            ),
            *other_handling,
            total("handled_total", "（七）总计"),
        ),
        line("carried_forward", "四、结转下年度继续办理"),
    )


def applications(rows: tuple[Line, ...], rows_left_out_together: tuple[str, ...] = ()) -> Table:
    """Table 三, whose columns are the same in both editions."""
    return Table(
        key="applications",
        corner="（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        label_widths=(7, 9, 30),
        rows=rows,
        columns=under(
            "申请人情况",
            line("natural_person", "自然人"),
            *under(
                "法人或其他组织",
                line("business", "商业企业"),
                line("research", "科研机构"),
                line("public_welfare", "社会公益组织"),
                line("legal_service", "法律服务机构"),
                line("other_org", "其他"),
            ),
            total("total", "总计"),
        ),
        rows_left_out_together=rows_left_out_together,
        identity=Identity(left=("new_received", "carried_over"), right=("handled_total", "carried_forward")),
    )


def _outcomes(prefix: str) -> tuple[Line, ...]:
    return (
        line(f"{prefix}_upheld", "结果维持"),
        line(f"{prefix}_corrected", "结果纠正"),
        line(f"{prefix}_other_result", "其他结果"),
        line(f"{prefix}_pending", "尚未审结"),
        total(f"{prefix}_total", "总计"),
    )


DISPUTES = Table(
    key="disputes",
    rows=(line("cases", ""),),
    columns=(
        *under("行政复议", *_outcomes("reconsideration")),
        *under(
            "行政诉讼",
            *under("未经复议直接起诉", *_outcomes("litigation_direct")),
            *under("复议后起诉", *_outcomes("litigation_after_reconsideration")),
        ),
    ),
)

PREAMBLE = Text("preamble", "开头段", is_required=False)

ASPECTS = (
    Text(
        "overview.proactive_disclosure",
        "（一）主动公开",
        is_heading=True,
        guidance="写明通过政府网站、政务新媒体、公示栏等发布信息的数量，政策解读、回应关切的数量，以及重点领域公开情况。",
    ),
    Text(
        "overview.disclosure_on_request",
        "（二）依申请公开",
        is_heading=True,
        guidance="写明新收、上年结转、办结和结转下年度的件数，与第三部分的表格一致；没有收到申请的，写明没有。",
    ),
    Text(
        "overview.information_management",
        "（三）政府信息管理",
        is_heading=True,
        guidance="写明信息审核、保密审查、动态更新等情况，以及行政规范性文件制发、废止、现行有效件数，与第二部分的表格一致。",
    ),
    Text(
        "overview.platform",
        "（四）政府信息公开平台建设",
        is_heading=True,
        guidance="写明政府网站专栏、政务新媒体、政务公开专区等平台的数量和运行情况。",
    ),
    Text(
        "overview.supervision",
        "（五）监督保障",
        is_heading=True,
        guidance="写明工作考核、社会评议和责任追究结果情况（条例第五十条第四项），以及培训、人员等保障情况。",
    ),
)

OVERVIEW = Section(
    key="overview",
    title="一、总体情况",
    texts=(
        Text("overview.lead", "综述", is_required=False, guidance="选填，印在（一）之前。没有综述的，留空。"),
        *ASPECTS,
    ),
)


def proactive_disclosure(*blocks: Table) -> Section:
    return Section(key="proactive_disclosure", title="二、主动公开政府信息情况", tables=blocks)


def applications_section(table: Table) -> Section:
    return Section(key="applications", title="三、收到和处理政府信息公开申请情况", tables=(table,))


DISPUTES_SECTION = Section(key="disputes", title="四、政府信息公开行政复议、行政诉讼情况", tables=(DISPUTES,))

PROBLEMS = Section(
    key="problems",
    title="五、存在的主要问题及改进情况",
    texts=(
        Text(
            "problems",
            "存在的主要问题及改进情况",
            guidance="先写问题，再写改进情况，逐项对应，如“一是……。改进情况：……。”问题要具体，不与上年或其他单位雷同。",
        ),
    ),
)

OTHER_MATTERS = Section(
    key="other_matters",
    title="六、其他需要报告的事项",
    texts=(
        Text(
            "other_matters",
            "其他需要报告的事项",
            guidance="写明信息处理费的收取情况和其他需要报告的事项；没有的填“无”。",
        ),
    ),
)

EDITION_2021 = Edition(
    key="2021",
    notice="国办公开办函〔2021〕30号",
    first_year=2021,
    last_year=None,
    preamble=PREAMBLE,
    sections=(
        OVERVIEW,
        proactive_disclosure(NORMATIVE_ACTS, LICENSING_DECISIONS, ENFORCEMENT, FEES_COLLECTED),
        applications_section(
            applications(
                application_rows(OTHER_HANDLING_ROWS),
                rows_left_out_together=("other_no_correction", "other_fee_unpaid"),
            )
        ),
        DISPUTES_SECTION,
        PROBLEMS,
        OTHER_MATTERS,
    ),
)
