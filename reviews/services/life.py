"""The steps of a review's life; `MOVES` says who may take which."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import rules
from reviews.enums import Gate, Part, ReviewState, Side, Step
from reviews.models import (
    Acknowledgement,
    Review,
    ReviewCycle,
    ReviewEntry,
    ReviewSkill,
    SignedReview,
)
from reviews.queries.asked import asks_anything
from reviews.services.calibration import propose_overall
from reviews.services.entries import About, check_seen
from reviews.services.goal_balance import check_goals
from reviews.services.signing import record_levels, seen_beside, sign_content
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned

LONGEST_COMMENT = 4_000
BESIDE_NOT_SEEN = gettext_lazy(
    "The goals or the plan changed since you read them. Look them over, then sign again."
)


@transaction.atomic
def submit_part(*, actor: User, review: Review, now: dt.datetime) -> Review:
    """Send one's part; when both are there they open to each other, unless HR keeps the gate.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` where who leads has said nothing.
    """
    if not review.cycle.opens_itself:
        ReviewCycle.objects.select_for_update().get(pk=review.cycle_id)  # not locked meanwhile
    review, parts, _to = _step(actor, review, Step.SUBMIT)
    is_own = Part.SELF in parts
    if review.self_submitted_at if is_own else review.manager_submitted_at:
        raise ConflictError(_("This part was sent before."), code="sent_before")
    if is_own:
        review.self_submitted_at = now
    else:
        _check_something_said(actor, review)
        review.manager_submitted_at, review.manager_author = now, actor
    both = review.self_submitted_at and review.manager_submitted_at
    if both and review.cycle.opens_itself:
        review.state, review.opened_at = ReviewState.READY, now
        propose_overall([review.pk])
    return _kept(review)


def _check_something_said(actor: User, review: Review) -> None:
    """A part with nothing in it would open the other side's and could not be mended."""
    something = Q(level__isnull=False) | Q(cannot_judge=True) | ~Q(text="")
    said = review.entries.filter(something, side=Side.MANAGER, writer=actor)
    if not said.exists() and asks_anything(review, Side.MANAGER):
        raise DomainError(_("Your part is empty. Prepare it before you send it."), code="empty")


@transaction.atomic
def take_back_part(*, actor: User, review: Review) -> Review:
    """Change one's part again, as long as the other side cannot read it.

    Whoever leads may take back what a stand-in or the manager before sent.

    Raises `NotAllowedError`, `ConflictError`.
    """
    review, parts, _to = _step(actor, review, Step.TAKE_BACK)
    if Part.SELF not in parts and review.calibrations.exists():
        text = _("HR has adjusted levels of this part, so it stays as it is. Talk to HR.")
        raise ConflictError(text, code="calibrated")
    if Part.SELF in parts:
        review.self_submitted_at = None
    else:
        review.manager_submitted_at = review.manager_author = None
    return _kept(review)


@transaction.atomic
def open_parts(*, actor: User, review: Review, now: dt.datetime) -> Review:
    """HR opens what was sent: the gate, or after the last day to prepare.

    Raises `NotAllowedError`, `ConflictError`.
    """
    review, _parts, review.state = _step(actor, review, Step.OPEN)
    review.opened_at = now
    propose_overall([review.pk])
    return _kept(review)


@transaction.atomic
def begin_meeting(*, actor: User, review: Review) -> Review:
    """From now on both write what they agree on. Raises `NotAllowedError`, `ConflictError`."""
    review, _parts, review.state = _step(actor, review, Step.MEET)
    return _kept(review)


@transaction.atomic
def sign_review(
    *,
    actor: User,
    review: Review,
    now: dt.datetime,
    seen: Mapping[About, int] | None = None,
    beside: str | None = None,
) -> SignedReview:
    """Fix the content, word for word; `seen` are the versions of what the manager read, `beside`
    names the goals and the plan that they read (`seen_beside`).

    Raises `NotAllowedError`, `ConflictError` (also where something is newer than what was read),
    `DomainError` where the organisation wants goals of both kinds and some are of one only.
    """
    review, _parts, review.state = _step(actor, review, Step.SIGN)
    check_seen(review, seen or {})
    if beside is not None and beside != seen_beside(review):
        raise ConflictError(str(BESIDE_NOT_SEEN), code="stale_version")
    check_goals(review)
    _kept(review)
    return sign_content(actor=actor, review=review, now=now)


@transaction.atomic
def acknowledge_review(
    *, actor: User, review: Review, agrees: bool, comment: str, now: dt.datetime
) -> Acknowledgement:
    """The person's answer; only now levels become evidence, agreed ones if the person agrees.

    Raises `NotAllowedError`, `ConflictError`, `DomainError` naming the field.
    """
    step = Step.AGREE if agrees else Step.DISAGREE
    review, _parts, review.state = _step(actor, review, step)
    comment = comment.strip()
    if not agrees and not comment:
        raise DomainError(_("Say what you disagree with, so that it is kept."), field="comment")
    if len(comment) > LONGEST_COMMENT:
        text = _("At most %(most)d characters.") % {"most": LONGEST_COMMENT}
        raise DomainError(text, field="comment")
    _kept(review)
    answer = Acknowledgement.objects.create(
        signed=review.signed,
        agrees=agrees,
        comment=comment,
        acknowledged_by=actor,
        acknowledged_at=now,
    )
    record_levels(review=review, agrees=agrees, actor=actor, now=now)
    return answer


@transaction.atomic
def archive_review(*, actor: User, review: Review) -> Review:
    """HR ends a review in whatever state it is: somebody left, or never answers.

    Raises `NotAllowedError`, `ConflictError`.
    """
    review, _parts, review.state = _step(actor, review, Step.ARCHIVE)
    return _kept(review)


@transaction.atomic
def reopen_review(*, actor: User, review: Review) -> Review:
    """Begin a corrected revision with everything that was said; this one is archived.

    Both sign again. Raises `NotAllowedError`, `ConflictError`.
    """
    ReviewCycle.objects.select_for_update().get(pk=review.cycle_id)
    old, _parts, old_state = _step(actor, review, Step.REOPEN)
    if Review.objects.filter(previous=old).exists():
        raise ConflictError(_("There is a newer revision already."), code="newer_revision")
    old.state = old_state
    _kept(old)
    fresh = Review.objects.create(
        cycle=old.cycle,
        employee=old.employee,
        revision=old.revision + 1,
        previous=old,
        state=ReviewState.MEETING if old.opened_at else ReviewState.PREPARING,
        self_submitted_at=old.self_submitted_at if old.opened_at else None,
        manager_submitted_at=old.manager_submitted_at if old.opened_at else None,
        manager_author=old.manager_author if old.opened_at else None,
        opened_at=old.opened_at,
    )
    _copy(old, fresh)
    return fresh


def _copy(old: Review, fresh: Review) -> None:
    asked, said = ("skill_id", "required_level", "position"), ("level", "cannot_judge", "text")
    key = ("side", "writer_id", "topic", "skill_id", "question_id")
    ReviewSkill.objects.bulk_create(
        ReviewSkill(review=fresh, **row) for row in old.skills.values(*asked)
    )
    ReviewEntry.objects.bulk_create(
        ReviewEntry(review=fresh, **row)
        for row in old.entries.exclude(side=Side.PRIVATE).values(*key, *said)
    )


def _step(actor: User, review: Review, step: Step) -> tuple[Review, frozenset[Part], ReviewState]:
    """The review, locked, as whom this user acts, and the state the step leads to.

    Raises `NotAllowedError` where somebody else may take it, `ConflictError` where nobody may.
    """
    rows = Review.objects.select_for_update(of=("self",))
    locked = rows.select_related("cycle__template", "employee", "manager_author").get(pk=review.pk)
    parts = rules.parts_of(actor, locked.employee)
    move = rules.move_of(parts, locked, step)
    if move is not None:
        return locked, parts, move.to
    if any(rules.move_of(frozenset({part}), locked, step) for part in Part):
        raise NotAllowedError(_("That step of the review is somebody else's."))
    if (step, locked.state) == (Step.OPEN, ReviewState.PREPARING):
        if locked.cycle.gate == Gate.CALIBRATED and locked.cycle.calibrated_at is None:
            text = _("The parts open when HR locks the calibration of this cycle.")
            raise ConflictError(text, code="too_early")
        text = _("The parts open when both are sent, or by HR after the last day to prepare.")
        raise ConflictError(text, code="too_early")
    text = _("This review is %(state)s, so that is not possible.")
    raise ConflictError(text % {"state": locked.get_state_display()}, code="wrong_state")


def _kept(review: Review) -> Review:
    fields = ["state", "self_submitted_at", "manager_submitted_at", "manager_author", "opened_at"]
    save_versioned(review, fields)
    return review
