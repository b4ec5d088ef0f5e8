"""Filters of a list that somebody gave a name."""

from django.conf import settings
from django.db import models

from skillmap.core.models.record import Record
from skillmap.core.models.users import Viewer


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: Viewer) -> "SavedViewQuerySet":
        """One's own, nobody else's."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()


class SavedView(Record):
    """The filters of one list under a name, for one user alone; unique by user, list and name.

    `page` is the name of the list's address. Of a list at most one is the default. It only fills
    in the address: what the user may see is asked anew.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    is_default = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_once"),
            models.UniqueConstraint(
                fields=["user", "page"],
                condition=models.Q(is_default=True),
                name="saved_view_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name
