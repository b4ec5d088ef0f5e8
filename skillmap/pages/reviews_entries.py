"""Writing in a review: one's own part before the meeting, and what both agree on in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews import rules
from reviews.enums import GoalState, Part, ReviewState, Side, Topic
from reviews.models import Review
from reviews.queries.asked import questions_of
from reviews.queries.goals import goal_balance, goals_of
from reviews.queries.reviews import (
    Entries,
    balance_of,
    skill_lines,
    suggested_questions,
)
from reviews.services.entries import NOT_SEEN, About, accept_close_levels, side_of
from reviews.services.life import sign_review, submit_part
from reviews.services.signing import seen_beside
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.reviews import lacks_reason, reason_page, review_or_404
from skillmap.pages.reviews_fields import (
    BOTH_WROTE,
    Kept,
    Refusals,
    changed_since,
    field_of,
    keep_all,
    keep_one,
    overall_field,
    part_fields,
    private_field,
    shared_fields,
    skill_field,
    word_fields,
)
from skillmap.pages.reviews_goals import adds_goals


@require_http_methods(["GET", "POST"])
def review_prepare(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One's own part: posting keeps all of it, and sends it where `send` was pressed."""
    review = review_or_404(request, public_id)
    try:
        side = side_of(request.user, review)
    except NotAllowedError:
        return render(request, "403.html", status=403)
    if lacks_reason(request, review):
        return reason_page(request, review)
    refused: Refusals = {}
    if request.method == "POST":
        kept = keep_all(request, review, part_fields(request, review, side))
        refused = kept.refused
        for sentence in kept.moved:
            messages.warning(request, sentence)
        if not refused:
            if "send" in request.POST:
                return _send(request, review)
            messages.success(request, _("Kept. Nobody else reads it before you send it."))
            return redirect("pages:review_prepare", public_id)
    return _prepare_page(request, review, side, refused)


def _prepare_page(
    request: UserRequest, review: Review, side: Side, refused: Refusals
) -> HttpResponse:
    entries = Entries(review, request.user)
    lines = skill_lines(review, entries, side=side)
    mine = [(line, skill_field(entries, side, line, refused)) for line in lines]
    sent = review.self_submitted_at if side == Side.SELF else review.manager_submitted_at
    context = {
        "review": review,
        "is_self": side == Side.SELF,
        "cards": mine,
        "answered": sum(field.is_answered for _line, field in mine),
        "fields": word_fields(review, side, entries, refused),
        "overall": overall_field(review, entries, refused, side),
        "overall_choices": review.cycle.template.overall_choices,
        "is_over": (review.state != ReviewState.PREPARING or bool(sent)) and not refused,
    }
    status = INVALID if refused else 200
    return render(request, "reviews/review_prepare.html", context, status=status)


@require_POST
def review_draft(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Keep one field group of one's part while the person goes on."""
    review = review_or_404(request, public_id)
    try:
        side = side_of(request.user, review)
    except NotAllowedError:
        return render(request, "403.html", status=403)
    if lacks_reason(request, review):
        return reason_page(request, review, _("Say first why you read this review."))
    fields = {field.key: field for field in part_fields(request, review, side)}
    return keep_one(request, review, fields.get(request.POST.get("key", "")))


@require_http_methods(["GET", "POST"])
def review_meeting(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Both sides and the behaviour texts between them, the biggest disagreement first."""
    review = review_or_404(request, public_id)
    if request.method == "POST" and not writes_in(request, review):
        return render(request, "403.html", status=403)
    if lacks_reason(request, review):
        return reason_page(request, review)
    if review.opened_at is None:
        messages.error(request, _("The two parts are not open to each other yet."))
        return redirect("pages:review_detail", public_id)
    if request.method == "POST":
        return _posted(request, review)
    return _meeting_page(request, review, {})


@require_POST
def review_agreed(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Keep one field group of the meeting while both go on."""
    review = review_or_404(request, public_id)
    if not writes_in(request, review):
        return render(request, "403.html", status=403)
    if lacks_reason(request, review):
        return reason_page(request, review, _("Say first why you read this review."))
    fields = {field.key: field for field in shared_fields(request, review)}
    return keep_one(request, review, fields.get(request.POST.get("key", "")))


def writes_in(request: UserRequest, review: Review) -> bool:
    """Is this viewer one of the two who meet?"""
    return bool(rules.parts_of(request.user, review.employee) & {Part.SELF, Part.LEADS})


def _posted(request: UserRequest, review: Review) -> HttpResponse:
    """Keep the whole form; then sign it, or agree on everything that is close."""
    kept = keep_all(request, review, shared_fields(request, review))
    if kept.refused:
        return _meeting_page(request, review, kept.refused, status=INVALID)
    if "sign" in request.POST:
        return _sign(request, review, kept)
    if kept.merged:
        messages.warning(request, BOTH_WROTE)
    if "accept" in request.POST:
        _accept(request, review)
    return redirect("pages:review_meeting", review.public_id)


def _accept(request: UserRequest, review: Review) -> None:
    lines = skill_lines(review, Entries(review, request.user))
    open_lines = (line for line in lines if not line.is_agreed)
    close = {line.skill: line.proposed for line in open_lines if line.proposed is not None}
    try:
        n = accept_close_levels(actor=request.user, review=review, levels=close)
    except DomainError as error:
        messages.error(request, error.message)
        return
    text = ngettext("Agreed on %(n)d skill.", "Agreed on %(n)d skills.", n)
    messages.success(request, text % {"n": n})


def _sign(request: UserRequest, review: Review, kept: Kept) -> HttpResponse:
    """Sign what the manager has read; where something is newer, show that first."""
    try:
        if kept.merged:
            raise ConflictError(str(NOT_SEEN), code="stale_version")
        beside = request.POST.get("beside", "")
        sign_review(
            actor=request.user, review=review, now=timezone.now(), seen=kept.seen, beside=beside
        )
    except DomainError as error:
        messages.error(request, error.message)
        if error.code == "stale_version":
            refused = changed_since(shared_fields(request, review), kept)
            return _meeting_page(request, review, refused, status=INVALID)
    else:
        text = _("Signed. %(name)s is asked for an answer now.")
        messages.success(request, text % {"name": review.employee})
    return redirect("pages:review_detail", review.public_id)


def _meeting_page(
    request: UserRequest, review: Review, refused: Refusals, status: int = 200
) -> HttpResponse:
    entries = Entries(review, request.user)
    lines = sorted(skill_lines(review, entries), key=lambda line: line.weight)
    cards = [(line, skill_field(entries, Side.SHARED, line, refused)) for line in lines]
    goals = list(goals_of(review.employee, request.user))
    parts = rules.parts_of(request.user, review.employee)
    has_side = bool(parts & {Part.SELF, Part.LEADS})
    writes = has_side and (review.state == ReviewState.MEETING or bool(refused))
    may_sign = Part.LEADS in parts and review.state == ReviewState.MEETING
    context: dict[str, Any] = {
        "review": review,
        "apart": [card for card in cards if not card[0].is_close],
        "close": [card for card in cards if card[0].is_close],
        "unagreed": sum(line.is_close and not line.is_agreed for line in lines),
        "balance": balance_of(lines),
        "words": _side_by_side(review, entries),
        "notes": field_of(
            entries,
            "notes",
            About(side=Side.SHARED, topic=Topic.NOTES),
            refused,
            _("Notes you share"),
        ),
        "summary": field_of(
            entries,
            "summary",
            About(side=Side.SHARED, topic=Topic.SUMMARY),
            refused,
            _("What you sum up together"),
        ),
        "private": private_field(entries, refused) if has_side else None,
        "overall": overall_field(review, entries, refused),
        "overall_choices": review.cycle.template.overall_choices,
        "is_settled": entries.is_overall_settled,
        "suggested": suggested_questions(review, lines),
        "goals": goals,
        "aims": {goal.skill_id for goal in goals if goal.state == GoalState.OPEN},
        "adds_goals": writes and adds_goals(request, review),
        "adds_skills": has_side and review.state == ReviewState.MEETING,
        "goal_balance": goal_balance(goals),
        "writes": writes,
        "may_sign": may_sign,
        "beside": seen_beside(review, goals) if has_side else "",
        "is_self": Part.SELF in parts,
    }
    return render(request, "reviews/review_meeting.html", context, status=status)


def _side_by_side(review: Review, entries: Entries) -> list[dict[str, Any]]:
    """Questions and summaries with what each side wrote."""
    rows = [
        {
            "label": label,
            "own": entries.one(Side.SELF, Topic.QUESTION, question.pk),
            "manager": entries.one(Side.MANAGER, Topic.QUESTION, question.pk),
        }
        for question, label in questions_of(review)
    ]
    own, manager = (entries.one(side, Topic.SUMMARY) for side in (Side.SELF, Side.MANAGER))
    rows.append({"label": _("Summary"), "own": own, "manager": manager})
    return [row for row in rows if row["own"] or row["manager"]]


def _send(request: UserRequest, review: Review) -> HttpResponse:
    try:
        submit_part(actor=request.user, review=review, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your part is sent."))
    return redirect("pages:review_detail", review.public_id)
