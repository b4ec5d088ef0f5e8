"""Who can log in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from skillmap.core.history import tracked
from skillmap.core.models.record import Record

NO_MAIL = "@no-mail.invalid"  # the domain of addresses that are none


class UserManager(BaseUserManager["User"]):
    """Creates users; e-mail addresses are stored in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)  # None makes the password unusable until an invitation is used
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@tracked(exclude=["password", "last_login"])
class User(Record, AbstractBaseUser):
    """One log-in. Unique by e-mail, kept in lower case.

    A client is a program of another system: no person, no password, an address that is none.
    Neither have people who log in by their number.
    Rights are not stored here: they come from employee relations and role grants.
    """

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_client = models.BooleanField(default=False, db_default=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def has_mail(self) -> bool:
        """Is the address one that mail reaches?"""
        return not self.email.endswith(NO_MAIL)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


Viewer = User | AnonymousUser  # whoever sent the request
