"""Who mentors whom at Norvane, who offers it, and who looks for somebody."""

from collections.abc import Sequence
from datetime import datetime

from assessments.enums import GapStatus
from assessments.models import SkillProfile
from assessments.queries.profiles import unpack_profile
from employees.models import Employee
from employees.services.mentorships import accept_mentorship, ask_mentor
from skillmap.demo.organisation import user_of
from skillmap.demo.people import Person
from skillmap.demo.personas import (
    AVOIDING_MANAGER,
    EMPLOYEE,
    FLAWLESS_ENGINEER,
    HR_ADMIN,
    LEARNING_MANAGER,
    LENIENT_RATER,
    MANAGER,
    NEW_MANAGER,
    STRICT_RATER,
)
from skills.models import Skill
from training.enums import Mode, NoteKind
from training.models import MatchingRound
from training.services.mentor_matching import compute_round
from training.services.mentoring_notes import write_note
from training.services.mentors import look_for_mentor, offer_to_mentor

OFFERED = 3  # skills that each mentor offers
SEARCHES = 3  # people who look for a mentor in one of them
MENTORS = (HR_ADMIN, MANAGER, FLAWLESS_ENGINEER, LENIENT_RATER, LEARNING_MANAGER, STRICT_RATER)


def find_mentors(people: Sequence[Person], now: datetime) -> None:
    """Tiago learns from Katharina and shares his levels; two more, one of them not yet answered.

    Six people offer to mentor, some look for a mentor, and a round waits for Katharina.
    """
    numbers = {person.key: person.number for person in people}
    everybody = {one.number: one for one in Employee.objects.select_related("user")}
    named = {key: everybody[number] for key, number in numbers.items() if number in everybody}
    for mentee, mentor, shares, accepts in (
        (EMPLOYEE, HR_ADMIN, True, True),
        (NEW_MANAGER, MANAGER, True, True),
        (AVOIDING_MANAGER, MANAGER, False, False),
    ):
        asked = ask_mentor(
            actor=user_of(named[mentee]),
            mentor=named[mentor],
            shares_levels=shares,
            shares_reports=False,
        )
        if accepts:
            accept_mentorship(actor=user_of(asked.mentor), mentorship=asked, now=now)
        if mentee == EMPLOYEE:
            write_note(
                actor=user_of(named[EMPLOYEE]),
                mentorship=asked,
                kind=NoteKind.AGENDA,
                text="How do you begin a conversation that you would rather not have?",
                now=now,
            )
    offered = [skill for key in MENTORS for skill in _offer(named[key], shows=key != STRICT_RATER)]
    _look(offered)
    made = MatchingRound.objects.create(
        actor=user_of(named[HR_ADMIN]), method="-", method_version="0"
    )
    compute_round(made, now)


def _offer(mentor: Employee, *, shows: bool) -> list[Skill]:
    """What they are best at. Skills that activities of mentoring teach stay free for plans."""
    profile = SkillProfile.objects.filter(employee=mentor).first()
    cells = [cell for cell in unpack_profile(profile) if cell.mean is not None] if profile else []
    best = [cell.slot for cell in sorted(cells, key=lambda cell: (-(cell.mean or 0), cell.slot))]
    free = Skill.objects.active().exclude(outcomes__activity__mode=Mode.MENTORING)
    known = free.filter(slot__in=best).in_bulk(field_name="slot")
    skills = [known[slot] for slot in best if slot in known][:OFFERED]
    if skills:
        offer_to_mentor(
            actor=user_of(mentor), skills=skills, mentees=2, hours_a_month=4, shows_levels=shows
        )
    return skills


def _look(offered: Sequence[Skill]) -> None:
    """A few people with a likely gap in what somebody offers."""
    wanted = {skill.slot: skill for skill in offered}
    left = dict.fromkeys(wanted, SEARCHES)
    profiles = SkillProfile.objects.filter(
        slots__overlap=list(wanted), employee__user__isnull=False
    )
    for profile in profiles.select_related("employee__user").order_by("employee__number"):
        for cell in unpack_profile(profile):
            if cell.status == GapStatus.PROBABLE and left.get(cell.slot):
                left[cell.slot] -= 1
                actor = user_of(profile.employee)
                look_for_mentor(actor=actor, skill=wanted[cell.slot], by_writing=False)
                break
