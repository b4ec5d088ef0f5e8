"""Rows for tests: small functions with sensible defaults, dates counted from today.

Every function saves and returns one row, and makes the rows it needs. Say what the test is about
by keyword; leave the rest alone.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from assessments.enums import CertificateState, RaterKind, RemarkTone, Source
from assessments.models import AnalysisRun, Certificate, Evidence, Rating, Remark, SkillProfile
from employees.enums import Grant
from employees.models import (
    Absence,
    Assignment,
    Delegation,
    Employee,
    Mentorship,
    OrgUnit,
    OrgUnitPlacement,
    Requirement,
    RoleGrant,
    RoleProfile,
    RoleVersion,
    Site,
)
from skillmap.core.models import Organisation, User
from skills.enums import STANDARD_SCALE, SkillKind
from skills.models import CertificateType, Framework, LevelText, Scale, ScaleLevel, Skill
from training.enums import Mode, PlanFill, PlanState, Wish
from training.models import (
    Activity,
    ActivityOutcome,
    DevelopmentPlan,
    MandatoryActivity,
    MentorOffer,
    PlanOption,
    PlanStep,
    RefusedActivity,
)
from training.queries.options import FACTS, STEP_FIELDS

RANKS = ["None", "Awareness", "Working", "Practitioner", "Expert", "Leading"]
_numbers = count(1)


def day(offset: int) -> date:
    """Today plus so many days."""
    return timezone.localdate() + timedelta(days=offset)


def since(offset: int = -365, until: int | None = None) -> DateRange:
    """The days from today plus `offset`, open at the end or up to (not with) `until`."""
    return DateRange(day(offset), None if until is None else day(until))


# --- organisation and people ------------------------------------------------------------------


def make_organisation(**fields: Any) -> Organisation:
    return Organisation.objects.create(**{"name": "Acme", **fields})


def make_user(name: str = "", *, password: str | None = None, **fields: Any) -> User:
    """A log-in. Tests use `client.force_login`; a password costs a slow hash."""
    number = next(_numbers)
    first = name.split(" ", maxsplit=1)[0].lower() or "user"
    email = fields.pop("email", f"{first}{number}@example.org")
    return User.objects.create_user(email, password, name=name or f"User {number}", **fields)


def make_site(**fields: Any) -> Site:
    return Site.objects.create(
        **{"name": f"Site {next(_numbers)}", "time_zone": "Europe/Madrid", **fields}
    )


def make_unit(path: str = "") -> OrgUnit:
    """The unit at this path ("Acme/Sales"), with those above it; found when it exists."""
    path = path or f"Unit {next(_numbers)}"
    above, _, name = path.rpartition("/")
    parent = make_unit(above) if above else None
    unit, created = OrgUnit.objects.get_or_create(path=path, defaults={"name": name})
    if created:
        OrgUnitPlacement.objects.create(unit=unit, parent=parent, name=name, valid=since())
    return unit


def make_employee(name: str = "", *, user: User | bool = False, **fields: Any) -> Employee:
    """Somebody without a place yet. `user=True` makes the log-in too."""
    number = next(_numbers)
    first, _, last = (name or f"Person{number} Example").partition(" ")
    if user is True:
        user = make_user(f"{first} {last}".strip())
    defaults = {"number": f"E{number}", "first_name": first, "last_name": last or "Example"}
    defaults["email"] = user.email if user else f"{first.lower()}{number}@example.org"
    return Employee.objects.create(**{**defaults, "user": user or None, **fields})


def assign(
    employee: Employee,
    unit: OrgUnit | str = "Acme",
    *,
    role: RoleProfile | None = None,
    manager: Employee | None = None,
    **fields: Any,
) -> Assignment:
    """Place somebody; primary and for a year already unless the keywords say otherwise."""
    unit = make_unit(unit) if isinstance(unit, str) else unit
    values = {"is_primary": True, "valid": since(), **fields}
    return Assignment.objects.create(
        employee=employee, unit=unit, role=role, manager=manager, **values
    )


def grant(user: User, right: Grant, unit: OrgUnit | None = None, **fields: Any) -> RoleGrant:
    return RoleGrant.objects.create(
        user=user, grant=right, unit=unit, **{"valid": since(), **fields}
    )


def make_absence(employee: Employee, **fields: Any) -> Absence:
    return Absence.objects.create(employee=employee, **{"days": since(-1, until=14), **fields})


def make_delegation(manager: Employee, delegate: Employee, **fields: Any) -> Delegation:
    """`delegate` stands in for the manager, today too unless `days` say otherwise."""
    rows = Delegation.objects
    return rows.create(
        manager=manager, delegate=delegate, **{"days": since(-1, until=14), **fields}
    )


# --- skills and roles -------------------------------------------------------------------------


def make_framework(**fields: Any) -> Framework:
    number = next(_numbers)
    return Framework.objects.create(
        **{"code": f"framework-{number}", "name": f"Framework {number}", **fields}
    )


def make_scale(code: str = STANDARD_SCALE, *, top_rank: int = 5, zero_rank: int = 0) -> Scale:
    """The scale of this code with a word per rank; found when it exists."""
    scale, created = Scale.objects.get_or_create(
        code=code, defaults={"name": code.title(), "zero_rank": zero_rank, "top_rank": top_rank}
    )
    if created:
        ranks = range(zero_rank, top_rank + 1)
        words = [RANKS[rank] if rank < len(RANKS) else f"Rank {rank}" for rank in ranks]
        ScaleLevel.objects.bulk_create(
            ScaleLevel(scale=scale, rank=rank, name=word)
            for rank, word in zip(ranks, words, strict=True)
        )
    return scale


def make_skill(name: str = "", kind: SkillKind = SkillKind.HARD, **fields: Any) -> Skill:
    """A skill of the standard scale with a behaviour text per rank."""
    number = next(_numbers)
    fields["scale"] = fields.get("scale") or make_scale()
    fields["framework"] = fields.get("framework") or _own_framework()
    skill = Skill.objects.create(
        **{"code": f"SKILL{number}", "name": name or f"Skill {number}", "kind": kind, **fields}
    )
    LevelText.objects.bulk_create(
        LevelText(skill=skill, rank=rank, text=f"Does {skill.name} at rank {rank}")
        for rank in range(skill.scale.zero_rank + 1, skill.scale.top_rank + 1)
    )
    skill.refresh_from_db(fields=["slot"])
    return skill


def make_soft_skill(name: str = "", **fields: Any) -> Skill:
    return make_skill(name, SkillKind.SOFT, **fields)


def make_certificate_type(**fields: Any) -> CertificateType:
    number = next(_numbers)
    return CertificateType.objects.create(
        **{"code": f"CERT{number}", "name": f"Certificate {number}", **fields}
    )


def make_certificate(employee: Employee, **fields: Any) -> Certificate:
    """A verified certificate without a document, issued a year ago and without an end."""
    number = next(_numbers)
    defaults = {"title": f"Certificate {number}", "reference": f"reference-{number}"}
    if "type" in fields:
        defaults["title"] = ""
    values = {"issued_on": day(-365), "state": CertificateState.VERIFIED, **defaults, **fields}
    return Certificate.objects.create(employee=employee, **values)


def make_role(name: str = "", requirements: dict[Skill, float] | None = None) -> RoleProfile:
    """A role whose first version, valid for a year, asks for these levels on the skills' scales."""
    number = next(_numbers)
    role = RoleProfile.objects.create(code=f"role-{number}", name=name or f"Role {number}")
    version = RoleVersion.objects.create(role=role, number=1, valid=since())
    for skill, level in (requirements or {}).items():
        require(version, skill, level)
    return role


def require(version: RoleVersion, skill: Skill, level: float, **fields: Any) -> Requirement:
    """The role version asks for `level` on the skill's own scale."""
    common = round(1000 * skill.scale.to_common(level))
    return Requirement.objects.create(
        role_version=version,
        skill=skill,
        required_level=Decimal(str(level)),
        required_common=common,
        **fields,
    )


# --- measuring --------------------------------------------------------------------------------


def make_evidence(
    employee: Employee, skill: Skill, level: float = 3, source: Source = Source.TEST, **fields: Any
) -> Evidence:
    """One standing observation of yesterday. `level` is on the skill's own scale."""
    rater = fields.get("rater")
    if rater is None and source == Source.SELF:
        rater = fields["rater"] = employee
    if source in RaterKind.values:
        fields.setdefault("rater_kind", source.value)
    defaults = {
        "public_id": uuid4(),
        "level": Decimal(str(level)),
        "scale": skill.scale,
        "value": skill.scale.to_common(level),
        "variance": 0.25,
        "observed_on": day(-1),
        "reference": f"reference-{next(_numbers)}",
        "recorded_at": timezone.now(),
    }
    return Evidence.objects.create(
        employee=employee, skill=skill, source=source, **{**defaults, **fields}
    )


def make_rating(
    rater: Employee, ratee: Employee, skill: Skill, level: float | None = 3, **fields: Any
) -> Rating:
    """A draft; give `submitted_at` (and `evidence`) for a submitted one."""
    kind = RaterKind.SELF if rater == ratee else RaterKind.MANAGER
    return Rating.objects.create(
        rater=rater,
        ratee=ratee,
        skill=skill,
        level=None if level is None else Decimal(str(level)),
        **{"rater_kind": kind, **fields},
    )


CELL = {
    "mean": 2500, "sd": 300, "n_ratings": 3, "required": 3000, "importance": 3, "p_gap": 800,
    "status": 3,
}  # fmt: skip
UNMEASURED = {"mean": -1, "sd": -1, "n_ratings": 0, "p_gap": -1, "status": 0}


def make_mentorship(mentee: Employee, mentor: Employee, **fields: Any) -> Mentorship:
    """A mentorship that runs; nothing beyond the plan is shared."""
    values: dict[str, Any] = {"accepted_at": timezone.now()}
    return Mentorship.objects.create(mentee=mentee, mentor=mentor, **(values | fields))


def make_mentor_offer(mentor: Employee, *skills: Skill, **fields: Any) -> MentorOffer:
    """Somebody who mentors one person in these skills."""
    offer = MentorOffer.objects.create(employee=mentor, **fields)
    offer.skills.set(skills)
    return offer


def make_remark(giver: Employee, receiver: Employee, skill: Skill, **fields: Any) -> Remark:
    """A few words of thanks, for the receiver alone."""
    values: dict[str, Any] = {"tone": RemarkTone.THANKS, "text": "your patience"}
    return Remark.objects.create(giver=giver, receiver=receiver, skill=skill, **(values | fields))


def make_profile(
    employee: Employee, cells: dict[Skill, dict[str, int]] | None = None, **fields: Any
) -> SkillProfile:
    """Stored levels; `cells` maps a skill to what differs from `CELL` (milli-levels)."""
    by_slot = {skill.slot: CELL | cell for skill, cell in (cells or {}).items()}
    packed = {name: [by_slot[slot][name] for slot in sorted(by_slot)] for name in CELL}
    hashes = {"parameters_hash": "0" * 64, "inputs_hash": "0" * 64}
    method = {"method": "shrinkage", "method_version": "1", "computed_at": timezone.now()}
    fits = ("fit_hard", "fit_soft", "fit", "balanced")
    errors = {f"{name}_se": 30 for name in fits if fields.get(name) is not None}
    values = {**packed, **hashes, **method, **errors, **fields}
    return SkillProfile.objects.create(employee=employee, slots=sorted(by_slot), **values)


# --- training ---------------------------------------------------------------------------------


def make_activity(
    title: str = "", teaches: dict[Skill, tuple[float, float]] | None = None, **fields: Any
) -> Activity:
    """A free two-hour course; `teaches` maps a skill to its entry and exit level."""
    number = next(_numbers)
    defaults = {"code": f"A{number}", "title": title or f"Course {number}", "mode": Mode.COURSE}
    activity = Activity.objects.create(
        **{**defaults, "hours_per_session": 2, "cost_cents": 0, **fields}
    )
    for position, (skill, (entry, leave)) in enumerate((teaches or {}).items()):
        ActivityOutcome.objects.create(
            activity=activity,
            skill=skill,
            position=position,
            entry_level=Decimal(str(entry)),
            exit_level=Decimal(str(leave)),
        )
    return activity


def make_plan(employee: Employee, activities: list[Activity], **fields: Any) -> DevelopmentPlan:
    """A recommended path (draft) with one step per activity, one week after the other."""
    cost = sum(activity.cost_cents or 0 for activity in activities)
    defaults = {
        "fill": PlanFill.PARTIAL if activities else PlanFill.EMPTY,
        "week_zero": day(-timezone.localdate().weekday()),
        "weeks": 20,
        "hours_per_week": 2,
        "currency": "EUR",
        "value": 0.5,
        "closure": 0.5,
        "bound": 0.6,
        "hours": sum(float(activity.hours_per_session) for activity in activities),
        "cost_cents": cost,
        "method": "greedy",
        "method_version": "1",
        "parameters_hash": "0" * 64,
        "inputs_hash": "0" * 64,
        "computed_at": timezone.now(),
    }
    plan = DevelopmentPlan.objects.create(employee=employee, **{**defaults, **fields})
    for position, activity in enumerate(activities):
        PlanStep.objects.create(
            plan=plan,
            position=position,
            activity=activity,
            start_week=position,
            weeks=[position],
            hours_by_week={str(position): float(activity.hours_per_session)},
            cost_cents=activity.cost_cents,
            why=f"Closes the gap with {activity.title}",
            why_skills=[outcome.skill.code for outcome in activity.outcomes.all()],
        )
    return plan


def make_option(employee: Employee, activities: list[Activity], **fields: Any) -> PlanOption:
    """A fast way to plan for somebody, one activity a week; not their plan."""
    plan = make_plan(employee, activities, state=PlanState.DISMISSED)
    rows = [{name: getattr(step, name) for name in STEP_FIELDS} for step in plan.steps.all()]
    facts = {name: getattr(plan, name) for name in FACTS}
    run = AnalysisRun.objects.create(kind="paths", as_of=day(0), method="search")
    values = {"wish": Wish.FAST, "report": {"wish": "fast"}, "steps": rows, "run": run, **fields}
    plan.delete()
    return PlanOption.objects.create(employee=employee, **(facts | values))


def make_refusal(employee: Employee, activity: Activity, reason: str = "no") -> RefusedActivity:
    return RefusedActivity.objects.create(employee=employee, activity=activity, reason=reason)


def make_duty(activity: Activity, **of_whom: Any) -> MandatoryActivity:
    """Due in a month; say of which role, unit or employee."""
    values = {"due_on": day(28), "reason": "the law", **of_whom}
    values["required_by"] = values.get("required_by") or make_user()
    return MandatoryActivity.objects.create(activity=activity, **values)


def _own_framework() -> Framework:
    framework, _ = Framework.objects.get_or_create(code="own", defaults={"name": "Own skills"})
    return framework
