"""What people think a role asks for wrongly."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.enums import SuggestionKind, SuggestionState
from employees.models.people import Employee
from employees.models.roles import RoleProfile
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import Skill


class RoleSuggestionQuerySet(models.QuerySet["RoleSuggestion"]):
    def visible_to(self, user: Viewer, *, sees_all: bool) -> "RoleSuggestionQuerySet":
        """One's own rows, or all; callers pass `sees_all` from `employees.rules`."""
        if not user.is_authenticated:
            return self.none()
        return self if sees_all else self.filter(made_by__user=user.pk)

    def open(self) -> "RoleSuggestionQuerySet":
        return self.filter(state=SuggestionState.OPEN)


@tracked()
class RoleSuggestion(Record):
    """One line from somebody about a role; HR accepts or declines it with a note to them.

    Accepting changes nothing by itself: HR publishes the role.
    """

    role = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="suggestions")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("What is wrong"), max_length=10, choices=SuggestionKind)
    words = models.CharField(_("In one line"), max_length=200, blank=True)
    made_by = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="suggestions")
    state = models.CharField(max_length=10, choices=SuggestionState, default=SuggestionState.OPEN)
    note = models.CharField(_("note to the person"), max_length=300, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RoleSuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "skill", "made_by"],
                condition=Q(state=SuggestionState.OPEN),
                name="role_suggestion_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.skill}"
