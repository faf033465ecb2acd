"""What may happen to a report in its 保密审查: asked for, confirmed, refused, taken back; a part of ``TRANSITIONS``."""

from reports.lifecycle.readiness import is_complete, is_ready, retired_refusal
from reports.lifecycle.secrecy import (
    BEFORE_HANDING_IN,
    CONFIRM,
    REFUSE,
    REQUEST,
    WITHDRAW,
    not_to_be_asked,
    not_to_be_judged,
    not_to_be_withdrawn,
    somebody_reviews,
    wrote_in_it,
)
from reports.lifecycle.transition import Notification, Party, Transition
from reports.models.organs import Role
from reports.models.reports import EDITABLE, Status

ORGAN = (Party.CLERKS, Party.LEADERS)
SECRECY_TRANSITIONS = (
    Transition(
        REQUEST,
        "提请保密审查",
        sources=EDITABLE,
        target=None,
        roles=(Role.CLERK,),
        consequence="提请后由保密审查员审查全文，审查通过后再提交。审查期间如有修改，以修改后的内容为准。",
        done="已提请保密审查",
        notifications=(Notification((Party.SECRECY,), "{report}由{actor}提请保密审查，请审查。"),),
        guards=(retired_refusal, somebody_reviews, is_complete),
        is_of_secrecy=True,
        unless=not_to_be_asked,
    ),
    Transition(
        CONFIRM,
        "保密审查通过",
        sources=BEFORE_HANDING_IN,
        target=None,
        roles=(Role.SECRECY,),
        consequence="审查针对报告的当前内容。内容如有修改，审查自行失效，须重新审查。",
        done="保密审查已通过",
        notifications=(
            Notification((Party.LEADERS,), "{report}已由{actor}保密审查通过，请签发。", target=Status.SIGNING),
            Notification((Party.CLERKS,), "{report}已由{actor}保密审查通过，请提交。"),
        ),
        guards=(retired_refusal, is_ready),
        is_of_secrecy=True,
        unless=not_to_be_judged,
        notes=wrote_in_it,
        has_own_page=True,
        page="secrecy",
        page_called="保密审查",
    ),
    Transition(
        REFUSE,
        "保密审查不通过",
        sources=BEFORE_HANDING_IN,
        target=Status.RETURNED,
        stays=EDITABLE,
        roles=(Role.SECRECY,),
        consequence="不通过的，由填报员按审查意见修改，修改后重新审查。审查意见中不要写涉密内容。",
        done="已提出保密审查意见",
        notifications=(Notification(ORGAN, "{report}未通过{actor}的保密审查，请按审查意见修改。"),),
        needs_reason=True,
        is_of_secrecy=True,
        unless=not_to_be_judged,
        reason_called="审查意见",
    ),
    Transition(
        WITHDRAW,
        "撤回保密审查",
        sources=BEFORE_HANDING_IN,
        target=None,
        roles=(Role.SECRECY,),
        consequence="撤回后，报告须重新经过保密审查才能报出。",
        done="已撤回保密审查",
        notifications=(Notification((*ORGAN, Party.SECRECY), "{report}的保密审查已由{actor}撤回，须重新审查。"),),
        needs_reason=True,
        is_of_secrecy=True,
        unless=not_to_be_withdrawn,
    ),
)
