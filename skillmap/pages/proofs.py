"""Ways to prove a level, as the pages of a skill offer them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from assessments.models import Attempt, ScenarioAttempt
from assessments.queries.proofs import proofs_of
from assessments.services.attempts import Standing, standing
from employees.models import Employee
from skillmap.core.http import UserRequest
from skills.models import CertificateType, Skill


@dataclass(frozen=True, slots=True)
class Way:
    """One test or scenario. `url` leads to it where the viewer may start it, `standing` says
    whether and when; `last` is the newest scored attempt, whose result is at `last_url`."""

    title: str
    minutes: int | None
    url: str
    standing: Standing
    last: Attempt | ScenarioAttempt | None
    last_url: str


@dataclass(frozen=True, slots=True)
class Ways:
    """Everything that shows a level of one skill; `person` is who would be shown."""

    person: Employee | None
    is_self: bool
    tests: Sequence[Way]
    scenarios: Sequence[Way]
    certificates: Sequence[CertificateType]
    certificate_url: str


def ways_to_prove(request: UserRequest, skill: Skill, person: Employee | None) -> Ways:
    """What this viewer sees of it, with links to what they may start themself."""
    is_self = person is not None and person.user_id == request.user.pk
    found = proofs_of(request.user, skill, person)
    takes = is_self and not found.reads_keys
    return Ways(
        person=person,
        is_self=is_self,
        tests=[_way(quiz, seen, "quiz", "result", takes=takes) for quiz, seen in found.quizzes],
        scenarios=[
            _way(scenario, seen, "scenario", "outcome", takes=takes)
            for scenario, seen in found.scenarios
        ],
        certificates=found.certificates,
        certificate_url=_certificate_url(person) if is_self else "",
    )


def _certificate_url(person: Employee | None) -> str:
    return reverse("pages:person_certificate_new", args=[person.public_id]) if person else ""


def _way(thing: Any, seen: Sequence[Any], noun: str, result: str, *, takes: bool) -> Way:
    """`thing` is a test or a scenario, `seen` the attempts at it."""
    found = standing(
        seen,
        attempts_at_most=thing.attempts_at_most,
        retake_days=thing.retake_days,
        today=timezone.now().date(),
    )
    last = next((one for one in seen if one.level is not None), None)
    return Way(
        title=thing.title,
        minutes=getattr(thing, "minutes", None),
        url=reverse(f"pages:{noun}_detail", args=[thing.public_id])
        if takes and found.may_start
        else "",
        standing=found,
        last=last,
        last_url=reverse(f"pages:{result}_detail", args=[last.public_id]) if last else "",
    )
