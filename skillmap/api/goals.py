"""Goals: one's own and those of direct reports to write, those of people one reads about to read.

Beside goals they show levels and certificates, so they stand above the apps.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.models import SkillProfile
from assessments.queries.cells import person_skills, with_observations
from employees.models import Assignment, Employee
from employees.queries import subtree_of
from reviews import rules, services
from reviews.enums import GoalState
from reviews.models import Goal, UnitGoal
from reviews.queries.goals import held_certificates, on_kind, share_of
from reviews.services import GoalContent
from skillmap.api.goal_serializers import (
    GoalBody,
    GoalClosing,
    GoalFigureBody,
    GoalParameters,
    GoalRow,
    GoalSerializer,
    OneGoalChange,
)
from skillmap.core.api.each import (
    EachRow,
    Row,
    answer_of,
    compared,
    trying,
    writes_each,
)
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import NoBody
from skillmap.core.api.refs import named
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import IF_MATCH, required_version
from skillmap.core.enums import RowAction
from skillmap.core.imports.rows import RowResult
from skills.models import CertificateType, Skill

_EXAMPLES = [
    OpenApiExample(
        "A soft skill",
        value={
            "person": "42a7c4de-2f1b-4f0e-9d4e-1f6f0e1b7a11",
            "kind": "skill",
            "title": "Improve cross-functional collaboration",
            "skill": "2c0c9f6e-5b1d-4d58-8a3b-0f3f7f7c9a22",
            "target_level": "3.50",
            "due_on": "2027-03-31",
        },
        request_only=True,
    ),
    OpenApiExample(
        "A certification",
        value={
            "person": "42a7c4de-2f1b-4f0e-9d4e-1f6f0e1b7a11",
            "kind": "certification",
            "title": "Complete a project management certification",
            "certificate_type": "PROJECT_MGMT",
        },
        request_only=True,
    ),
]


_ANSWER = answer_of(GoalSerializer)


@writes_each("goals", GoalRow)
class GoalViewSet(EachRow):
    """Goals of yourself, of the people you lead, and of those HR answers for.

    HR admins read goals of others after they gave a reason for each person in the browser; it
    holds for a day, and the person sees it.
    """

    queryset = Goal.objects.select_related(
        "employee", "skill__scale", "certificate_type", "parent", "aligned_to__unit"
    ).prefetch_related("figures")
    serializer_class = GoalSerializer
    parameters = GoalParameters
    may_write = rules.can_set_goals
    read_scope = Scope.GOALS_READ
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.GOALS_READ,
        "retrieve": Scope.GOALS_READ,
        "create": Scope.GOALS_WRITE,
        "bulk": Scope.GOALS_WRITE,
        "partial_update": Scope.GOALS_WRITE,
        "close": Scope.GOALS_WRITE,
        "reopen": Scope.GOALS_WRITE,
        "figures": Scope.GOALS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {
        "person": "employee__public_id",
        "kind": "kind",
        "skill": "skill__public_id",
        "state": "state",
    }

    def visible(self, rows: QuerySet[Goal]) -> QuerySet[Goal]:
        seen: QuerySet[Goal] = rows.open_today_to(self.request.user)  # type: ignore[attr-defined]
        readable = Employee.objects.certificates_visible_to(self.request.user)
        return seen.annotate(
            sees_certificates=Exists(readable.filter(pk=OuterRef("employee"))),
            holds=Exists(held_certificates(OuterRef("employee"), OuterRef("certificate_type"))),
        )

    def narrow(self, rows: QuerySet[Goal]) -> QuerySet[Goal]:
        rows = super().narrow(rows)
        if kind := self.wanted.get("skill_kind"):
            rows = rows.filter(on_kind(kind))
        if unit := self.wanted.get("org_unit"):
            units = subtree_of(unit, self.request.user)
            inside = Assignment.objects.current().primary().filter(unit__in=units)
            rows = rows.filter(employee__in=inside.values("employee"))
        return rows

    def page(self, rows: QuerySet[Goal]) -> Response:
        found = self.paginate_queryset(self.narrow(rows)) or []
        complete(found)
        return self.told(found)

    def shown(self, row: Goal, status: int = 200) -> Response:
        complete([row])
        return super().shown(row, status)

    @extend_schema(
        request=GoalBody, responses=dict.fromkeys((200, 201), _ANSWER), examples=_EXAMPLES
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Set a goal of yourself or of a direct report."""
        values = self.valid(GoalBody)
        with trying(dry_run=values["dry_run"]):
            about = self._about(values)
            content = GoalContent(**_content(values, about["employee"]))
            goal = services.add_goal(actor=self.writer, content=content, **about)
        done = compared(goal, goal.title, None, _columns(goal))
        if values["dry_run"]:
            return self.answered(done, None)
        response = self.answered(done, self.get_queryset().get(pk=goal.pk), 201)
        response["Location"] = f"{request.path}/{goal.public_id}"
        return response

    @extend_schema(request=OneGoalChange, responses=_ANSWER)
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Change what is named, leave the rest (merge patch); needs `If-Match`."""
        goal, version = self._own(), required_version(request)
        values = self.valid(OneGoalChange)
        with trying(dry_run=values["dry_run"]):
            done = self._change(goal, values, goal.version if version is None else version)
        return self.answered(done, None if values["dry_run"] else self.one())

    def prepare(self, rows: Sequence[Row]) -> None:
        """Everybody may send 500 goals, which takes long: no file waits for them."""
        ids = [row["id"] for row in rows if "id" in row]
        named_people = Q(public_id__in=[row["person"] for row in rows if "person" in row])
        owners = Q(pk__in=self.get_queryset().filter(public_id__in=ids).values("employee"))
        people = Employee.objects.levels_visible_to(self.request.user)
        services.lock_goals(people.filter(named_people | owners))

    def write_row(self, row: Row) -> RowResult:
        if "id" in row:
            goal = get_object_or_404(self.get_queryset(), public_id=row["id"])
            return self._change(goal, row, row["version"])
        about = self._about(row)
        content = GoalContent(**_content(row, about["employee"]))
        goal, is_new = services.add_goal_once(actor=self.writer, content=content, **about)
        columns = _columns(goal)
        return compared(goal, goal.title, None if is_new else columns, columns)

    def _change(self, goal: Goal, values: Row, version: int) -> RowResult:
        before = _columns(goal)
        changed = GoalContent.of(goal).columns | _content(values, goal.employee)
        content = GoalContent(**changed)
        services.change_goal(actor=self.writer, goal=goal, content=content, version=version)
        return compared(goal, str(goal.public_id), before, _columns(goal))

    @extend_schema(request=GoalClosing, responses=_ANSWER, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    @idempotent
    def close(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Say that it is reached, or drop it for a reason; needs `If-Match`."""
        goal, version = self._own(), required_version(request)
        values = self.valid(GoalClosing)
        state = GoalState(values["state"])
        done = {"state": state, "reason": values["reason"]}
        return self._done(services.set_goal_state, goal, version, **done)

    @extend_schema(request=NoBody, responses=_ANSWER, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    @idempotent
    def reopen(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Open a closed goal again; needs `If-Match`."""
        goal, version = self._own(), required_version(request)
        self.valid(NoBody)
        return self._done(services.set_goal_state, goal, version, state=GoalState.OPEN)

    @extend_schema(request=GoalFigureBody, responses=_ANSWER, parameters=[IF_MATCH])
    @action(detail=True, methods=["post"])
    @idempotent
    def figures(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Write down where the figure of a KPI stood on a day; needs `If-Match`."""
        goal, version = self._own(), required_version(request)
        values = self.valid(GoalFigureBody)
        day = values.get("measured_on") or timezone.localdate()
        figure: dict[str, Any] = {"current": values["value"], "measured_on": day}
        return self._done(services.measure_goal, goal, version, **figure)

    def _own(self) -> Goal:
        """The goal, for those who may change it."""
        goal: Goal = self.one()
        if not rules.can_change_goal(self.request.user, goal):
            raise PermissionDenied(_("Only the person and their manager may change goals."))
        return goal

    def _done(
        self, service: Callable[..., None], goal: Goal, version: int | None, **values: Any
    ) -> Response:
        """Let the service write under its rules, at the version the client has seen."""
        expected = goal.version if version is None else version
        service(actor=self.writer, goal=goal, version=expected, **values)
        done = RowResult(RowAction.UPDATE, str(goal.public_id), id=goal.public_id)
        return self.answered(done, self.one())

    def _about(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Whose goal, of which kind, about what. Raises a fault for what is hidden or unknown."""
        people = Employee.objects.levels_visible_to(self.request.user)
        kinds = CertificateType.objects.filter(retired_on=None)
        skills = Skill.objects.active().select_related("scale")
        return {
            "employee": named(people, values, "person"),
            "kind": values["kind"],
            "skill": named(skills, values, "skill"),
            "certificate_type": named(kinds, values, "certificate_type", by="code"),
        }


def complete(goals: Collection[Goal]) -> None:
    """Give each `level_today`, `is_certified` and `share`; two queries for all of them."""
    people = {goal.employee_id for goal in goals if goal.skill_id}
    profiles = with_observations(SkillProfile.objects.filter(employee__in=people))
    rows = person_skills(list(profiles)) if people else ()
    levels = {(row.person.pk, row.skill.pk): row for row in rows}
    for goal in goals:
        known: Any = goal  # annotated by the view set, completed for the serializer
        known.level_today = levels.get((goal.employee_id, goal.skill_id or 0))
        is_told = goal.certificate_type_id is not None and known.sees_certificates
        known.is_certified = known.holds if is_told else None
        known.share = share_of(goal)


def _content(values: Mapping[str, Any], employee: Employee) -> dict[str, Any]:
    """What a body says, with the goals it names."""
    given = {name: value for name, value in values.items() if name in _WRITTEN}
    if "parent" in given:
        own = Goal.objects.filter(employee=employee)
        given["parent"] = named(own, given, "parent")
    if "aligned_to" in given:
        units = UnitGoal.objects.select_related("unit")
        given["aligned_to"] = named(units, given, "aligned_to")
    return given


def _columns(goal: Goal) -> dict[str, Any]:
    """What a goal says, with the goals it names by their ids."""
    said = GoalContent.of(goal).columns
    named_goals = {
        name: str(one.public_id) for name in ("parent", "aligned_to") if (one := said[name])
    }
    return said | named_goals


_WRITTEN = frozenset(GoalContent(title="").columns)
