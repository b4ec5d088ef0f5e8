"""Everything a plain table of ratings tells: agreement, reliability, severities, difficulties."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assessments.analysis import agreement
from assessments.analysis.agreement import Figure
from assessments.analysis.crossed import fit_crossed
from assessments.analysis.evidence import IntArray
from assessments.analysis.facet_design import StepForm
from assessments.analysis.many_facet import fit_many_facet
from assessments.analysis.parameters import DEFAULTS, Parameters
from assessments.analysis.rating_table import RatingModel, RatingTable

Method = Literal["crossed", "many_facet"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far raters agree on some units; `full` are ICC(2,1) and ICC(2,k) of a crossed table."""

    once: agreement.OneWay
    full: tuple[Figure, ...]
    interval: float
    ordinal: float
    nominal: float

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All forms of the intraclass correlation that apply."""
        return (self.once.single, self.once.average, *self.full)

    @property
    def one_more(self) -> float:
        """By how much one more rater per unit would raise the reliability of the mean."""
        return agreement.one_more(self.once.single.value, self.once.raters_per_unit)


@dataclass(frozen=True, slots=True)
class RatingReport:
    """A model of the table, agreement over all items and of each, and what to be wary of.

    `parts` has the number of people of each group that shares no rater with the others; `flat`
    are raters who give everybody the same score.
    """

    model: RatingModel
    overall: Agreement
    of_items: tuple[Agreement, ...]
    parts: tuple[int, ...]
    flat: tuple[int, ...]


def report(
    table: RatingTable,
    method: Method = "crossed",
    steps: StepForm = "rating_scale",
    parameters: Parameters = DEFAULTS,
) -> RatingReport:
    """Analyse a table; raises `NothingToTell` where the model cannot take it.

    The unit of agreement is a person on one item. Over all items their difficulties count as
    spread between units, so the figures of single items are the stricter ones.
    """
    several = table.n_items > 1
    return RatingReport(
        model=fit_crossed(table) if method == "crossed" else fit_many_facet(table, steps),
        overall=agreement_of(table, np.arange(len(table))),
        of_items=tuple(
            agreement_of(table, np.flatnonzero(table.item == item))
            for item in range(table.n_items if several else 0)
        ),
        parts=_parts(table),
        flat=_flat(table, parameters),
    )


def agreement_of(table: RatingTable, rows: IntArray) -> Agreement:
    """Return the agreement within some rows of a table."""
    unit, rater, score = table.unit[rows], table.rater[rows], table.score[rows]
    crossed = agreement.full_table(unit, rater, score)
    full: tuple[Figure, ...] = ()
    if crossed is not None:
        found = agreement.two_way(crossed)
        full = (found.single, found.average)
    return Agreement(
        once=agreement.one_way(unit, score),
        full=full,
        interval=agreement.krippendorff_interval(unit, score),
        ordinal=agreement.krippendorff_ordinal(unit, score),
        nominal=agreement.krippendorff_nominal(unit, score),
    )


def _parts(table: RatingTable) -> tuple[int, ...]:
    part = agreement.components(table.person, table.rater)
    people = np.unique(np.column_stack([part, table.person]), axis=0)[:, 0]
    return tuple(sorted(np.bincount(people).tolist(), reverse=True))


def _flat(table: RatingTable, parameters: Parameters) -> tuple[int, ...]:
    count = np.bincount(table.rater)
    mean = np.bincount(table.rater, table.score) / count
    spread = np.bincount(table.rater, (table.score - mean[table.rater]) ** 2) / count
    flat = (count >= parameters.flat_min_rows) & (spread < parameters.flat_max_variance)
    return tuple(np.flatnonzero(flat).tolist()) if table.n_raters > 1 else ()
