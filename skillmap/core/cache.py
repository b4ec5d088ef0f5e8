"""A cache that may be away."""

import logging
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

T = TypeVar("T")
log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis that is not missed: without it nothing is remembered, and pages keep working.

    It counts attempts to log in and requests of the API; both are unlimited while it is away.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(True, super().add, *args, **kwargs)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, super().get, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._or(None, super().set, *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return self._or(False, super().delete, *args, **kwargs)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._or(delta, super().incr, key, delta, version)

    def count(self, key: str, timeout: int) -> int:
        """Add one to a number that is forgotten after `timeout` seconds, in one round trip."""
        return self._or(1, self._count, key, timeout)

    def _count(self, key: str, timeout: int) -> int:
        name = self.make_and_validate_key(key)
        with self._counter.pipeline(transaction=False) as pipe:
            pipe.incr(name)
            pipe.expire(name, timeout)
            number, _is_kept = pipe.execute()
        return int(number)

    @cached_property
    def _counter(self) -> Any:
        """Kept, for to make a client takes longer than to count."""
        return self._cache.get_client(None, write=True)

    def _or(self, answer: T, ask: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        try:
            return ask(*args, **kwargs)
        except RedisError:
            log.warning("the cache is away")
            return answer
