"""An organisation made from the oracle's facts, with a secret of everybody in every place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from assessments.enums import RaterKind, RunKind, RunState, Source
from assessments.models import AnalysisRun, Rating, RunShard
from employees.enums import EmployeeStatus, Grant
from employees.models import Employee, Exemption, TargetRole
from reviews.enums import GoalKind
from reviews.models import Goal
from skillmap.core import accounts, services
from skillmap.core.enums import ImportKind, ImportState, JobState, ReadKind, RowAction, Scope
from skillmap.core.models import ApiToken, ImportBatch, ImportRow, Job, User
from tests import factories as make
from tests.access.certificates import hide_certificates
from tests.access.imports import table_of_a_file
from tests.access.oracle import ANONYMOUS, Audience, People, Person, Relation
from tests.access.programmes import hide_programmes
from tests.access.rows import GOALS, HR_ADMIN, LEVELS, OWN_OR_ADMIN, OWNER, audience
from training.enums import PlanState
from training.models import Completion, ParkedCompletion, PathTemplate

NOBODY: Audience = frozenset()


def as_people(*facts: Person) -> People:
    return {person.name: person for person in facts}


CAST = as_people(
    Person("alice", "Acme", grants=((Grant.HR_ADMIN, ""),)),
    Person("bob", "Acme/Sales"),
    Person("carol", "Acme/Sales/North", manager="bob"),
    Person(
        "dave",
        "Acme/Sales/North",
        manager="carol",
        mentor="heidi",
        shares_with_mentor=True,
    ),
    Person("erin", "Acme/Sales", grants=((Grant.HR_PARTNER, "Acme/Sales"),)),
    Person(
        "ivan", "Acme/Sales2", grants=((Grant.HR_PARTNER, "Acme/Sales2"),), stands_in_for="carol"
    ),
    Person("frank", "Acme/Sales2", mentor="grace"),
    Person("grace", "Acme/People", grants=((Grant.LEARNING, ""),)),
    Person("heidi", "Acme/People", grants=((Grant.AUDITOR, ""),)),
    Person("quentin", "Acme/Sales", manager="bob", left=True),
)
OWNERS = ("carol", "dave", "erin", "frank", "quentin")  # of whom there is something to hide


@dataclass(frozen=True)
class Thing:
    """Something an address can name."""

    owner: str
    id: Any


@dataclass(frozen=True)
class Canary:
    """A text that only some may ever see; `place` says where it was hidden."""

    text: str
    place: str
    owner: str
    audience: Audience


@dataclass(repr=False)
class World:
    """People, things and secrets, and a browser and a program for everybody."""

    people: People
    employees: dict[str, Employee]
    things: dict[str, list[Thing]] = field(default_factory=dict)
    canaries: list[Canary] = field(default_factory=list)
    skill_id: Any = None
    needed: Any = None

    def __post_init__(self) -> None:
        self.browser = cache(self._browser)
        self.program = cache(self._program)

    @property
    def viewers(self) -> list[str]:
        """Who asks: nobody, and everybody with a log-in."""
        return [ANONYMOUS, *(name for name, person in self.people.items() if not person.left)]

    def user(self, name: str) -> User:
        user = self.employees[name].user
        assert user is not None
        return user

    def viewer(self, name: str) -> User | AnonymousUser:
        return AnonymousUser() if name == ANONYMOUS else self.user(name)

    def names(self, ids: Iterable[str]) -> set[str]:
        """The people with these public ids."""
        by_id = {str(person.public_id): name for name, person in self.employees.items()}
        return {by_id[one] for one in ids if one in by_id}

    def hide(self, place: str, owner: str, seen_by: Audience) -> str:
        """A new secret text; put it where `place` says."""
        text = f"canary{len(self.canaries):03}x{place}"
        self.canaries.append(Canary(text, place, owner, seen_by))
        return text

    def add(self, kind: str, owner: str, id: Any) -> None:  # noqa: A002 - what an address calls it
        self.things.setdefault(kind, []).append(Thing(owner, id))

    def _browser(self, viewer: str) -> Client:
        client = Client()
        if viewer != ANONYMOUS:
            client.force_login(self.user(viewer))
        return client

    def _program(self, viewer: str, scopes: tuple[str, ...]) -> Client:
        _token, secret = services.create_token(self.user(viewer), "program", scopes, 30)
        return Client(headers={"authorization": f"Bearer {secret}"})


def build_people(people: People) -> World:
    """Employees, log-ins, places, managers and grants as the facts say; those who left are out."""
    employees: dict[str, Employee] = {}
    for name in _managers_first(people):
        person = people[name]
        status = EmployeeStatus.LEFT if person.left else EmployeeStatus.ACTIVE
        employee = make.make_employee(f"{name.title()} Example", user=True, status=status)
        manager = employees[person.manager] if person.manager else None
        valid = make.since(-400, until=-30) if person.left else make.since()
        make.assign(employee, person.unit, manager=manager, valid=valid)
        user = employee.user
        assert user is not None
        for right, unit in person.grants:
            make.grant(user, right, make.make_unit(unit) if unit else None)
        employees[name] = employee
    for name, person in people.items():
        if person.stands_in_for:
            manager = employees[person.stands_in_for]
            make.make_delegation(manager, employees[name], days=make.since(-1, until=1))
        if person.mentor:
            shares = dict.fromkeys(("shares_levels", "shares_reports"), person.shares_with_mentor)
            make.make_mentorship(employees[name], employees[person.mentor], **shares)
    return World(people, employees)


def build_world() -> World:
    """The cast, one of everything an address can name, and secrets in all of it."""
    world = build_people(CAST)
    make.make_organisation()
    hard, soft = make.make_skill("Spreadsheets"), make.make_soft_skill("Active listening")
    world.skill_id = hard.public_id
    role = make.make_role("Customer success manager", {hard: 3, soft: 4})
    world.needed = make.make_certificate_type()
    role.versions.get().certificate_requirements.create(certificate_type=world.needed)
    activity = make.make_activity("Listening in sales", {soft: (1, 3)})
    template = PathTemplate.objects.create(code="path", name="A path")
    for employee in world.employees.values():
        employee.assignments.update(role=role)
    _add_what_gives_no_right(world)
    for kind, thing in (
        ("skill", hard),
        ("kind", world.needed),
        ("role", role),
        ("activity", activity),
        ("template", template),
        ("duty", make.make_duty(activity, unit=make.make_unit("Acme/Engineering"))),
        ("unit", make.make_unit("Acme/Sales")),
        ("framework", hard.framework),
        ("scale", hard.scale),
    ):
        world.add(kind, "", thing.public_id)
    world.add("reset", "", {"uidb36": "1", "key": "set-password"})
    for owner in OWNERS:
        _hide_levels(world, owner, hard, soft, activity)
    _hide_drafts(world, hard)
    for owner in ("alice", "bob", "erin"):
        _hide_work(world, owner)
    hide_programmes(world, OWNERS)
    _add_system_work(world)
    _hide_credentials(world)
    invited = make.make_user("Invited Person")
    world.add("invitation", "", accounts.invitation_link(invited).rstrip("/").rpartition("/")[2])
    return world


def _managers_first(people: People) -> list[str]:
    ordered: list[str] = []

    def place(name: str) -> None:
        if name not in ordered:
            if people[name].manager:
                place(people[name].manager)
            ordered.append(name)

    for name in people:
        place(name)
    return ordered


def _add_what_gives_no_right(world: World) -> None:
    """Dotted lines, places of the past and grants that ended or have not begun."""
    carol = world.employees["carol"]
    make.assign(carol, "Acme/Sales2", manager=world.employees["grace"], is_primary=False)
    past = make.since(-800, until=-365)
    over = {"shares_levels": True, "shares_reports": True, "ended_at": timezone.now()}
    make.make_mentorship(carol, world.employees["heidi"], **over)
    asked = {"shares_levels": True, "shares_reports": True, "accepted_at": None}
    make.make_mentorship(world.employees["frank"], world.employees["heidi"], **asked)
    world.add("external", "", {"source": "hris", "value": "4711"})
    world.add("mentorship", "dave", world.employees["dave"].mentorships.get().public_id)
    make.make_delegation(world.employees["grace"], world.employees["frank"])  # a dotted line's
    for days in (past, make.since(5, until=9)):
        make.make_delegation(carol, world.employees["grace"], days=days)
    make.assign(carol, "Acme/Sales2", manager=world.employees["heidi"], valid=past)
    make.grant(world.user("frank"), Grant.HR_ADMIN, valid=past)
    make.grant(world.user("dave"), Grant.HR_ADMIN, valid=make.since(5))
    sales = make.make_unit("Acme/Sales")
    make.grant(world.user("grace"), Grant.HR_PARTNER, sales, valid=past)


def _hide_levels(world: World, owner: str, hard: Any, soft: Any, activity: Any) -> None:
    """What those may read who may read the owner's levels."""
    person, now = world.employees[owner], timezone.now()
    world.add("person", owner, person.public_id)
    secret = world.hide(f"evidence-of-{owner}", owner, LEVELS)
    make.make_evidence(person, hard, 2, reference=secret)
    make.make_evidence(person, hard, 4, Source.CERTIFICATE)
    make.make_profile(person, {hard: {}, soft: {"status": 0, "mean": -1, "sd": -1, "p_gap": -1}})
    for rater, place in ((owner, "self-rating"), (_line(world, owner), "manager-rating")):
        if rater:
            Rating.objects.create(
                rater=world.employees[rater],
                ratee=person,
                skill=hard,
                rater_kind=RaterKind.SELF if rater == owner else RaterKind.MANAGER,
                level=3,
                comment=world.hide(f"{place}-comment-of-{owner}", owner, LEVELS),
                submitted_at=now,
            )
    hide_certificates(world, owner)
    Completion.objects.create(
        employee=person,
        activity=activity,
        completed_on=make.day(-1),
        reference=world.hide(f"completion-of-{owner}", owner, LEVELS),
    )
    plan = make.make_plan(person, [activity])
    plan.steps.update(why=world.hide(f"plan-of-{owner}", owner, LEVELS))
    world.add("plan", owner, plan.public_id)
    refusal = make.make_refusal(
        person, make.make_activity(), world.hide(f"refusal-of-{owner}", owner, LEVELS)
    )
    world.add("refusal", owner, refusal.public_id)
    if owner == "dave":
        running = make.make_plan(person, [activity], state=PlanState.ACTIVE, started_at=now)
        absence = make.make_absence(person)
        world.add("away", owner, {"public_id": person.public_id, "row_id": absence.public_id})
        world.add("active", owner, {"public_id": running.public_id, "position": 0})
    elif owner in {"carol", "frank"}:
        asked = make.make_plan(
            person, [], state=PlanState.PROPOSED, cost_cents=50_000, proposed_at=now
        )
        world.add("proposed", owner, asked.public_id)
    goal = Goal.objects.create(
        employee=person,
        kind=GoalKind.SKILL,
        title=world.hide(f"old-goal-of-{owner}", owner, GOALS),  # its history remembers it
        skill=soft,
        target_level=3,
        created_by=world.user(owner),
    )
    goal.title = world.hide(f"goal-of-{owner}", owner, GOALS)
    goal.save()
    world.add("goal", owner, goal.public_id)
    Exemption.objects.create(
        employee=person,
        skill=soft,
        reason=world.hide(f"exemption-of-{owner}", owner, LEVELS),
        granted_by=world.user("alice"),
        valid=make.since(),
    )
    TargetRole.objects.create(
        employee=person,
        role=make.make_role(world.hide(f"target-role-of-{owner}", owner, audience(*Relation))),
    )
    services.log_read(
        viewer=world.user("heidi"),
        subject_id=person.pk,
        kind=ReadKind.SELF_RATING,
        reason=world.hide(f"look-at-{owner}", owner, OWNER),
    )
    note = world.hide(f"note-to-{owner}", owner, OWNER)
    services.notify(world.user(owner), kind="note", title=lambda: note)


def _line(world: World, owner: str) -> str:
    person = world.people[owner]
    return "" if person.left else person.manager


def _hide_drafts(world: World, skill: Any) -> None:
    """Nobody but their writer reads drafts; nobody learns which colleague rated."""
    carol = world.employees["carol"]
    for writer in ("carol", "bob"):
        secret = world.hide(f"draft-by-{writer}", writer, OWNER)
        make.make_rating(world.employees[writer], carol, skill, comment=secret)
    name = world.hide("name-of-a-rater", "quentin", OWN_OR_ADMIN)
    rater = world.employees["quentin"]
    rater.last_name = name
    rater.save()
    make.make_evidence(carol, skill, 3, Source.PEER, rater=rater)


def _hide_work(world: World, owner: str) -> None:
    """Background jobs, analyses and imports that somebody started."""
    user = world.user(owner)
    job = Job.objects.create(
        name="assessments.analyse_gaps",
        actor=user,
        title=world.hide(f"job-of-{owner}", owner, OWN_OR_ADMIN),
        error=world.hide(f"error-of-{owner}", owner, OWN_OR_ADMIN),
        state=JobState.FAILED,
        due_at=timezone.now(),
    )
    world.add("job", owner, job.public_id)
    run = AnalysisRun.objects.create(
        kind=RunKind.GAPS,
        state=RunState.DONE,
        keeps_output=True,
        as_of=timezone.localdate(),
        method="x",
        method_version="1",
        actor=user,
    )
    lines = [
        f"{world.employees[person].number},{world.hide(f'gap-of-{person}', person, LEVELS)}"
        for person in OWNERS
    ]
    RunShard.objects.create(run=run, number=1, employees=[], output="\n".join(lines))
    world.add("run", owner, run.public_id)
    batch = ImportBatch.objects.create(
        kind=ImportKind.PEOPLE,
        file_name=world.hide(f"file-of-{owner}", owner, OWN_OR_ADMIN),
        sha256="0" * 64,
        actor=user,
        state=ImportState.READY,
        options={"table": table_of_a_file(world.hide, owner)},
    )
    ImportRow.objects.create(
        batch=batch,
        number=1,
        action=RowAction.REJECT,
        key=world.hide(f"row-of-{owner}", owner, OWN_OR_ADMIN),
    )
    world.add("batch", owner, batch.public_id)


def _add_system_work(world: World) -> None:
    ParkedCompletion.objects.create(
        employee_number=world.hide("parked-completion", "alice", HR_ADMIN),
        activity_code="GHOST",
        completed_on=make.day(-1),
    )
    job = Job.objects.create(
        name="core.sweep",
        title=world.hide("job-of-nobody", "alice", HR_ADMIN),
        due_at=timezone.now() + timedelta(days=1),
    )
    world.add("job", "", job.public_id)


def _hide_credentials(world: World) -> None:
    """Tokens of two people, and what nobody may ever see."""
    for owner in ("alice", "bob"):
        token, secret = services.create_token(
            world.user(owner),
            world.hide(f"token-of-{owner}", owner, OWN_OR_ADMIN),
            Scope.values,
            30,
        )
        world.add("token", owner, token.public_id)
        world.canaries.append(Canary(secret, f"secret-of-{owner}", owner, NOBODY))
        digest = ApiToken.objects.get(pk=token.pk).digest
        world.canaries.append(Canary(digest, f"digest-of-{owner}", owner, NOBODY))
    frank = world.user("frank")
    frank.password = world.hide("password", "frank", NOBODY)
    frank.save()
