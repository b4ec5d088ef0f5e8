"""`Idempotency-Key` on POST: the same request twice has one effect and one answer."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import IdempotencyRecord

P = ParamSpec("P")
V = TypeVar("V", bound=APIView)
Handler = Callable[Concatenate[V, Request, P], Response]
HEADER = "Idempotency-Key"
LONGEST_KEY = 100
ABANDONED_AFTER = timedelta(minutes=2)  # longer than any statement may take
_KEPT_HEADERS = ("Location", "ETag")


def idempotent(handler: Handler[V, P]) -> Handler[V, P]:
    """Let a POST be repeated safely: the effect and its stored answer commit together.

    A refused request stores nothing, so that the same key may try again.
    """

    @wraps(handler)
    def once(view: V, request: Request, /, *args: P.args, **kwargs: P.kwargs) -> Response:
        if HEADER not in request.headers:
            return handler(view, request, *args, **kwargs)
        record = _claim(request)
        if record.status is not None:
            return _replay(view, record)
        try:
            with transaction.atomic():
                response = handler(view, request, *args, **kwargs)
                _store(record, response)
        except BaseException:
            record.delete()
            raise
        return response

    return once


def _claim(request: Request) -> IdempotencyRecord:
    """Our own fresh record, or the finished one of the same request.

    Raises `DomainError` when the key was used for something else or is being worked on.
    """
    user: Any = request.user  # never anonymous: permissions come first
    key, digest = request.headers[HEADER], _digest(request)
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise DomainError(_("An idempotency key has 1 to 100 characters."), code="invalid_key")
    record, created = IdempotencyRecord.objects.get_or_create(
        user=user,
        key=sha256(key.encode()).hexdigest(),
        defaults={"path": request.path[:300], "body_digest": digest, "created_at": Now()},
    )
    if created:
        return record
    if (record.path, record.body_digest) != (request.path[:300], digest):
        raise DomainError(
            _("This idempotency key was already used for another request."), code="key_reused"
        )
    return record if record.status is not None else _take_over(record)


def _take_over(record: IdempotencyRecord) -> IdempotencyRecord:
    """Continue what a dead process left behind; its effect was rolled back with it.

    The clock is the database's: those of two web servers may differ.
    """
    abandoned = IdempotencyRecord.objects.filter(
        pk=record.pk, status=None, created_at__lt=Now() - ABANDONED_AFTER
    )
    if not abandoned.update(created_at=Now()):
        raise ConflictError(
            _("The first request with this key is still being worked on."), code="in_flight"
        )
    return record


def _store(record: IdempotencyRecord, response: Response) -> None:
    """Keep an answer, without what it says was `shown_once`: no secret is kept."""
    secret = dict.fromkeys(getattr(response, "shown_once", ()))
    kept = {**response.data, **secret} if secret else response.data
    record.status = response.status_code
    record.headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    record.body = JSONRenderer().render(kept).decode()
    record.save(update_fields=["status", "headers", "body"])


def _replay(view: APIView, record: IdempotencyRecord) -> Response:
    """The stored answer. Raises 404 where the view says that it tells of what is hidden by now."""
    data = json.loads(record.body) if record.body else None
    may_replay = getattr(view, "may_replay", None)
    if data and may_replay and not may_replay(data):
        raise Http404
    return Response(data, status=record.status, headers={**record.headers, "Idempotent": "replay"})


def _digest(request: Request) -> str:
    """What the body says, whatever its boundary, order of fields or white space, and what the
    token may do: another one of the same user may not be told the same."""
    data = request.data
    if hasattr(data, "lists"):
        plain: Any = {name: [_plain(value) for value in values] for name, values in data.lists()}
    else:
        plain = data
    scopes = sorted(getattr(request.auth, "scopes", ()))
    return sha256(json.dumps([plain, scopes], sort_keys=True, default=str).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    content = sha256()
    for chunk in value.chunks():
        content.update(chunk)
    value.seek(0)
    return [value.name, content.hexdigest()]
