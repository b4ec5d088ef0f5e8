"""What waits to be worked off at Norvane: a believable handful in each of HR's lists."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from employees.enums import SuggestionKind
from employees.models import Assignment, Employee, RoleProfile, RoleSuggestion
from skillmap.core.enums import ImportKind, ImportState, RowAction
from skillmap.core.models import ImportBatch, ImportRow, Organisation, User
from skillmap.demo.evidence import LATE_UNIT
from skillmap.demo.people import Person
from skills.enums import OWN_FRAMEWORK, STANDARD_SCALE, SkillKind
from skills.models import Framework, Scale, Skill
from skills.services.lookalikes import find_lookalikes
from training.enums import UNMATCHED_SKILL
from training.models import ParkedCompletion

# Job titles that the plant's own system uses, by seat.
TITLES = {
    9: "Machine operator (2nd shift)",
    10: "Machine operator (2nd shift)",
    11: "Machine operator (2nd shift)",
    12: "Operator, machines",
    13: "Operator, machines",
    14: "Warehouse and line helper",
}
# Code, name, what we would guess, and why.
KINDS = (
    ("NEGOTIATING", "Negotiating", SkillKind.SOFT, "Its description is about other people."),
    ("SOLDERING_IPC", "Soldering by IPC-A-610", SkillKind.HARD, "A standard is named in it."),
    ("CONFLICT_HANDLING", "Conflict resolutions", SkillKind.SOFT, "Alike: Conflict resolution."),
    ("PLANT_TOURS", "Guiding visitors through the plant", "", ""),
)
# What a provider's catalogue calls skills, and in how many of its courses.
NAMES = {"Presenting & public speaking": 3, "Spreadsheets (advanced)": 2, "Feng shui": 1}
# Seat, what is wrong, the skill that the role asks for or lacks, and in whose words.
SUGGESTIONS = (
    (("Markets/Customer Success/Key accounts", 3), SuggestionKind.TOO_HIGH, "CRM",
     "The admins look after the fields; we only keep them filled."),
    (("Markets/Sales/Americas", 0), SuggestionKind.MISSING, "CONFLICT_RESOLUTION",
     "Price talks have become rougher this year."),
)  # fmt: skip
SOURCE = "Learning platform export.csv"
CATALOGUE = "Harbour Academy catalogue.xlsx"


def leave_titles_open(people: Sequence[Person]) -> None:
    """Nobody has said which role these job titles of the new plant mean."""
    numbers = {one.seat: one.number for one in people if one.team.unit == LATE_UNIT}
    places = Assignment.objects.current().primary()
    for seat, title in TITLES.items():
        places.filter(employee__number=numbers[seat]).update(role=None, job_title=title)


def leave_work(people: Sequence[Person], monday: date, now: datetime, admin: User) -> None:
    """Skills without a kind or that look alike, unknown names and numbers, suggestions."""
    numbers = {one.key: one.number for one in people}
    _add_skills()
    find_lookalikes(lambda _done, _total, _words: None)
    _leave_names(now, admin)
    _leave_completions(numbers, monday, now, admin)
    _suggest(numbers)
    Organisation.objects.update(shows_checklist=False)  # put away three years ago


def _add_skills() -> None:
    own, _is_new = Framework.objects.get_or_create(code=OWN_FRAMEWORK, defaults={"name": "Own"})
    scale = Scale.objects.get(code=STANDARD_SCALE)
    Skill.objects.bulk_create(
        Skill(
            framework=own, code=code, name=name, scale=scale, proposed_kind=kind,
            proposed_reason=reason,
        )
        for code, name, kind, reason in KINDS
    )  # fmt: skip


def _leave_names(now: datetime, admin: User) -> None:
    """A catalogue came in whose courses teach, among others, what nobody here calls so."""
    batch = _applied(ImportKind.ACTIVITIES, CATALOGUE, now - timedelta(days=4), admin)
    names = [name for name, times in NAMES.items() for _time in range(times)]
    ImportBatch.objects.filter(pk=batch.pk).update(rejected=len(names))
    ImportRow.objects.bulk_create(
        ImportRow(
            batch=batch,
            number=number,
            action=RowAction.REJECT,
            key=f"HA-{number:03d}",
            faults=[
                {
                    "file": CATALOGUE, "sheet": "", "row": number, "column": "outcomes",
                    "value": name, "code": UNMATCHED_SKILL,
                    "sentence": "There is no skill of this name.", "warning": False,
                }
            ],
        )
        for number, name in enumerate(names, start=2)
    )  # fmt: skip


def _leave_completions(
    numbers: Mapping[tuple[str, int], str], monday: date, now: datetime, admin: User
) -> None:
    """The platform knows some people by numbers without zeros, or by a name."""
    batch = _applied(ImportKind.EVIDENCE, SOURCE, now - timedelta(days=2), admin)
    skill = Skill.objects.get(code="CRM")
    seats = [("Markets/Customer Success/Key accounts", seat) for seat in (3, 4)]
    told = [numbers[seat].lstrip("0") for seat in seats] + ["contractor-17"]
    ParkedCompletion.objects.bulk_create(
        ParkedCompletion(
            employee_number=number,
            skill=skill,
            level=3,
            completed_on=monday - timedelta(days=7 * times),
            reference=f"CRM basics {times}",
            file_row=row,
            batch=batch,
            actor=admin,
        )
        for row, (number, times) in enumerate(
            [(one, times) for one in told for times in range(1, 3)], start=2
        )
    )
    ParkedCompletion.objects.filter(batch=batch).update(created_at=now - timedelta(days=2))


def _suggest(numbers: Mapping[tuple[str, int], str]) -> None:
    wanted = Q(number__in=[numbers[seat] for seat, *_rest in SUGGESTIONS])
    people = {one.number: one for one in Employee.objects.filter(wanted)}
    skills = {one.code: one for one in Skill.objects.filter(code__in=[s[2] for s in SUGGESTIONS])}
    held = Assignment.objects.current().primary().filter(employee__in=people.values())
    roles = RoleProfile.objects.in_bulk([place.role_id for place in held])
    role_of = {place.employee_id: roles[place.role_id] for place in held if place.role_id}
    RoleSuggestion.objects.bulk_create(
        RoleSuggestion(
            role=role_of[people[numbers[seat]].pk],
            skill=skills[code],
            kind=kind,
            words=words,
            made_by=people[numbers[seat]],
        )
        for seat, kind, code, words in SUGGESTIONS
    )


def _applied(kind: ImportKind, name: str, when: datetime, admin: User) -> ImportBatch:
    """A file that was brought in some days ago, with what is left of it to do."""
    batch = ImportBatch.objects.create(
        kind=kind, state=ImportState.APPLIED, file_name=name, sha256="", actor=admin,
        applied_at=when,
    )  # fmt: skip
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=when)
    return batch
