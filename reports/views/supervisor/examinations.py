"""体检: a supervisor brings published reports as a zip; they are checked, shown and forgotten."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from reports.checks import rules_run
from reports.forms.examinations import ExaminationForm
from reports.lifecycle.batches import examining, tasks
from reports.models import Role
from reports.models.examinations import KEPT_FOR, Examination
from reports.official.interchange import NotUnderstood
from reports.presenters.examinations import reports_of, rules_of
from reports.text.cleaning import one_line
from reports.web.auditing import note_refused_file
from reports.web.files import workbook_answer


def examination(request: HttpRequest) -> HttpResponse:
    """A form to bring an archive, or how far it is, or what was found; one archive a person."""
    brought = _own(request)
    if request.method == "POST":
        match request.POST.get("go"):
            case "discard":
                return _discarded(request, brought)
            case "resume":
                if brought and brought.is_left:
                    tasks.examine.enqueue(brought.pk)
                return redirect("examination")
    form = ExaminationForm(request.POST, request.FILES) if request.method == "POST" else ExaminationForm()
    if request.method == "POST" and form.is_valid() and _bring(request, form):
        return redirect("examination")
    context = {"form": form, "examination": brought, "rules_run": rules_run()}
    if brought and not brought.is_working:
        context |= {"reports": reports_of(brought), "rules": rules_of(brought), "unread": brought.told["unread"]}
    return render(request, "examinations/examination.html", context)


def examination_list(request: HttpRequest) -> HttpResponse:
    """The 差错清单 of what was found, as a workbook."""
    brought = _own(request)
    if brought is None or brought.workbook is None:
        raise Http404
    return workbook_answer("差错清单.xlsx", bytes(brought.workbook))


def _own(request: HttpRequest) -> Examination | None:
    """The archive that the user brought last and that is still kept; 404 for who supervises nobody."""
    if not request.user.organ_ids(Role.SUPERVISOR):
        raise Http404
    return Examination.objects.filter(by=request.user, at__gt=timezone.now() - KEPT_FOR).first()


def _bring(request: HttpRequest, form: ExaminationForm) -> bool:
    file = form.cleaned_data["archive"]
    try:
        brought = examining.bring(request.user, one_line(file.name) or "压缩包.zip", file)
    except NotUnderstood as refusal:
        form.add_error("archive", str(refusal))
        note_refused_file(request, refusal)
        return False
    tasks.examine.enqueue(brought.pk)
    return True


def _discarded(request: HttpRequest, brought: Examination | None) -> HttpResponse:
    if brought:
        examining.forget(brought)
        messages.success(request, f"已删除“{brought.name}”的体检结果")
    return redirect("examination")
