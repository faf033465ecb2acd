"""检查并提交: the summary lists all that stands in the way, each item leads to its field, and back from there."""

import re
from html import unescape
from http import HTTPStatus

from reports.checks import RULES
from reports.lifecycle.editing import Edit, save
from tests.conftest import YEAR
from tests.deciding import add_opinion, perform, seen_opinion
from tests.markup import flat

PROBLEMS = "一是公开不够及时。\n改进情况：每月通报一次。"
REPORT = f"/reports/beizi/{YEAR}/"


def test_a_refused_submission_lists_everything_that_stands_in_the_way(filled, cast, as_user):
    edits = [Edit("other_matters", "无", ""), Edit("normative_acts.rules.in_force", "0", "6")]
    edits.append(Edit("contact.telephone", "0375-5050001", ""))
    save(filled.pk, cast.clerk, edits)
    client = as_user(cast.clerk)
    assert "in-the-way" not in flat(client.get(f"{REPORT}check/").content.decode())
    page = flat(client.post(f"{REPORT}check/", {}).content.decode())
    summary = page[page.index('class="in-the-way"') :].partition("</ul>")[0]
    ways = re.findall(r'<li><button [^>]*name="go" value="([^"]+)"', summary.replace("\n", ""))
    assert [client.post(f"{REPORT}check/", {"go": way}).url for way in ways] == [
        f"{REPORT}particulars/?from=check#contact.telephone",
        f"{REPORT}other_matters/?from=check#other_matters",
    ]
    (target,) = re.findall(r'<li><a href="#([^"]+)">', summary)
    assert f'id="{target}"' in page


def test_from_a_field_that_the_check_led_to_there_is_a_way_back(filled, cast, as_user):
    client = as_user(cast.clerk)
    back = 'type="submit" name="go" value="check">返回检查</button>'
    page = flat(client.get(f"{REPORT}problems/?from=check").content.decode())
    assert back in page
    assert back not in flat(client.get(f"{REPORT}problems/").content.decode())
    seen = unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])
    posted = {"seen": seen, "finished": "yes", "go": "check", "problems": PROBLEMS}
    assert client.post(f"{REPORT}problems/?from=check", posted).url == f"{REPORT}check/"
    assert filled.texts.get(key="problems").body == PROBLEMS


def test_a_pdf_opens_beside_the_page(filled, cast, as_user):
    client = as_user(cast.clerk)
    for path in (REPORT, f"{REPORT}preview/"):
        links = re.findall(r'<a [^>]*href="[^"]*\.pdf"[^>]*>', flat(client.get(path).content.decode()))
        assert links
        assert [link for link in links if 'target="_blank" rel="noopener"' not in link] == []


def test_the_last_part_leads_to_the_check(filled, cast, as_user):
    client = as_user(cast.clerk)
    assert 'value="next">检查并提交</button>' in flat(client.get(f"{REPORT}other_matters/").content.decode())
    assert 'value="next">下一部分</button>' in flat(client.get(f"{REPORT}problems/").content.decode())


def links_and_buttons(page):
    """The ways out of the check page itself: addresses of links, and what its buttons post as ``go``."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.findall(r'<a [^>]*href="([^"]+)"', main), re.findall(r'name="go" value="([^"]*)"', main)


def test_every_way_out_of_a_page_with_explanations_first_keeps_them(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    add_opinion(filled.pk, cast.supervisor, anchor="problems", level="must", code="other", words="请补充。")
    perform("return", filled.pk, cast.supervisor, reason="请逐项补充改进情况。")
    save(filled.pk, cast.clerk, [Edit("normative_acts.rules.in_force", "0", "6"), Edit("other_matters", "无", "")])
    client = as_user(cast.clerk)
    page = flat(client.post(f"{REPORT}check/", {}).content.decode())
    links, buttons = links_and_buttons(page)
    assert {link for link in links if not link.startswith("#")} == set()
    name = re.search(r'<textarea [^>]*name="([^"]+)"', page)[1]
    words = "上年漏报，已向审核单位说明。"
    # What mends the figure comes last: nothing is left to be explained then.
    mend = f"mend-{name.removeprefix('explain-').removesuffix('-body')}"
    assert mend in buttons
    for go in sorted({*buttons}, key=lambda go: go == mend):
        filled.explanations.all().delete()
        answer = client.post(f"{REPORT}check/", {name: words, "go": go})
        assert answer.status_code == HTTPStatus.FOUND, go
        assert client.get(answer.url).status_code == HTTPStatus.OK, go
        assert [each.body for each in filled.explanations.all()] == [words], go
    assert {"report", "rules", "preview", "opinions", "opinion-1", "other_matters"} <= {*buttons}


def test_every_field_that_the_check_leads_to_has_the_way_back(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    add_opinion(filled.pk, cast.supervisor, anchor="problems", level="must", code="other", words="请补充。")
    perform("return", filled.pk, cast.supervisor, reason="请逐项补充改进情况。")
    save(filled.pk, cast.clerk, [Edit("other_matters", "无", "")])
    client = as_user(cast.clerk)
    links, _ = links_and_buttons(flat(client.post(f"{REPORT}check/", {}).content.decode()))
    steps = [
        link for link in links if re.match(rf"{REPORT}(particulars|{'|'.join(filled.official_form.section)})/", link)
    ]
    assert len(steps) == 1 + 1 + 1 + 7  # the summary, the opinion, the finding and the seven parts
    assert [link for link in steps if "/?from=check" not in link] == []


def test_the_way_back_to_the_check_outlives_saving_and_paging_on(filled, cast, as_user):
    client = as_user(cast.clerk)

    def leads_to(go):
        return client.post(f"{REPORT}problems/?from=check", {"seen": "{}", "go": go}).url

    assert leads_to("") == f"{REPORT}problems/?from=check"
    assert leads_to("next") == f"{REPORT}other_matters/?from=check"
    assert leads_to("previous") == f"{REPORT}disputes/?from=check"
    assert client.post(f"{REPORT}problems/", {"seen": "{}", "go": "next"}).url == f"{REPORT}other_matters/"


def test_the_first_line_counts_the_opinions_that_are_not_marked_as_dealt_with(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    for level in ("must", "must", "advice"):
        add_opinion(filled.pk, cast.supervisor, anchor="problems", level=level, code="other", words="请补充。" * 3)
    add_opinion(filled.pk, cast.supervisor, anchor="applications", level="must", code="other", words="请核对。")
    perform("return", filled.pk, cast.supervisor, reason="请逐项补充改进情况。")
    client = as_user(cast.clerk)

    def first_line():
        page = flat(client.get(f"{REPORT}check/").content.decode())
        return re.search(r'class="lead-line">(?:<p>)?([^<]*)', page)[1].replace("\n", "")

    told = filled.opinions.mandatory().count()
    assert first_line() == f"没有须修改的问题，可以提交审核。另有“须改”意见 {told} 条未标记“已修改”。"
    assert f"另有“须改”意见 {told} 条未标记“已修改”，<a" in flat(client.get(f"{REPORT}submit/").content.decode())
    for opinion in filled.opinions.mandatory():
        client.post(f"{REPORT}opinions/{opinion.number}/answer/", seen_opinion(opinion.number))
    assert first_line() == "没有须修改的问题，可以提交审核。"


def test_an_opinion_beside_the_fields_is_marked_without_losing_what_was_typed(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    add_opinion(filled.pk, cast.supervisor, anchor="problems", level="must", code="other", words="请补充。")
    perform("return", filled.pk, cast.supervisor, reason="请逐项补充改进情况。")
    client = as_user(cast.clerk)
    page = flat(client.get(f"{REPORT}problems/").content.decode())
    (go,) = re.findall(r'mark-answered" type="submit" name="go" value="([^"]+)"', page)
    seen = unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])
    answer = client.post(f"{REPORT}problems/", {"seen": seen, "go": go, "problems": PROBLEMS})
    assert answer.url == f"{REPORT}?opinions=opinion-1#opinion-1"
    assert filled.texts.get(key="problems").body == PROBLEMS
    assert re.findall(r'<button type="submit" name="go" value="([^"]*)" hidden>', page) == ["continue"]


def in_groups(page):
    """What the page lists: by level its heading, and part by part the numbers of the findings there."""
    section = r'<section class="findings findings-(\w+)"[^>]*><h2[^>]*>(.*?)</h2>(.*?)</section>'
    return {
        (level, title): [
            (part, re.findall(r'<li value="(\d+)"', rest))
            for part, rest in re.findall(r"<h3>(.*?)</h3>(.*?)(?=<h3>|$)", items, re.S)
        ]
        for level, title, items in re.findall(section, page, re.S)
    }


def test_findings_stand_by_level_and_within_it_by_part_numbered_through(filled, cast, as_user):
    wrong = {
        "contact.telephone": ("0375-5050001", ""),
        "overview.platform": (None, "共公开XX条，，更新及时。"),
        "overview.supervision": (
            None,
            "我局加强监督。工作考核、社会评议、责任追究均已开展。2022年共开展4次，其中培训3次、督查2次。",
        ),
        "applications.new_received.natural_person": ("0", "1"),
        "applications.new_received.business": ("0", "1"),
        "normative_acts.rules.in_force": ("0", "6"),
        "problems": (None, "存在的问题：公开不够及时。。下一步将加强培训，，提高质量。"),
        "other_matters": ("无", ""),
    }
    stored = filled.stored_texts()
    save(filled.pk, cast.clerk, [Edit(key, seen or stored[key], now) for key, (seen, now) in wrong.items()])
    groups = in_groups(flat(as_user(cast.clerk).get(f"{REPORT}check/").content.decode()))
    overview, disclosed, asked = (section.title for section in filled.official_form.sections[:3])
    problems, other = (section.title for section in filled.official_form.sections[4:])
    assert groups == {
        ("must_fix", "须修改 5"): [("报告基本信息", ["1"]), (overview, ["2"]), (asked, ["3", "4"]), (other, ["5"])],
        ("explain", "须说明 4（4 项未写明情况）"): [(overview, ["6", "7", "8"]), (disclosed, ["9"])],
        ("hint", "提示 3"): [(overview, ["10"]), (problems, ["11", "12"])],
    }


def test_the_page_counts_the_rules_that_were_run_and_those_that_found_nothing(filled, cast, as_user):
    every = sum(rule.function is not None for rule in RULES.values())
    client = as_user(cast.clerk)
    page = client.get(f"{REPORT}check/").content.decode()
    assert f"已检查 {every} 项规则，通过 {every} 项；勾稽关系 7 项全部相符。" in page
    one, other = (f"applications.new_received.{column}" for column in ("natural_person", "business"))
    # A3 in two columns is one rule that found something; what is missing of the particulars is none that was run.
    save(
        filled.pk,
        cast.clerk,
        [Edit(one, "0", "1"), Edit(other, "0", "2"), Edit("contact.telephone", "0375-5050001", "")],
    )
    page = client.get(f"{REPORT}check/").content.decode()
    assert f"已检查 {every} 项规则，通过 {every - 2} 项；勾稽关系 7 项、相符 4 项" in page


def test_who_decides_reads_the_same_counts_in_one_sentence(filled, cast, as_user):
    perform("submit", filled.pk, cast.clerk)
    page = as_user(cast.supervisor).get(f"{REPORT}decide/approve/").content.decode()
    assert "勾稽关系 7 项全部相符；未发现问题</dd>" in page
