"""The request as views behind the log-in see it, and what they answer and read from it."""

from uuid import UUID

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from skillmap.core.models import User

INVALID = 422  # the form is shown again, with what is wrong


def as_id(text: str | None) -> UUID | None:
    """The public id in something that was sent, None where there is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class UserRequest(HttpRequest):
    """A request that passed `LoginRequiredMiddleware` and `HtmxMiddleware`."""

    user: User
    entrant: User | None  # whose log-in was right, and who owes the second factor
    htmx: HtmxDetails
