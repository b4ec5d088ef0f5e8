"""The plan beside the meeting of a review: in short, and what can be decided about it there."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from skillmap.core.http import UserRequest
from skillmap.pages.plan_offers import doubts_of, living_among, offers_of, waiting_of
from skillmap.pages.plan_options import cards_of
from skillmap.pages.plan_view import PlanView
from skillmap.pages.plans import plans_of
from skillmap.pages.profile import open_card_of
from skillmap.pages.reviews import lacks_reason, reason_page, review_or_404
from training.enums import DecisionKind


@require_GET
def review_plan(request: UserRequest, public_id: UUID) -> HttpResponse:
    """The fragment of the meeting page."""
    review = review_or_404(request, public_id)
    if lacks_reason(request, review):
        return reason_page(request, review)
    card = open_card_of(request.user, review.employee.public_id)
    living = living_among(plans_of(card.person))
    context = {"review": review, "card": card, "living": living}
    if living:
        offers = offers_of(request.user, card, living)
        may_approve = any(offer.decision == DecisionKind.APPROVE for offer in offers)
        context |= {
            "view": PlanView(living),
            "cards": cards_of(card, request, living),
            "offers": [offer for offer in offers if offer.is_main],
            "doubts": doubts_of(living),
            "waiting": "" if may_approve else waiting_of(request.user, living),
        }
    return render(request, "reviews/_meeting_plan.html", context)
