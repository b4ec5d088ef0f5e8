"""What may be disclosed to a person about themselves, and what is theirs alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from assessments.enums import RaterKind
from assessments.models import (
    Attempt,
    Certificate,
    Contest,
    Evidence,
    Rating,
    Remark,
    RemarkRequest,
    ScenarioAttempt,
)
from employees.models import Absence, Assignment, Employee, Exemption, Mentorship, TargetRole
from reviews.models import (
    CheckIn,
    CheckInAction,
    CheckInNote,
    Goal,
    GoalComment,
    Observation,
    ReviewEntry,
    SignedReview,
    TalkingPoint,
)
from skillmap.core.models import ApiToken, Notification, ReadLog, SavedView
from skillmap.custody.documents import Document
from training.models import Completion, DevelopmentPlan, MentoringNote, PlanStep, RefusedActivity

Rows = Callable[[Employee], QuerySet[Any]]


@dataclass(frozen=True)
class OwnDocument:
    """Rows about one person; those that `are_theirs_alone` are in nobody else's copy."""

    name: str
    rows: Rows
    plain: tuple[str, ...]
    named: dict[str, str]
    are_theirs_alone: bool = False

    def of(self, person: Employee) -> Document:
        return Document(self.name, lambda: self.rows(person), self.plain, self.named)


def _of(model: Any, path: str = "employee") -> Rows:
    return lambda person: model.objects.filter(**{path: person})


def _of_user(model: Any, path: str = "user") -> Rows:
    return lambda person: model.objects.filter(**{path: person.user_id or 0})


def _group_feedback(person: Employee) -> QuerySet[Evidence]:
    """What a released round made of answers without a name; HR reads it in evaluative ones only,
    on the page of the report."""
    named = Evidence.objects.given_by_name().values("pk")
    return Evidence.objects.filter(employee=person).exclude(pk__in=named)


def _levels_of_managers(person: Employee) -> QuerySet[Rating]:
    """What the manager and the person said, once it is released; never a colleague's answer."""
    said = Rating.objects.filter(ratee=person, submitted_at__isnull=False)
    said = said.filter(rater_kind__in=[RaterKind.SELF, RaterKind.MANAGER])
    return said.filter(Q(cycle=None) | Q(cycle__released_at__isnull=False))


def _open_entries(person: Employee) -> QuerySet[ReviewEntry]:
    """Parts of reviews as the person reads them on the page."""
    if person.user is None:
        return ReviewEntry.objects.none()
    return ReviewEntry.objects.visible_to(person.user).filter(review__employee=person)


def _actions(person: Employee) -> QuerySet[CheckInAction]:
    return CheckInAction.objects.filter(Q(check_in__employee=person) | Q(owner=person))


def _observations(person: Employee) -> QuerySet[Observation]:
    return Observation.objects.shared().filter(employee=person)


def _mentorships(person: Employee) -> QuerySet[Mentorship]:
    return Mentorship.objects.filter(Q(mentee=person) | Q(mentor=person))


def _mentoring_notes(person: Employee) -> QuerySet[MentoringNote]:
    return MentoringNote.objects.filter(mentorship__in=_mentorships(person))


def _looks(person: Employee) -> QuerySet[ReadLog]:
    return ReadLog.objects.filter(subject_id=person.pk)


OWN: Sequence[OwnDocument] = (
    OwnDocument(
        "person",
        lambda person: Employee.objects.filter(pk=person.pk),
        (
            *("number", "first_name", "last_name", "email", "status", "time_zone", "work_mode"),
            *("languages", "learning_hours_per_week", "joined_on", "left_on", "source"),
        ),
        {"site": "site__name", "last_login": "user__last_login"},
    ),
    OwnDocument(
        "places",
        _of(Assignment),
        ("job_title", "is_primary", "valid"),
        {
            "unit": "unit__path",
            "role": "role__name",
            "manager_first_name": "manager__first_name",
            "manager_last_name": "manager__last_name",
        },
    ),
    OwnDocument("absences", _of(Absence), ("days",), {}),
    OwnDocument("target_roles", _of(TargetRole), ("ended_on",), {"role": "role__name"}),
    OwnDocument(
        "exemptions",
        _of(Exemption),
        ("reason", "valid"),
        {"skill": "skill__name", "certificate": "certificate_type__name"},
    ),
    OwnDocument(
        "evidence",
        lambda person: Evidence.objects.given_by_name().filter(employee=person),
        (
            *("source", "rater_kind", "level", "observed_on", "expires_on", "recorded_at"),
            *("variance",),
        ),
        {
            "skill": "skill__name",
            "scale": "scale__name",
            "retracted": "retraction__reason",
        },
    ),
    OwnDocument(
        "group_feedback",
        _group_feedback,
        ("rater_kind", "level", "observed_on"),
        {"skill": "skill__name", "scale": "scale__name"},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "ratings",
        _levels_of_managers,
        ("rater_kind", "level", "cannot_judge", "comment", "link", "submitted_at"),
        {"skill": "skill__name", "cycle": "cycle__name"},
    ),
    OwnDocument(
        "ratings_given",
        _of(Rating, "rater"),
        ("rater_kind", "level", "cannot_judge", "comment", "link", "submitted_at"),
        {
            "skill": "skill__name",
            "first_name": "ratee__first_name",
            "last_name": "ratee__last_name",
        },
        are_theirs_alone=True,
    ),
    OwnDocument(
        "contests",
        _of(Contest, "evidence__employee"),
        ("reason", "reply", "outcome", "resolution", "due_on", "created_at"),
        {"skill": "evidence__skill__name"},
    ),
    OwnDocument(
        "tests",
        _of(Attempt),
        ("state", "started_at", "submitted_at", "n_items", "n_right", "level"),
        {"test": "quiz__title"},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "scenarios",
        _of(ScenarioAttempt),
        ("state", "started_at", "submitted_at", "level"),
        {"scenario": "scenario_version__scenario__title"},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "certificates",
        _of(Certificate),
        (
            *("title", "issuer", "identifier", "issued_on", "expires_on", "state", "reason"),
            *("file_name", "sha256", "badge_id"),
        ),
        {"kind": "type__name"},
    ),
    OwnDocument("completions", _of(Completion), ("completed_on",), {"activity": "activity__title"}),
    OwnDocument(
        "plans",
        _of(DevelopmentPlan),
        (
            *("public_id", "state", "week_zero", "weeks", "hours", "cost_cents", "currency"),
            *("report", "frozen", "proposed_at", "accepted_at", "approved_at", "ended_at"),
        ),
        {},
    ),
    OwnDocument(
        "plan_steps",
        _of(PlanStep, "plan__employee"),
        ("position", "start_week", "weeks", "why", "state", "done_on", "attendance"),
        {"plan": "plan__public_id", "activity": "activity__title"},
    ),
    OwnDocument(
        "refused_activities", _of(RefusedActivity), ("reason",), {"activity": "activity__title"}
    ),
    OwnDocument(
        "goals",
        _of(Goal),
        (
            *("public_id", "kind", "title", "target_level", "due_on", "state", "reason"),
            *("closed_on", "visibility", "kpi_unit", "kpi_start", "kpi_current", "kpi_target"),
        ),
        {"skill": "skill__name"},
    ),
    OwnDocument(
        "goal_comments",
        _of(GoalComment, "goal__employee"),
        ("text", "written_at"),
        {"goal": "goal__public_id", "by": "author__name"},
    ),
    OwnDocument(
        "review_entries",
        _open_entries,
        ("side", "topic", "level", "cannot_judge", "text"),
        {"cycle": "review__cycle__name", "skill": "skill__name", "question": "question__text"},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "signed_reviews",
        _of(SignedReview, "review__employee"),
        ("content", "digest", "signed_at"),
        {"agrees": "acknowledgement__agrees", "comment": "acknowledgement__comment"},
    ),
    OwnDocument(
        "check_ins",
        _of(CheckIn),
        ("public_id", "planned_on", "held_on", "notes"),
        {"led_by_first_name": "led_by__first_name", "led_by_last_name": "led_by__last_name"},
    ),
    OwnDocument(
        "talking_points", _of(TalkingPoint), ("text", "created_at"), {"by": "author__name"}
    ),
    OwnDocument(
        "actions", _actions, ("text", "due_on", "done_on"), {"check_in": "check_in__public_id"}
    ),
    OwnDocument(
        "observations",
        _observations,
        ("text", "observed_on", "shared_at"),
        {"skill": "skill__name", "by": "author__name"},
    ),
    OwnDocument(
        "own_observations",
        _of_user(Observation, "author"),
        ("text", "observed_on", "shared_at"),
        {"first_name": "employee__first_name", "last_name": "employee__last_name"},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "private_notes",
        _of_user(CheckInNote, "writer"),
        ("text", "created_at", "updated_at"),
        {"check_in": "check_in__public_id"},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "remarks",
        lambda person: Remark.objects.filter(Q(giver=person) | Q(receiver=person)),
        ("tone", "text", "readers", "created_at"),
        {
            "skill": "skill__name",
            "from_first_name": "giver__first_name",
            "from_last_name": "giver__last_name",
            "to_first_name": "receiver__first_name",
            "to_last_name": "receiver__last_name",
        },
        are_theirs_alone=True,
    ),
    OwnDocument(
        "remarks_asked_for",
        _of(RemarkRequest, "asker"),
        ("question", "created_at", "closed_at"),
        {"skill": "skill__name"},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "mentoring",
        _mentorships,
        ("public_id", "shares_levels", "shares_reports", "accepted_at", "ended_at"),
        {"mentee": "mentee__last_name", "mentor": "mentor__last_name", "skill": "skill__name"},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "mentoring_notes",
        _mentoring_notes,
        ("kind", "text", "practised", "written_at"),
        {"mentoring": "mentorship__public_id", "by": "author__last_name"},
        are_theirs_alone=True,
    ),
    OwnDocument("looks", _looks, ("read_on", "kind", "reason"), {"by": "viewer__name"}),
    OwnDocument(
        "notifications",
        _of_user(Notification),
        ("title", "created_at", "read_at"),
        {},
        are_theirs_alone=True,
    ),
    OwnDocument(
        "saved_views", _of_user(SavedView), ("page", "name", "query"), {}, are_theirs_alone=True
    ),
    OwnDocument(
        "tokens",
        _of_user(ApiToken),
        ("name", "scopes", "created_at", "expires_at", "revoked_at", "last_used_on"),
        {},
        are_theirs_alone=True,
    ),
)
