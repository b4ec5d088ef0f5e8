"""What follows a completed plan: its skills are measured again, and the next plan is on its way."""

import datetime as dt
from contextlib import suppress

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.services.ad_hoc import ask_for_rating
from employees.enums import EmployeeStatus
from skillmap.core.errors import DomainError
from skillmap.core.services import notify
from skills.models import Skill
from training import rules
from training.models import DevelopmentPlan
from training.services.runs import start_recommendation

MOST_ASKED = 3  # ratings asked of the manager after one plan, the heaviest skills
ASKS_AGAIN = "plan_completed"


def follow_up(plan: DevelopmentPlan, now: dt.datetime) -> None:
    """Ask the person and the manager for new levels of the plan's skills, and compute the next.

    Runs in the transaction that completes the plan. People who left get none of it.
    """
    person = plan.employee
    if person.status == EmployeeStatus.LEFT:
        return
    notify(
        person.user,
        kind=ASKS_AGAIN,
        title=lambda: _("Your plan is complete: rate its skills again, a next plan follows"),
        link=reverse("pages:plan_record", args=[plan.public_id]),
    )
    manager = rules.manager_of(person)
    if manager is not None and person.user is not None and manager.user is not None:
        with override(manager.user.language):
            note = _("The development plan is complete: what do you see now?")
        for skill in skills_of(plan)[:MOST_ASKED]:
            with suppress(DomainError):  # asked already, or nobody who could answer
                ask_for_rating(
                    actor=person.user,
                    ratee=person,
                    rater=manager,
                    skill=skill,
                    note=note,
                    due_on=None,
                    now=now,
                )
    start_recommendation(actor=person.user, employee=person)


def skills_of(plan: DevelopmentPlan) -> list[Skill]:
    """The skills a plan worked on, the heaviest first."""
    weight = {row["skill_code"]: row["weight"] for row in plan.report.get("skills", ())}
    taught = {code for step in plan.steps.all() for code in step.why_skills}
    found = Skill.objects.active().filter(code__in=taught | set(weight)).select_related("scale")
    return sorted(found, key=lambda skill: (-weight.get(skill.code, 0.0), skill.name))
