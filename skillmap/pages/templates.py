"""Writing path templates, applying one to people, and what became of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from employees.rules import can_edit_catalogue, can_see_analyses
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.tabular.writing import Cell
from skillmap.pages.activity_choice import activity_titles
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.template_forms import AudienceForm, StepForms, TemplateForm, initial_of
from skills.models import Skill
from training.models import DevelopmentPlan, PathTemplate, TemplateResult, TemplateUse
from training.rules import can_propose_to_others
from training.services import use_template
from training.services.library import edit_template, retire_template
from training.services.plan_records import OPEN

PAGE_SIZE = 50
PEOPLE_SHOWN = 12
EXPORT_HEAD = ("employee_number", "name", "plan", "why_not")


@require_http_methods(["GET", "POST"])
def template_new(request: UserRequest) -> HttpResponse:
    """Write a template."""
    return _edit(request, PathTemplate())


@require_http_methods(["GET", "POST"])
def template_edit(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Change a template; other steps make a new edition."""
    return _edit(request, get_object_or_404(PathTemplate, public_id=public_id))


@require_POST
def template_retire(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Offer a template no more."""
    template = get_object_or_404(PathTemplate, public_id=public_id)
    if not can_edit_catalogue(request.user):
        return render(request, "403.html", status=403)
    try:
        retire_template(actor=request.user, template=template, today=timezone.localdate())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Retired. Plans that came from it go on."))
    return redirect("training:template_detail", public_id)


@require_http_methods(["GET", "POST"])
def template_apply(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Choose people, see who they are, and let the workers propose the template to them."""
    template = get_object_or_404(PathTemplate, public_id=public_id)
    if not can_propose_to_others(request.user):
        return render(request, "403.html", status=403)
    asked = request.POST if request.method == "POST" else request.GET
    form = AudienceForm(asked or None, viewer=request.user)
    is_valid = form.is_bound and form.is_valid()
    if request.method == "POST" and is_valid:
        people = form.found.values_list("pk", flat=True)
        try:
            use = use_template(
                actor=request.user, template=template, people=people, scope=form.scope
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("pages:template_use", use.public_id)
    context: dict[str, Any] = {"template": template, "form": form}
    if is_valid:
        busy = DevelopmentPlan.objects.filter(employee=OuterRef("pk"), state__in=OPEN)
        found = form.found.annotate(is_busy=Exists(busy)).order_by("last_name", "pk")
        context |= {"people": found[:PEOPLE_SHOWN], "n_people": found.count(), "asked": asked}
        context["n_busy"] = found.filter(is_busy=True).count()
    status = INVALID if request.method == "POST" or form.errors else 200
    return render(request, "pages/template_apply.html", context, status=status)


@require_GET
def template_use(request: UserRequest, public_id: UUID) -> HttpResponseBase:
    """Who got a plan and who did not, and why; of one's own people. `format` gives a file."""
    uses = TemplateUse.objects.visible_to(request.user, sees_all=can_see_analyses(request.user))
    use = get_object_or_404(
        uses.select_related("template", "run__actor", "run__job"), public_id=public_id
    )
    results = TemplateResult.objects.visible_to(request.user).filter(use=use)
    shown = request.GET.get("shown", "")
    listed = results.exclude(plan=None) if shown == "made" else results
    listed = listed.filter(plan=None) if shown == "not" else listed
    listed = listed.select_related("employee", "plan")
    listed = listed.order_by("employee__last_name", "employee_id")
    if request.GET.get("format") in FORMATS:
        return download("plans", EXPORT_HEAD, map(_cells, listed), request.GET["format"])
    context = {
        "use": use,
        "page": Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page")),
        "n_made": results.exclude(plan=None).count(),
        "n_not": results.filter(plan=None).count(),
        "shown": shown,
    }
    return render(request, "pages/template_use.html", context)


def _cells(result: TemplateResult) -> list[Cell]:
    person, state = result.employee, result.plan.state if result.plan else ""
    return [person.number, str(person), state, result.why_not]


def _edit(request: UserRequest, template: PathTemplate) -> HttpResponse:
    if not can_edit_catalogue(request.user):
        return render(request, "403.html", status=403)
    form = TemplateForm(request.POST or None, template=template)
    steps = template.steps_of(template.edition) if template.pk else []
    options: dict[str, Any] = {"prefix": "steps", "form_kwargs": {"kept": list(steps)}}
    if request.method == "POST":
        rows = StepForms(request.POST, **options)
    else:
        rows = StepForms(initial=[initial_of(step) for step in steps], **options)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            saved = _save(request, template, form, rows)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Saved. Plans made from now on follow it."))
            return redirect("training:template_detail", saved.public_id)
    context = {
        "form": form,
        "rows": rows,
        "template": template,
        "activities": activity_titles(),
        "skills": Skill.objects.active().values_list("name", flat=True),
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "pages/template_edit.html", context, status=status)


def _save(
    request: UserRequest, template: PathTemplate, form: TemplateForm, rows: Any
) -> PathTemplate:
    values = form.cleaned_data
    template.code = template.code or values["code"]
    filled = [row for row in rows.ordered_forms if _is_filled(row)]
    return edit_template(
        actor=request.user,
        template=template,
        name=values["name"],
        description=values["description"],
        role=values["role"],
        steps=[row.content for row in filled],
        version=values["version"],
    )


def _is_filled(row: Any) -> bool:
    values = row.cleaned_data
    return any(values.get(name) for name in ("activity", "slot_skill", "slot_kind"))
