"""Learning from results: what activities brought, counted anew every night. Workers only."""

import datetime as dt

from django.db import transaction

from training.analysis.observed_gain import (
    DEFAULTS,
    METHOD,
    METHOD_VERSION,
    Measured,
    Settings,
    Taught,
    digest_of,
    learn,
)
from training.models import ActivityOutcome, ObservedGain
from training.queries.before_after import measured_people
from training.queries.gains import expected_gain

DIGITS = 6
_VALUES = ["people", "expected", "observed", "observed_error", "gain", "gain_error"]
_STAMPS = ["method", "method_version", "parameters_hash", "inputs_hash", "computed_at"]


@transaction.atomic
def learn_gains(now: dt.datetime, settings: Settings = DEFAULTS) -> int:
    """Write what each outcome was seen to bring; return of how many that can be said.

    The only writer of `ObservedGain`. Safe to repeat: the same state gives the same values.
    """
    measured = measured_people()
    outcomes = ActivityOutcome.objects.filter(pk__in=measured)
    rows = []
    for outcome in outcomes.select_related("activity", "skill__scale").order_by("pk"):
        row = _row(outcome, measured[outcome.pk], settings)
        if row is not None:
            row.computed_at = now
            rows.append(row)
    ObservedGain.objects.exclude(outcome__in=[row.outcome_id for row in rows]).delete()
    ObservedGain.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["outcome"], update_fields=[*_VALUES, *_STAMPS]
    )
    return len(rows)


def _row(outcome: ActivityOutcome, measured: Measured, settings: Settings) -> ObservedGain | None:
    scale = outcome.skill.scale
    taught = Taught(
        gain=expected_gain(outcome.activity, outcome),
        entry=scale.to_common(float(outcome.entry_level)),
        top=scale.to_common(float(outcome.exit_level)),
    )
    found = learn(taught, measured, settings)
    if found is None:
        return None
    return ObservedGain(
        outcome=outcome,
        people=found.people,
        expected=round(found.expected, DIGITS),
        observed=round(found.observed, DIGITS),
        observed_error=round(found.observed_error, DIGITS),
        gain=round(found.gain, DIGITS),
        gain_error=round(found.gain_error, DIGITS),
        method=METHOD,
        method_version=METHOD_VERSION,
        parameters_hash=settings.digest(),
        inputs_hash=digest_of(taught, measured),
    )
