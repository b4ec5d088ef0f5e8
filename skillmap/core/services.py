"""Writes of the ground floor: notes to people, the read log, personal tokens, what is forgotten."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import FileField, Min
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from skillmap.core.enums import ImportState, JobState, ReadKind, Scope
from skillmap.core.errors import DomainError
from skillmap.core.feed import DAYS_KEPT
from skillmap.core.imports.columns import forget_tables
from skillmap.core.models import (
    ApiToken,
    FeedEvent,
    IdempotencyRecord,
    ImportBatch,
    Job,
    Notification,
    ReadLog,
    SavedView,
    User,
    WebhookDelivery,
)
from skillmap.core.models.webhooks import CALL_JOB
from skillmap.core.tokens import issue_token

LONGEST_TOKEN_LIFE_DAYS = 365
MOST_VIEWS = 30  # of one list and user
LONGEST_QUERY = 1_000  # characters, as in the model
ANSWERS_KEPT = timedelta(hours=24)  # to a request with an Idempotency-Key, in case it is repeated
EXPORTS = "exports"  # the folder of files that somebody takes out
EXPORTS_KEPT = timedelta(hours=24)
LOST_AFTER = timedelta(days=1)  # without a row
FILES_KEPT = timedelta(days=30)  # that were refused, in case somebody puts them right, or replaced


Sentence = Callable[[], str]  # called in the language of who reads it


def notify(user: User | None, *, kind: str, title: Sentence, link: str = "") -> Notification | None:
    """Put a note into somebody's inbox; a person without a log-in gets none.

    `kind` is for programs ("plan_proposed"), `link` a path of this site.
    """
    if user is None or not user.is_active:
        return None
    with translation.override(user.language):
        text = title()[:200]
    return Notification.objects.create(user=user, kind=kind, title=text, link=link)


def settle(kinds: Sequence[str], link: str, users: Sequence[User] | None = None) -> int:
    """Mark open notes of these kinds about `link` as read, because what they ask is decided.

    Those of everybody, or of `users` only. Returns how many were open.
    """
    now = timezone.now()
    open_notes = Notification.objects.filter(kind__in=kinds, link=link, read_at=None)
    if users is not None:
        open_notes = open_notes.filter(user__in=users)
    return open_notes.update(read_at=now, updated_at=now)


def mark_read(user: User) -> int:
    """Mark every note of this person as read. Returns how many were new."""
    now = timezone.now()
    return user.notifications.filter(read_at=None).update(read_at=now, updated_at=now)


def log_read(*, viewer: User, subject_id: int, kind: ReadKind, reason: str) -> None:
    """Remember that somebody looked at a sensitive row of a person, and why; once a day.

    Raises `DomainError` without a reason.
    """
    log_reads(viewer=viewer, subject_ids=[subject_id], kind=kind, reason=reason)


def log_reads(*, viewer: User, subject_ids: Iterable[int], kind: ReadKind, reason: str) -> None:
    """As `log_read`, about several people who stand on one page."""
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise DomainError(
            _("Say why you need to see this. The person can read it."),
            code="reason_required",
            field="reason",
        )
    today = timezone.localdate()
    ReadLog.objects.bulk_create(
        [
            ReadLog(viewer=viewer, subject_id=subject, kind=kind, reason=reason, read_on=today)
            for subject in subject_ids
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def keep_view(*, user: User, page: str, name: str, query: str, is_default: bool) -> SavedView:
    """Remember the filters of a list under a name; the same name again replaces them.

    Raises `DomainError` without a filter or with too much of it, and beyond `MOST_VIEWS`.
    """
    if len(query) > LONGEST_QUERY:
        raise DomainError(_("These filters are too long to keep."), field="query")
    if not query:
        raise DomainError(_("Choose a filter first: there is nothing to keep."), field="query")
    User.objects.select_for_update().get(pk=user.pk)  # two windows at once: one after the other
    own = SavedView.objects.filter(user=user, page=page)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise DomainError(_("These are too many views. Forget one first."), code="too_many")
    view, _created = own.update_or_create(
        user=user, page=page, name=name, defaults={"query": query}
    )
    make_default_view(view, wanted=is_default)
    return view


@transaction.atomic
def make_default_view(view: SavedView, *, wanted: bool) -> None:
    """Open this view on a visit without filters, in the place of any other; or no longer."""
    User.objects.select_for_update().get(pk=view.user_id)  # two windows at once leave one default
    own = SavedView.objects.filter(user=view.user_id, page=view.page)
    if wanted:
        own.filter(is_default=True).update(is_default=False)
    own.filter(pk=view.pk).update(is_default=wanted)


def create_token(user: User, name: str, scopes: Sequence[str], days: int) -> tuple[ApiToken, str]:
    """A personal token for `days` days, and its secret, which is never shown again.

    Raises `DomainError` for a life outside 1 to 365 days, unknown scopes or none at all.
    """
    if not 1 <= days <= LONGEST_TOKEN_LIFE_DAYS:
        raise DomainError(
            _("A token lives from 1 to %(most)d days.") % {"most": LONGEST_TOKEN_LIFE_DAYS},
            field="days",
        )
    if not scopes or not set(scopes) <= set(Scope.values):
        raise DomainError(_("Choose at least one thing the token may do."), field="scopes")
    expires_at = timezone.now() + timedelta(days=days)
    return issue_token(user, name=name.strip(), scopes=scopes, expires_at=expires_at)


def revoke_token(token: ApiToken) -> None:
    """End a token at once; revoking it again changes nothing."""
    now = timezone.now()
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, updated_at=now)


def forget_old(*, now: datetime) -> None:
    """Delete changes that programs had long enough to read and what they were told of them or,
    where they are turned off, would have been told; answers kept for repeated requests, tokens of
    other systems that ended a day ago, and files that nobody went on with."""
    oldest = now - timedelta(days=DAYS_KEPT)
    FeedEvent.objects.filter(at__lt=oldest).delete()
    WebhookDelivery.objects.filter(at__lt=oldest).delete()
    IdempotencyRecord.objects.filter(created_at__lt=now - ANSWERS_KEPT).delete()
    ended = now - timedelta(days=1)
    ApiToken.objects.filter(user__is_client=True, expires_at__lt=ended).delete()
    Job.objects.filter(name=CALL_JOB, state=JobState.DONE, finished_at__lt=ended).delete()
    _forget_files(now=now)
    _forget_lost_files(now=now)
    forget_exports(older_than=now - EXPORTS_KEPT)


def forget_exports(*, older_than: datetime) -> None:
    """Delete files that somebody took out and had long enough to fetch."""
    for name, changed_at in list(_stored_in(EXPORTS)):
        if changed_at < older_than:
            default_storage.delete(name)


def _forget_files(*, now: datetime) -> None:
    """Delete refused and replaced files, and what was kept of them; the report of faults stays."""
    left = [ImportState.REFUSED, ImportState.REPLACED]
    old = ImportBatch.objects.filter(state__in=left, updated_at__lt=now - FILES_KEPT)
    forget_tables(old)
    for batch in old.exclude(file=""):
        batch.file.delete(save=False)
        batch.save(update_fields=["file"])


def _forget_lost_files(*, now: datetime) -> None:
    """Delete stored files that no row names: a killed process or a restored backup leaves them.

    Not those of the last day, whose rows may be on their way, nor those from before this database
    was made: they are another's, with whose folder somebody started it. What history alone names
    was replaced.
    """
    made_at = MigrationRecorder.Migration.objects.aggregate(at=Min("applied"))["at"]
    fields = [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, FileField) and not hasattr(model, "pgh_tracked_model")
    ]
    places = (Path(field.generate_filename(model(), "x")) for model, field in fields)
    lost = {
        name
        for folder in {place.parent.as_posix() for place in places}
        for name, changed_at in _stored_in(folder)
        if made_at < changed_at < now - LOST_AFTER
    }
    for model, field in fields if lost else []:
        lost.difference_update(model._default_manager.values_list(field.name, flat=True))
    for name in lost:
        default_storage.delete(name)


def _stored_in(folder: str) -> Iterator[tuple[str, datetime]]:
    """Name and time of each file."""
    names = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    for name in (f"{folder}/{name}" for name in names):
        with suppress(FileNotFoundError):  # somebody else deletes it now
            yield name, default_storage.get_modified_time(name)
