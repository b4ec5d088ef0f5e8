"""A skill that an answer names joins the review, though no role of the person asks for it."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from reviews.enums import Side, Topic
from reviews.models import Review, ReviewEntry, ReviewSkill
from reviews.services.entries import in_meeting, side_of
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import User
from skills.models import Skill

MOST_SKILLS = 60  # of one review


@transaction.atomic
def add_skill(*, actor: User, review: Review, skill: Skill) -> ReviewSkill:
    """Let both agree on a level of one more skill; signed, it is one of the person's skills.

    Raises `NotAllowedError`, `ConflictError` outside the meeting or where it is there already,
    `DomainError`.
    """
    locked = in_meeting(review)
    side_of(actor, locked)
    if skill.retired_on is not None:
        raise DomainError(_("This skill is not used any more."), field="skill")
    if locked.skills.filter(Q(skill=skill) | Q(skill__replaced_by=skill)).exists():
        raise ConflictError(_("The review is about this skill already."), code="exists")
    there = locked.skills.count()
    if there >= MOST_SKILLS:
        text = _("A review is about at most %(most)d skills.")
        raise DomainError(text % {"most": MOST_SKILLS}, field="skill")
    # Without a level yet; so the other side's page, which asks for what is newer, learns of it.
    ReviewEntry.objects.create(review=locked, side=Side.SHARED, topic=Topic.SKILL, skill=skill)
    return ReviewSkill.objects.create(review=locked, skill=skill, position=there)


@transaction.atomic
def remove_skill(*, actor: User, review: Review, skill: Skill) -> None:
    """Take a skill that was added out again while no level is agreed on it.

    Taking it out again changes nothing. Raises `NotAllowedError`, `ConflictError`.
    """
    locked = in_meeting(review)
    side_of(actor, locked)
    shared = locked.entries.filter(side=Side.SHARED, skill=skill)
    if shared.filter(level__isnull=False).exists():
        text = _("A level is agreed on it. Leave that open first, then take the skill out.")
        raise ConflictError(text, code="agreed")
    gone, _models = locked.skills.filter(skill=skill, required_level=None).delete()
    if gone:
        shared.delete()
