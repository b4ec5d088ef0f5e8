"""How one level came about, in words: answers first, then why the level differs from them."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.analysis.parameters import Z90
from assessments.enums import Source
from assessments.models import Evidence, SkillProfile
from assessments.queries.explanations import Explanation, Fate, Line, Note, explain, known_of
from assessments.queries.levels import SkillLevel
from assessments.rules import can_see_rater
from skillmap.core.levels import Level
from skillmap.core.models import User
from skillmap.pages.forecasts import Forecast, forecast_of, level_around

QUARTERS = 8  # looked back on


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One observation as this reader sees it; texts are ready to print.

    `counted` is None where nothing was changed or the reader may not know by how much.
    """

    evidence: Evidence
    label: str
    rater: str
    used: bool
    notes: Sequence[str]
    counted: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class Story:
    """The explanation of one level. Without `prior` its numbers are kept from this reader: group
    feedback that they may not read could be worked out from them."""

    answers: Sequence[str]
    reason: str
    lines: Sequence[ShownLine]
    prior: float | None
    prior_share: float | None
    trend: Sequence[tuple[dt.date, Level]]
    forecast: Forecast | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, whether about themselves, and which observations are closed to them."""

    user: User
    is_self: bool
    closed: Collection[int]


def story_of(
    reader: Reader, profile: SkillProfile | None, row: SkillLevel | None, rows: Sequence[Evidence]
) -> Story | None:
    """Explain the level of one skill, None where nothing was computed; one query.

    `rows` are the standing observations of that skill, newest first, with `rater`, `employee` and
    `scale` loaded.
    """
    known = known_of(profile, row.skill) if profile and row else None
    if profile is None or row is None or known is None:
        return None
    today = profile.computed_at.date()
    on = partial(explain, rows, row.skill, known)
    found = on(today)
    hides = any(line.evidence.pk in reader.closed for line in found.lines)
    measured = row.level.value is not None
    days = [] if hides or not measured else _quarters(today)
    past = [(day, on(day)) for day in days]
    half = Z90 * profile.calibration / 1000
    return Story(
        answers=_answers(reader, found),
        reason=_reason(found) if measured and not hides else "",
        lines=[_shown(reader, line, hides=hides) for line in found.lines],
        prior=None if hides else found.prior,
        prior_share=None if hides else found.prior_share,
        trend=[
            (day, level_around(row.level, then.level, half * then.sd, len(then.used)))
            for day, then in past
            if then.used
        ],
        forecast=forecast_of(row, on, today, half) if measured and not hides else None,
    )


def _answers(reader: Reader, found: Explanation) -> list[str]:
    """`you 4`, `manager 4`, `3 colleagues 3.5`: the newest of each side, means of the others."""
    said: dict[str, list[Line]] = {}
    for line in found.lines:
        if line.given is not None and line.evidence.pk not in reader.closed:
            said.setdefault(line.evidence.source, []).append(line)
    order = [source for source in Source if source in said]
    return [_answer(reader, Source(source), said[source]) for source in order]


def _answer(reader: Reader, source: Source, lines: Sequence[Line]) -> str:
    several = source in {Source.PEER, Source.REPORT} and len(lines) > 1
    levels = [line.given or 0.0 for line in lines]
    level = number_format(round(fmean(levels) if several else levels[0], 1), 1)
    if source == Source.SELF and reader.is_self:
        return _("you %(level)s") % {"level": level}
    if several:
        names = {
            Source.PEER: ngettext("%(n)d colleague", "%(n)d colleagues", len(lines)),
            Source.REPORT: ngettext("%(n)d direct report", "%(n)d direct reports", len(lines)),
        }
        return f"{names[source] % {'n': len(lines)}} {level}"
    return f"{lines[0].evidence.source_word} {level}"


def _reason(found: Explanation) -> str:
    """One sentence on why the level is not simply the mean of the answers."""
    level = number_format(round(found.prior, 1), 1)
    if found.main_reason == "prior":
        texts = (
            _("No answers are the whole truth, so the level stays nearer to %(prior)s, which "
              "is usual for this role and person: that draws it down."),
            _("No answers are the whole truth, so the level stays nearer to %(prior)s, which "
              "is usual for this role and person: that draws it up."),
        )  # fmt: skip
        return texts[found.pull_of_prior > 0] % {"prior": level}
    if found.main_reason == "raters":
        if found.corrections > 0:
            return _("The level is higher than the answers because those who gave them rate "
                     "more strictly than others do.")  # fmt: skip
        return _("The level is lower than the answers because those who gave them rate higher "
                 "than others do, as people usually do about themselves.")  # fmt: skip
    return _("The level is nearly what the answers say, each weighted by how sure it is.")


def _shown(reader: Reader, line: Line, *, hides: bool) -> ShownLine:
    evidence = line.evidence
    closed = evidence.pk in reader.closed
    sees_rater = can_see_rater(reader.user, evidence)
    named = sees_rater and evidence.rater is not None and evidence.source != Source.SELF
    exact = not hides and (evidence.rater is None or sees_rater)
    changed = line.counted is not None and line.counted != line.given
    top, bottom = evidence.skill.scale.top_rank, evidence.skill.scale.zero_rank
    return ShownLine(
        evidence=evidence,
        label=_("Group feedback") if closed else str(capfirst(evidence.source_word)),
        rater=str(evidence.rater) if named else "",
        used=line.fate == Fate.USED,
        notes=[] if closed else _words(line),
        counted=min(top, max(bottom, line.counted or 0.0)) if exact and changed else None,
        share=None if hides or line.fate != Fate.USED else line.share,
    )


def _words(line: Line) -> list[str]:
    """Why a row did not count, or what was done to it."""
    fates = {
        Fate.REPLACED: _("not used: the level agreed in the same review stands for it"),
        Fate.SILENT: _("not used: it says nothing about the level"),
        Fate.LOWER: _("not used: a certificate can raise a level, and the other evidence is above"),
        Fate.LATER: _("not used yet: it came after this level was computed"),
    }
    if line.fate != Fate.USED:
        return [fates[line.fate]]
    by_self = line.evidence.source == Source.SELF
    notes = {
        Note.LENIENT_SELF: _("the usual leniency of self-ratings taken off"),
        Note.LOWERED: _("counted still lower: more lenient than self-ratings usually are")
        if by_self
        else _("counted lower: this rater rates higher than others do"),
        Note.RAISED: _("only a part of it: this person rates themselves more strictly than most")
        if by_self
        else _("counted higher: this rater rates more strictly than others do"),
        Note.UNKNOWN_RATER: _("how strictly this rater rates is not known yet, so it weighs less"),
        Note.FLAT: _("this rater gives everybody the same answer, so it weighs little"),
        Note.AGED: _("older than a year, so it says less about today"),
        Note.EXPIRED: _("expired, and less certain since"),
    }
    return [notes[note] for note in line.notes]


def _quarters(today: dt.date) -> list[dt.date]:
    """The last days of past quarters, oldest first."""
    first = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    days = []
    for _quarter in range(QUARTERS):
        days.append(first - dt.timedelta(days=1))
        first = days[-1].replace(month=days[-1].month - 2, day=1)
    return days[::-1]
