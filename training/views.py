"""Pages of the catalogue and of path templates."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, F, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from employees.rules import can_edit_catalogue, can_see_analyses
from skillmap.core.http import UserRequest
from training.analysis.observed_gain import DEFAULTS
from training.enums import Mode, PlanState, Venue
from training.models import Activity, ActivityOutcome, PathTemplate, TemplateUse
from training.models.activities import ActivityQuerySet
from training.queries.faults import circles_of_activities
from training.queries.gains import gain_lines
from training.queries.words import how_to_take_part, language_word
from training.rules import can_propose_to_others

PAGE_SIZE = 30
DATES_SHOWN = 20
USES_SHOWN = 20


@require_GET
def activity_list(request: UserRequest) -> HttpResponse:
    """Search and filter what one can learn from."""
    chosen = {name: request.GET.get(name, "") for name in ("q", "mode", "venue", "cost")}
    found = _filtered(Activity.objects.visible_to(request.user).active(), chosen)
    taught = ActivityOutcome.objects.select_related("skill__scale", "observed_gain")
    found = found.prefetch_related(Prefetch("outcomes", taught)).select_related("site")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, gain_lines(one, one.outcomes.all())) for one in page.object_list],
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "modes": Mode.choices,
        "venues": Venue.choices,
        "circles": circles_of_activities() if can_edit_catalogue(request.user) else [],
    }
    return render(request, "training/activity_list.html", context)


@require_GET
def activity_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What it teaches, what it takes, what comes before it, and its dates."""
    activities = Activity.objects.visible_to(request.user).select_related("site")
    activity = get_object_or_404(activities, public_id=public_id)
    coming = activity.dates.filter(starts_on__gte=timezone.localdate(), cancelled_at=None)
    dates = list(coming.select_related("trainer")[:DATES_SHOWN])
    led = activity.dates.filter(trainer__user=request.user, cancelled_at=None).order_by(
        "-starts_on"
    )
    own = activity.plan_steps.filter(
        plan__employee__user=request.user, plan__state__in=[PlanState.PROPOSED, PlanState.ACTIVE]
    )
    context = {
        "activity": activity,
        "own_step": own.select_related("plan__employee").first(),
        "how": how_to_take_part(activity, has_dates=bool(dates)),
        "language_word": language_word(activity.language),
        "hours": activity.sessions * activity.hours_per_session,
        "gains": gain_lines(
            activity, activity.outcomes.select_related("skill__scale", "observed_gain")
        ),
        "floor": DEFAULTS.floor,
        "prerequisites": [
            line.requires for line in activity.prerequisites.select_related("requires")
        ],
        "dates": dates,
        "led": led[:DATES_SHOWN],
        "may_edit": can_edit_catalogue(request.user),
        "situations": activity.situations.all(),
    }
    return render(request, "training/activity_detail.html", context)


@require_GET
def template_list(request: UserRequest) -> HttpResponse:
    """Blends that are used again; those who write them also see the retired ones."""
    may_edit = can_edit_catalogue(request.user)
    templates = PathTemplate.objects.select_related("role").annotate(
        n_steps=Count("steps", filter=Q(steps__edition=F("edition")))
    )
    context = {
        "templates": templates.filter(retired_on=None),
        "retired": templates.exclude(retired_on=None) if may_edit else [],
        "may_edit": may_edit,
    }
    return render(request, "training/template_list.html", context)


@require_GET
def template_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The steps of a template; `?edition=` shows them as they were."""
    template = get_object_or_404(PathTemplate.objects.select_related("role"), public_id=public_id)
    editions = range(1, template.edition + 1)
    wanted = request.GET.get("edition", "")
    shown = next((n for n in editions if str(n) == wanted), template.edition)
    modes = dict(Mode.choices)
    steps = template.steps_of(shown)
    uses = TemplateUse.objects.visible_to(request.user, sees_all=can_see_analyses(request.user))
    context = {
        "template": template,
        "rows": [(step, [modes.get(mode, mode) for mode in step.slot_modes]) for step in steps],
        "shown": shown,
        "editions": editions,
        "uses": uses.filter(template=template).select_related("run__actor")[:USES_SHOWN],
        "may_edit": can_edit_catalogue(request.user),
        "currency": settings.SKILLMAP_CURRENCY,
        "may_propose": can_propose_to_others(request.user) and template.retired_on is None,
    }
    return render(request, "training/template_detail.html", context)


def _filtered(activities: ActivityQuerySet, chosen: dict[str, str]) -> ActivityQuerySet:
    for word in chosen["q"].split():
        activities = activities.filter(
            Q(title__icontains=word)
            | Q(provider__icontains=word)
            | Q(outcomes__skill__name__icontains=word)
        )
    if chosen["mode"]:
        activities = activities.filter(mode=chosen["mode"])
    if chosen["venue"]:
        activities = activities.filter(venue=chosen["venue"])
    costs = {"free": Q(cost_cents=0), "paid": Q(cost_cents__gt=0), "unknown": Q(cost_cents=None)}
    if chosen["cost"] in costs:
        activities = activities.filter(costs[chosen["cost"]])
    return activities.distinct()
