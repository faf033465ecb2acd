"""Texts made to be slow, as long as a text may be: every rule comes to an end on them and points into them.

How the time of each rule grows with the text is told by ``script/benchmark growth``.
"""

import pytest

from reports.checks import Case, run
from reports.text.cleaning import MOST_CHARACTERS
from tests.checks.reports import a_report

PIECES = {
    "digits": "1",
    "parts": "9件。其中3件、2件，占30%；",
    "brackets": "（3件",
    "none and none": "无公民法人或者其他组织",
    "other organs": "县局局局局局局局收到3件",
    "assurances": "自实施，较上年，",
    "placeholders": "以下是您约 ",
    "applications": "2022年我乡收到政府信息公开申请3件，占66.7%，",
    "platforms": "网站1条、微信2条、微博3条，共计6条",
    "fees": "收到9件，其中1件，收取2元；",
    "new ones": "90条（新增9条），其中60条（新增5条）、30条（新增4条）。",
    "disputes": "复议、诉讼分别为3件、2件，",
    "shares": "收到意见8条，采纳5条，采纳率63%，",
    "last year": "较上年的8条增加2条，增长25%，",
    "sentences": "公开30条。",
    "empty lines": "\n",
}
TEXT = "overview.disclosure_on_request"


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_the_longest_text_of_one_piece_is_checked_to_its_end(piece):
    text = (piece * (MOST_CHARACTERS // len(piece) + 1))[:MOST_CHARACTERS]
    findings = run(Case(a_report(texts={TEXT: text})))
    quotes = [each.quote for each in findings if TEXT in each.texts]
    assert findings
    assert all(quote.rstrip("…") in text for quote in quotes)
