"""The private address of a person's calendar: made, replaced, revoked, looked up."""

import secrets

from django.utils import timezone

from employees.models import Employee
from employees.rules import takes_part
from skillmap.core.models import User
from skillmap.core.tokens import digest
from training.models import CalendarFeed

SECRET_BYTES = 32


def renew_feed(user: User) -> str:
    """A new secret for this person's calendar, told this once; the one before ends at once."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    kept = digest(secret.encode())
    feed, created = CalendarFeed.objects.get_or_create(user=user, defaults={"digest": kept})
    if not created:
        feed.digest, feed.last_used_on, feed.version = kept, None, feed.version + 1
        feed.save(update_fields=["digest", "last_used_on", "version", "updated_at"])
    return secret


def revoke_feed(user: User) -> bool:
    """End this person's calendar address; False when there was none."""
    deleted, _by_model = CalendarFeed.objects.filter(user=user).delete()
    return bool(deleted)


def person_of_feed(secret: str) -> Employee | None:
    """Whose calendar this address shows: somebody who may still log in and
    for whom the product is on. Notes the use, by day."""
    feeds = CalendarFeed.objects.filter(digest=digest(secret.encode()), user__is_active=True)
    feed = feeds.select_related("user__employee").first()
    if feed is None or not takes_part(feed.user):
        return None
    today = timezone.localdate()
    if feed.last_used_on != today:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_on=today)
    return Employee.objects.filter(user=feed.user).select_related("user").first()
