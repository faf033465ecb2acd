"""The words that a circular begins with: they take their days from the year's settings, so that both agree."""

from reports.models.years import Period
from reports.official.wording import REPORT_NAME

TITLE = "关于做好{year}年" + REPORT_NAME + "编制工作的通知"
BODY = (
    "请各单位认真编制{year}年" + REPORT_NAME + "，于{due}前在本系统提交审核，审核通过后于{publish}前公布。\n"
    "编制中有问题的，请及时与我办联系。"
)


def proposed(year: int, days: Period) -> dict[str, str]:
    """A title and a body to begin with."""
    due, publish = (f"{day.year}年{day.month}月{day.day}日" for day in (days.due_on, days.publish_by))
    return {"title": TITLE.format(year=year), "body": BODY.format(year=year, due=due, publish=publish)}
