"""Writes of this app. `services.recommend` and `services.templates` import scipy and are imported
by workers and commands only."""

from training.services.choices import choose_option
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
from training.services.runs import create_run, start_proof, start_recommendation
from training.services.steps import tick_step, untick_step
from training.services.template_uses import use_template
from training.services.what_if import ask_what_if

__all__ = [
    "Report",
    "Reported",
    "accept_plan",
    "approve_plan",
    "ask_what_if",
    "choose_option",
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
    "tick_step",
    "untick_step",
    "use_template",
]
