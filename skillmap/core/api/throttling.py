"""A fixed budget of requests a minute for each user, told in the usual headers."""

import time
from typing import TYPE_CHECKING, cast

from django.core.cache import caches
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from skillmap.core.cache import ForgivingRedisCache

if TYPE_CHECKING:  # DRF's views import this module
    from rest_framework.views import APIView

REQUESTS_PER_WINDOW = 600
WINDOW_SECONDS = 60


class RequestBudget(BaseThrottle):
    """Counts in the cache; when the cache is away everybody passes, for it guards nothing else."""

    seconds_left = WINDOW_SECONDS

    def allow_request(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002
        window, passed = divmod(int(time.time()), WINDOW_SECONDS)
        self.seconds_left = WINDOW_SECONDS - passed
        used = _counter().count(f"api-budget:{self._who(request)}:{window}", 2 * WINDOW_SECONDS)
        request.budget = {  # type: ignore[attr-defined]  # read when the answer is finished
            "RateLimit-Limit": str(REQUESTS_PER_WINDOW),
            "RateLimit-Remaining": str(max(0, REQUESTS_PER_WINDOW - used)),
            "RateLimit-Reset": str(self.seconds_left),
        }
        return used <= REQUESTS_PER_WINDOW

    def wait(self) -> float:
        return float(self.seconds_left)

    def _who(self, request: Request) -> str:
        return str(request.user.pk) if request.user.is_authenticated else self.get_ident(request)


def _counter() -> ForgivingRedisCache:
    return cast(ForgivingRedisCache, caches["default"])
