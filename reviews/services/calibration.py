"""Calibration: HR compares managers' parts across teams, adjusts, then locks and opens them."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import rules
from reviews.enums import Gate, ReviewCycleState, ReviewState, Side, Topic
from reviews.models import CalibrationChange, Review, ReviewCycle, ReviewEntry
from reviews.services.cycles import held
from reviews.services.entries import About, Said, check_said
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned
from skills.models import Skill

LONGEST_REASON = 500  # characters


@transaction.atomic
def calibrate(
    *,
    actor: User,
    review: Review,
    skill: Skill | None,
    level: Decimal,
    reason: str,
    expected: int,
    now: dt.datetime,
) -> CalibrationChange:
    """Adjust the level a manager gave, or the overall rating (no skill), before it is opened.

    `expected` is the version of the manager's entry that was read. Raises `NotAllowedError`,
    `ConflictError` (locked, not sent, or changed meanwhile), `DomainError` naming the field.
    """
    _unlocked(actor, review.cycle)
    rows = Review.objects.select_for_update(of=("self",)).select_related("employee", "cycle")
    locked = rows.get(pk=review.pk)
    if not rules.can_calibrate_review(actor, locked):
        raise NotAllowedError(_("You cannot adjust this review."))
    if locked.state != ReviewState.PREPARING or locked.manager_submitted_at is None:
        text = _("Only what a manager has sent, and is not open yet, can be adjusted.")
        raise ConflictError(text, code="wrong_state")
    reason = _checked_reason(reason)
    entry = _entry(locked, skill)
    about = About(side=Side.MANAGER, topic=Topic(entry.topic), skill=skill)
    check_said(locked, about, Said(level=level))
    if entry.level is None or entry.level == level:
        raise DomainError(_("Choose another level than the one that stands."), field="level")
    before, entry.level = entry.level, level
    save_versioned(entry, ["level"], expected=expected)
    return CalibrationChange.objects.create(
        review=locked,
        topic=entry.topic,
        skill=skill,
        level_before=before,
        level_after=level,
        reason=reason,
        made_by=actor,
        made_at=now,
    )


@transaction.atomic
def lock_calibration(*, actor: User, cycle: ReviewCycle, now: dt.datetime) -> int:
    """Nothing is adjusted any more; what both sides have sent opens. Returns how many reviews.

    Parts that are sent later open as soon as both are there. Managers learn what was adjusted.
    Raises `NotAllowedError`, `ConflictError`.
    """
    locked = _unlocked(actor, cycle)
    cycle.calibrated_at, cycle.calibrated_by, cycle.version = now, actor, locked.version
    save_versioned(cycle, ["calibrated_at", "calibrated_by"])
    sent = Review.objects.newest().filter(
        cycle=cycle,
        state=ReviewState.PREPARING,
        self_submitted_at__isnull=False,
        manager_submitted_at__isnull=False,
    )
    opened = list(sent.select_for_update(of=("self",)).values_list("pk", flat=True))
    Review.objects.filter(pk__in=opened).update(
        state=ReviewState.READY, opened_at=now, updated_at=now, version=F("version") + 1
    )
    propose_overall(opened)
    _tell_managers(cycle)
    return len(opened)


def propose_overall(reviews: Iterable[int]) -> None:
    """Put the overall rating of the managers' parts into the meetings of these opened reviews."""
    parts = ReviewEntry.objects.filter(
        review__in=list(reviews),
        side=Side.MANAGER,
        topic=Topic.OVERALL,
        writer=F("review__manager_author"),
        level__isnull=False,
    )
    ReviewEntry.objects.bulk_create(
        [
            ReviewEntry(
                review_id=part.review_id, side=Side.SHARED, topic=part.topic, level=part.level
            )
            for part in parts
        ],
        ignore_conflicts=True,
    )


def _unlocked(actor: User, cycle: ReviewCycle) -> ReviewCycle:
    """The cycle, locked in the database, if it is to be calibrated and not closed to that yet."""
    found = held(actor, cycle, ReviewCycleState.RUNNING)
    if found.gate != Gate.CALIBRATED:
        text = _("This cycle is not calibrated: its terms say so before it starts.")
        raise ConflictError(text, code="not_calibrated")
    if found.calibrated_at is not None:
        raise ConflictError(_("The calibration of this cycle is locked."), code="locked")
    return found


def _checked_reason(reason: str) -> str:
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise DomainError(_("Say why: the manager reads it."), field="reason")
    if len(reason) > LONGEST_REASON:
        text = _("At most %(most)d characters.") % {"most": LONGEST_REASON}
        raise DomainError(text, field="reason")
    return reason


def _entry(review: Review, skill: Skill | None) -> ReviewEntry:
    topic = Topic.OVERALL if skill is None else Topic.SKILL
    entry = review.entries.filter(
        side=Side.MANAGER, writer=review.manager_author, topic=topic, skill=skill
    ).first()
    if entry is None or entry.level is None:
        raise DomainError(_("The manager gave no level here."), field="level")
    return entry


def _tell_managers(cycle: ReviewCycle) -> None:
    changes = CalibrationChange.objects.filter(review__cycle=cycle).order_by()
    counts = dict(changes.values_list("review__manager_author").annotate(n=Count("pk")))
    for user in User.objects.filter(pk__in=counts):
        notify(
            user,
            kind="calibrated",
            title=lambda n=counts[user.pk]: (
                ngettext(  # type: ignore[misc]
                    "%(cycle)s: HR adjusted %(n)d level of your part, with a reason",
                    "%(cycle)s: HR adjusted %(n)d levels of your part, each with a reason",
                    n,
                )
                % {"cycle": cycle, "n": n}
            ),
            link=reverse("pages:review_list"),
        )
