"""Who was measured before and after an activity, by outcome. Workers only."""

import json
from collections import defaultdict
from typing import Any

import numpy as np
from django.db import connection

from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.enums import Source
from skills.enums import SkillKind
from training.analysis.observed_gain import Measured

BEFORE_DAYS, AFTER_DAYS = 730, 365  # around the day of completion
_OBSERVED = """
    observed AS (
        SELECT e.employee_id, e.skill_id, e.observed_on, e.variance,
            e.value - CASE WHEN e.source = %(self)s THEN (%(bias)s::jsonb ->> s.kind)::float8
                ELSE 0 END AS value,
            (%(drift)s::jsonb ->> s.kind)::float8 AS drift
        FROM assessments_evidence e JOIN skills_skill s ON s.id = e.skill_id
        WHERE e.value IS NOT NULL AND e.source <> ALL(%(left_out)s)
            AND NOT EXISTS (SELECT FROM assessments_retraction x WHERE x.evidence_id = e.id)
            AND e.skill_id IN (
                SELECT o.skill_id FROM training_activityoutcome o
                JOIN training_completion c ON c.activity_id = o.activity_id
            )
    )
"""
_PAIRS = f"""
    WITH {_OBSERVED},
    done AS (
        SELECT c.id, c.employee_id, c.completed_on, o.id AS outcome_id, o.skill_id,
            lag(c.completed_on) OVER others AS earlier, lead(c.completed_on) OVER others AS later,
            row_number() OVER (
                PARTITION BY c.employee_id, o.id ORDER BY c.completed_on, c.id
            ) AS turn
        FROM training_completion c JOIN training_activityoutcome o ON o.activity_id = c.activity_id
        WINDOW others AS (
            PARTITION BY c.employee_id, o.skill_id ORDER BY c.completed_on, c.id
        )
    ),
    sides AS (
        SELECT d.id, d.outcome_id, d.completed_on, e.observed_on < d.completed_on AS is_before,
            e.value,
            1 / (e.variance + e.drift * abs(e.observed_on - d.completed_on) / 365.0) AS weight
        FROM done d JOIN observed e
            ON e.employee_id = d.employee_id AND e.skill_id = d.skill_id
        WHERE d.turn = 1
            AND e.observed_on BETWEEN d.completed_on - %(before)s AND d.completed_on + %(after)s
            AND (e.observed_on >= coalesce(d.earlier, '-infinity'))
            AND (e.observed_on < d.completed_on OR e.observed_on < coalesce(d.later, 'infinity'))
    )
    SELECT outcome_id,
        sum(value * weight) FILTER (WHERE is_before), sum(weight) FILTER (WHERE is_before),
        sum(value * weight) FILTER (WHERE NOT is_before), sum(weight) FILTER (WHERE NOT is_before)
    FROM sides GROUP BY outcome_id, id, completed_on
    HAVING bool_or(is_before) AND NOT bool_and(is_before)
    ORDER BY outcome_id, completed_on, id
"""  # noqa: S608 - constants with bound parameters
_MEANS = f"""
    WITH {_OBSERVED}
    SELECT o.id, m.mean FROM training_activityoutcome o
    JOIN (SELECT skill_id, avg(value) AS mean FROM observed GROUP BY skill_id) m USING (skill_id)
"""  # noqa: S608 - constants with bound parameters


def measured_people(parameters: Parameters = DEFAULTS) -> dict[int, Measured]:
    """By outcome the people who have observations of its skill on both sides of finishing it.

    Observations of two years before and one year after count, less for each day between; none
    from beyond another activity on the same skill, none that comes from completing or from a
    certificate. Self-ratings are corrected by their usual bias. Two queries.
    """
    values = _values(parameters)
    rows: dict[int, list[tuple[float, ...]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, values)
        for outcome, *sums in cursor.fetchall():
            rows[outcome].append(tuple(sums))
        cursor.execute(_MEANS, values)
        means: dict[int, float] = dict(cursor.fetchall())
    return {outcome: _measured(sums, means[outcome]) for outcome, sums in rows.items()}


def _measured(sums: list[tuple[float, ...]], mean: float) -> Measured:
    before, before_weight, after, after_weight = np.array(sums, float).T
    return Measured(before, before_weight, after, after_weight, float(mean))


def _values(parameters: Parameters) -> dict[str, Any]:
    def by_kind(values: tuple[float, ...]) -> str:
        return json.dumps(dict(zip(SkillKind.values, values, strict=True)))

    return {
        "self": Source.SELF,
        "left_out": [Source.COMPLETION, Source.CERTIFICATE],
        "bias": by_kind(parameters.self_bias),
        "drift": by_kind(parameters.drift_per_year),
        "before": BEFORE_DAYS,
        "after": AFTER_DAYS,
    }
