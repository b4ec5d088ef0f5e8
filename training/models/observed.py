"""What people gained by an activity, as far as it was measured before and after."""

from django.db import models

from training.models.activities import ActivityOutcome


class ObservedGain(models.Model):
    """What one outcome of the catalogue brought to those measured before and after; unique by
    outcome, written by `training.services.observed_gains` alone, once a night.

    Levels of the common metric. `expected` is what the catalogue says, `observed` the mean over
    `people`, `gain` what the planner goes by: both together. An outcome with fewer people than
    the floor has no row. The same method version, parameters and inputs give the same values.
    """

    outcome = models.OneToOneField(
        ActivityOutcome, on_delete=models.CASCADE, related_name="observed_gain"
    )
    people = models.PositiveIntegerField()
    expected = models.FloatField()
    observed = models.FloatField()
    observed_error = models.FloatField()
    gain = models.FloatField()
    gain_error = models.FloatField()
    method = models.CharField(max_length=60)
    method_version = models.CharField(max_length=20)
    parameters_hash = models.CharField(max_length=64)
    inputs_hash = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.gain:.2f} by {self.outcome_id}"
