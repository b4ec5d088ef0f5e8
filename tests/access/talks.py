"""Observations and check-ins: their rows, and secrets in each, of Carol and Dave."""

from django.utils import timezone

from reviews.models import CheckIn, CheckInAction, CheckInNote, Observation, TalkingPoint
from skills.models import Skill
from tests.access.rows import (
    ALL,
    GOALS,
    LEVELS,
    OWNER,
    REVIEW_SIDES,
    change,
    page,
    post,
    read,
    write,
)
from tests.access.world import NOBODY, World
from tests.factories import day

WRITERS = {"carol": "bob", "dave": "carol"}  # whose manager writes
REASON = {"reason": "a complaint"}
TWISTED = {"text": "twisted", "readers": "shared", "version": "1"}

TALKS = [
    page("pages:observation_list", ALL, queries=("", "?q=canary", "?readers=shared")),
    page("pages:observation_new", ALL, queries=("", "?q=canary", "?q=e")),
    post("pages:observation_new", ALL),
    page("pages:person_observations", LEVELS, "person"),
    post("pages:person_observations", LEVELS, "person"),
    post("pages:person_observations", LEVELS, "person", body=REASON),
    page("pages:observation_edit", OWNER, "own_observation"),
    post("pages:observation_edit", OWNER, "own_observation"),
    post("pages:observation_take_back", OWNER, "own_observation"),
    post("pages:observation_edit", LEVELS, "shared_observation", may=NOBODY, body=TWISTED),
    post("pages:observation_take_back", LEVELS, "shared_observation", may=NOBODY, body=TWISTED),
    page("pages:check_in_list", ALL),
    page("pages:person_check_ins", LEVELS, "person"),
    post("pages:person_check_ins", LEVELS, "met", may=REVIEW_SIDES),
    post("pages:person_check_ins", LEVELS, "met", body=REASON),
    page("pages:check_in_detail", LEVELS, "check_in", ok=frozenset({200, 302})),
    post("pages:check_in_detail", LEVELS, "check_in", may=REVIEW_SIDES),
    post("pages:check_in_keep", LEVELS, "check_in", may=REVIEW_SIDES, body={"key": "private"}),
    post("pages:check_in_act", LEVELS, "check_in", may=REVIEW_SIDES),
    post("pages:action_tick", LEVELS, "check_in_action", may=REVIEW_SIDES),
]

TALKS_API = [
    read("check-ins-list", "reviews:read"),
    write("check-ins-list", "reviews:write"),
    read("check-ins-detail", "reviews:read", GOALS, "check_in"),
    change("check-ins-detail", "reviews:write", GOALS, "check_in", may=REVIEW_SIDES),
    write("check-ins-actions", "reviews:write", GOALS, "check_in", may=REVIEW_SIDES),
    change("check-ins-action", "reviews:write", GOALS, "action_of_talk", may=REVIEW_SIDES),
]


def hide_talks(world: World) -> None:
    """What somebody keeps to themselves, and what both sides and those above read."""
    skill = Skill.objects.get(public_id=world.skill_id)
    gone = world.user("quentin")  # a writer who left, so that no reader is the writer as well
    for owner, manager in WRITERS.items():
        private = world.hide(f"private-observation-of-{owner}", manager, OWNER)
        mine = _observe(world, owner, manager, private, skill)
        world.add("own_observation", manager, mine.public_id)
        shared = _observe(
            world, owner, "", world.hide(f"observation-of-{owner}", owner, GOALS), skill
        )
        Observation.objects.filter(pk=shared.pk).update(shared_at=timezone.now(), author=gone)
        world.add("shared_observation", owner, shared.public_id)
        _meet(world, owner, manager)


def _observe(world: World, owner: str, author: str, text: str, skill: Skill) -> Observation:
    return Observation.objects.create(
        employee=world.employees[owner],
        author=world.user(author or "quentin"),
        skill=skill,
        text=text,
        observed_on=day(-1),
    )


def _meet(world: World, owner: str, manager: str) -> None:
    """A talk under way: what both write, and what each keeps to themselves."""
    person, leader = world.employees[owner], world.user(manager)
    notes = world.hide(f"talk-with-{owner}", owner, GOALS)
    talk = CheckIn.objects.create(
        employee=person, planned_on=day(0), notes=notes, created_by=leader
    )
    point = world.hide(f"point-of-{owner}", owner, GOALS)
    TalkingPoint.objects.create(employee=person, author=world.user("quentin"), text=point)
    action = CheckInAction.objects.create(
        check_in=talk,
        owner=person,
        text=world.hide(f"action-of-{owner}", owner, GOALS),
        due_on=day(7),
    )
    for writer in (owner, manager):
        private = world.hide(f"talk-note-by-{writer}", writer, OWNER)
        CheckInNote.objects.create(check_in=talk, writer=world.user(writer), text=private)
    world.add("met", owner, person.public_id)
    world.add("check_in", owner, talk.public_id)
    world.add("check_in_action", owner, action.public_id)
    ids = {"id": talk.public_id, "action_id": action.public_id}
    world.add("action_of_talk", owner, ids)
