"""Limits at odds, in plain words."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmap.core.templatetags.amounts import money

CENTS = 100
LIMITS: dict[str, str | Promise] = {
    "budget": gettext_lazy("the budget"),
    "hours per week": gettext_lazy("the hours a week"),
    "weeks": gettext_lazy("the weeks"),
    "working hours": gettext_lazy("the hours in working time"),
}


def conflict_words(found: Mapping[str, Any], currency: str) -> str:
    """Which limits are at odds, and for each that could give way how much would be enough."""
    limits = [str(LIMITS[limit]) for limit in found["limits"]]
    text = _("At odds: %(limits)s.")
    enough = [_enough(limit, value, currency) for limit, value in found["enough"].items()]
    sentences = [text % {"limits": ", ".join(limits)}]
    if enough:
        either = _(" or ").join(enough)
        sentences.append(
            _("Enough for all of them, the rest as asked: %(either)s.") % {"either": either}
        )
    return " ".join(sentences)


def _enough(limit: str, value: float, currency: str) -> str:
    if limit == "budget":
        return money(round(value * CENTS), currency)
    amount = {"n": number_format(value, 2 if value % 1 else 0)}
    if limit == "weeks":
        return _("%(n)s weeks") % amount
    if limit == "hours per week":
        return _("%(n)s hours a week") % amount
    return _("%(n)s hours in working time") % amount
