"""Sending ratings: evidence first, and a plan for whoever has none."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from assessments.services import Submission, submit_ratings
from employees.models import Employee
from skillmap.core.models import User
from skills.models import Skill
from training.enums import PlanState
from training.models import DevelopmentPlan
from training.services.runs import start_recommendation

OPEN = [PlanState.PROPOSED, PlanState.ACTIVE]


@transaction.atomic
def send_ratings(
    *, actor: User, ratee: Employee, now: dt.datetime, skills: Sequence[Skill] | None = None
) -> Submission:
    """Turn one's drafts about a person into evidence, and have a path recommended anew.

    Somebody with a proposed or active plan keeps it and gets no new recommendation. Raises what
    `assessments.services.submit_ratings` raises.
    """
    sent = submit_ratings(actor=actor, ratee=ratee, now=now, skills=skills)
    has_plan = DevelopmentPlan.objects.filter(employee=ratee, state__in=OPEN).exists()
    if sent.levels and not has_plan:
        start_recommendation(actor=actor, employee=ratee)
    return sent
