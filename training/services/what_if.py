"""Asking what a plan would be under other wishes; light enough for the web."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import AnalysisRun
from employees.models import Employee
from skillmap.core import jobs
from skillmap.core.errors import NotAllowedError
from skillmap.core.models import User
from training import rules
from training.services.runs import Wishes, create_run


def ask_what_if(*, actor: User, employee: Employee, wishes: Wishes) -> AnalysisRun:
    """Hand the question to the workers; the answer is an option that only `actor` sees.

    Nothing of it is the person's plan until chosen. Raises `NotAllowedError`, and `DomainError`
    naming the wish at fault.
    """
    if not rules.can_recommend_path(actor, employee):
        raise NotAllowedError(_("Only the person, their managers and HR may ask this."))
    with transaction.atomic():
        run = create_run(actor=actor, wishes=wishes, employee=employee)
        run.job = jobs.enqueue(
            "training.answer_what_if",
            actor=actor,
            title=_("What if"),
            link=reverse("pages:plan_what_if", args=[employee.public_id]),
            run_id=run.pk,
        )
        run.save(update_fields=["job"])
    return run
