"""Programmes: a path template for whoever comes to meet a rule, in cohorts with peer circles."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.enums import Grant
from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from training.models.activities import Activity
from training.models.templates import PathTemplate, TemplateUse


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def visible_to(self, user: Viewer) -> "ProgrammeQuerySet":
        """All of them for HR and the learning manager, else those with one of the own people."""
        if not user.is_authenticated:
            return self.none()
        rights = [Grant.HR_ADMIN, Grant.HR_PARTNER, Grant.LEARNING]
        if user.grants.current().filter(grant__in=rights).exists():
            return self
        members = ProgrammeMember.objects.visible_to(user)
        return self.filter(pk__in=members.values("cohort__programme"))


@tracked()
class Programme(Record):
    """A template proposed to whoever meets the rule; unique by name. Ended, never deleted.

    The rule: who holds `role`, works in `unit` or below it, leads somebody (`leads`), all that are
    given; with `new_days` only who came to it so many days ago or less. Plans are proposed in the
    name of `owner`, to the people whom programmes of the owner reach. Circles meet for the activity
    `meeting`; `agendas` has a line for each meeting, the last one serves all later ones.
    """

    name = models.CharField(_("name"), max_length=200, unique=True)
    description = models.TextField(_("description"), blank=True)
    template = models.ForeignKey(PathTemplate, on_delete=models.PROTECT, related_name="programmes")
    role = models.ForeignKey(
        RoleProfile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        OrgUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    leads = models.BooleanField(_("leads somebody"), default=False)
    new_days = models.PositiveSmallIntegerField(null=True, blank=True)
    meeting = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agendas = models.TextField(blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="programmes")
    ended_on = models.DateField(null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__isnull=False) | Q(unit__isnull=False) | Q(leads=True),
                name="programme_has_a_rule",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def agenda_of(self, number: int) -> str:
        """What the meeting of this number (from 1) is about; empty without agendas."""
        lines = [line.strip() for line in self.agendas.splitlines() if line.strip()]
        return lines[min(number, len(lines)) - 1] if lines else ""


@tracked()
class Cohort(Record):
    """People of a programme who start together; unique by programme and day."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cohorts")
    starts_on = models.DateField()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "starts_on"], name="cohort_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} from {self.starts_on}"


class PeerCircleQuerySet(models.QuerySet["PeerCircle"]):
    def visible_to(self, user: Viewer) -> "PeerCircleQuerySet":
        """One's own circle, and those with people whose levels this user may read."""
        members = ProgrammeMember.objects.visible_to(user)
        return self.filter(pk__in=members.values("circle"))


@tracked()
class PeerCircle(Record):
    """Three or four people of a cohort who meet each month; unique by cohort and number.

    `hours` are what they have in common of a working day, `language` one that all speak.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="circles")
    number = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=20, blank=True)

    objects = PeerCircleQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "number"]
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="circle_once")]

    def __str__(self) -> str:
        return f"circle {self.number} of {self.cohort_id}"


class CircleMeetingQuerySet(models.QuerySet["CircleMeeting"]):
    def visible_to(self, user: Viewer) -> "CircleMeetingQuerySet":
        """Those of the circles this user sees."""
        return self.filter(circle__in=PeerCircle.objects.visible_to(user))


@tracked()
class CircleMeeting(Record):
    """A meeting of a circle, the same appointment for all members; unique by circle and number."""

    circle = models.ForeignKey(PeerCircle, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()

    objects = CircleMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["circle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "number"], name="circle_meeting_once")
        ]

    def __str__(self) -> str:
        return f"meeting {self.number} of circle {self.circle_id}"


class ProgrammeMemberQuerySet(models.QuerySet["ProgrammeMember"]):
    def visible_to(self, user: Viewer) -> "ProgrammeMemberQuerySet":
        """People whose levels and plans this user may read."""
        return self.filter(employee__in=Employee.objects.levels_visible_to(user))


@tracked()
class ProgrammeMember(Record):
    """A person in a cohort; unique by programme (kept by its service) and by cohort and person.

    `use` proposed the plan, or says why there is none. `why_alone`: a code of `CircleRefusal`.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="members")
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="programmes")
    use = models.ForeignKey(
        TemplateUse, null=True, on_delete=models.PROTECT, related_name="members"
    )
    circle = models.ForeignKey(
        PeerCircle, null=True, on_delete=models.PROTECT, related_name="members"
    )
    why_alone = models.CharField(max_length=12, blank=True)

    objects = ProgrammeMemberQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "employee__last_name", "employee_id"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "employee"], name="programme_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} in {self.cohort_id}"
