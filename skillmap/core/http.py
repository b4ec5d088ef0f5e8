"""The request as views behind the log-in see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from skillmap.core.models import User


class UserRequest(HttpRequest):
    """A request that passed `LoginRequiredMiddleware` and `HtmxMiddleware`."""

    user: User
    htmx: HtmxDetails
