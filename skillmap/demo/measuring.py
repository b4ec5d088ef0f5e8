"""Tests, scenarios and a role-play at Norvane: who took them, and how they did."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import exp
from random import Random

from django.urls import reverse

from assessments.enums import ExerciseKind, ItemKind
from assessments.models import (
    Attempt,
    AttemptItem,
    Quiz,
    Reaction,
    Scenario,
    ScenarioVersion,
)
from assessments.models.quizzes import AUTHORS
from assessments.queries.scenarios import current_scene, reactions_shown
from assessments.services.attempts import save_answers, start_attempt, submit_attempt
from assessments.services.exercises import (
    ExerciseContent,
    Score,
    score_exercise,
    set_up_exercise,
)
from assessments.services.scenario_attempts import choose_reaction, start_scenario
from assessments.services.scenarios import (
    ask_expert,
    copy_version,
    publish_scenario,
    save_key,
    submit_key,
)
from employees.models import Employee, RoleGrant
from skillmap.core.errors import DomainError
from skillmap.core.history import acting
from skillmap.core.models import User
from skillmap.demo.organisation import at, user_of
from skillmap.demo.people import SEED, Person
from skillmap.demo.personas import EMPLOYEE, HR_ADMIN, MANAGER
from skillmap.demo.structure import FOLDER
from skillmap.demo.truth import Truth
from skillmap.starter.instruments import QUIZZES
from skillmap.starter.library import rows
from skills.models import Skill

TAKERS = {
    "SQL": ("SWE", "SSWE", "DA"),
    "DATA_PROTECTION": ("ITS", "SEC", "DA", "PAY", "REC", "SWE"),
}
PLAYERS = {"ANGRY_CLIENT": ("CSM", "AE"), "TEAM_QUARREL": ("TEAMMGR", "PTL")}
EXPERT_ROLES = ("HRBP", "LD", "HRBP")
SHARE = 0.6  # of those who could take a test or scenario
MIDDLE_LEVEL = 3.0  # the level of somebody of usual ability, as the cut scores say
KEY_DAY, FIRST_DAY, LAST_DAY = -75, -70, -12  # days from the first Monday


def measure_people(people: Sequence[Person], monday: date, now: datetime, actor: User) -> None:
    """Key the scenarios, have people take tests and scenarios, and score a role-play."""
    world = _World(people, monday)
    with acting(actor):
        for scenario in Scenario.objects.all():
            _key(scenario, world)
        _ask_anew(world, actor)
    for skill, roles in TAKERS.items():
        quiz = Quiz.objects.get(title=QUIZZES[skill].title)
        for person in world.some(roles, quiz.title):
            world.take(quiz, person)
    for code, roles in PLAYERS.items():
        scenario = Scenario.objects.get(code=code)
        for person in world.some(roles, code):
            world.play(scenario, person)
    _persona_in_the_middle_of_things(world, now)
    _role_play(world)


class _World:
    """Everybody with what they can really do."""

    def __init__(self, people: Sequence[Person], monday: date) -> None:
        self.people = {person.key: person for person in people}
        self.monday = monday
        self.truth = Truth()
        staff = Employee.objects.working().select_related("user")
        self.staff = {one.number: one for one in staff}
        authors = RoleGrant.objects.current().filter(grant__in=AUTHORS)  # who may take no test
        self.authors = set(authors.values_list("user", flat=True))

    def some(self, roles: Sequence[str], why: str) -> list[Person]:
        """About six of ten people in these roles, personas aside."""
        rng = Random(f"{SEED}/{why}")  # noqa: S311 (not a secret)
        found = [
            person
            for person in self.people.values()
            if person.role in roles
            and person.status == "active"
            and person.persona is None
            and person.joined < FIRST_DAY
            and self.staff[person.number].user_id not in self.authors
        ]
        return [person for person in found if rng.random() < SHARE]

    def of_role(self, role: str, skip: int = 0) -> Employee:
        """Somebody in a role."""
        numbers = [one.number for one in self.people.values() if one.role == role]
        return self.staff[numbers[skip]]

    def day(self, person: Person, why: str) -> datetime:
        rng = Random(f"{SEED}/{why}/{person.number}")  # noqa: S311 (not a secret)
        return at(self.monday, rng.randint(FIRST_DAY, LAST_DAY), hour=rng.randint(8, 16))

    def take(self, quiz: Quiz, person: Person) -> Attempt:
        """One attempt with answers as somebody of this true level gives them."""
        now, user = self.day(person, quiz.title), user_of(self.staff[person.number])
        level = self.truth.level(person, quiz.skill.code, -30)
        with acting(user):
            attempt = start_attempt(actor=user, quiz=quiz, now=now)
            answers = _answers(attempt, level, Random(f"{SEED}/{quiz.title}/{person.number}"))  # noqa: S311
            later = now + timedelta(minutes=17)
            save_answers(attempt=attempt, actor=user, answers=answers, now=later)
            return submit_attempt(attempt=attempt, actor=user, now=later)

    def play(self, scenario: Scenario, person: Person, most: int = 9) -> None:
        """One way through a scenario, or its first scenes."""
        now, user = self.day(person, scenario.code), user_of(self.staff[person.number])
        level = self.truth.level(person, scenario.skill.code, -30)
        rng = Random(f"{SEED}/{scenario.code}/{person.number}")  # noqa: S311 (not a secret)
        keys = dict(
            Reaction.objects.filter(scene__version=scenario.current).values_list("pk", "key_level")
        )
        with acting(user):
            attempt = start_scenario(actor=user, scenario=scenario, now=now)
            for minutes in range(most):
                scene = current_scene(attempt)
                if scene is None:
                    break
                shown = reactions_shown(attempt, scene)
                felt = level + rng.gauss(0, 0.8)
                near = min(shown, key=lambda one: abs((keys[one.pk] or 0.0) - felt))
                attempt = choose_reaction(
                    attempt=attempt,
                    actor=user,
                    scene=scene.code,
                    place=str(shown.index(near) + 1),
                    now=now + timedelta(minutes=2 * minutes),
                )


def _key(scenario: Scenario, world: _World) -> None:
    """Three experts key the draft of the starter library, and it is given out."""
    version = ScenarioVersion.objects.get(scenario=scenario)
    when = at(world.monday, KEY_DAY)
    lines = [
        row for row in rows(FOLDER / "scenario_keys.csv") if row["scenario_code"] == scenario.code
    ]
    reactions = {
        (one.scene.code, one.code): one.pk
        for one in Reaction.objects.filter(scene__version=version).select_related("scene")
    }
    for number, role in enumerate(EXPERT_ROLES, start=1):
        person = world.of_role(role, skip=number // 3)
        expert = ask_expert(actor=None, version=version, expert=person)
        levels: dict[int, Decimal | None] = {
            reactions[row["scene_code"], row["reaction_code"]]: Decimal(row[f"key_{number}"])
            for row in lines
        }
        save_key(actor=None, expert=expert, levels=levels)
        submit_key(actor=None, expert=expert, now=when)
    publish_scenario(actor=None, version=version, now=when)


def _ask_anew(world: _World, actor: User) -> None:
    """One scenario is to be keyed again; the HR admin is among those asked."""
    scenario = Scenario.objects.select_related("current__scenario", "skill__scale").get(
        code="TEAM_QUARREL"
    )
    version = copy_version(actor=actor, scenario=scenario)
    expert = world.staff[world.people[HR_ADMIN].number]
    link = reverse("pages:expert_key", args=[version.public_id])
    ask_expert(actor=actor, version=version, expert=expert, link=link)


def _answers(attempt: Attempt, level: float, rng: Random) -> dict[int, list[str]]:
    """Right or wrong by the item response model at this level."""
    return {
        line.position: _answer(line, rng.random() < _chance(line, level - MIDDLE_LEVEL), rng)
        for line in attempt.lines.select_related("item_version")
    }


def _chance(line: AttemptItem, theta: float) -> float:
    version = line.item_version
    a, b, c = version.a or 1.0, version.b or 0.0, version.c or 0.0
    return c + (1 - c) / (1 + exp(-a * (theta - b)))


def _answer(line: AttemptItem, right: bool, rng: Random) -> list[str]:
    """What a page would post for a right or a wrong answer."""
    version, shown = line.item_version, line.shown
    if version.kind == ItemKind.NUMERIC:
        value = float(version.key[0])
        return [str(value if right else value + rng.choice([-10, 10, 50]))]
    if version.kind == ItemKind.ORDERING:
        places = [str(version.key.index(one) + 1) for one in shown]
        return places if right else places[1:] + places[:1]
    wrong = [one for one in shown if one not in version.key]
    chosen = version.key if right or not wrong else [rng.choice(wrong)]
    return [str(shown.index(one) + 1) for one in chosen]


def _persona_in_the_middle_of_things(world: _World, now: datetime) -> None:
    """The employee finished one scenario, began the other, and has a test open."""
    person = world.people[EMPLOYEE]
    user = user_of(world.staff[person.number])
    world.play(Scenario.objects.get(code="ANGRY_CLIENT"), person)
    world.play(Scenario.objects.get(code="TEAM_QUARREL"), person, most=1)
    quiz = Quiz.objects.get(title=QUIZZES["DATA_PROTECTION"].title)
    with acting(user):
        attempt = start_attempt(actor=user, quiz=quiz, now=now - timedelta(hours=1))
        answers = _answers(attempt, 2.5, Random(SEED))  # noqa: S311 (not a secret)
        begun = {position: answer for position, answer in answers.items() if position <= 4}
        save_answers(attempt=attempt, actor=user, answers=begun, now=now - timedelta(minutes=50))


def _role_play(world: _World) -> None:
    """The manager had the employee's escalation talk observed; one observer is still to score."""
    boss, person = (
        world.staff[world.people[MANAGER].number],
        world.staff[world.people[EMPLOYEE].number],
    )
    skill = Skill.objects.filter(code="DIFFICULT_CONVERSATIONS").select_related("scale").get()
    colleagues = [world.staff[world.people[MANAGER[0], seat].number] for seat in (1, 3)]
    when = at(world.monday, -9)
    content = ExerciseContent(
        kind=ExerciseKind.ROLE_PLAY,
        title="Escalation call with a furious client",
        situation="The client's line stands still after a late delivery. The call took twelve"
        " minutes; a colleague from support played the client.",
        held_on=when.date(),
        skills=[skill],
        observers=[*colleagues, boss],
    )
    with acting(user_of(boss)):
        exercise = set_up_exercise(
            actor=user_of(boss), employee=person, content=content, now=when, link="/exercises/{id}/"
        )
    for observer, level in zip(colleagues, ("2.0", "2.5"), strict=True):
        with acting(user_of(observer)), suppress(DomainError):
            score_exercise(
                actor=user_of(observer),
                exercise=exercise,
                scores={
                    skill.pk: Score(Decimal(level), comment="Listened well, promised too much.")
                },
                submit=True,
                now=when + timedelta(days=1),
            )
