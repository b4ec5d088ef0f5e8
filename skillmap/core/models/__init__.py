"""Models of the ground floor: user, organisation, jobs, imports, tokens, notes to people."""

from skillmap.core.models.access import ApiClient, ApiToken, IdempotencyRecord, ReadLog
from skillmap.core.models.erasures import Erasure
from skillmap.core.models.feed import Change, FeedEvent
from skillmap.core.models.imports import ExternalId, ImportBatch, ImportRow
from skillmap.core.models.jobs import Job
from skillmap.core.models.log_ins import LogInCode, SecondFactor
from skillmap.core.models.notifications import Notification
from skillmap.core.models.organisation import Organisation
from skillmap.core.models.record import Record
from skillmap.core.models.users import User, Viewer
from skillmap.core.models.views import SavedView
from skillmap.core.models.webhooks import WebhookDelivery, WebhookEndpoint

__all__ = [
    "ApiClient",
    "ApiToken",
    "Change",
    "Erasure",
    "ExternalId",
    "FeedEvent",
    "IdempotencyRecord",
    "ImportBatch",
    "ImportRow",
    "Job",
    "LogInCode",
    "Notification",
    "Organisation",
    "ReadLog",
    "Record",
    "SavedView",
    "SecondFactor",
    "User",
    "Viewer",
    "WebhookDelivery",
    "WebhookEndpoint",
]
