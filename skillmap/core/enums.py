"""Choices of the ground floor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Life of a background job. `parked` waits for an admin after three crashes."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    PARKED = "parked", _("stopped, needs a look")


class ImportKind(models.TextChoices):
    """What a file is about; each kind is read by one app."""

    SKILLS = "skills", _("skills")
    ROLES = "roles", _("role profiles")
    PEOPLE = "people", _("people")
    ACTIVITIES = "activities", _("training catalogue")
    EVIDENCE = "evidence", _("ratings and results")


class ImportState(models.TextChoices):
    """Life of an import batch: nothing is applied before a person or a command says so."""

    CHECKING = "checking", _("being read")
    COLUMNS = "columns", _("waiting for its columns")
    READY = "ready", _("ready to apply")
    HELD = "held", _("held for a person")
    APPLYING = "applying", _("being applied")
    APPLIED = "applied", _("applied")
    REFUSED = "refused", _("refused")
    UNDONE = "undone", _("undone")
    REPLACED = "replaced", _("replaced by a later run")
    DISCARDED = "discarded", _("discarded")


class RowAction(models.TextChoices):
    """What one row of an import does."""

    CREATE = "create", _("new")
    UPDATE = "update", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REJECT = "reject", _("rejected")


class DeliveryState(models.TextChoices):
    """What became of telling an endpoint of one change."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("given up")


class ReadKind(models.TextChoices):
    """Which sensitive thing was looked at with a reason."""

    SELF_RATING = "self_rating", _("self-rating")
    MANAGER_RATING = "manager_rating", _("manager rating")
    RATER = "rater", _("who gave a rating")
    REVIEW = "review", _("review, goals or check-ins")
    FEEDBACK = "feedback", _("report of anonymous feedback")
    RATER_REPORT = "rater_report", _("how you rate others")
    PERSONAL_DATA = "personal_data", _("a copy of your data")


class Scope(models.TextChoices):
    """Rights of a personal token; `write` does not imply `read`."""

    DIRECTORY_READ = "directory:read", _("read directory cards")
    PEOPLE_WRITE = "people:write", _("bring in people")
    ORG_READ = "org:read", _("read units and roles")
    ORG_WRITE = "org:write", _("bring in role profiles")
    SKILLS_READ = "skills:read", _("read the taxonomy")
    SKILLS_WRITE = "skills:write", _("bring in skills")
    RATINGS_WRITE = "ratings:write", _("rate, and bring in ratings and results")
    GAPS_READ = "gaps:read", _("read levels and gaps")
    PLANS_READ = "plans:read", _("read plans and completions")
    PLANS_WRITE = "plans:write", _("start analyses, decide about plans")
    CERTIFICATES_READ = "certificates:read", _("read certificates")
    CERTIFICATES_WRITE = "certificates:write", _("send and decide about certificates")
    ACTIVITIES_READ = "activities:read", _("read the catalogue")
    ACTIVITIES_WRITE = "activities:write", _("bring in the catalogue")
    COMPLETIONS_WRITE = "completions:write", _("tell what people have finished")
    GOALS_READ = "goals:read", _("read goals")
    GOALS_WRITE = "goals:write", _("set, change and close goals")
    REVIEWS_READ = "reviews:read", _("read reviews and their cycles")
    REVIEWS_WRITE = "reviews:write", _("prepare, start and close cycles of reviews")
    ANALYTICS_READ = "analytics:read", _("read the skill map")
    JOBS_READ = "jobs:read", _("read background jobs and imports")
    WEBHOOKS_MANAGE = "webhooks:manage", _("have changes told to an address of its own")
    SCIM = "scim", _("bring in people by SCIM")


JOB_LEASE_SECONDS = 60
JOB_RENEW_SECONDS = 15
JOB_MAX_CRASHES = 3
INVITATION_DAYS = 7
SCORE_FLOOR_MINIMUM = 3  # answers; no setting may go below
