"""A made-up organisation in the database, written in bulk, the same for the same seed."""

import datetime as dt
import random
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from assessments.analysis.evidence import RATER_GIVEN, SOURCE_SD
from assessments.analysis.evidence import Source as Code
from assessments.enums import Source
from assessments.models import Evidence
from employees.models import Assignment, Employee, Exemption, RoleProfile
from skills.enums import SkillKind
from skills.models import Skill
from tests.factories import day, make_role, make_scale, make_site, make_skill, make_unit, make_user

UNITS = ("Acme/Sales/North", "Acme/Sales/South", "Acme/Engineering", "Acme/People")
KINDS = (SkillKind.HARD, SkillKind.SOFT, SkillKind.UNCLASSIFIED)


@dataclass(frozen=True)
class MadeUp:
    people: list[Employee]
    skills: list[Skill]
    roles: list[RoleProfile]


def make_people(n: int = 200, seed: int = 0, n_skills: int = 9) -> MadeUp:
    """Roles asking for half of the skills, two scales, all sources, some second roles and
    exemptions; about four observations per person and skill asked for."""
    rng = random.Random(seed)  # noqa: S311 - made-up people need no secrecy
    scales = [make_scale(), make_scale("short", top_rank=4, zero_rank=1)]
    skills = [
        make_skill(kind=KINDS[k % 3], scale=scales[k % 2], code=f"S{k:02}") for k in range(n_skills)
    ]
    roles = [_role(rng, skills) for _ in range(4)]
    sites = [make_site(), None]
    people = Employee.objects.bulk_create(
        Employee(
            number=f"N{k:05}", first_name="Ada", last_name=f"Person {k}", site=rng.choice(sites)
        )
        for k in range(n)
    )
    units = [make_unit(path) for path in UNITS]
    valid = DateRange(day(-900), None)
    places = [
        Assignment(employee=p, unit=rng.choice(units), role=rng.choice([*roles, None]), valid=valid)
        for p in people
    ]
    second = [
        Assignment(employee=p, unit=units[0], role=roles[0], valid=valid, is_primary=False)
        for p in rng.sample(people, n // 10)
    ]
    Assignment.objects.bulk_create([*places, *second])
    exempted = rng.sample(people, n // 10)
    user = make_user()
    Exemption.objects.bulk_create(
        Exemption(employee=p, skill=rng.choice(skills), reason="x", granted_by=user, valid=valid)
        for p in exempted
    )
    Evidence.objects.bulk_create(_evidence(rng, people, skills), batch_size=2000)
    return MadeUp(people, skills, roles)


def _role(rng: random.Random, skills: list[Skill]) -> RoleProfile:
    chosen = rng.sample(skills, len(skills) // 2)
    return make_role(
        requirements={s: rng.randint(s.scale.zero_rank, s.scale.top_rank) for s in chosen}
    )


def _evidence(rng: random.Random, people: list[Employee], skills: list[Skill]) -> list[Evidence]:
    raters = people[:12]
    flat = raters[0]
    rows = []
    for person in people:
        review = uuid4()
        for skill in rng.sample(skills, len(skills) * 2 // 3):
            for source in rng.sample(list(Source), rng.randint(0, 4)):
                rater = rng.choice(raters) if source in ("manager", "peer", "report") else None
                level = 3 if rater == flat else rng.randint(*_ranks(skill))
                reviewed = review if source in ("self", "manager", "agreed") else None
                rows.append(observation(rng, person, skill, source, level, rater, reviewed))
    return rows


def _ranks(skill: Skill) -> tuple[int, int]:
    return skill.scale.zero_rank, skill.scale.top_rank


def observation(
    rng: random.Random,
    person: Employee,
    skill: Skill,
    source: Source,
    level: float,
    rater: Employee | None = None,
    review: UUID | None = None,
) -> Evidence:
    code = Code[source.upper()]
    observed = day(-rng.randint(1, 800))
    expires = observed + dt.timedelta(days=365) if source == Source.CERTIFICATE else None
    empty = source == Source.COMPLETION and rng.random() < 0.5
    variance = float(SOURCE_SD[code]) ** 2 + 0.41 * bool(RATER_GIVEN[code])
    return Evidence(
        public_id=uuid4(),
        employee=person,
        skill=skill,
        source=source,
        rater=person if source == Source.SELF else rater,
        level=None if empty else level,
        scale=skill.scale,
        value=None if empty else skill.scale.to_common(level),
        variance=None if empty else variance,
        observed_on=observed,
        expires_on=expires,
        reference=f"r{rng.random()}",
        review=review,
        recorded_at=timezone.now() - dt.timedelta(days=1),
    )
