"""What a token may be allowed to do. A session has every right of its user instead."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """Rights of a token; `write` does not imply `read`."""

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
    ACTIVITIES_READ = "activities:read", _("read the catalogue")
    ACTIVITIES_WRITE = "activities:write", _("bring in the catalogue")
    ANALYTICS_READ = "analytics:read", _("read the skill map")
    JOBS_READ = "jobs:read", _("read background jobs and imports")


class Door(Enum):
    """Declarations for endpoints without a scope of their own."""

    ANYBODY = "no log-in needed"
    ANY_TOKEN = "a log-in, whatever the scopes of the token"  # noqa: S105 - not a password


Needed = Scope | tuple[Scope, ...] | Door
