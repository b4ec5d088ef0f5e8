"""Everything that our five file layouts hold, as our own importers read it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from assessments.models import Evidence
from employees.enums import EmployeeStatus
from employees.models import Assignment, Employee, Requirement, RoleProfile, RoleVersion
from employees.models.people import EmployeeQuerySet
from employees.models.units import Today
from skillmap.core.models import Erasure, Organisation
from skillmap.core.tabular.writing import Cell
from skills.enums import STANDARD_SCALE, SkillKind
from skills.models import Scale, Skill
from training.models import Activity

STANDARD_TOP = 5
_CHUNK = 500
Rows = Iterator[Sequence[Cell]]


@dataclass(frozen=True)
class Codes:
    """The code of every skill and role in the files: unique, and without the signs of a list."""

    skills: Mapping[int, str]
    roles: Mapping[int, str]


def read_codes() -> Codes:
    """Codes as they are here; those of several frameworks with the framework in front."""
    rows = list(Skill.objects.order_by("pk").values_list("pk", "code", "framework__code"))
    often = Counter(_plain(code) for _pk, code, _framework in rows)
    return Codes(
        skills={
            pk: _plain(code) if often[_plain(code)] == 1 else f"{_plain(framework)}.{_plain(code)}"
            for pk, code, framework in rows
        },
        roles={pk: _plain(code) for pk, code in RoleProfile.objects.values_list("pk", "code")},
    )


def erased_people() -> set[int]:
    """Keys of people whose rows no longer say who they are."""
    return set(Erasure.objects.exclude(erased_at=None).values_list("subject_id", flat=True))


def not_erased() -> EmployeeQuerySet:
    """Everybody else, those who left included."""
    return Employee.objects.exclude(pk__in=erased_people())


def skill_columns() -> list[str]:
    """The columns of skills, with as many levels as the longest scale has."""
    top = max([STANDARD_TOP, *Scale.objects.values_list("top_rank", flat=True)])
    fixed = ["skill_code", "name", "kind", "category", "scale", "description", "alt_labels"]
    return [*fixed, *(f"level_{rank}" for rank in range(1, top + 1))]


def skill_rows(codes: Codes) -> Rows:
    """Skills that were not merged into others; retired ones too, as evidence names them."""
    skills = Skill.objects.filter(replaced_by=None).select_related("scale")
    ranks = range(1, len(skill_columns()) - 6)
    for skill in _each(skills.prefetch_related("labels", "level_texts")):
        texts = {text.rank: text.text for text in skill.level_texts.all()}
        labels = sorted({label.label for label in skill.labels.all()} - {skill.name})
        kind = "" if skill.kind == SkillKind.UNCLASSIFIED else skill.kind
        yield (
            codes.skills[skill.pk], skill.name, kind, skill.category, _scale(skill.scale),
            skill.description, _joined(labels),
            *(texts.get(rank, "") for rank in ranks),
        )  # fmt: skip


ROLE_COLUMNS = (
    "role_code", "role", "family", "skill_code", "required_level", "importance", "essential",
    "situations",
)  # fmt: skip


def role_rows(codes: Codes) -> Rows:
    """The requirements of every role as they hold today."""
    held = RoleVersion.objects.filter(valid__contains=Today())
    asked = Requirement.objects.filter(role_version__in=held).select_related("role_version__role")
    for one in _each(asked.prefetch_related("role_version__role__situations")):
        role = one.role_version.role
        yield (
            codes.roles[role.pk], role.name, role.family, codes.skills[one.skill_id],
            one.required_level, one.importance, one.essential,
            _joined(situation.name for situation in role.situations.all()),
        )  # fmt: skip


PEOPLE_COLUMNS = (
    "employee_number", "first_name", "last_name", "email", "unit", "role_code", "job_title",
    "manager_number", "valid_from", "learning_hours_per_week", "location", "time_zone",
    "work_mode", "languages", "status",
)  # fmt: skip


def people_rows(codes: Codes) -> Rows:
    """Everybody with a place, and everybody who left: since when, and where they were last.

    Importers keep no place of people who have left, but want one.
    """
    top = Organisation.objects.values_list("name", flat=True).first() or "-"
    places = Assignment.objects.primary().order_by("valid").select_related("unit", "manager")
    people = not_erased().select_related("site").prefetch_related(
        Prefetch("assignments", queryset=places, to_attr="places")
    )  # fmt: skip
    erased = erased_people()
    for person in _each(people):
        place, gone = _place(person), person.status == EmployeeStatus.LEFT
        if place is None and not gone:
            continue
        unit, role, title = (top, "", "")
        manager, since = None, person.left_on
        if place is not None:
            unit, role = place.unit.path, codes.roles.get(place.role_id or 0, "")
            title = place.job_title
        if place is not None and not gone:
            manager, since = place.manager, place.valid.lower
        yield (
            person.number, person.first_name, person.last_name, person.email, unit, role, title,
            _number(manager, erased), since, person.learning_hours_per_week,
            person.site.name if person.site else "", person.time_zone, person.work_mode,
            _joined(person.languages), person.status,
        )  # fmt: skip


EVIDENCE_COLUMNS = (
    "employee_number", "skill_code", "source", "rater_number", "level", "scale", "observed_on",
    "expires_on", "reference",
)  # fmt: skip


def evidence_rows(codes: Codes) -> Rows:
    """What counts today and was given by name; what groups said without a name stays here."""
    named = Evidence.objects.standing().given_by_name().filter(employee__in=not_erased())
    erased = erased_people()
    for row in _each(named.select_related("employee", "rater", "skill", "scale")):
        yield (
            row.employee.number, codes.skills[row.skill_id], row.source,
            _number(row.rater, erased), row.level,
            row.scale.name if row.scale_id != row.skill.scale_id else "", row.observed_on,
            row.expires_on, row.reference,
        )  # fmt: skip


ACTIVITY_COLUMNS = (
    "activity_code", "title", "provider", "mode", "sessions", "hours_per_session", "period_weeks",
    "cost", "currency", "language", "venue", "site", "url", "released_time", "capstone",
    "prerequisites", "seats", "starts_on", "situations", "outcomes",
)  # fmt: skip


def activity_rows(codes: Codes) -> Rows:
    """The catalogue, with the dates that stand."""
    related = ("prerequisites__requires", "dates", "situations", "outcomes")
    for one in _each(Activity.objects.select_related("site").prefetch_related(*related)):
        cost = None if one.cost_cents is None else Decimal(one.cost_cents) / 100
        dates = [date for date in one.dates.all() if date.cancelled_at is None]
        outcomes = sorted(one.outcomes.all(), key=lambda outcome: outcome.position)
        yield (
            one.code, one.title, one.provider, one.mode, one.sessions, one.hours_per_session,
            one.period_weeks, cost, one.currency, one.language, one.venue,
            one.site.name if one.site else "", one.url, one.released_time, one.capstone,
            _joined(needed.requires.code for needed in one.prerequisites.all()), one.seats,
            _joined((date.starts_at or date.starts_on).isoformat() for date in dates),
            _joined(situation.name for situation in one.situations.all()),
            _joined(_outcome(outcome, codes) for outcome in outcomes),
        )  # fmt: skip


URI_COLUMNS = ("kind", "code", "framework", "release", "source_code", "uri")


def uri_rows(codes: Codes) -> Rows:
    """What ESCO, O*NET and other sources call our skills and roles."""
    skills = Skill.objects.select_related("framework").filter(replaced_by=None)
    for skill in _each(skills):
        source = skill.framework
        yield ("skill", codes.skills[skill.pk], source.code, source.release, skill.code, skill.uri)
    for role in _each(RoleProfile.objects.select_related("framework").exclude(framework=None)):
        if role.framework:
            source = role.framework
            yield ("role", codes.roles[role.pk], source.code, source.release, role.code, "")


Table = tuple[str, Sequence[str], Callable[[Codes], Rows]]


def all_tables() -> list[Table]:
    """Every CSV file: its name, its columns, its rows; in the order in which to import them."""
    return [
        ("skills", skill_columns(), skill_rows),
        ("roles", ROLE_COLUMNS, role_rows),
        ("people", PEOPLE_COLUMNS, people_rows),
        ("activities", ACTIVITY_COLUMNS, activity_rows),
        ("evidence", EVIDENCE_COLUMNS, evidence_rows),
        ("uris", URI_COLUMNS, uri_rows),
    ]


def _each(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.order_by("pk").iterator(_CHUNK)


def _plain(code: str) -> str:
    return code.replace("|", "-").replace(":", "-")


def _joined(words: Iterable[str]) -> str:
    """A list in one cell; words that hold its sign stay out of it, JSON has them."""
    return "|".join(word for word in words if word and "|" not in word)


def _scale(scale: Scale) -> str:
    return "" if scale.code == STANDARD_SCALE else f"{scale.name}:{scale.top_rank}"


def _place(person: Any) -> Assignment | None:
    """The place of today, else the last one."""
    places: list[Assignment] = person.places
    current = [place for place in places if timezone.localdate() in place.valid]
    return next(reversed(current or places), None)


def _number(person: Employee | None, erased: set[int]) -> str:
    return "" if person is None or person.pk in erased else person.number


def _outcome(outcome: Any, codes: Codes) -> str:
    gain = "" if outcome.gain is None else f":{outcome.gain}"
    skill = codes.skills[outcome.skill_id]
    return f"{skill}:{outcome.entry_level}:{outcome.exit_level}{gain}"
