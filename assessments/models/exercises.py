"""Role-plays and simulations, scored by observers with the behaviour texts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import ExerciseKind
from assessments.models.evidence import Evidence
from employees.models import Employee
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import Skill


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def visible_to(self, user: Viewer) -> "ExerciseQuerySet":
        """The person, those who may read the person's levels, and the observers."""
        if not user.is_authenticated:
            return self.none()
        readable = Q(employee__in=Employee.objects.levels_visible_to(user))
        observed = Observer.objects.filter(observer__user=user.pk).values("exercise")
        return self.filter(readable | Q(pk__in=observed))


@tracked()
class Exercise(Record):
    """One person played one situation on a day while others observed.

    `released_at` is set when enough observers have scored; from then on each observer's score is
    evidence, before it none is.
    """

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="exercises")
    kind = models.CharField(max_length=10, choices=ExerciseKind)
    title = models.CharField(_("title"), max_length=120)
    situation = models.TextField(_("situation"), max_length=2000, blank=True)
    held_on = models.DateField(_("held on"))
    skills = models.ManyToManyField(Skill, through="ExerciseSkill", related_name="exercises")
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["employee", "held_on"], name="exercise_person")]

    def __str__(self) -> str:
        return self.title


@tracked()
class ExerciseSkill(models.Model):
    """A skill is observed in an exercise; unique by both."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="observed")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["exercise", "id"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "skill"], name="exercise_skill_once")
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id}: {self.skill_id}"


class ObserverQuerySet(models.QuerySet["Observer"]):
    def visible_to(self, user: Viewer) -> "ObserverQuerySet":
        """The observer alone: nobody else reads who gave which score here."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(observer__user=user.pk)


@tracked()
class Observer(Record):
    """Somebody is asked to score an exercise; unique by exercise and observer, never the person."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="observers")
    observer = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="exercises_observed"
    )
    submitted_at = models.DateTimeField(null=True)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        ordering = ["exercise", "id"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "observer"], name="observer_once")
        ]

    def __str__(self) -> str:
        return f"{self.exercise_id} by {self.observer_id}"


@tracked()
class ObserverScore(models.Model):
    """One observer's level of one skill in an exercise; unique by observer and skill.

    "Cannot judge" is an answer without a level and never counts as 0. Whether it counts is said by
    `evidence`, which release writes.
    """

    observer = models.ForeignKey(Observer, on_delete=models.CASCADE, related_name="scores")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    cannot_judge = models.BooleanField(default=False)
    comment = models.TextField(_("what was seen"), max_length=2000, blank=True)
    evidence = models.OneToOneField(
        Evidence, null=True, on_delete=models.PROTECT, related_name="observer_score"
    )

    class Meta:
        ordering = ["observer", "id"]
        constraints = [
            models.UniqueConstraint(fields=["observer", "skill"], name="observer_score_once"),
            models.CheckConstraint(
                condition=Q(cannot_judge=False) | Q(level=None),
                name="observer_score_level_or_cannot_judge",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.observer_id}: {self.skill_id}"
