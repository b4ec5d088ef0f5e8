"""What people write into a review: their own parts, what they agree on, notes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import rules
from reviews.analysis.merging import merge_texts
from reviews.enums import LONGEST_TEXT, Overall, Part, ReviewState, Side, Topic
from reviews.models import Question, Review, ReviewEntry
from reviews.queries.merged import folded
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.models import Skill

_SIDE_OF = {Part.SELF: Side.SELF, Part.LEADS: Side.MANAGER}
_MERGED = {Topic.NOTES, Topic.SUMMARY}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whose words on what: the key of an entry within a review and a writer."""

    side: Side
    topic: Topic
    skill: Skill | None = None
    question: Question | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said: a level (of the skill, or an overall rating), "cannot judge", words."""

    level: Decimal | None = None
    cannot_judge: bool = False
    text: str = ""


NOT_SEEN = gettext_lazy("Something changed since you read it. Look it over, then sign again.")


@transaction.atomic
def keep_entry(
    *,
    actor: User,
    review: Review,
    about: About,
    said: Said,
    expected: int | None = None,
    merged: int = 0,
) -> ReviewEntry:
    """Keep what somebody says; `expected` is the version they saw, 0 where nothing was there.

    `merged` are the versions, summed, of entries on merged skills that were shown with this one:
    what is said now stands in their place too. Those that were not shown stay as they are.

    Without `expected` the last words count, which is right for one's own. Where both wrote a
    shared text at once, the kept one has every line of either. Raises `NotAllowedError`,
    `ConflictError` (a stale level, or the review is past that), `DomainError`.
    """
    locked = (
        Review.objects.select_for_update(of=("self",))
        .select_related("employee", "cycle__template")
        .get(pk=review.pk)
    )
    _check_place(actor, locked, about)
    check_said(locked, about, said)
    writer = None if about.side == Side.SHARED else actor
    entry = _entry(locked, about, writer)
    seen = entry.version if expected is None else max(expected, 1)
    if about.side == Side.SHARED and about.topic in _MERGED and seen != entry.version:
        said = replace(said, text=merge_texts(entry.text, said.text))
        check_said(locked, about, said)
        seen = entry.version
    if seen != entry.version:
        raise ConflictError(_newer(locked, entry), code="stale_version")
    fields = ["level", "cannot_judge", "text"]
    for name in fields:
        setattr(entry, name, getattr(said, name))
    save_versioned(entry, fields)
    if merged:
        _replace_merged(entry, merged)
    return entry


def _replace_merged(entry: ReviewEntry, versions: int) -> None:
    """Empty what was said on skills merged into this one, if it is what was shown."""
    rows = ReviewEntry.objects.filter(
        review=entry.review, side=entry.side, writer=entry.writer, topic=entry.topic
    )
    shown = [one for row in folded(rows) if row.skill_id == entry.skill_id for one in row.merged]
    if sum(one.version for one in shown) != versions:
        return
    for one in shown:
        one.level, one.cannot_judge, one.text = None, False, ""
        save_versioned(one, ["level", "cannot_judge", "text"])


def check_seen(review: Review, seen: Mapping[About, int]) -> None:
    """Raises `ConflictError` where a shared entry of the locked review is not what was read, or
    a level was agreed on a skill that was not there to be read."""
    shared = folded(ReviewEntry.objects.filter(review=review, side=Side.SHARED))
    stored = {(row.topic, row.skill_id): row for row in shared}
    known = {
        (about.topic, about.skill.pk if about.skill else None): version
        for about, version in seen.items()
        if about.side == Side.SHARED
    }
    agreed = {key for key, row in stored.items() if row.skill_id and row.level is not None}
    is_newer = any(
        (stored[key].version if key in stored else 0) != version for key, version in known.items()
    )
    if is_newer or (known and agreed - known.keys()):
        raise ConflictError(str(NOT_SEEN), code="stale_version")


def in_meeting(review: Review) -> Review:
    """The review, locked, as long as both meet. Raises `ConflictError`."""
    locked = Review.objects.select_for_update(of=("self",)).select_related("cycle", "employee")
    found = locked.get(pk=review.pk)
    if found.state != ReviewState.MEETING:
        text = _("That is agreed on in the meeting: this review is %(state)s.")
        raise ConflictError(text % {"state": found.get_state_display()}, code="wrong_state")
    return found


def _is_overall_settled(review: Review) -> bool:
    """As `Entries` tells it to readers, read under the lock of the review."""
    proposed = review.entries.filter(
        side=Side.MANAGER, writer=review.manager_author, topic=Topic.OVERALL, level__isnull=False
    )
    return review.is_calibrated and proposed.exists()


def side_of(actor: User, review: Review) -> Side:
    """Whose part this user prepares. Raises `NotAllowedError`."""
    for part in sorted(rules.parts_of(actor, review.employee)):
        if part in _SIDE_OF:
            return _SIDE_OF[part]
    raise NotAllowedError(_("Only the person and their manager write in this review."))


@transaction.atomic
def accept_close_levels(*, actor: User, review: Review, levels: dict[Skill, Decimal]) -> int:
    """Agree on several skills at once, where nothing was agreed yet; returns on how many.

    Raises `NotAllowedError`, `ConflictError`, `DomainError`.
    """
    Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    agreed = 0
    for skill, level in levels.items():
        about = About(side=Side.SHARED, topic=Topic.SKILL, skill=skill)
        there = ReviewEntry.objects.filter(
            review=review, side=Side.SHARED, topic=Topic.SKILL, skill=skill, level__isnull=False
        )
        if not there.exists():
            keep_entry(actor=actor, review=review, about=about, said=Said(level=level))
            agreed += 1
    return agreed


def _entry(review: Review, about: About, writer: User | None) -> ReviewEntry:
    """The row of this key; a new one is empty and has version 1."""
    key: dict[str, Any] = {
        "review": review,
        "side": about.side,
        "writer": writer,
        "topic": about.topic,
        "skill": about.skill,
        "question": about.question,
    }
    return ReviewEntry.objects.get_or_create(**key)[0]


def _newer(review: Review, entry: ReviewEntry) -> str:
    """Says what somebody else chose here."""
    level: str = _("no level") if entry.level is None else f"{entry.level.normalize():f}"
    if entry.topic == Topic.OVERALL and entry.level is not None:
        level = dict(review.cycle.template.overall_choices)[int(entry.level)]
    text = _("Somebody changed this meanwhile to: %(level)s. Save again to put yours in its place.")
    return text % {"level": level}


def _check_place(actor: User, review: Review, about: About) -> None:
    """May this user write this now?"""
    side = side_of(actor, review)
    if about.side == Side.PRIVATE:
        return
    if about.side == Side.SHARED:
        if review.state != ReviewState.MEETING:
            raise ConflictError(
                _("What you agree on is written in the meeting: this review is %(state)s.")
                % {"state": review.get_state_display()},
                code="wrong_state",
            )
        if about.topic == Topic.OVERALL and _is_overall_settled(review):
            text = _("The overall rating was settled when HR compared all teams.")
            raise ConflictError(text, code="calibrated")
        return
    if about.side != side:
        raise NotAllowedError(_("This is the part of the other side."))
    sent = review.self_submitted_at if side == Side.SELF else review.manager_submitted_at
    if review.state != ReviewState.PREPARING or sent:
        raise ConflictError(
            _("This part was sent, so it cannot be changed. Your text is kept on this page."),
            code="wrong_state",
        )


def check_said(review: Review, about: About, said: Said) -> None:
    """Raises `DomainError` for what cannot be kept: too long, or off the scale."""
    if len(said.text) > LONGEST_TEXT:
        text = _("This text has %(n)d characters; at most %(most)d can be kept.")
        words = {"n": len(said.text), "most": LONGEST_TEXT}
        raise DomainError(text % words, code="too_long", field="text")
    if "\x00" in said.text:
        raise DomainError(_("This text holds a character that cannot be kept."), field="text")
    if said.level is None:
        return
    if about.topic == Topic.SKILL and about.skill is not None:
        scale = about.skill.scale
        fits = review.cycle.template.fits_steps(said.level)
        fits = fits and scale.zero_rank <= said.level <= scale.top_rank
        if not review.skills.filter(skill=about.skill).exists():
            raise DomainError(_("This review is not about that skill."), field="skill")
    else:
        fits = about.topic == Topic.OVERALL and said.level in Overall.values
    if not fits:
        raise DomainError(_("Choose one of the levels."), code="off_scale", field="level")
