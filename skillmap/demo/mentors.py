"""Who mentors whom at Norvane."""

from collections.abc import Sequence
from datetime import datetime

from employees.models import Employee
from employees.services.mentorships import accept_mentorship, ask_mentor
from skillmap.demo.organisation import user_of
from skillmap.demo.people import Person
from skillmap.demo.personas import AVOIDING_MANAGER, EMPLOYEE, HR_ADMIN, MANAGER, NEW_MANAGER


def find_mentors(people: Sequence[Person], now: datetime) -> None:
    """Tiago learns from Katharina and shares his levels; two more, one of them not yet answered."""
    numbers = {person.key: person.number for person in people}
    everybody = {one.number: one for one in Employee.objects.select_related("user")}
    for mentee, mentor, shares, accepts in (
        (EMPLOYEE, HR_ADMIN, True, True),
        (NEW_MANAGER, MANAGER, True, True),
        (AVOIDING_MANAGER, MANAGER, False, False),
    ):
        asked = ask_mentor(
            actor=user_of(everybody[numbers[mentee]]),
            mentor=everybody[numbers[mentor]],
            shares_levels=shares,
            shares_reports=False,
        )
        if accepts:
            accept_mentorship(actor=user_of(asked.mentor), mentorship=asked, now=now)
