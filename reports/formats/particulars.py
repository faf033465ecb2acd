"""Whose report it is and of which year, as its title says; and what of a page belongs to no report."""

import re
from typing import NamedTuple

from reports.official.report_data import Kind
from reports.text import lookalikes

LONGEST_TITLE = 80
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_TITLE = re.compile(
    r"^(?P<before>[^。；，]{0,60}?)(?P<year>20\d\d)\s*年\s*度?(?P<after>[^。；，\d]{0,60}?)"
    r"(?:政府|政务)?信息公开(?:工作)?(?:年度|年)?(?:工作)?(?:报告|年报)$"
)
_BRACKETS = re.compile(r"[《》“”\"【】\[\]]")
_META = re.compile(
    r"^(?:索\s*引\s*号|主题分类|(?:发布|公开|生成|成文|更新)(?:机构|日期|时间|单位)|(?:信息|文章)?来源|作者|浏览(?:次数|量)?|点击(?:数|率|次数)?"
    r"|阅读(?:次数|量)?|访问量|字\s*[体号]|(?:发文)?文?字?\s*号|有\s*效\s*性|名\s*称|标\s*题|关键词|主题词|组配分类|信息分类|体裁分类"
    r"|公开(?:方式|时限|范围|形式|程序)|责任编辑|编辑|审核|初审|终审|日期|时间|附件\d*|上一[篇条]|下一[篇条]|当前位置|您?(?:现在|当前)?的?位置)\s*[：:\]】]"
)
_NAVIGATION = re.compile(
    r"^(?:首页|打印(?:本页|此页)?|分享(?:到|至)?|扫一扫.*|收藏(?:本页)?|关闭(?:窗口|本页)?|返回(?:顶部|首页)?|相关(?:链接|阅读|文档|附件)|附件|网站地图"
    r"|联系我们|无障碍(?:阅读|浏览)?|(?:主办|承办|版权|技术支持)(?:单位|所有)?[：:].*|.*[>＞»].*[>＞»].*)$"
)
_FURNITURE_AT_ALL = re.compile(
    r"打印本页|关闭窗口|分享到[：:]|ICP备|公网安备|网站标识码|【字体|字体：|浏览次数|点击数|扫一扫在手机"
)


class ReportSubject(NamedTuple):
    """What a title says: the organ as it is named there, the year, and the title on one line; the number above it."""

    organ: str
    year: int
    title: str
    document_number: str = ""


def subject_of(line: str) -> ReportSubject | None:
    """The subject of a line that is the title of a report and names its organ; ``None`` of any other."""
    if len(line) > 2 * LONGEST_TITLE:
        return None
    text = re.sub(r"\s+", "", lookalikes.repaired(line).translate(_WIDE_DIGITS))
    if len(text) > LONGEST_TITLE:
        return None
    match = _TITLE.match(_BRACKETS.sub("", text))
    if not match:
        return None
    organ = match["before"] or match["after"]
    organ = re.sub(r"^(?:关于|的)|(?:关于|的)$", "", organ)
    if re.search(r"[乡镇县区市州旗盟]$", organ):
        organ += "人民政府"
    return ReportSubject(organ, int(match["year"]), _BRACKETS.sub("", text)) if organ else None


def kind_of(organ: str) -> Kind:
    """What kind of organ a name shows; a department where it shows nothing else."""
    if re.search(r"街道(?:办事处|办)?$", organ):
        return Kind.SUBDISTRICT
    if re.search(r"(?:乡|镇|民族乡|苏木)(?:人民)?(?:政府)?$", organ):
        return Kind.TOWNSHIP
    if re.search(r"(?:县|区|旗)(?:人民政府)?$", organ):
        return Kind.COUNTY
    if re.search(r"(?:市|州|盟)(?:人民政府)?$", organ):
        return Kind.CITY
    return Kind.OFFICE if re.search(r"(?:人民政府|政府)办公[室厅]$", organ) else Kind.DEPARTMENT


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page and not to the report: navigation, meta data, sharing, the foot."""
    text = line.strip().lstrip("【[|·")
    if len(text) > 200:
        return False
    return bool(_FURNITURE_AT_ALL.search(text) or (len(text) <= 60 and (_META.match(text) or _NAVIGATION.match(text))))
