"""Helping people to log in: codes on paper for those without e-mail, a second factor anew."""

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from employees import rules
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core import accounts
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.models import LogInCode, User
from skillmap.core.models.users import NO_MAIL
from skillmap.core.services import notify
from skillmap.core.versions import save_versioned

CODE_LIFE = timedelta(hours=8)  # a shift
MOST_WRONG = 5  # tries, after which a code is worth nothing
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that look like another
_LENGTH = 8


@transaction.atomic
def hand_out_code(*, actor: User, employee: Employee, now: datetime) -> str:
    """A code with which somebody without e-mail logs in once, in place of any earlier one.

    It is never shown again, and the person is told who has it. Raises `NotAllowedError` and
    `DomainError`.
    """
    if not rules.can_hand_out_code(actor, employee):
        raise NotAllowedError(_("Only the direct manager and HR hand out codes."))
    person = (
        Employee.objects.select_for_update(of=("self",)).select_related("user").get(pk=employee.pk)
    )
    user = _user_without_mail(person)
    code = "".join(secrets.choice(_LETTERS) for _n in range(_LENGTH))
    kept = {"hashed": make_password(code), "wrong": 0, "expires_at": now + CODE_LIFE}
    LogInCode.objects.update_or_create(user=user, defaults=kept)
    notify(
        user,
        kind="log_in_code",
        title=lambda: _("%(name)s was given a code to log in as you.") % {"name": actor},
    )
    return f"{code[:4]}-{code[4:]}"


def user_of_code(*, number: str, code: str, now: datetime) -> User:
    """Whom this code lets in; it is used up. Raises `DomainError`, the same for whatever is wrong.

    An unknown number takes as long as a known one.
    """
    bare = "".join(code.split()).replace("-", "").lower()
    with transaction.atomic():
        kept = (
            LogInCode.objects.select_for_update(of=("self",))
            .select_related("user")
            .filter(user__employee__number=number, user__is_active=True, expires_at__gt=now)
            .first()
        )
        if kept is None or kept.user.has_mail or rules.needs_second_factor(kept.user):
            make_password(bare)
        elif check_password(bare, kept.hashed):
            kept.delete()
            return kept.user
        else:
            _count_wrong(kept)
    raise DomainError(
        _("Number and code do not fit, or the code is too old. Ask for a new one."),
        code="wrong_code",
    )


@transaction.atomic
def reset_second_factor(*, actor: User, employee: Employee) -> None:
    """Forget somebody's second factor, so that they set up another, and log them out; they are
    told.

    Raises `NotAllowedError`, and `ConflictError` where there is none.
    """
    if not rules.can_reset_second_factor(actor, employee):
        raise NotAllowedError(_("Only another HR admin resets a second factor."))
    if employee.user is None or not accounts.reset_second_factor(employee.user):
        raise ConflictError(_("There is no second factor to reset."), code="none_there")
    notify(
        employee.user,
        kind="second_factor_reset",
        title=lambda: _("%(name)s has reset your second factor.") % {"name": actor},
        link="/account/second-factor/edit/",
    )


def _user_without_mail(person: Employee) -> User:
    """The user of somebody who logs in by number, made at the first code."""
    if person.status == EmployeeStatus.LEFT:
        raise DomainError(_("People who have left do not log in."), code="left")
    if person.email or (person.user is not None and person.user.has_mail):
        raise DomainError(_("This person has an e-mail address: invite them."), code="has_mail")
    if person.user is None:
        person.user = User.objects.create_user(f"{uuid4().hex}{NO_MAIL}", name=str(person))
        save_versioned(person, ["user"])
    if rules.needs_second_factor(person.user):
        text = _("Whoever holds a right over many people needs an e-mail address to log in.")
        raise DomainError(text, code="needs_second_factor")
    return person.user


def _count_wrong(kept: LogInCode) -> None:
    kept.wrong += 1
    if kept.wrong >= MOST_WRONG:
        kept.delete()
    else:
        kept.save(update_fields=["wrong"])
