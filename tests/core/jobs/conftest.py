"""The broker's queue, seen from outside."""

import base64
import json
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from redis import Redis

QUEUE = "celery"
Hints = Callable[[], list[tuple[str, list[int]]]]


@pytest.fixture
def hints() -> Iterator[Hints]:
    """What the broker was told since the last question: (task, arguments), oldest first."""
    broker = Redis.from_url(settings.REDIS_URL)
    broker.delete(QUEUE)

    def take() -> list[tuple[str, list[int]]]:
        messages = [json.loads(text) for text in broker.lrange(QUEUE, 0, -1)][::-1]
        broker.delete(QUEUE)
        bodies = [json.loads(base64.b64decode(message["body"])) for message in messages]
        return [
            (message["headers"]["task"], body[0])
            for message, body in zip(messages, bodies, strict=True)
        ]

    yield take
    broker.delete(QUEUE)
    broker.close()
