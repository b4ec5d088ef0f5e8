"""Writes of this app. The analysis itself (`services.gaps`, `services.refresh`) imports scipy and
is imported by workers and commands only."""

from assessments.services.evidence import (
    NewEvidence,
    Recorded,
    check_evidence,
    plan_evidence,
    record_evidence,
    retract_evidence,
    undo_evidence,
)
from assessments.services.ratings import (
    Submission,
    check_answer,
    save_rating_draft,
    submit_ratings,
)
from assessments.services.runs import create_run, start_analysis

__all__ = [
    "NewEvidence",
    "Recorded",
    "Submission",
    "check_answer",
    "check_evidence",
    "create_run",
    "plan_evidence",
    "record_evidence",
    "retract_evidence",
    "save_rating_draft",
    "start_analysis",
    "submit_ratings",
    "undo_evidence",
]
