"""The one organisation of this installation and its choices."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmap.core.enums import SCORE_FLOOR_MINIMUM
from skillmap.core.history import tracked
from skillmap.core.models.record import Record


@tracked()
class Organisation(Record):
    """The organisation; exactly one row (`single` is unique and always true).

    `pilot_unit` is the public id of the unit for which the product is on first, null: everybody;
    the ground floor knows no units. Hours are hours, `gap_threshold` is levels on the common 0..5
    scale, money is cents.
    """

    single = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    started_on = models.DateField(default=timezone.localdate)

    gap_threshold = models.DecimalField(
        _("smallest gap that matters (levels)"), max_digits=3, decimal_places=2, default="0.25"
    )
    learning_hours_per_week = models.DecimalField(
        _("learning hours per week"), max_digits=4, decimal_places=2, default=2
    )
    plan_weeks = models.PositiveSmallIntegerField(
        _("weeks a plan covers"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(104)],
    )
    released_hours = models.DecimalField(
        _("learning hours in working time per 20 weeks"), max_digits=5, decimal_places=1, default=24
    )
    approval_limit_cents = models.PositiveBigIntegerField(
        _("cost a manager may approve alone"), default=100_000
    )
    both_kinds = models.BooleanField(
        _("a plan contains hard and soft skills when both have gaps"), default=True
    )
    goals_need_both_kinds = models.BooleanField(
        _("a review is signed only when the open goals are about hard and soft skills"),
        default=False,
    )
    live_at_night = models.BooleanField(
        _("offer live sessions outside 08:00-18:00 of the person's zone"), default=False
    )
    travel = models.BooleanField(_("offer on-site sessions at another site"), default=False)
    score_floor = models.PositiveSmallIntegerField(
        _("fewest anonymous answers shown"),
        default=4,
        validators=[MinValueValidator(SCORE_FLOOR_MINIMUM)],
    )
    aggregate_floor = models.PositiveSmallIntegerField(
        _("fewest people in a figure shown to those who may not see them"),
        default=5,
        validators=[MinValueValidator(SCORE_FLOOR_MINIMUM)],
    )

    pilot_unit = models.UUIDField(null=True, blank=True)
    shows_checklist = models.BooleanField(
        _("show the steps of setting up on HR's first page"), default=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(single=True), name="organisation_is_single"),
            models.CheckConstraint(
                condition=models.Q(
                    score_floor__gte=SCORE_FLOOR_MINIMUM, aggregate_floor__gte=SCORE_FLOOR_MINIMUM
                ),
                name="organisation_floors_hold",
            ),
        ]

    def __str__(self) -> str:
        return self.name


# Comes with whoever sends a request, who asks for it each time.
A_PILOT = models.Exists(Organisation.objects.filter(pilot_unit__isnull=False))
