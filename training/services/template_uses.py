"""Handing a path template to the workers for one person or many; light enough for the web."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import RunShard
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from skillmap.core import jobs
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import User
from training.models import PathTemplate, TemplateUse
from training.services.runs import Wishes, create_run

SLICE = 25  # people planned for before seats are counted anew
LONGEST_SCOPE = 300


@transaction.atomic
def use_template(
    *,
    actor: User,
    template: PathTemplate,
    people: Iterable[int],
    scope: str,
    start: dt.date | None = None,
    among: EmployeeQuerySet | None = None,
    link: str = "",
) -> TemplateUse:
    """Let workers propose a template to these people (ids); `use.run.job` shows the progress.

    `scope` says in words who they are; plans begin at `start` (default today). `among`: to whom the
    actor may propose it, where that is not who reads their plans. `link` leads to what came of it,
    where that is not the list of results. Raises `NotAllowedError` unless
    that is each of them, `ConflictError` for a retired template, `DomainError` for nobody.
    """
    chosen = sorted(set(people))
    if template.retired_on is not None:
        raise ConflictError(_("This template is not used any more."))
    if not chosen:
        raise DomainError(_("Nobody is chosen."), code="nobody")
    own = Employee.objects.levels_visible_to(actor) if among is None else among
    if own.filter(pk__in=chosen).count() < len(chosen):
        raise NotAllowedError(_("You may propose plans to your own people only."))
    run = create_run(actor=actor, wishes=Wishes(start=start))
    RunShard.objects.bulk_create(
        RunShard(run=run, number=number, employees=chosen[i : i + SLICE])
        for number, i in enumerate(range(0, len(chosen), SLICE))
    )
    use = TemplateUse.objects.create(
        template=template, edition=template.edition, run=run, scope=scope[:LONGEST_SCOPE]
    )
    run.job = jobs.enqueue(
        "training.apply_template",
        actor=actor,
        title=_("Plans from “%(template)s”") % {"template": template},
        link=link or reverse("pages:template_use", args=[use.public_id]),
        use_id=use.pk,
    )
    run.save(update_fields=["job"])
    return use
