"""Everything that waits for one person, from all apps, in one query.

Each kind of thing is one part of a union with the same columns. A part says for whom it is meant:
those who are asked, not everybody who might. Whether they may is decided again when they act.
"""

import datetime as dt
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from assessments.enums import CycleState, RequestState
from assessments.models import (
    Certificate,
    Contest,
    CycleSkill,
    ExternalRater,
    FeedbackInvitation,
    Observer,
    Rating,
    RatingRequest,
)
from employees.enums import EmployeeStatus
from employees.models import Assignment, Employee
from skillmap.core.models import User
from training.enums import ESCALATION_DAYS, DecisionKind, PlanState, StepState
from training.models import DevelopmentPlan, PlanDecision, PlanStep

_TEXT, _UUID, _DATE, _NUMBER = TextField(), UUIDField(), DateField(), BigIntegerField()
_TYPES: dict[str, Any] = {
    "kind": CharField(),
    "thing": _UUID,
    "person": _UUID,
    "name": _TEXT,
    "about": _TEXT,
    "due_on": _DATE,
    "number": _NUMBER,
    "more": _TEXT,
}


class Row(NamedTuple):
    """One thing that waits. `person` and `name`: whom it is about; `about`: what.

    `thing` is the id in its address. `number` and `more` mean what the kind says.
    """

    kind: str
    thing: UUID
    person: UUID
    name: str
    about: str
    due_on: dt.date | None
    number: int
    more: str


def rows_for(user: User, today: dt.date, *, decides: bool = True) -> list[Row]:
    """Every row that waits for this person, in no order; one query.

    Who neither leads nor is HR (`decides`) is asked for fewer things, and the query is shorter.
    """
    parts = [
        _steps(user, today),
        _plans_to_approve(user, today),  # stand-ins too
        _plans_to_answer(user),
        _cycle_requests(user),
        _single_requests(user),
        _feedback(user),
        _observations(user),
    ]
    if decides:
        parts += [_contests(user, today), _certificates(user)]
        raters = (RatingRequest.objects.all(), ExternalRater.objects.all())
        parts += [_proposed_raters(user, requests) for requests in raters]
    return [Row(*row) for row in parts[0].union(*parts[1:], all=True)]


def _rows(found: QuerySet[Any], kind: str, person: str, **columns: Any) -> QuerySet[Any]:
    """The columns of `Row` under names that clash with no field."""
    nothing: dict[str, Any] = {
        "about": Value(""),
        "due_on": Value(None),
        "number": Value(0),
        "more": Value(""),
    }
    name = Concat(f"{person}__first_name", Value(" "), f"{person}__last_name")
    known = {"kind": Value(kind), "person": F(f"{person}__public_id"), "name": name}
    values: dict[str, Any] = {"thing": F("public_id"), **nothing, **known, **columns}
    cast = {f"row_{key}": Cast(values[key], field) for key, field in _TYPES.items()}
    rows: QuerySet[Any] = found.order_by().annotate(**cast).values_list(*cast)
    return rows


def _mine(user: User) -> QuerySet[Any]:
    """Direct reports."""
    return Employee.objects.in_line_of(user).values("pk")


def _is_hr_for(user: User, person: str) -> Combinable:
    """The user is HR of this person, and nobody stands between: there is no line manager."""
    hr = Employee.objects.levels_visible_to(user).exclude(pk__in=_chain(user)).exclude(user=user.pk)
    led = Assignment.objects.current().primary().filter(manager__isnull=False)
    return Q(**{f"{person}__in": hr}) & ~Exists(led.filter(employee=OuterRef(person)))


def _chain(user: User) -> QuerySet[Any]:
    led = Employee.objects.in_chain_of(user) | Employee.objects.led_in_place_by(user)
    return led.values("pk")


def _contests(user: User, today: dt.date) -> QuerySet[Any]:
    """The line manager decides; HR where there is none, where it is about the manager's own
    rating; and once nobody has decided in time HR and everybody above."""
    person = "evidence__employee"
    others = Contest.objects.visible_to(user).open().exclude(evidence__employee__user=user.pk)
    others = others.exclude(evidence__rater__user=user.pk)
    decider = (
        Assignment.objects.current()
        .primary()
        .filter(employee=OuterRef(person), manager__isnull=False)
    )
    decider = decider.exclude(manager_id=Coalesce(OuterRef("evidence__rater"), 0))
    hr = Employee.objects.levels_visible_to(user).exclude(pk__in=_chain(user))
    late = Q(due_on__lt=today)
    above = Employee.objects.in_chain_of(user).values("pk")
    asked = (
        Q(evidence__employee__in=_mine(user))
        | Q(evidence__employee__in=above) & late
        | Q(evidence__employee__in=hr) & (late | ~Exists(decider))
    )
    return _rows(
        others.filter(asked),
        "contest",
        person,
        thing=F("evidence__public_id"),
        about=F("evidence__skill__name"),
        due_on=F("due_on"),
    )


def _next_week() -> Func:
    """The week of the next session: weeks[cardinality(ticked_on) + 1]."""
    return Func(
        F("weeks"),
        F("ticked_on"),
        template="(%(expressions)s) + 1]",
        arg_joiner=")[cardinality(",
        output_field=IntegerField(),
    )


def _steps(user: User, today: dt.date) -> QuerySet[Any]:
    """Steps whose next session's week is over: one's own, and those of direct reports."""
    own = Q(plan__employee__user=user.pk)
    led = Q(plan__employee__in=_mine(user)) & ~Q(plan__employee__status=EmployeeStatus.LEAVE)
    steps = PlanStep.objects.filter(own | led, plan__state=PlanState.ACTIVE)
    sunday = ExpressionWrapper(
        F("plan__week_zero") + _next_week() * 7 + 6, output_field=DateField()
    )
    late = steps.filter(state=StepState.PLANNED).annotate(sunday=sunday).filter(sunday__lt=today)
    session = Func(F("ticked_on"), function="cardinality", output_field=IntegerField()) + 1
    return _rows(
        late,
        "step",
        "plan__employee",
        thing=F("plan__public_id"),
        about=F("activity__title"),
        due_on=F("sunday"),
        number=F("position"),
        more=session,
    )


def _plans_to_approve(user: User, today: dt.date) -> QuerySet[Any]:
    """Accepted plans that cost something: first the line manager or who stands in, above the limit
    and after ten days without an answer the next manager, HR where nobody leads."""
    plans = DevelopmentPlan.objects.filter(
        state=PlanState.PROPOSED, approved_at=None, accepted_at__isnull=False
    ).exclude(employee__user=user.pk)
    approvals = PlanDecision.objects.filter(
        plan=OuterRef("pk"), kind=DecisionKind.APPROVE, decided_at__gte=OuterRef("proposed_at")
    )
    led = Employee.objects.in_line_of(user) | Employee.objects.led_in_place_by(user)
    first = Q(employee__in=led.values("pk"))
    below = Assignment.objects.current().primary().filter(manager__in=_mine(user))
    waited = Q(proposed_at__date__lte=today - dt.timedelta(days=ESCALATION_DAYS))
    second = Q(employee__in=below.values("employee")) & (Q(Exists(approvals)) | waited)
    asked = plans.filter(first | second | _is_hr_for(user, "employee"))
    due = ExpressionWrapper(TruncDate("proposed_at") + ESCALATION_DAYS, output_field=DateField())
    return _rows(
        asked.exclude(Exists(approvals.filter(actor=user.pk))),
        "approval",
        "employee",
        due_on=due,
        number=F("cost_cents"),
        more=Concat(
            Cast("version", TextField()), Value(" "), "currency", Value(" "),
            Cast("cost_unknown", TextField()), output_field=TextField(),
        ),
    )  # fmt: skip


def _plans_to_answer(user: User) -> QuerySet[Any]:
    proposed = DevelopmentPlan.objects.filter(state=PlanState.PROPOSED, accepted_at=None)
    return _rows(proposed.filter(employee__user=user.pk), "plan", "employee")


def _certificates(user: User) -> QuerySet[Any]:
    """The line manager's to verify, HR's where there is none."""
    waiting = Certificate.objects.visible_to(user).waiting().exclude(employee__user=user.pk)
    asked = waiting.filter(Q(employee__in=_mine(user)) | _is_hr_for(user, "employee"))
    title = Coalesce(F("type__name"), F("title"))
    return _rows(asked, "certificate", "employee", about=title)


def _proposed_raters(user: User, requests: QuerySet[Any]) -> QuerySet[Any]:
    """One row per proposal; `thing` is the cycle."""
    states = [CycleState.DRAFT, CycleState.OPEN]
    proposed = requests.filter(state=RequestState.PROPOSED, cycle__state__in=states)
    proposed = proposed.exclude(ratee__user=user.pk)
    asked = proposed.filter(Q(ratee__in=_mine(user)) | _is_hr_for(user, "ratee"))
    columns = {"about": F("cycle__name"), "due_on": F("cycle__opens_on")}
    return _rows(asked, "raters", "ratee", thing=F("cycle__public_id"), **columns)


def _requests(user: User) -> QuerySet[RatingRequest]:
    here = RatingRequest.objects.wanted().filter(rater__user=user.pk)
    return here.exclude(ratee__status=EmployeeStatus.LEFT)


def _cycle_requests(user: User) -> QuerySet[Any]:
    """`number` skills have no sent answer yet; `more` is the kind of rater."""
    sent = Rating.objects.filter(
        cycle=OuterRef("participant__cycle"),
        ratee=OuterRef("participant__employee"),
        rater__user=user.pk,
        skill=OuterRef("skill"),
        submitted_at__isnull=False,
    )
    left = _asked_skills().exclude(Exists(sent))
    asked = _requests(user).filter(cycle__state=CycleState.OPEN).annotate(left=_count(left))
    return _rows(
        asked.filter(left__gt=0),
        "rating",
        "ratee",
        thing=F("cycle__public_id"),
        about=F("cycle__name"),
        due_on=F("cycle__closes_on"),
        number=F("left"),
        more=F("rater_kind"),
    )


def _single_requests(user: User) -> QuerySet[Any]:
    asked = _requests(user).filter(cycle=None)
    return _rows(
        asked, "request", "ratee", about=F("skill__name"), due_on=F("due_on"), number=Value(1)
    )


def _feedback(user: User) -> QuerySet[Any]:
    """Anonymous feedback, told to nobody but who is asked for it."""
    asked = FeedbackInvitation.objects.visible_to(user).filter(
        cycle__state=CycleState.OPEN, answered_on=None
    )
    asked = asked.annotate(asked=_count(_asked_skills())).filter(asked__gt=0)
    return _rows(
        asked,
        "feedback",
        "ratee",
        thing=F("cycle__public_id"),
        about=F("cycle__name"),
        due_on=F("cycle__closes_on"),
        number=F("asked"),
    )


def _observations(user: User) -> QuerySet[Any]:
    asked = Observer.objects.visible_to(user).filter(submitted_at=None)
    title = F("exercise__title")
    return _rows(
        asked, "exercise", "exercise__employee", thing=F("exercise__public_id"), about=title
    )


def _asked_skills() -> QuerySet[CycleSkill]:
    """What is asked about the ratee of the outer row in its cycle; nothing once withdrawn."""
    return CycleSkill.objects.filter(
        is_asked=True,
        participant__cycle=OuterRef("cycle"),
        participant__employee=OuterRef("ratee"),
        participant__withdrawn_at=None,
    )


def _count(skills: QuerySet[CycleSkill]) -> Coalesce:
    counted = skills.order_by().values(one=Value(1)).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
