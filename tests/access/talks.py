"""Observations and check-ins: their rows, and secrets in each, of Carol and Dave."""

from django.utils import timezone

from reviews.models import Observation
from skills.models import Skill
from tests.access.rows import ALL, GOALS, LEVELS, OWNER, page, post
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


def _observe(world: World, owner: str, author: str, text: str, skill: Skill) -> Observation:
    return Observation.objects.create(
        employee=world.employees[owner],
        author=world.user(author or "quentin"),
        skill=skill,
        text=text,
        observed_on=day(-1),
    )
