"""Assessment cycles: who is rated on what by whom, and on which terms."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import (
    CYCLE_SKILLS,
    CYCLE_SKILLS_OF_KIND,
    NEVER_ANONYMOUS,
    SCORE_FLOOR,
    TEXT_FLOOR,
    CyclePurpose,
    CycleState,
    RaterKind,
    RequestState,
)
from employees.enums import EmployeeStatus, Grant
from employees.models import Employee, RoleGrant
from skillmap.core.enums import SCORE_FLOOR_MINIMUM
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import Skill


def default_reminders() -> list[int]:
    """A week and two days before the end."""
    return [7, 2]


class AssessmentCycleQuerySet(models.QuerySet["AssessmentCycle"]):
    def visible_to(self, user: Viewer) -> "AssessmentCycleQuerySet":
        """HR admins all; others those they made, and announced ones of people they may read.

        A draft is announced once people were asked for raters. Raters see a cycle through their
        requests, not here.
        """
        if not user.is_authenticated:
            return self.none()
        admin = RoleGrant.objects.current().filter(user=user.pk, grant=Grant.HR_ADMIN)
        readable = Employee.objects.levels_visible_to(user)
        taking_part = CycleParticipant.objects.filter(employee__in=readable).values("cycle")
        announced = ~Q(state=CycleState.DRAFT) | Q(proposals_asked_at__isnull=False)
        return self.filter(
            Q(models.Exists(admin)) | Q(created_by=user.pk) | (announced & Q(pk__in=taking_part))
        )


@tracked(exclude=["first_answer_on"])
class AssessmentCycle(Record):
    """One round of an assessment: terms, dates and state. Rounds form a chain by `previous`.

    Terms (purpose, kinds, floors, numbers of skills) change in a draft only. `first_answer_on`
    is the day of the first answer of anybody, named or anonymous; from then on the cycle cannot
    go back to draft, so the terms are frozen. It is a day and not audited, or it would tell when
    somebody answered anonymously. `closes_on` is the last day on which answers are taken.
    The scheduler opens a draft with `opens_by_itself` and tries once.
    `proposals_asked_at`: since then people see the draft and may propose who rates them.
    """

    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(max_length=10, choices=CycleState, default=CycleState.DRAFT)
    purpose = models.CharField(
        _("purpose"), max_length=14, choices=CyclePurpose, default=CyclePurpose.DEVELOPMENTAL
    )
    opens_on = models.DateField(_("opens on"))
    opens_by_itself = models.BooleanField(_("opens by itself on that day"), default=False)
    closes_on = models.DateField(_("last day"))
    round = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="following"
    )
    skills_per_person = models.PositiveSmallIntegerField(
        _("skills asked about one person"),
        default=CYCLE_SKILLS,
        validators=[MinValueValidator(1)],
    )
    skills_of_each_kind = models.PositiveSmallIntegerField(
        _("of each kind at least"), default=CYCLE_SKILLS_OF_KIND
    )
    score_floor = models.PositiveSmallIntegerField(
        _("fewest anonymous answers for a score"),
        default=SCORE_FLOOR,
        validators=[MinValueValidator(SCORE_FLOOR_MINIMUM)],
    )
    text_floor = models.PositiveSmallIntegerField(
        _("fewest anonymous answers for comments"),
        default=TEXT_FLOOR,
        validators=[MinValueValidator(SCORE_FLOOR_MINIMUM)],
    )
    remind_days = ArrayField(
        models.PositiveSmallIntegerField(), default=default_reminders, size=5, blank=True
    )  # days before the last one
    escalate_days = models.PositiveSmallIntegerField(
        _("tell managers who is missing, days before the end"), null=True, blank=True, default=1
    )
    reminded_on = models.DateField(null=True)
    proposals_asked_at = models.DateTimeField(null=True)
    first_answer_on = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = AssessmentCycleQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="cycle_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(score_floor__gte=SCORE_FLOOR_MINIMUM, text_floor__gte=F("score_floor")),
                name="cycle_floors_hold",
            ),
            models.CheckConstraint(
                condition=Q(skills_per_person__gte=1)
                & Q(skills_per_person__gte=2 * F("skills_of_each_kind")),
                name="cycle_skills_hold_both_kinds",
            ),
            models.CheckConstraint(
                condition=Q(round=1, previous=None) | Q(round__gt=1, previous__isnull=False),
                name="cycle_round_follows",
            ),
            models.CheckConstraint(
                condition=~Q(state=CycleState.DRAFT) | Q(first_answer_on=None),
                name="cycle_draft_unanswered",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_on"], name="cycle_state")]

    def __str__(self) -> str:
        return f"{self.name} ({self.round})" if self.round > 1 else self.name


@tracked()
class CycleRaterKind(models.Model):
    """A kind of rater takes part in a cycle; unique by cycle and kind.

    `wanted` is how many raters of this kind a person should have. `anonymous` answers stand in
    the feedback tables, named ones in `Rating`. With `by_rule` opening assigns the raters;
    otherwise the person proposes them.
    """

    cycle = models.ForeignKey(AssessmentCycle, on_delete=models.CASCADE, related_name="kinds")
    rater_kind = models.CharField(max_length=10, choices=RaterKind)
    anonymous = models.BooleanField(default=False)
    wanted = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    by_rule = models.BooleanField(default=True)

    class Meta:
        ordering = ["cycle", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "rater_kind"], name="cycle_kind_once"),
            models.CheckConstraint(
                condition=Q(anonymous=False) | ~Q(rater_kind__in=NEVER_ANONYMOUS),
                name="cycle_kind_can_be_anonymous",
            ),
        ]

    def __str__(self) -> str:
        return self.get_rater_kind_display()


class CycleParticipantQuerySet(models.QuerySet["CycleParticipant"]):
    def visible_to(self, user: Viewer) -> "CycleParticipantQuerySet":
        """Those whose levels this user may read; drafts of cycles only for who sees the cycle."""
        return self.filter(
            employee__in=Employee.objects.levels_visible_to(user),
            cycle__in=AssessmentCycle.objects.visible_to(user),
        )

    def taking_part(self) -> "CycleParticipantQuerySet":
        return self.filter(withdrawn_at=None)


@tracked()
class CycleParticipant(Record):
    """A person is rated in a cycle (the ratee); unique by cycle and person.

    `manager` is the line manager at opening. In a developmental cycle the person may choose,
    before the first answer, that the results become evidence: `shares_evidence`, decided at
    `shares_decided_at`. `withdrawn_at`: taken out after opening; what was answered stays unused.
    """

    cycle = models.ForeignKey(
        AssessmentCycle, on_delete=models.CASCADE, related_name="participants"
    )
    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="cycles")
    manager = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    shares_evidence = models.BooleanField(default=False)
    shares_decided_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = CycleParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "employee"], name="cycle_participant_once"),
            models.CheckConstraint(
                condition=Q(shares_evidence=False) | Q(shares_decided_at__isnull=False),
                name="cycle_sharing_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} in {self.cycle_id}"

    @property
    def is_gone(self) -> bool:
        """Taken out, or left the organisation: no answers about them are wanted any more."""
        return self.withdrawn_at is not None or self.employee.status == EmployeeStatus.LEFT


class CycleSkill(models.Model):
    """A skill that raters of one participant are asked about; unique by participant and skill.

    Written at opening and then left alone. `position` is the order on the form; those not
    `is_asked` are offered behind "rate more".
    """

    participant = models.ForeignKey(
        CycleParticipant, on_delete=models.CASCADE, related_name="skills"
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    is_asked = models.BooleanField(default=True)

    class Meta:
        ordering = ["participant", "position"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "skill"], name="cycle_skill_once")
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} of {self.participant_id}"


class RatingRequestQuerySet(models.QuerySet["RatingRequest"]):
    def visible_to(self, user: Viewer) -> "RatingRequestQuerySet":
        """What one is asked for, what one proposed, and those of people one may read.

        The person rated never sees here who was assigned by rule or by others.
        """
        if not user.is_authenticated:
            return self.none()
        readable = Employee.objects.levels_visible_to(user).exclude(user=user.pk)
        return self.filter(Q(rater__user=user.pk) | Q(proposed_by=user.pk) | Q(ratee__in=readable))

    def wanted(self) -> "RatingRequestQuerySet":
        """Approved and not answered yet, by people and about people who are here.

        Of anonymous ones nobody knows here.
        """
        waiting = self.filter(state=RequestState.APPROVED, anonymous=False)
        gone = Q(rater__status=EmployeeStatus.LEFT) | Q(ratee__status=EmployeeStatus.LEFT)
        return waiting.exclude(gone)

    def asked(self) -> "RatingRequestQuerySet":
        """Approved raters who are still here, and whoever answered by name before leaving."""
        here = Q(state=RequestState.APPROVED) & ~Q(rater__status=EmployeeStatus.LEFT)
        return self.filter(here | Q(state=RequestState.ANSWERED))

    def named(self, cycle: AssessmentCycle) -> "RatingRequestQuerySet":
        """Approved named requests of a cycle, answered or not."""
        states = [RequestState.APPROVED, RequestState.ANSWERED]
        return self.filter(cycle=cycle, anonymous=False, state__in=states)


@tracked()
class RatingRequest(Record):
    """Somebody is asked to rate a person, in a cycle or, without `cycle`, about one `skill` now.

    Unique by cycle, rater and ratee. `anonymous` follows the kind's terms at opening: such a
    request is only a proposal and its approval; its answer goes by the feedback tables and it
    never becomes `answered`. `proposed_by` null: assigned by rule. `answered_at` is when a named
    rater sent everything that was asked.
    """

    cycle = models.ForeignKey(
        AssessmentCycle, null=True, on_delete=models.CASCADE, related_name="requests"
    )
    rater = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="requests_to_rate")
    ratee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="requests_about")
    rater_kind = models.CharField(max_length=10, choices=RaterKind)
    anonymous = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.PROPOSED)
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("what it is about"), max_length=300, blank=True)
    due_on = models.DateField(null=True)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = RatingRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "rater", "ratee"],
                condition=Q(cycle__isnull=False),
                name="rating_request_once_in_cycle",
            ),
            models.UniqueConstraint(
                fields=["rater", "ratee", "skill"],
                condition=Q(cycle=None, state=RequestState.APPROVED),
                name="rating_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(cycle__isnull=False) | Q(skill__isnull=False, anonymous=False),
                name="rating_request_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(anonymous=False)
                | (Q(answered_at=None) & ~Q(state=RequestState.ANSWERED)),
                name="rating_request_anonymous_unanswered",
            ),
            models.CheckConstraint(
                condition=Q(rater_kind=RaterKind.SELF, rater=F("ratee"))
                | (~Q(rater_kind=RaterKind.SELF) & ~Q(rater=F("ratee"))),
                name="rating_request_self_is_self",
            ),
        ]
        indexes = [
            models.Index(fields=["rater", "state"], name="rating_request_rater"),
            models.Index(fields=["ratee", "cycle"], name="rating_request_ratee"),
        ]

    def __str__(self) -> str:
        return f"{self.rater_kind} on {self.ratee_id}"
