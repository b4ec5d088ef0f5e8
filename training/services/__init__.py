"""Writes of this app. `services.recommend` and `services.templates` import scipy and are imported
by workers and commands only."""

from training.services.completions import record_completion, record_completions
from training.services.parking import match_parked, park
from training.services.plans import (
    accept_plan,
    approve_plan,
    dismiss_plan,
    object_to_plan,
    propose_plan,
)
from training.services.reports import Report, Reported, report_completions
from training.services.runs import (
    create_run,
    start_proof,
    start_recommendation,
    start_template,
)
from training.services.steps import tick_step, untick_step

__all__ = [
    "Report",
    "Reported",
    "accept_plan",
    "approve_plan",
    "create_run",
    "dismiss_plan",
    "match_parked",
    "object_to_plan",
    "park",
    "propose_plan",
    "record_completion",
    "record_completions",
    "report_completions",
    "start_proof",
    "start_recommendation",
    "start_template",
    "tick_step",
    "untick_step",
]
