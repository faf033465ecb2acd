"""What somebody with the database does to it by raw SQL, and every sentence that names it, as regular expressions.

``{report}`` is the key of a published report, ``{draft}`` of one in work, ``{approver}`` of the account that approved.
"""

REPORT = r"背孜乡人民政府 2022 年度报告（第 1 版），"
SCORES = r"鲁山县人民政府办公室 2022 年度考核“.+”"
TALLY = r"背孜乡人民政府 2022 年度报告（第 1 版）："
CHANGED = "：与封条不符"
DELETED = "：已被删除，封条仍在"

OF_A_REPORT = (
    *("event", "valuechange", "reporttext", "explanation", "opinion", "publication", "importedfile", "unrelatedmark"),
    *("normativeacts", "licensing", "enforcement", "fees", "applications", "disputes", "chainhead", "steprecord"),
    *("presence", "sighting", "derivedfigure", "submittedclause"),
)
BELOW = (
    "DELETE FROM reports_version WHERE event_id IN (SELECT id FROM reports_event WHERE report_id = {0})",
    "DELETE FROM reports_opinionreply WHERE opinion_id IN (SELECT id FROM reports_opinion WHERE report_id = {0})",
    "DELETE FROM reports_publishedfile "
    "WHERE publication_id IN (SELECT id FROM reports_publication WHERE report_id = {0})",
    "DELETE FROM reports_publishedaddress "
    "WHERE publication_id IN (SELECT id FROM reports_publication WHERE report_id = {0})",
)


def whole(report):
    """Everything of a report, with the report."""
    below = [each.format(report) for each in BELOW]
    own = [f"DELETE FROM reports_{table} WHERE report_id = {report}" for table in OF_A_REPORT]
    return [*below, *own, f"DELETE FROM reports_annualreport WHERE id = {report}"]


def unsealed(table, where):
    """Rows with their seals: only the tally shows that there were more."""
    key = f"SELECT id FROM reports_{table} WHERE {where}"
    return [
        f"DELETE FROM reports_seal WHERE table_name = '{table}' AND row_key IN ({key})",
        f"DELETE FROM reports_{table} WHERE {where}",
    ]


def fewer(what, place=TALLY):
    return rf"{place}{what}应有 \d+ 条，现有 \d+ 条"


SEALS_OF_IT = ["DELETE FROM reports_seal WHERE scope = 'report:{report}'"]
FILE = (
    "UPDATE reports_publishedfile SET content = {blob}, size = 1, digest = '{digest}' WHERE extension = '{extension}'"
)
X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # SHA-256 of the one byte x
LAST_TWO = "event_id IN (SELECT id FROM reports_event WHERE report_id = {report} AND number > 3)"


def _file(extension):
    return FILE.format(blob="{x}", digest=X, extension=extension)


# By what is done: the statements, and the sentences.
WAYS = {
    # The ways of the attack that was made on the product.
    "a frozen PDF": ([_file("pdf")], [rf"{REPORT}公布的文件（pdf）{CHANGED}"]),
    "a frozen workbook": ([_file("xlsx")], [rf"{REPORT}公布的文件（xlsx）{CHANGED}"]),
    "the day of publication": (
        ["UPDATE reports_publication SET at = '2020-01-01 00:00:00+00:00'"],
        [rf"{REPORT}公布（编号 \d+）{CHANGED}"],
    ),
    "who published": (["UPDATE reports_publication SET by_id = {approver}"], [rf"{REPORT}公布（编号 \d+）{CHANGED}"]),
    "the approval deleted and the status set back": (
        [
            f"DELETE FROM reports_version WHERE {LAST_TWO}",
            "DELETE FROM reports_event WHERE report_id = {report} AND number > 3",
            "DELETE FROM reports_chainhead WHERE report_id = {report} AND number > 3",
            "UPDATE reports_annualreport SET status = 'in_review', chain_length = 3, chain_head = "
            "(SELECT mac FROM reports_event WHERE report_id = {report} AND number = 3) WHERE id = {report}",
        ],
        [
            rf"{REPORT}年度报告（编号 \d+）{CHANGED}",
            rf"{REPORT}办理记录（编号 \d+）{DELETED}",
            rf"{REPORT}版本（编号 \d+）{DELETED}",
            rf"登记，办理记录的末端（编号 \d+）{DELETED}",
        ],
    ),
    "the whole report": (
        whole("{report}"),
        [
            rf"编号 \d+ 的年度报告，.+{DELETED}",
            r"编号 \d+ 的年度报告，.+：另有 \d+ 处已被删除，封条仍在",
            rf"登记，办理记录的末端.+{DELETED}",
        ],
    ),
    "all changes of values": (
        ["DELETE FROM reports_valuechange WHERE report_id = {report}"],
        [rf"{REPORT}修改记录（编号 \d+）{DELETED}", rf"{REPORT}修改记录：另有 \d+ 处已被删除，封条仍在"],
    ),
    "one change of a value": (
        ["DELETE FROM reports_valuechange WHERE new = '改写后的第六部分。'"],
        [rf"{REPORT}修改记录（编号 \d+）{DELETED}"],
    ),
    "who changed a value": (
        ["UPDATE reports_valuechange SET editor_id = {approver} WHERE new = '改写后的第六部分。'"],
        [rf"{REPORT}修改记录（编号 \d+，other_matters）{CHANGED}"],
    ),
    "an explanation": (
        ["UPDATE reports_explanation SET body = '情况不属实。'"],
        [rf"{REPORT}情况说明（编号 \d+，N4）{CHANGED}"],
    ),
    "a judgement": (
        ["UPDATE reports_explanation SET judgement = 'questioned'"],
        [rf"{REPORT}情况说明（编号 \d+，N4）{CHANGED}"],
    ),
    "who judged": (
        ["UPDATE reports_explanation SET judged_by_id = author_id"],
        [rf"{REPORT}情况说明（编号 \d+，N4）{CHANGED}"],
    ),
    "an opinion": (["UPDATE reports_opinion SET words = '没有意见'"], [rf"{REPORT}审核意见（第 1 条）{CHANGED}"]),
    "an answer to an opinion": (
        ["UPDATE reports_opinionreply SET words = '未修改'"],
        [rf"{REPORT}意见回复（编号 \d+）{CHANGED}"],
    ),
    "the name of the approver": (
        ["UPDATE reports_user SET full_name = '假某某' WHERE id = {approver}"],
        [rf"账号，账号（supervisor，假某某）{CHANGED}"],
    ),
    "a reason": (
        ["UPDATE reports_event SET reason = '同意' WHERE report_id = {report} AND number = 2"],
        [rf"{REPORT}办理记录（第 2 条）{CHANGED}"],
    ),
    "a record": (
        ["UPDATE reports_event SET record = {x} WHERE report_id = {report} AND number = 3"],
        [rf"{REPORT}办理记录（第 3 条）{CHANGED}"],
    ),
    "a content of then": (
        ["UPDATE reports_version SET content = {x} WHERE event_id IN (SELECT id FROM reports_event WHERE number = 3)"],
        [rf"{REPORT}版本（编号 \d+）{CHANGED}"],
    ),
    "a figure": (
        ["UPDATE reports_applications SET natural_person = 99 WHERE report_id = {report} AND row = 'new_received'"],
        [rf"{REPORT}表格数字（.+）{CHANGED}"],
    ),
    "a figure from zero to blank": (
        ["UPDATE reports_disputes SET litigation_direct_upheld = NULL WHERE report_id = {report}"],
        [rf"{REPORT}表格数字（.+）{CHANGED}"],
    ),
    "a text": (
        ["UPDATE reports_reporttext SET body = '改' WHERE report_id = {report} AND key = 'problems'"],
        [rf"{REPORT}文字（.+）{CHANGED}"],
    ),
    # Others.
    "the contact that the public page shows": (
        ["UPDATE reports_reporttext SET body = '0375-0' WHERE report_id = {report} AND key = 'contact.telephone'"],
        [rf"{REPORT}文字（contact.telephone）{CHANGED}"],
    ),
    "the mark of invented data": (
        ["UPDATE reports_annualreport SET is_demonstration = {true} WHERE id = {report}"],
        [rf"{REPORT}年度报告（编号 \d+）{CHANGED}"],
    ),
    "an opinion with its seal": (
        [
            *unsealed("opinionreply", "opinion_id IN (SELECT id FROM reports_opinion)"),
            *unsealed("opinion", "report_id = {report}"),
        ],
        [fewer("意见回复"), fewer("审核意见")],
    ),
    "a change of a value with its seal": (
        unsealed("valuechange", "new = '改写后的第六部分。'"),
        [fewer("修改记录")],
    ),
    "a whole report with its seals and their tally": (
        [*whole("{report}"), *SEALS_OF_IT, "DELETE FROM reports_sealtally WHERE scope = 'report:{report}'"],
        [rf"登记，办理记录的末端（编号 \d+）{DELETED}", fewer("各报告、汇总、通知的封条总数", "登记：")],
    ),
    "a draft that nobody has submitted, with its seals and their tally": (
        [
            *whole("{draft}"),
            "DELETE FROM reports_seal WHERE scope = 'report:{draft}'",
            "DELETE FROM reports_sealtally WHERE scope = 'report:{draft}'",
        ],
        [fewer("各报告、汇总、通知的封条总数", "登记：")],
    ),
    "an end of a chain with its seal": (
        unsealed("chainhead", "report_id = {report} AND number = 5"),
        [fewer("办理记录的末端", "登记：")],
    ),
    "a tally made to fit": (
        [
            *unsealed("unrelatedmark", "report_id = {report}"),
            "UPDATE reports_sealtally SET counts = replace(counts, ', \"unrelatedmark\": 1', '') "
            "WHERE scope = 'report:{report}'",
        ],
        [rf"{TALLY}封条总数与其封条不符", rf"{TALLY}封条与总数不符，有内容被换成了以前的"],
    ),
    "a tally deleted": (
        ["DELETE FROM reports_sealtally WHERE scope = 'report:{report}'"],
        [rf"{TALLY}缺少封条总数", fewer("各报告、汇总、通知的封条总数", "登记：")],
    ),
    "an administrator made": (
        ["UPDATE reports_user SET is_administrator = {true} WHERE username = 'clerk'"],
        [rf"账号，账号（clerk，李某某）{CHANGED}"],
    ),
    "somebody else's password": (
        [
            "UPDATE reports_user SET password = (SELECT password FROM reports_user WHERE id = {approver}) "
            "WHERE username = 'leader'"
        ],
        [rf"账号，账号（leader，陈某某）{CHANGED}"],
    ),
    "a role given": (
        [
            "INSERT INTO reports_membership (user_id, organ_id, role) "
            "SELECT id, (SELECT organ_id FROM reports_annualreport WHERE id = {report}), 'supervisor' "
            "FROM reports_user WHERE username = 'neighbour'"
        ],
        [r"账号，任职（赵某某：.+）：没有封条，不是由本系统写入的"],
    ),
    "a role changed": (
        ["UPDATE reports_membership SET role = 'leader' WHERE role = 'reader'"],
        [rf"账号，任职（周某某：.+）{CHANGED}", rf"账号，任职（陈某某：.+）{CHANGED}"],
    ),
    "an account deleted": (
        [
            "DELETE FROM reports_membership WHERE user_id IN (SELECT id FROM reports_user WHERE username = 'stranger')",
            "DELETE FROM reports_user WHERE username = 'stranger'",
        ],
        [rf"账号，任职（编号 \d+）{DELETED}", rf"账号，账号（编号 \d+）{DELETED}"],
    ),
    "who reviews an organ": (
        ["UPDATE reports_organ SET superior_id = NULL WHERE slug = 'wawu'"],
        [rf"单位，单位（瓦屋镇人民政府）{CHANGED}"],
    ),
    "a deadline put off": (
        ["UPDATE reports_extension SET due_on = '2023-03-30', publish_by = '2023-03-31'"],
        [rf"设置，延期（编号 \d+）{CHANGED}"],
    ),
    "an extension taken away": (["DELETE FROM reports_extension"], [rf"设置，延期（编号 \d+）{DELETED}"]),
    "how a rule is set": (
        ["UPDATE reports_rulesetting SET is_hint = {false}"],
        [rf"设置，检查规则的设置（编号 \d+，N4）{CHANGED}"],
    ),
    "an adjustment of sums": (
        ["UPDATE reports_adjustment SET amount = -2"],
        [rf"鲁山县人民政府办公室 2022 年度汇总，汇总调整（编号 \d+，applications.granted.business）{CHANGED}"],
    ),
    "final sums": (
        ["UPDATE reports_finalisation SET content = {x}"],
        [rf"鲁山县人民政府办公室 2022 年度汇总，汇总定稿（编号 \d+）{CHANGED}"],
    ),
    "who is summed up": (
        ["UPDATE reports_scopeentry SET is_included = {false}"],
        [rf"鲁山县人民政府办公室 2022 年度汇总，汇总范围（.+）{CHANGED}"],
    ),
    "a circular": (
        ["UPDATE reports_circular SET body = '不必报送。'"],
        [rf"工作通知“报送年度报告”，工作通知（编号 \d+）{CHANGED}"],
    ),
    "who signed for a circular": (
        ["UPDATE reports_circularreceipt SET read_by_id = {approver}, read_at = '2023-01-01 00:00:00+00:00'"],
        [rf"工作通知“报送年度报告”，签收（背孜乡人民政府）{CHANGED}"],
    ),
    "the full points of a scheme": (
        ["UPDATE reports_appraisalscheme SET full_tenths = 200"],
        [rf"{SCORES}，考核评分表（编号 \d+）{CHANGED}"],
    ),
    "a closed scheme opened again": (
        ["UPDATE reports_appraisalscheme SET state = 'open'"],
        [rf"{SCORES}，考核评分表（编号 \d+）{CHANGED}"],
    ),
    "what an item deducts": (
        ["UPDATE reports_appraisalitem SET tenths = 1"],
        [rf"{SCORES}，计分项（报送材料不全）{CHANGED}"],
    ),
    "closed scores": (
        ["UPDATE reports_appraisalclosing SET content = {x}"],
        [rf"{SCORES}，考核定稿（编号 \d+）{CHANGED}"],
    ),
    "points given back": (
        ["DELETE FROM reports_scoreentry WHERE tenths < 0"],
        [rf"{SCORES}，考核登记（编号 \d+）{DELETED}"],
    ),
    "whom points are deducted from": (
        [
            "UPDATE reports_scoreentry SET organ_id = (SELECT id FROM reports_organ WHERE slug = 'wawu') "
            "WHERE tenths > 0"
        ],
        [rf"{SCORES}，考核登记（编号 \d+，瓦屋镇人民政府）{CHANGED}"],
    ),
    "what an organ held against its score, with the seal": (
        unsealed("scoreanswer", "text = '台账已报送。'"),
        [fewer("对得分的不同意见", f"{SCORES}：")],
    ),
    "where it was published": (
        ["UPDATE reports_publishedaddress SET url = 'https://example.com/'"],
        [rf"{REPORT}回填网址（编号 \d+，https://example.com/）{CHANGED}"],
    ),
    "a sentence set aside": (
        ["UPDATE reports_unrelatedmark SET quote = '另一句。'"],
        [rf"{REPORT}与表格无关的句子（编号 \d+）{CHANGED}"],
    ),
    "a row given to another report": (
        ["UPDATE reports_opinion SET report_id = {draft}"],
        [
            r"瓦屋镇人民政府 2022 年度报告（第 1 版），审核意见（第 1 条）：与封条不符",
            r"瓦屋镇人民政府 2022 年度报告（第 1 版），意见回复（编号 \d+）：与封条不符",
        ],
    ),
    "a seal copied from another row": (
        [
            "UPDATE reports_seal SET mac = (SELECT mac FROM reports_seal WHERE table_name = 'event' LIMIT 1) "
            "WHERE table_name = 'explanation'"
        ],
        [rf"{REPORT}情况说明（编号 \d+，N4）{CHANGED}", rf"{TALLY}封条与总数不符，有内容被换成了以前的"],
    ),
    "all seals": (
        ["DELETE FROM reports_seal", "DELETE FROM reports_sealtally"],
        [r".+：没有封条，不是由本系统写入的", r".+：另有 \d+ 处没有封条，不是由本系统写入的"],
    ),
}
