"""What is stored of the activities a file names, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from skills.models import Skill
from skills.queries import skills_by_code, skills_by_name
from training.imports.rows import ActivityRow
from training.models import (
    Activity,
    ActivityOutcome,
    ActivityPrerequisite,
    ActivitySession,
    ActivitySituation,
    PlanStep,
)
from training.services.catalogue import Start, StoredActivity

_VALUES = (
    "title", "provider", "mode", "sessions", "hours_per_session", "period_weeks", "language",
    "venue", "url", "released_time", "capstone", "seats",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything a file of activities is compared with.

    `codes` maps the code of every stored activity that matters to its key.
    """

    activities: dict[str, StoredActivity]
    codes: dict[str, int]
    by_code: Mapping[str, Skill]
    by_name: Mapping[str, Skill]

    def skill(self, text: str) -> Skill | None:
        """Return the skill a file means by a code or a name."""
        return self.by_code.get(text) or self.by_name.get(text.lower())


def read_catalogue(rows: Collection[ActivityRow]) -> Catalogue:
    """Read what matters for these rows."""
    codes = {row.activity_code for row in rows}
    named = codes | {code for row in rows for code in row.prerequisites}
    skills = {outcome.skill for row in rows for outcome in row.outcomes}
    return Catalogue(
        activities=_activities(codes),
        codes=dict(Activity.objects.filter(code__in=named).values_list("code", "id")),
        by_code=skills_by_code(skills),
        by_name=skills_by_name(skills),
    )


def outcome_text(code: str, entry: Decimal, exit_: Decimal, gain: Decimal | None) -> str:
    """Return an outcome as our layout writes it."""
    numbers = [entry, exit_, *([] if gain is None else [gain])]
    return ":".join([code, *(format(number.normalize(), "f") for number in numbers)])


def _activities(codes: Collection[str]) -> dict[str, StoredActivity]:
    found = Activity.objects.filter(code__in=codes)
    outcomes, texts = _outcomes(found)
    prerequisites = _parts(ActivityPrerequisite, found, "requires__code")
    situations = _parts(ActivitySituation, found, "situation__name")
    starts, chosen = _starts(found)
    activities = {}
    rows = found.values_list("id", "version", "code", "cost_cents", "site__name", *_VALUES)
    for key, version, code, cents, site, *rest in rows:
        values = dict(zip(_VALUES, rest, strict=True))
        activities[code] = StoredActivity(
            id=key,
            version=version,
            values={
                **values,
                "cost": None if cents is None else Decimal(cents) / 100,
                "site": site or "",
                "outcomes": texts[key],
                "prerequisites": sorted(prerequisites[key]),
                "situations": sorted(situations[key]),
            },
            outcome_ids=outcomes[key],
            prerequisites=prerequisites[key],
            situations=situations[key],
            starts=starts[key],
            chosen=frozenset(chosen[key]),
        )
    return activities


def start_text(start: Start) -> str:
    """Return a first session as our layout writes it, its moment in UTC."""
    day, moment = start
    return moment.isoformat() if moment else day.isoformat()


def _outcomes(found: Any) -> tuple[dict[int, list[int]], dict[int, list[str]]]:
    keys: dict[int, list[int]] = defaultdict(list)
    texts: dict[int, list[str]] = defaultdict(list)
    rows = ActivityOutcome.objects.filter(activity__in=found).order_by("position")
    for row in rows.select_related("skill"):
        keys[row.activity_id].append(row.pk)
        texts[row.activity_id].append(
            outcome_text(row.skill.code, row.entry_level, row.exit_level, row.gain)
        )
    return keys, texts


def _parts(model: Any, found: Any, name: str) -> dict[int, dict[str, int]]:
    parts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = model.objects.filter(activity__in=found).values_list("id", "activity_id", name)
    for key, activity, value in rows:
        parts[activity][value] = key
    return parts


def _starts(found: Any) -> tuple[dict[int, dict[Start, int]], dict[int, set[Start]]]:
    """Return the first sessions of each activity, and those of them that a file does not take away:
    what a plan has chosen, and what somebody has cancelled or arranged by hand."""
    starts: dict[int, dict[Start, int]] = defaultdict(dict)
    chosen: dict[int, set[Start]] = defaultdict(set)
    rows = ActivitySession.objects.filter(activity__in=found)
    keys = set(PlanStep.objects.filter(session__in=rows).values_list("session_id", flat=True))
    by_hand = Q(cancelled_at__isnull=False) | Q(trainer__isnull=False) | ~Q(place="")
    keys |= set(rows.filter(by_hand).values_list("pk", flat=True))
    for row in rows:
        starts[row.activity_id][row.starts_on, row.starts_at] = row.pk
        if row.pk in keys:
            chosen[row.activity_id].add((row.starts_on, row.starts_at))
    return starts, chosen
