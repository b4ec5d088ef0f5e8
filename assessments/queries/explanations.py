"""How one level came about, rebuilt from a person's rows and what their profile keeps.

The same closed form as `assessments.analysis.proficiency`, for one cell and with what the profile
stores of the prior and of the raters, so a page needs neither the organisation nor a solver.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assessments.analysis.evidence import RATER_GIVEN, SOURCE_SD
from assessments.analysis.evidence import Kind as KindCode
from assessments.analysis.evidence import Source as SourceCode
from assessments.analysis.parameters import DEFAULTS, MILLI, Parameters
from assessments.enums import Source
from assessments.models import Evidence, SkillProfile
from assessments.queries.priors import leniency_of
from skills.models import Skill

DAYS_PER_YEAR = 365
TWO_SIDES = {Source.SELF, Source.MANAGER}


class Fate(StrEnum):
    """Whether a row counted, or why not."""

    USED = "used"
    REPLACED = "replaced"  # by the level agreed in the same review
    SILENT = "silent"  # a completion that names no level
    LOWER = "lower"  # a certificate below the level of the other evidence
    LATER = "later"  # than the computation


class Note(StrEnum):
    """What was done to a row that counted."""

    LENIENT_SELF = "lenient_self"
    LOWERED = "lowered"
    RAISED = "raised"
    UNKNOWN_RATER = "unknown_rater"
    FLAT = "flat"
    AGED = "aged"
    EXPIRED = "expired"


NOTICEABLE = 0.05  # levels; smaller corrections are not worth a word
OLD_YEARS = 1.0  # from here on ageing is worth a word


@dataclass(frozen=True, slots=True)
class Line:
    """One observation: levels on the skill's own scale.

    `given` is None for a completion without a level; `counted` is what entered, None where nothing
    did; `share` is the part of the level that rests on it, 0..1. `by_rater` is how far the rater's
    answers were found to lie above the truth.
    """

    evidence: Evidence
    fate: Fate
    given: float | None
    counted: float | None = None
    share: float = 0.0
    by_rater: float = 0.0
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind one level; levels on the skill's own scale.

    `prior` is where the level starts from and `prior_share` the part of it that rests there;
    `level` and `sd` (before calibration) are rebuilt from the rows.
    """

    lines: Sequence[Line]
    prior: float
    prior_share: float
    level: float
    sd: float

    @property
    def used(self) -> list[Line]:
        return [line for line in self.lines if line.fate == Fate.USED]

    @property
    def pull_of_prior(self) -> float:
        """By how much the level would be another if it rested on the evidence alone."""
        told = sum(line.share for line in self.used)
        mean = sum(line.share * (line.counted or 0.0) for line in self.used)
        return self.prior_share * (self.prior - mean / told) if told else 0.0

    @property
    def corrections(self) -> float:
        """By how much corrections of raters move the level."""
        moved = (line.share * ((line.counted or 0.0) - (line.given or 0.0)) for line in self.used)
        return sum(moved)

    @property
    def main_reason(self) -> str:
        """What moves the level most away from the answers: prior, raters, or next to nothing."""
        by_prior, by_raters = abs(self.pull_of_prior), abs(self.corrections)
        if max(by_prior, by_raters) < NOTICEABLE:
            return "none"
        return "prior" if by_prior >= by_raters else "raters"


@dataclass(frozen=True, slots=True)
class Known:
    """What a profile keeps that explains its levels: the prior of one skill and the raters."""

    prior: float
    kind: int
    shifts: dict[int, float]
    doubts: dict[int, float]
    flat: frozenset[int]
    leniency: float
    parameters: Parameters = DEFAULTS


def known_of(profile: SkillProfile, skill: Skill) -> Known | None:
    """What explains this skill's level, None where the profile keeps nothing; one query."""
    return known_in(profile)(skill)


def known_in(
    profile: SkillProfile, by_run: Callable[[int], list[float] | None] = leniency_of
) -> Callable[[Skill], Known | None]:
    """`known_of` for any number of skills of a profile; one query, `by_run` may keep it."""
    found = by_run(profile.run_id) if profile.run_id else None
    pairs = list(zip(profile.raters, profile.shifts, profile.doubts, profile.flat, strict=True))
    common = Known(
        prior=0.0,
        kind=KindCode.UNCLASSIFIED,
        shifts={rater: shift / MILLI for rater, shift, _, _ in pairs},
        doubts={rater: doubt / MILLI for rater, _, doubt, _ in pairs},
        flat=frozenset(rater for rater, _, _, is_flat in pairs if is_flat),
        leniency=0.0,
    )

    def known(skill: Skill) -> Known | None:
        if skill.slot not in profile.slots or len(profile.prior) != len(profile.slots):
            return None
        kind = KindCode[skill.kind.upper()]
        prior = profile.prior[profile.slots.index(skill.slot)] / MILLI
        return replace(common, prior=prior, kind=kind, leniency=found[kind] if found else 0.0)

    return known


def explain(rows: Sequence[Evidence], skill: Skill, known: Known, on: dt.date) -> Explanation:
    """Rebuild the level of one skill from its standing rows as they stood on a day.

    Rows observed later are listed and do not count. `rows` with `scale` loaded, any order.
    """
    weighed = [_weigh(row, rows, known, on) for row in rows]
    chosen = _without_lower_certificates(weighed, known)
    precision, total = _sums(chosen, known)
    width = skill.scale.top_rank - skill.scale.zero_rank
    step = width / 5
    own = skill.scale.from_common
    lines = [
        Line(
            evidence=one.row,
            fate=one.fate,
            given=None if one.row.value is None else own(one.row.value),
            counted=own(one.value) if one.fate == Fate.USED else None,
            share=one.weight / precision if one.fate == Fate.USED else 0.0,
            by_rater=one.by_rater * step,
            notes=one.notes if one.fate == Fate.USED else (),
        )
        for one in chosen
    ]
    return Explanation(
        lines=lines,
        prior=own(known.prior),
        prior_share=1 / known.parameters.within_variance / precision,
        level=own(min(5.0, max(0.0, total / precision))),
        sd=precision**-0.5 * step,
    )


@dataclass(frozen=True, slots=True)
class _Weighed:
    row: Evidence
    fate: Fate
    value: float = 0.0
    weight: float = 0.0
    by_rater: float = 0.0
    notes: tuple[Note, ...] = ()


def _weigh(row: Evidence, rows: Sequence[Evidence], known: Known, on: dt.date) -> _Weighed:
    """Correct and weigh one row, or say why it does not count."""
    if row.observed_on > on:
        return _Weighed(row, Fate.LATER)
    if row.value is None or row.variance is None:
        return _Weighed(row, Fate.SILENT)
    if row.source in TWO_SIDES and row.review and _is_agreed(row, rows, on):
        return _Weighed(row, Fate.REPLACED)
    code = SourceCode[row.source.upper()]
    rater = _rater(row) if RATER_GIVEN[code] else None
    is_self, years = row.source == Source.SELF, _age(row, on) / DAYS_PER_YEAR
    usual = known.parameters.self_bias[known.kind] if is_self else 0.0
    shift = known.shifts.get(rater, 0.0) if rater is not None else 0.0
    by_rater = shift + (known.leniency if is_self else 0.0)
    variance = _variance(row, rater, known) + known.parameters.drift_per_year[known.kind] * years
    return _Weighed(
        row,
        Fate.USED,
        value=row.value - usual - by_rater,
        weight=1 / variance,
        by_rater=by_rater,
        notes=tuple(_notes(row, rater, by_rater, years, known)),
    )


def _is_agreed(row: Evidence, rows: Sequence[Evidence], on: dt.date) -> bool:
    return any(
        other.source == Source.AGREED and other.review == row.review and other.observed_on <= on
        for other in rows
    )


def _rater(row: Evidence) -> int | None:
    """The id under which the analysis knows the rater; self-ratings have one of their own."""
    if row.source == Source.SELF:
        return 2 * row.employee_id + 1
    return None if row.rater_id is None else 2 * row.rater_id


def _variance(row: Evidence, rater: int | None, known: Known) -> float:
    """The row's variance without ageing."""
    code, parameters = SourceCode[row.source.upper()], known.parameters
    recorded = row.variance or 0.0
    own = float(SOURCE_SD[code]) ** 2
    shared = parameters.severity_variance + parameters.halo_variance
    noise = recorded * own / (own + shared) if RATER_GIVEN[code] else recorded
    if rater is None:
        return recorded
    factor = parameters.flat_factor if rater in known.flat else 1.0
    return noise * factor + known.doubts.get(rater, shared)


def _age(row: Evidence, on: dt.date) -> int:
    start = row.observed_on
    if row.source == Source.CERTIFICATE:
        start = row.expires_on or on
    return max((on - start).days, 0)


def _notes(
    row: Evidence, rater: int | None, by_rater: float, years: float, known: Known
) -> list[Note]:
    told = {
        Note.LENIENT_SELF: row.source == Source.SELF,
        Note.LOWERED: by_rater >= NOTICEABLE,
        Note.RAISED: by_rater <= -NOTICEABLE,
        Note.UNKNOWN_RATER: _is_stranger(row, rater, known),
        Note.FLAT: rater in known.flat,
        Note.EXPIRED: row.source == Source.CERTIFICATE and years > 0,
        Note.AGED: row.source != Source.CERTIFICATE and years >= OLD_YEARS,
    }
    return [note for note, holds in told.items() if holds]


def _is_stranger(row: Evidence, rater: int | None, known: Known) -> bool:
    """Somebody else of whom it is not known yet how they rate this person."""
    if rater is None or row.source == Source.SELF:
        return False
    return known.doubts.get(rater, 1.0) > 0


def _without_lower_certificates(weighed: list[_Weighed], known: Known) -> list[_Weighed]:
    """A certificate is a lower bound: below the level of all else it is left out."""
    others = [one for one in weighed if one.row.source != Source.CERTIFICATE]
    precision, total = _sums(others, known)
    level = total / precision
    return [
        _Weighed(one.row, Fate.LOWER)
        if one.row.source == Source.CERTIFICATE and one.fate == Fate.USED and one.value < level
        else one
        for one in weighed
    ]


def _sums(weighed: Sequence[_Weighed], known: Known) -> tuple[float, float]:
    """Precision and weighted sum of the prior and the rows that count."""
    spread = known.parameters.within_variance
    used = [one for one in weighed if one.fate == Fate.USED]
    precision = 1 / spread + sum(one.weight for one in used)
    return precision, known.prior / spread + sum(one.weight * one.value for one in used)
