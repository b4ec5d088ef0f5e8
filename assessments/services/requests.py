"""Asking people for what has not been measured yet."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from employees.models import Employee
from skillmap.core.models import Notification, User

KIND = "rate_yourself"


@transaction.atomic
def ask_to_rate_themselves(*, actor: User, people: Sequence[Employee]) -> int:
    """Put a request into the inbox of everybody with a log-in, once while it is unread.

    `people` are those the actor may read the levels of. Returns how many were asked.
    """
    waiting = set(
        Notification.objects.filter(kind=KIND, read_at=None).values_list("user_id", flat=True)
    )
    asked = [person for person in people if person.user_id not in {None, actor.pk} | waiting]
    Notification.objects.bulk_create(
        Notification(
            user=person.user,
            kind=KIND,
            title=_("Please rate yourself: two minutes give you levels and a plan"),
            link=reverse("pages:rating_form", args=[person.public_id]),
        )
        for person in asked
    )
    return len(asked)
