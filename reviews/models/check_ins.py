"""Regular talks of a person with who leads them: dates, agenda, notes, and what was agreed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from employees.models.people import levels_open_to
from reviews.enums import ONE_LINE
from reviews.models.reading import openly_read_by
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, user: Viewer) -> "CheckInQuerySet":
        """Talks of people whose levels this user may read (HR gives a reason, see `rules`)."""
        return self.filter(levels_open_to(user, "employee"))

    def open_today_to(self, user: Viewer) -> "CheckInQuerySet":
        """Of `visible_to` those for which nobody asks why, or this user said why today."""
        return self.visible_to(user).filter(employee__in=openly_read_by(user))


@tracked()
class CheckIn(Record):
    """One talk; a person has at most one that is not held yet.

    `led_by` is who led it when it was held: whoever leads the person later reads it, not less.
    Both write `notes`, and `version` keeps either from overwriting the other.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="check_ins")
    planned_on = models.DateField(_("day"))
    held_on = models.DateField(null=True)
    led_by = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    notes = models.TextField(_("shared notes"), blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"], condition=Q(held_on=None), name="check_in_next_once"
            )
        ]
        indexes = [models.Index(fields=["employee", "-planned_on"], name="check_in_employee")]

    def __str__(self) -> str:
        return f"{self.employee_id} on {self.planned_on}"


class TalkingPointQuerySet(models.QuerySet["TalkingPoint"]):
    def visible_to(self, user: Viewer) -> "TalkingPointQuerySet":
        """As the talks they are for."""
        return self.filter(levels_open_to(user, "employee"))


@tracked()
class TalkingPoint(Record):
    """A point for the agenda of a person's talks, from either side; nothing makes it unique.

    It stands on the agenda of the next talk, and the one after, until it was talked about: then
    `check_in` says where.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("point"), max_length=ONE_LINE)
    check_in = models.ForeignKey(
        CheckIn, null=True, on_delete=models.PROTECT, related_name="points"
    )

    objects = TalkingPointQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["employee", "check_in"], name="talking_point_employee")]

    def __str__(self) -> str:
        return f"point of {self.employee_id}"


class CheckInActionQuerySet(models.QuerySet["CheckInAction"]):
    def visible_to(self, user: Viewer) -> "CheckInActionQuerySet":
        """As the talk they were agreed in; and their owner's, wherever these work now."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner__user=user.pk) | levels_open_to(user, "check_in__employee"))

    def open(self) -> "CheckInActionQuerySet":
        return self.filter(done_on=None)


@tracked()
class CheckInAction(Record):
    """What one of the two does until a day, agreed in a talk; nothing makes it unique.

    Until it is done it stands in every following talk and on its owner's first page.
    """

    check_in = models.ForeignKey(CheckIn, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(_("action"), max_length=ONE_LINE)
    due_on = models.DateField(_("until"))
    done_on = models.DateField(null=True)

    objects = CheckInActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(done_on=None),
                name="check_in_action_open",
            )
        ]

    def __str__(self) -> str:
        return f"action of {self.owner_id}"


class CheckInNoteQuerySet(models.QuerySet["CheckInNote"]):
    def visible_to(self, user: Viewer) -> "CheckInNoteQuerySet":
        """Its writer alone; nobody else, whatever rights they hold."""
        return self.filter(writer=user.pk) if user.is_authenticated else self.none()


class CheckInNote(Record):
    """What somebody keeps for themselves about a talk; unique by talk and writer.

    Not tracked: the audit trail is read by others.
    """

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="private_notes")
    writer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("private notes"), blank=True)

    objects = CheckInNoteQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["check_in", "writer"], name="check_in_note_once")
        ]

    def __str__(self) -> str:
        return f"note of {self.writer_id}"
