"""Addresses below `/api`."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from rest_framework.routers import SimpleRouter

from assessments.api.certificates import CertificateViewSet
from assessments.api.cycles import CycleViewSet
from assessments.api.instruments import (
    ScenarioAttemptViewSet,
    ScenarioViewSet,
    TestAttemptViewSet,
    TestViewSet,
)
from assessments.api.levels import GapsView, LevelsView, PersonGapsView, PersonLevelsView
from employees.api import MeView
from employees.api.roles import RequirementsView
from reviews.api.check_ins import CheckInViewSet
from reviews.api.cycles import ReviewCycleViewSet
from reviews.api.reviews import PersonReviewsView, ReviewViewSet
from skillmap.api.events import EventsView
from skillmap.api.goals import GoalViewSet
from skillmap.api.imports import ImportRowsView, ImportViewSet
from skillmap.api.jobs import JobViewSet
from skillmap.api.ratings import RatingsView
from skillmap.api.rows import (
    ActivityRows,
    PersonByExternalId,
    PersonRows,
    RatingRows,
    RoleRows,
    SkillRows,
)
from skillmap.api.runs import RunGapsView, RunViewSet
from skillmap.api.skill_map import SkillMapView
from skillmap.api.units import UnitRows
from skillmap.api.webhooks import DeliveriesView, WebhookViewSet
from skillmap.core.api.system import DocsView, HealthView, OpenApiView
from skillmap.core.api.views import NoSuchResource
from skills.api import FrameworkViewSet, ScaleViewSet
from training.api.budgets import AllocationsView, BudgetViewSet
from training.api.completions import CompletionsBulkView, CompletionsView
from training.api.duties import DutyViewSet, PersonRefusalsView, RefusalViewSet
from training.api.options import OptionViewSet, RecommendView, WhatIfView
from training.api.plans import PersonCompletionsView, PersonPlanView, PlanViewSet, StepsView
from training.api.programmes import MembersView, ProgrammeViewSet
from training.api.templates import TemplateViewSet

app_name = "api"

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("people", PersonRows, "people")
router.register("org-units", UnitRows, "org-units")
router.register("roles", RoleRows, "roles")
router.register("skills", SkillRows, "skills")
router.register("skill-frameworks", FrameworkViewSet, "skill-frameworks")
router.register("proficiency-scales", ScaleViewSet, "proficiency-scales")
router.register("activities", ActivityRows, "activities")
router.register("plans", PlanViewSet, "plans")
router.register("plan-options", OptionViewSet, "plan-options")
router.register("mandatory-activities", DutyViewSet, "mandatory-activities")
router.register("refused-activities", RefusalViewSet, "refused-activities")
router.register("path-templates", TemplateViewSet, "path-templates")
router.register("programmes", ProgrammeViewSet, "programmes")
router.register("budgets", BudgetViewSet, "budgets")
router.register("imports", ImportViewSet, "imports")
router.register("certificates", CertificateViewSet, "certificates")
router.register("jobs", JobViewSet, "jobs")
router.register("assessment-cycles", CycleViewSet, "assessment-cycles")
router.register("tests", TestViewSet, "tests")
router.register("test-attempts", TestAttemptViewSet, "test-attempts")
router.register("scenarios", ScenarioViewSet, "scenarios")
router.register("scenario-attempts", ScenarioAttemptViewSet, "scenario-attempts")
router.register("goals", GoalViewSet, "goals")
router.register("reviews", ReviewViewSet, "reviews")
router.register("check-ins", CheckInViewSet, "check-ins")
router.register("review-cycles", ReviewCycleViewSet, "review-cycles")
router.register("analysis-runs", RunViewSet, "analysis-runs")
router.register("webhooks", WebhookViewSet, "webhooks")

v1: list[URLPattern | URLResolver] = [
    path("", include(router.urls)),
    path("roles/<uuid:role_id>/requirements", RequirementsView.as_view(), name="requirements"),
    path("levels", LevelsView.as_view(), name="levels"),
    path("ratings", RatingsView.as_view(), name="ratings"),
    path("ratings/bulk", RatingRows.as_view(), name="ratings-bulk"),
    path("gaps", GapsView.as_view(), name="gaps"),
    path(
        "people/by-external-id/<str:source>/<str:value>",
        PersonByExternalId.as_view({"put": "upsert"}),
        name="people-by-external-id",
    ),
    path("people/<uuid:person_id>/skills", PersonLevelsView.as_view(), name="person-levels"),
    path("people/<uuid:person_id>/gaps", PersonGapsView.as_view(), name="person-gaps"),
    path("plans/<uuid:plan_id>/steps", StepsView.as_view(), name="plan-steps"),
    path("people/<uuid:person_id>/plan", PersonPlanView.as_view(), name="person-plan"),
    path("people/<uuid:person_id>/what-if", WhatIfView.as_view(), name="person-what-if"),
    path("people/<uuid:person_id>/recommend", RecommendView.as_view(), name="person-recommend"),
    path(
        "people/<uuid:person_id>/refused-activities",
        PersonRefusalsView.as_view(),
        name="person-refusals",
    ),
    path("programmes/<uuid:programme_id>/members", MembersView.as_view(), name="programme-members"),
    path(
        "budgets/<uuid:budget_id>/allocations",
        AllocationsView.as_view(),
        name="budget-allocations",
    ),
    path(
        "people/<uuid:person_id>/completions",
        PersonCompletionsView.as_view(),
        name="person-completions",
    ),
    path("people/<uuid:person_id>/reviews", PersonReviewsView.as_view(), name="person-reviews"),
    path("completions", CompletionsView.as_view(), name="completions"),
    path("completions/bulk", CompletionsBulkView.as_view(), name="completions-bulk"),
    path("skill-map", SkillMapView.as_view(), name="skill-map"),
    path("imports/<uuid:import_id>/rows", ImportRowsView.as_view(), name="import-rows"),
    path("analysis-runs/<uuid:run_id>/gaps", RunGapsView.as_view(), name="run-gaps"),
    path("events", EventsView.as_view(), name="events"),
    path(
        "webhooks/<uuid:webhook_id>/deliveries",
        DeliveriesView.as_view(),
        name="webhook-deliveries",
    ),
    path("me", MeView.as_view(), name="me"),
    path("health", HealthView.as_view(), name="health"),
    path("openapi.json", OpenApiView.as_view(), name="openapi"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs", DocsView.as_view(), name="docs"),
    path("v1/", include(v1)),
    re_path("", NoSuchResource.as_view(), name="no-such-resource"),
]
