"""A signed review as it is shown and printed, and as PDF where the optional library is installed
(requirements-pdf.lock)."""

from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date

from reviews.enums import Overall
from reviews.models import SignedReview
from training.enums import PlanState

_STYLE = settings.BASE_DIR / "static" / "css" / "paper.css"


def paper_of(signed: SignedReview) -> dict[str, Any]:
    """The content with days and codes in words; its digest stays that of what was signed."""
    content: dict[str, Any] = signed.content
    rank, plan = content.get("overall"), content.get("plan")
    overall = content.get("overall_word") or (Overall(int(rank)).label if rank else "")
    goals = [goal | {"due": parse_date(goal["due"] or "")} for goal in content.get("goals", [])]
    return content | {
        "period": [parse_date(day) for day in content["period"]],
        "goals": goals,
        "overall": overall,
        "plan": plan and plan | {"state": PlanState(plan["state"]).label},
    }


@cache
def can_write_pdf() -> bool:
    """Is the library there, with what it loads?"""
    try:
        import_module("weasyprint")
    except (ImportError, OSError):  # the second where Pango is missing
        return False
    return True


def pdf_of(signed: SignedReview) -> bytes:
    """The paper with its check sum on every page; asks nothing of any address."""
    weasyprint = import_module("weasyprint")
    context = {"paper": paper_of(signed), "signed": signed}
    context["answer"] = getattr(signed, "acknowledgement", None)
    text = render_to_string("reviews/review_paper.html", context)
    document = weasyprint.HTML(string=text, url_fetcher=_refuse)
    written: bytes = document.write_pdf(
        stylesheets=[weasyprint.CSS(string=_STYLE.read_text(), url_fetcher=_refuse)]
    )
    return written


def _refuse(url: str, *_more: object, **_options: object) -> None:
    raise ValueError(f"nothing is fetched for a paper: {url[:100]}")
