"""常用表述: where a supervisor keeps the phrases that the clerks of the subordinate organs are offered."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.forms.phrases import PhraseForm
from reports.models import Organ, Role
from reports.people.phrases import (
    MOST_PHRASES_OF_A_TEXT,
    PhraseChanged,
    TooManyPhrases,
    added,
    change_phrases,
    removed,
    reworded,
)
from reports.presenters.phrases import PostedPhrase, field_id, form_in_force, phrases_by_text

ADD, KEEP, UP, DOWN, DELETE, DELETE_INDEED = "add", "keep", "up", "down", "delete", "delete_indeed"
STEPS = {KEEP: 0, UP: -1, DOWN: 1}
SAID = {ADD: "已增加", KEEP: "已保存", UP: "已上移", DOWN: "已下移", DELETE_INDEED: "已删除"}


def phrases(request: HttpRequest) -> HttpResponse:
    """The phrases by text, each with its buttons; a post changes one of them."""
    organs = list(Organ.objects.filter(pk__in=request.user.organ_ids(Role.SUPERVISOR)))
    asked = request.GET.get("organ", organs[0].slug if organs else "")
    organ = next((each for each in organs if each.slug == asked), None)
    if organ is None:
        raise Http404
    if request.method != "POST":
        return _show(request, organs, organ)
    posted = _posted(request)
    if posted.act == DELETE:
        return render(request, "phrases/delete.html", {"organ": organ, "posted": posted})
    form = PhraseForm(request.POST) if posted.act != DELETE_INDEED else None
    if form and not form.is_valid():
        return _show(request, organs, organ, posted, form)
    try:
        return _change(request, organ, posted, form.cleaned_data["body"] if form else "")
    except TooManyPhrases:
        form.add_error("body", f"每个部分最多 {MOST_PHRASES_OF_A_TEXT} 条，请先删除不用的")
        return _show(request, organs, organ, posted, form)


def _posted(request: HttpRequest) -> PostedPhrase:
    """The act that was posted; 404 for one that the page does not offer."""
    act, text, place = (request.POST.get(name, "") for name in ("act", "text", "place"))
    form = form_in_force()
    is_number = place.isascii() and place.isdigit() and len(place) <= len(str(MOST_PHRASES_OF_A_TEXT))
    if text not in form.text or act not in {*SAID, DELETE} or is_number == (act == ADD):
        raise Http404
    return PostedPhrase(act, form.text[text], int(place) if is_number else -1, request.POST.get("seen", ""))


def _change(request: HttpRequest, organ: Organ, posted: PostedPhrase, body: str) -> HttpResponse:
    field = posted.field
    if posted.act == ADD:
        change = added(body)
    elif posted.act == DELETE_INDEED:
        change = removed(posted.place, posted.seen)
    else:
        step = STEPS[posted.act]
        change = reworded(posted.place, posted.seen, body, by=step)
        field = field_id(posted.text.key, max(0, posted.place + step))
    try:
        change_phrases(organ, posted.text.key, change)
    except PhraseChanged:
        kept = f"，您填写的内容是：{body}" if body else ""
        messages.error(request, f"这条表述已被他人修改或移动，本次没有改动，请核对后再改{kept}")
    else:
        messages.success(request, SAID[posted.act])
    return redirect(f"{reverse('phrases')}?organ={organ.slug}#{field}")


def _show(
    request: HttpRequest,
    organs: list[Organ],
    organ: Organ,
    posted: PostedPhrase | None = None,
    refused: PhraseForm | None = None,
) -> HttpResponse:
    context = {
        "organ": organ,
        "organs": organs,
        "has_own": organ.phrases.exists(),
        "groups": phrases_by_text(organ.pk),
        "faulty": posted.field if posted else "",
        "refused": refused,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "phrases/phrases.html", context, status=status)
