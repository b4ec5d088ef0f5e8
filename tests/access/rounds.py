"""Assessment cycles of the world, with secrets in names, answers and results."""

from hashlib import sha256
from typing import Any

from django.utils import timezone

from assessments.enums import CyclePurpose, CycleState, RaterKind, RequestState, Source
from assessments.models import (
    AssessmentCycle,
    Contest,
    ExternalRater,
    Rating,
    RatingRequest,
)
from skills.models import Skill
from tests import factories as make
from tests.access.oracle import Audience, Relation
from tests.access.rows import HR_ADMIN, LEVELS, OWNER, audience
from tests.access.world import NOBODY, Canary, World


def hide_cycles(world: World) -> None:
    """Carol is assessed: in a draft, in an open cycle, and in one that is released."""
    skill = Skill.objects.get(public_id=world.skill_id)
    draft = _cycle(world, CycleState.DRAFT, skill, HR_ADMIN, "alice")
    world.add("draft_cycle", "alice", draft.public_id)
    running = _cycle(world, CycleState.OPEN, skill, LEVELS, "carol")
    carol = world.employees["carol"].public_id
    ids = {"public_id": running.public_id, "person_id": carol}
    world.add("cycle", "carol", running.public_id)
    world.add("cycle_person", "carol", ids)
    world.add("cycle_rating", "carol", {**ids, "skill_id": skill.public_id})
    about_team = {"public_id": running.public_id, "skill_id": skill.public_id}
    world.add("cycle_skill", "carol", about_team)
    released = _cycle(world, CycleState.RELEASED, skill, LEVELS, "carol")
    world.add("result", "carol", {"public_id": released.public_id, "person_id": carol})
    _ask_and_contest(world, skill)
    _ask_outside(world, running, skill, NOBODY)
    _ask_outside(world, released, skill, audience(Relation.SELF, Relation.LINE))


def _ask_outside(world: World, cycle: AssessmentCycle, skill: Skill, said_to: Audience) -> None:
    """Somebody from outside was asked to rate Carol by name, and has answered."""
    place = f"outsider-in-{cycle.state}-cycle"
    approvers = audience(Relation.CHAIN, Relation.DELEGATE, Relation.IN_SCOPE, Relation.HR_ADMIN)
    digest = sha256(place.encode()).hexdigest()
    cycle.kinds.create(rater_kind=RaterKind.EXTERNAL)
    rater = ExternalRater.objects.create(
        cycle=cycle,
        ratee=world.employees["carol"],
        name=world.hide(f"name-of-{place}", "carol", LEVELS),
        email=f"{world.hide(f'mail-of-{place}', 'carol', approvers)}@example.org",
        state=RequestState.ANSWERED,
        digests=[digest],
        link_ends_on=make.day(9),
    )
    world.canaries.append(Canary(digest, f"digest-of-{place}", "carol", NOBODY))
    said = world.hide(f"words-of-{place}", "carol", said_to)
    rater.answers.create(skill=skill, level=2, comment=said, answered_at=timezone.now())


def _ask_and_contest(world: World, skill: Skill) -> None:
    """Carol asks Bob about a workshop, and objects to a rating."""
    carol = world.employees["carol"]
    asked = RatingRequest.objects.create(
        rater=world.employees["bob"],
        ratee=carol,
        rater_kind=RaterKind.MANAGER,
        state=RequestState.APPROVED,
        skill=skill,
        note=world.hide("note-of-a-request", "bob", OWNER),
        proposed_by=world.user("carol"),
    )
    world.add("request", "bob", asked.public_id)
    evidence = make.make_evidence(carol, skill, 2, Source.MANAGER, rater=world.employees["bob"])
    reason = world.hide("reason-to-contest", "carol", LEVELS)
    Contest.objects.create(evidence=evidence, reason=reason, due_on=make.day(5))
    ids = {"public_id": carol.public_id, "evidence_id": evidence.public_id}
    world.add("observation", "carol", ids)


def _cycle(
    world: World, state: CycleState, skill: Any, seen_by: Audience, owner: str
) -> AssessmentCycle:
    now = timezone.now()
    cycle = AssessmentCycle.objects.create(
        name=world.hide(f"{state}-cycle", owner, seen_by),
        state=state,
        purpose=CyclePurpose.EVALUATIVE,
        opens_on=make.day(-5),
        closes_on=make.day(5),
        released_at=now,
        created_by=world.user("alice"),
    )
    carol, bob = world.employees["carol"], world.employees["bob"]
    participant = cycle.participants.create(employee=carol, manager=bob)
    participant.skills.create(skill=skill, position=0)
    if state != CycleState.DRAFT:
        _answer(world, cycle, "carol", RaterKind.SELF, skill)
        _answer(world, cycle, "bob", RaterKind.MANAGER, skill)
    return cycle


def _answer(world: World, cycle: AssessmentCycle, rater: str, kind: RaterKind, skill: Any) -> None:
    """Before the release only the writer reads it; then the person and the direct manager."""
    carol = world.employees["carol"]
    cycle.kinds.create(rater_kind=kind)
    cycle.requests.create(
        rater=world.employees[rater], ratee=carol, rater_kind=kind, state=RequestState.ANSWERED
    )
    place = f"answer-by-{rater}-in-{cycle.state}-cycle"
    if cycle.state == CycleState.RELEASED:
        secret = world.hide(place, "carol", audience(Relation.SELF, Relation.LINE))
    else:
        secret = world.hide(place, rater, OWNER)
    Rating.objects.create(
        rater=world.employees[rater],
        ratee=carol,
        skill=skill,
        rater_kind=kind,
        cycle=cycle,
        level=3,
        comment=secret,
        submitted_at=timezone.now(),
    )
