"""Notes about dates that are near and steps that are late; each once."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmap.core.models import Notification
from skillmap.core.services import notify
from training.enums import PlanState, StepState
from training.models import ActivitySession, PlanStep
from training.services.seats import hand_on_seats

DAYS_BEFORE = 2
SOON, LATE = "session_soon", "step_late"


@transaction.atomic
def remind_of_plans(now: dt.datetime) -> int:
    """Tell people of the dates of the next days and of steps whose week is over.

    Hands on seats of people who left, too. Safe to run as often as one likes: the same note is
    written once. Returns how many were.
    """
    today = timezone.localdate(now)
    coming = ActivitySession.objects.filter(starts_on__gte=today, cancelled_at=None)
    hand_on_seats(
        coming.filter(plan_steps__waits_since__isnull=False).values_list("pk", flat=True), now
    )
    steps = PlanStep.objects.filter(plan__state=PlanState.ACTIVE, state=StepState.PLANNED)
    steps = steps.select_related("plan__employee__user", "activity", "session").order_by("pk")
    return sum(_remind(step, today) for step in steps)


def _remind(step: PlanStep, today: dt.date) -> bool:
    user = step.plan.employee.user
    if user is None:
        return False
    with override(user.language):
        kind, title = _note(step, today)
    path = reverse("pages:person_plan", args=[step.plan.employee.public_id])
    link = f"{path}#step-{step.position}"
    told = Notification.objects.filter(user=user, kind=kind, title=title, link=link)
    if not kind or told.exists():
        return False
    return notify(user, kind=kind, title=lambda: title, link=link) is not None


def _note(step: PlanStep, today: dt.date) -> tuple[str, str]:
    """The kind of note that is due, and its text; nothing on most days."""
    title = step.activity.title[:100]
    if step.session is not None and step.waits_since is None:
        day = step.session.starts_on
        if today <= day <= today + dt.timedelta(days=DAYS_BEFORE) and not step.session.cancelled_at:
            text = _("“%(title)s” takes place on %(day)s.")
            return SOON, text % {"title": title, "day": date_format(day, "j M Y")}
    week = (today - step.plan.week_zero).days // 7
    if step.next_week is None or step.next_week >= week:
        return "", ""
    sunday = step.plan.week_zero + dt.timedelta(weeks=step.next_week, days=6)
    text = _("“%(title)s” was due by %(day)s. Do it, or plan it anew.")
    return LATE, text % {"title": title, "day": date_format(sunday, "j M Y")}
