"""Bringing single profiles up to date when evidence of their people changed. Workers only."""

from collections.abc import Sequence

import numpy as np
from django.db import transaction
from django.utils import timezone

from assessments.analysis.priors import Priors
from assessments.analysis.profiles import profiles
from assessments.models import AnalysisRun, SkillProfile
from assessments.queries.moments import Moment
from assessments.queries.observations import World, cells, world
from assessments.queries.priors import has_outgrown, latest_run, priors_of
from assessments.services.gaps import Watch, parameters_of, stamp_of
from assessments.services.marks import Marks, mark_changed, marks_now
from assessments.services.profiles import rebuild_skill_map, write_profiles
from assessments.services.runs import start_analysis
from employees.models import Assignment

BATCH = 500  # people; writers of their evidence wait while they are computed


def refresh_profiles(watch: Watch | None = None) -> int:
    """Bring every marked profile up to date; return how many were. Safe to call again.

    Also those of people of whom something else is required since. Priors and parameters are those
    of the latest run, so a level moves only by that person's own evidence. Without a run, or when
    the evidence has outgrown its priors, an analysis of everybody is queued instead. Profiles that
    another worker is at are left to it.
    """
    watch = watch or Watch()
    mark_changed()
    run = latest_run()
    priors = priors_of(run) if run else None
    if run is None or priors is None or has_outgrown(run):
        start_analysis(actor=None)
        return 0
    refreshed = 0
    while done := _refresh_marked(run, priors, watch, refreshed):
        refreshed += done
    return refreshed


def _refresh_marked(run: AnalysisRun, priors: Priors, watch: Watch, before: int) -> int:
    """Compute everybody who is marked now, from what is true now; return how many."""
    marks, refreshed = marks_now(), 0
    if not marks:
        return 0
    there = world(Moment(timezone.now().date()))
    people = sorted(marks)
    for start in range(0, len(people), BATCH):
        chosen = people[start : start + BATCH]
        refreshed += _refresh_batch(run, priors, there, marks, chosen, watch)
        watch.progress(before + refreshed, before + refreshed)
    return refreshed


def _refresh_batch(
    run: AnalysisRun, priors: Priors, there: World, marks: Marks, people: Sequence[int],
    watch: Watch,
) -> int:  # fmt: skip
    """Compute and commit those of some marked people whom nobody else is at; return how many."""
    with transaction.atomic():
        watch.hold()
        marked = SkillProfile.objects.filter(pk__in=people, stale=True).order_by("pk")
        locked = marked.select_for_update(skip_locked=True).values_list("pk", flat=True)
        employees = np.array(locked, dtype=np.int64)
        if not len(employees):
            return 0
        ids = employees.tolist()
        found = profiles(cells(there, employees), priors, parameters_of(run))
        write_profiles(employees, found, stamp_of(run, there), marks)
        places = Assignment.objects.filter(employee__in=ids)  # past ones: somebody may have moved
        rebuild_skill_map(list(places.values_list("unit", flat=True).distinct()))
        return len(employees)
