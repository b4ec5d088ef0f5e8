"""Reviews: mine, those I lead, and one of them with its next step."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from employees.models import Employee
from reviews import rules
from reviews.enums import Part, ReviewState, Step
from reviews.models import Review, ReviewCycle, SignedReview
from reviews.queries.board import BoardRow, board_of, led_reviews, own_reviews
from reviews.queries.calibration import changes_of
from reviews.services import life
from skillmap.core.enums import ReadKind
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.core.reasons import fault_of_reason
from skillmap.core.tabular.writing import Cell
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.navigation import standing_of
from skillmap.pages.reviews_paper import can_write_pdf, paper_of, pdf_of

PAGE_SIZE = 50
EXPORT_HEAD = (
    "cycle", "template", "period_start", "period_end", "prepare_by", "sign_by", "state",
)  # fmt: skip
BOARD_HEAD = (
    "cycle", "employee_number", "person", "state", "person_sent_at", "manager_sent_at",
    "skills_done", "skills_asked", "furthest_apart", "distance", "minutes_left",
)  # fmt: skip


class AnswerForm(forms.Form):
    """The person's answer to a signed review."""

    comment = forms.CharField(
        label=gettext_lazy("What you want to add"),
        required=False,
        max_length=life.LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed where you do not agree. It is kept with the review."),
    )


@require_GET
def review_list(request: UserRequest) -> HttpResponseBase:
    """One's own reviews; the board of those one leads; cycles for HR.

    With `format` the cycles as a file, or the board with `of=board`.
    """
    form = request.GET.get("format", "")
    if form in FORMATS and request.GET.get("of") == "board":
        rows = board_of(request.user, list(led_reviews(request.user)))
        return download("my-reviews", BOARD_HEAD, _board_lines(rows), form)
    led = Paginator(led_reviews(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    runs = rules.can_run_reviews(request.user)
    cycles = ReviewCycle.objects.visible_to(request.user).select_related("template")
    if runs and form in FORMATS:
        return download("review-cycles", EXPORT_HEAD, _lines(cycles), form)
    standing = standing_of(request)
    context = {
        "away": _away(standing.employee) if standing.leads and standing.employee else "",
        "own": own_reviews(request.user)[:PAGE_SIZE],
        "page": led,
        "board": board_of(request.user, list(led)),
        "runs": runs,
        "cycles": cycles[:PAGE_SIZE] if runs else [],
    }
    return render(request, "reviews/review_list.html", context)


def _lines(cycles: QuerySet[ReviewCycle]) -> Iterator[list[Cell]]:
    for one in cycles:
        days = (one.period_start, one.period_end, one.prepare_by, one.sign_by)
        yield [str(one), str(one.template), *days, one.state]


def _board_lines(rows: Sequence[BoardRow]) -> Iterator[list[Cell]]:
    for row in rows:
        one = row.review
        who = (str(one.cycle), one.employee.number, str(one.employee), one.state)
        sent = (one.self_submitted_at, one.manager_submitted_at)
        apart = (row.apart, row.distance if row.apart else None)
        yield [*who, *sent, row.done, row.asked, *apart, row.minutes]


def _away(manager: Employee) -> str:
    """Where a manager names who stands in, for reviews too."""
    return reverse("pages:person_away", args=[manager.public_id])


@require_GET
def review_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Where a review stands, what was signed, and what this viewer can do next."""
    review = review_or_404(request, public_id)
    if lacks_reason(request, review):
        return reason_page(request, review)
    return _detail_page(request, review, AnswerForm())


@require_GET
def review_pdf(request: UserRequest, public_id: UUID) -> HttpResponse:
    """What was signed as PDF; not found where nothing is signed or the library is missing."""
    review = review_or_404(request, public_id)
    if lacks_reason(request, review):
        return reason_page(request, review)
    signed = _signed(review)
    if signed is None or not can_write_pdf():
        raise Http404
    name = f"review-{review.public_id}-{review.revision}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf_of(signed), content_type="application/pdf", headers=headers)


@require_POST
def review_reason(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say why one reads this review; the person sees it under "who looked at my data"."""
    review = review_or_404(request, public_id)
    fault = fault_of_reason(request, review.employee_id, ReadKind.REVIEW)
    if fault:
        return reason_page(request, review, fault)
    return redirect("pages:review_detail", public_id)


@require_POST
def review_act(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One step of the review's life, named by `act`."""
    review = review_or_404(request, public_id)
    act = _ACTS.get(request.POST.get("act", ""))
    if not rules.parts_of(request.user, review.employee):
        return render(request, "403.html", status=403)
    if lacks_reason(request, review):
        return reason_page(request, review)
    if act is None:
        messages.error(request, _("There is no such step."))
        return redirect("pages:review_detail", public_id)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            review = act(request, review, form.cleaned_data["comment"]) or review
        except DomainError as error:
            if error.field:
                form.add_error("comment", error.message)
            else:
                messages.error(request, error.message)
        else:
            return redirect(_next_page(review))
    return _detail_page(request, Review.objects.get(pk=review.pk), form)


def _next_page(review: Review) -> str:
    return f"/reviews/{review.public_id}/{'meeting/' if review.state == 'meeting' else ''}"


def _detail_page(request: UserRequest, review: Review, form: AnswerForm) -> HttpResponse:
    parts = rules.parts_of(request.user, review.employee)
    steps = {step for step in Step if rules.move_of(parts, review, step)}
    if Review.objects.filter(previous=review).exists():
        steps = set()
    signed = _signed(review)
    reads_adjustments = rules.can_read_adjustments(request.user, parts, review)
    own_part = Part.SELF in parts or (Part.LEADS in parts)
    sent = review.self_submitted_at if Part.SELF in parts else review.manager_submitted_at
    context: dict[str, Any] = {
        "review": review,
        "signed": signed,
        "paper": paper_of(signed) if signed else None,
        "has_pdf": signed is not None and can_write_pdf(),
        "answer": getattr(signed, "acknowledgement", None),
        "steps": {step.value for step in steps},
        "prepares": own_part and review.state == ReviewState.PREPARING and not sent,
        "is_sent": bool(own_part and sent),
        "is_self": Part.SELF in parts,
        "leads": Part.LEADS in parts,
        "adjusted": changes_of(request.user, [review]) if reads_adjustments else [],
        "form": form,
        "following": Review.objects.filter(previous=review).first(),
    }
    status = INVALID if form.errors else 200
    return render(request, "reviews/review_detail.html", context, status=status)


def _signed(review: Review) -> SignedReview | None:
    rows = SignedReview.objects.filter(review=review)
    return rows.select_related("signed_by", "acknowledgement__acknowledged_by").first()


def review_or_404(request: UserRequest, public_id: UUID, *also: str) -> Review:
    """The review with its cycle and person, and what `also` names; or 404 where it is hidden."""
    rows = Review.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("cycle__template", "employee", "manager_author", "previous", *also),
        public_id=public_id,
    )


def lacks_reason(request: UserRequest, review: Review) -> bool:
    """Must this viewer still say why they read it?"""
    return not rules.reads_openly(request.user, review.employee)


def reason_page(request: UserRequest, review: Review, fault: str = "") -> HttpResponse:
    context = {"review": review, "fault": fault}
    status = INVALID if fault else 200
    return render(request, "reviews/review_reason.html", context, status=status)


def _submit(request: UserRequest, review: Review, _comment: str) -> None:
    life.submit_part(actor=request.user, review=review, now=timezone.now())
    messages.success(request, _("Your part is sent."))


def _take_back(request: UserRequest, review: Review, _comment: str) -> None:
    life.take_back_part(actor=request.user, review=review)
    messages.success(request, _("You can change your part again."))


def _open(request: UserRequest, review: Review, _comment: str) -> None:
    life.open_parts(actor=request.user, review=review, now=timezone.now())
    messages.success(request, _("What was sent is open to both now."))


def _meet(request: UserRequest, review: Review, _comment: str) -> Review:
    return life.begin_meeting(actor=request.user, review=review)


def _agree(request: UserRequest, review: Review, comment: str) -> None:
    _answer(request, review, comment, agrees=True)
    messages.success(request, _("Thank you. The agreed levels count from now on."))


def _disagree(request: UserRequest, review: Review, comment: str) -> None:
    _answer(request, review, comment, agrees=False)
    messages.success(request, _("Your answer is kept with the review."))


def _answer(request: UserRequest, review: Review, comment: str, *, agrees: bool) -> None:
    life.acknowledge_review(
        actor=request.user, review=review, agrees=agrees, comment=comment, now=timezone.now()
    )


def _archive(request: UserRequest, review: Review, _comment: str) -> None:
    life.archive_review(actor=request.user, review=review)
    messages.success(request, _("The review is archived."))


def _reopen(request: UserRequest, review: Review, _comment: str) -> Review:
    fresh = life.reopen_review(actor=request.user, review=review)
    messages.success(request, _("A new revision has begun. Both sign it again."))
    return fresh


_ACTS: dict[str, Callable[[UserRequest, Review, str], Review | None]] = {
    Step.SUBMIT: _submit,
    Step.TAKE_BACK: _take_back,
    Step.OPEN: _open,
    Step.MEET: _meet,
    Step.AGREE: _agree,
    Step.DISAGREE: _disagree,
    Step.ARCHIVE: _archive,
    Step.REOPEN: _reopen,
}
