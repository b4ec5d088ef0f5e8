"""Limits at odds, in plain words."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skillmap.core.templatetags.amounts import money
from training.enums import CENTS

LIMITS: dict[str, str | Promise] = {
    "budget": gettext_lazy("the budget"),
    "hours per week": gettext_lazy("the hours a week"),
    "weeks": gettext_lazy("the weeks"),
    "working hours": gettext_lazy("the hours in working time"),
}


def conflict_words(found: Mapping[str, Any], currency: str) -> str:
    """Which limits are at odds, and how much of one, or of some together, would be enough."""
    limits = [str(LIMITS[limit]) for limit in found["limits"]]
    sentences = [_("At odds: %(limits)s.") % {"limits": ", ".join(limits)}]
    if enough := _amounts(found["enough"], currency):
        text = _("Enough for all of them, the rest as it is: %(either)s.")
        sentences.append(text % {"either": _(" or ").join(enough)})
    elif together := _amounts(found.get("together", {}), currency):
        text = _("Enough for all of them, together: %(all)s.")
        sentences.append(text % {"all": _(" and ").join(together)})
    return " ".join(sentences)


def _amounts(values: Mapping[str, float], currency: str) -> list[str]:
    return [_amount(limit, value, currency) for limit, value in values.items()]


def _amount(limit: str, value: float, currency: str) -> str:
    if limit == "budget":
        return money(round(value * CENTS), currency)
    if limit == "weeks":
        return _("%(n)d weeks") % {"n": value}
    if limit == "hours per week":
        return hours_a_week(value)
    return _("%(n)s hours in working time") % {"n": _number(value)}


def hours_a_week(value: float) -> str:
    """`1 hour a week`, `2.5 hours a week`."""
    return ngettext("%(n)s hour a week", "%(n)s hours a week", ceil(value)) % {"n": _number(value)}


def _number(value: float) -> str:
    return str(number_format(value, 2 if value % 1 else 0))
