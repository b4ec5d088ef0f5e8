"""Analysing everybody anew when enough has changed, decided once a night."""

import datetime as dt

from assessments.models import AnalysisRun, Evidence
from assessments.queries.priors import changed_share, latest_run
from assessments.services.marks import refresh_later
from assessments.services.runs import start_analysis

MOST_CHANGED = 0.005  # share of observations; until then frozen effects of raters serve
OLDEST = dt.timedelta(days=7)  # evidence ages by the day; this brings it into every level


def start_due_analysis(now: dt.datetime) -> AnalysisRun | None:
    """Start an analysis of everybody when more than `MOST_CHANGED` of the observations came or
    went since the last one, or it is older than `OLDEST`; return it, None when it is not due.

    Single people are brought up to date at once, with what the last analysis learned about
    raters; this learns it anew. When it is not due, people whose places or requirements begin or
    end today are brought up to date.
    """
    if not Evidence.objects.exists():
        return None
    last = latest_run(of_everybody=True)
    if last and now - last.created_at <= OLDEST and changed_share(last) <= MOST_CHANGED:
        refresh_later(actor=None)
        return None
    return start_analysis(actor=None)
