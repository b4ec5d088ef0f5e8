"""People of a peer circle whose plans begin on one Monday."""

import datetime as dt

from tests.factories import assign, make_employee, make_plan
from training.enums import PlanState
from training.models import (
    PlanStep,
    ProgrammeMember,
    TemplateResult,
)
from training.queries.calendar import calendar_entries
from training.services.circle_meetings import move_meeting
from training.services.template_uses import use_template

MONDAY = dt.datetime(2027, 3, 1, 7, tzinfo=dt.UTC)  # clocks change on 28 March in Europe
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
ZONES = ("Europe/Berlin", "Europe/Lisbon", "America/Sao_Paulo")


def join(circle, name: str, *, zone: str = "Europe/Berlin", weeks=(1, 5, 9), **plan: object):
    """A member with a plan of the programme that begins on MONDAY."""
    programme = circle.cohort.programme
    person = make_employee(name, user=True, time_zone=zone)
    assign(person, f"Acme/{name}")
    use = use_template(
        actor=programme.owner, template=programme.template, people=[person.pk], scope="x"
    )
    values = {"state": PlanState.ACTIVE, "week_zero": MONDAY.date(), "weeks": 20, **plan}
    made = make_plan(person, [programme.meeting], **values)
    made.steps.update(
        weeks=list(weeks), start_week=weeks[0], hours_by_week={str(week): 1 for week in weeks}
    )
    TemplateResult.objects.create(use=use, employee=person, plan=made)
    ProgrammeMember.objects.create(cohort=circle.cohort, employee=person, use=use, circle=circle)
    return person


def weeks_of(person) -> list[int]:
    return PlanStep.objects.get(plan__employee=person).weeks


def begins_of(person) -> list[dt.datetime]:
    return [entry.begins for entry in calendar_entries(person)]


def move(member, meeting, begins):
    return move_meeting(actor=member.user, meeting=meeting, begins=begins, now=MONDAY)
