"""Programs of other systems: let in, given a new secret, shut out. Secrets are shown once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import Application

from employees import rules
from employees.enums import Grant
from employees.models import OrgUnit
from employees.services.grants import open_grant, revoke_right
from skillmap.core.enums import Scope
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import ApiClient, ApiToken, User

OVERLAP = timedelta(hours=24)  # how long the secret before a rotation still works


@transaction.atomic
def register_client(
    *, actor: User, name: str, scopes: Sequence[str], unit: OrgUnit | None
) -> tuple[ApiClient, str]:
    """A program that may do what its scopes say, for the subtree of `unit` or for everybody.

    Returns it with its secret. Raises `NotAllowedError` and `DomainError`.
    """
    _check_actor(actor)
    if not scopes or not set(scopes) <= set(Scope.values):
        raise DomainError(_("Choose at least one thing the program may do."), field="scopes")
    name = name.strip()
    if ApiClient.objects.filter(application__name__iexact=name, revoked_at=None).exists():
        raise DomainError(_("A program of this name is let in already."), field="name")
    user = User.objects.create_user(f"{uuid4().hex}@clients.invalid", name=name, is_client=True)
    open_grant(actor=actor, user=user, grant=Grant.CLIENT, unit=unit)
    secret = generate_client_secret()
    application = Application.objects.create(
        name=name,
        user=user,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    client = ApiClient.objects.create(application=application, user=user, scopes=list(scopes))
    return client, secret


@transaction.atomic
def rotate_secret(*, actor: User, client: ApiClient) -> str:
    """A new secret; the one before works for another day.

    Raises `ConflictError` when revoked, and while two secrets work.
    """
    _check_actor(actor)
    stored = ApiClient.objects.select_for_update().get(pk=client.pk)
    if stored.revoked_at is not None:
        raise ConflictError(_("This program was shut out."), code="revoked")
    refuse_third_secret(stored.former_until)
    application = stored.application
    stored.former_secret = application.client_secret
    stored.former_until = timezone.now() + OVERLAP
    secret = generate_client_secret()
    application.client_secret = secret
    application.save(update_fields=["client_secret", "updated"])
    stored.save(update_fields=["former_secret", "former_until", "updated_at"])
    return str(secret)


@transaction.atomic
def revoke_client(*, actor: User, client: ApiClient) -> None:
    """Shut a program out at once, with its running tokens and all it might still do by a job."""
    _check_actor(actor)
    now = timezone.now()
    changes: dict[str, Any] = {"revoked_at": now, "updated_at": now}
    ApiClient.objects.filter(pk=client.pk, revoked_at=None).update(**changes)
    ApiToken.objects.filter(user=client.user_id, revoked_at=None).update(**changes)
    User.objects.filter(pk=client.user_id).update(is_active=False, updated_at=now)
    for grant in client.user.grants.current():
        revoke_right(actor=actor, grant=grant)


def refuse_third_secret(former_until: datetime | None) -> None:
    """Raise `ConflictError` while the secret before the present one still works: nobody knows
    which of the two the other system has."""
    if former_until is not None and former_until > timezone.now():
        until = date_format(timezone.localtime(former_until), "DATETIME_FORMAT")
        text = _("The secret before this one works until %(until)s. Make another one after that.")
        raise ConflictError(text % {"until": until}, code="overlap")


def _check_actor(actor: User) -> None:
    if not rules.can_manage_clients(actor):
        raise NotAllowedError(_("Only an HR admin lets programs in."))
