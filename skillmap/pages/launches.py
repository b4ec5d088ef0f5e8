"""Leaving for the platform on which a step takes place, and coming back."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from skillmap.core.http import UserRequest
from training.enums import PlanState
from training.models import DevelopmentPlan, PlanStep
from training.rules import is_own

SALT = "skillmap.launch"
RETURN_SECONDS = 60 * 60 * 24 * 60
RETURN_PARAMETER = "return_url"


@require_GET
def step_launch(request: UserRequest, public_id: UUID, position: int) -> HttpResponse:
    """To the step's address, which learns by a signed address of ours where to come back."""
    plans = DevelopmentPlan.objects.visible_to(request.user).select_related("employee")
    plan = get_object_or_404(plans, public_id=public_id)
    step = get_object_or_404(plan.steps.select_related("activity"), position=position)
    if not is_own(request.user, plan) or plan.state != PlanState.ACTIVE:
        return render(request, "403.html", status=403)
    if urlsplit(step.activity.url).scheme not in {"http", "https"}:
        return redirect("training:activity_detail", step.activity.public_id)
    return HttpResponseRedirect(address_of(step))


@require_GET
def step_return(request: UserRequest, token: str) -> HttpResponse:
    """Back at the step. Coming back proves nothing, so nothing is ticked off by it."""
    try:
        step_id = UUID(signing.loads(token, salt=SALT, max_age=RETURN_SECONDS))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise Http404 from None
    own = PlanStep.objects.filter(plan__employee__user=request.user)
    step = get_object_or_404(own.select_related("activity", "plan__employee"), public_id=step_id)
    text = _("Welcome back from “%(title)s”. Tick it off when you have done it; a platform that "
             "reports to us does so by itself.")  # fmt: skip
    messages.info(request, text % {"title": step.activity.title})
    answer = redirect("pages:person_plan", step.plan.employee.public_id)
    answer["Location"] += f"#step-{step.position}"
    return answer


def address_of(step: PlanStep) -> str:
    """The activity's address with the signed way back among its parameters."""
    back = f"{settings.BASE_URL}{reverse('pages:step_return', args=[return_token(step)])}"
    parts = urlsplit(step.activity.url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), (RETURN_PARAMETER, back)]
    return urlunsplit(parts._replace(query=urlencode(query)))


def return_token(step: PlanStep) -> str:
    """What names a step on the way back; nobody can make one for another step."""
    return signing.dumps(str(step.public_id), salt=SALT)
