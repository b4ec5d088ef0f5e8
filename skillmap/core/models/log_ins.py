"""What people log in with beside a password."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from skillmap.core.history import tracked
from skillmap.core.models.record import Record


@tracked(exclude=["sealed", "recovery", "last_step", "wrong", "closed_until"])
class SecondFactor(Record):
    """The authenticator app of one user; unique by user.

    `sealed` is its encrypted key, `recovery` the SHA-256 of each code that is left for the day
    the phone is lost. `last_step` counts half minutes: a code of that one or before was used.
    After several `wrong` codes no code is taken before `closed_until`.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor"
    )
    sealed = models.TextField()
    recovery = ArrayField(models.CharField(max_length=64), default=list)
    last_step = models.BigIntegerField(default=0)
    wrong = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


@tracked(exclude=["hashed", "wrong"])
class LogInCode(Record):
    """A code on paper with which somebody without e-mail logs in once; unique by user.

    Only its slow hash is kept. It goes when it is used, too old or tried `wrong` too often.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="log_in_code"
    )
    hashed = models.CharField(max_length=128)
    wrong = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"log-in code of {self.user_id}"
