"""A signed review as it is shown and printed: its content as it was signed, with days and codes in
words."""

from typing import Any

from django.utils.dateparse import parse_date

from reviews.enums import Overall
from reviews.models import SignedReview
from training.enums import PlanState


def paper_of(signed: SignedReview) -> dict[str, Any]:
    """The content, whose digest stays that of what was signed."""
    content: dict[str, Any] = signed.content
    overall, plan = content.get("overall"), content.get("plan")
    goals = [goal | {"due": parse_date(goal["due"] or "")} for goal in content.get("goals", [])]
    return content | {
        "period": [parse_date(day) for day in content["period"]],
        "goals": goals,
        "overall": Overall(int(overall)).label if overall else "",
        "plan": plan and plan | {"state": PlanState(plan["state"]).label},
    }
