"""The ways to plan for somebody, side by side, and taking one of them."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.http import UserRequest
from skillmap.pages.plan_offers import way_back
from skillmap.pages.plan_view import PlanView
from skillmap.pages.profile import Card
from training import services
from training.enums import PlanState, Wish
from training.models import DevelopmentPlan, PlanOption
from training.models.plans import PathFacts
from training.queries.options import options_beside, weeks_in_use


@dataclass(frozen=True)
class OptionCard:
    """One plan in short. `option` is what would be taken, none for the plan that is shown.

    `is_stale`: it has to be computed anew first.
    """

    title: str
    facts: PathFacts
    weeks: int
    share_of_best: float | None
    is_by_hand: bool = False
    option: PlanOption | None = None
    is_stale: bool = False


class ChoiceForm(forms.Form):
    """The version of the plan that was shown; 0 where there was none."""

    version = forms.IntegerField(min_value=0)


def cards_of(card: Card, request: UserRequest, living: DevelopmentPlan | None) -> list[OptionCard]:
    """The living plan, and the options beside a recommendation in their usual order."""
    if living is None:
        return []
    view = PlanView(living)
    shown = OptionCard(
        title=_title(card, living),
        facts=living,
        weeks=view.last_week + 1 if view.steps else 0,
        share_of_best=view.share_of_best,
        is_by_hand=view.is_by_hand,
    )
    options = list(options_beside(request.user, living))
    wish = "" if view.is_by_hand else living.report.get("wish", "")
    cards = [shown if option.wish == wish else _card(option) for option in options]
    return cards if shown in cards else [shown, *cards]


@require_POST
def option_choose(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Make an option the recommendation, or the answer to a what-if the open plan."""
    options = PlanOption.objects.visible_to(request.user).select_related("employee", "run")
    option = get_object_or_404(options, public_id=public_id)
    form = ChoiceForm(request.POST)
    try:
        if not form.is_valid():
            raise ConflictError(_("The plan that was shown is not known. Look at it again."))
        version = form.cleaned_data["version"]
        plan = services.choose_option(
            actor=request.user, option=option, now=timezone.now(), version=version
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _chosen_words(plan))
    return way_back(request, option)


def _chosen_words(plan: DevelopmentPlan) -> str:
    if plan.state == PlanState.DRAFT:
        return _("This is the recommendation now. Choose another option to change it again.")
    if plan.state == PlanState.PROPOSED and plan.accepted_at is not None:
        return _("The open plan is changed. It waits for approval.")
    return _("The open plan is changed. What is done and begun stayed.")


def _card(option: PlanOption) -> OptionCard:
    share = option.value / option.bound if option.bound > 0 else None
    weeks = weeks_in_use(option.steps)
    is_stale: bool = option.is_stale  # type: ignore[attr-defined]  # annotated by the query
    return OptionCard(
        option.get_wish_display(), option, weeks, share, option=option, is_stale=is_stale
    )


def _title(card: Card, plan: DevelopmentPlan) -> str:
    if plan.template:
        return str(plan.template)
    if plan.state == PlanState.DRAFT:
        return str(Wish(plan.report.get("wish", Wish.RECOMMENDED)).label)
    if plan.state == PlanState.PROPOSED:
        return _("Proposed plan")
    return _("Your plan") if card.is_self else _("Agreed plan")
