"""Levels in words first: numbers, chip, bar and fit."""

from decimal import Decimal
from math import floor
from typing import Any

from django import template
from django.utils.formats import number_format

from skillmap.core.levels import Level

register = template.Library()


@register.filter
def number(value: float | Decimal | None, digits: int = 1) -> str:
    """A localised, rounded number; nothing known is a dash, never 0."""
    return "–" if value is None else number_format(round(float(value), digits), decimal_pos=digits)


@register.filter
def percent(part: float | None) -> str:
    """0.784 -> `78 %`; nothing known is a dash."""
    return "–" if part is None else f"{number_format(round(part * 100), decimal_pos=0)} %"


@register.filter
def percent_at_least(part: float | None) -> str:
    """0.947 -> `94 %`: rounded down, for "at least"."""
    return "–" if part is None else f"{number_format(floor(part * 100 + 1e-9), decimal_pos=0)} %"


@register.filter
def share(stored: int | None) -> float | None:
    """A stored share as a number: 784 -> 0.784."""
    return None if stored is None else stored / 1000


@register.filter
def thousandths(stored: int | None) -> str:
    """A stored share in words: 784 -> `78 %`; nothing known is a dash."""
    return percent(share(stored))


@register.filter
def width_of(part: float | None) -> str:
    """A share as an SVG length, cut to 0..100 %."""
    return f"{100 * min(1.0, max(0.0, part or 0.0)):.2f}%"


@register.inclusion_tag("components/level_chip.html")
def level_chip(level: Level) -> dict[str, Any]:
    """`2.6 ± 0.5` on its tint, with its trust mark; the words on hover and focus."""
    return {"level": level}


@register.inclusion_tag("components/level_bar.html")
def level_bar(level: Level) -> dict[str, Any]:
    """The level on its scale: interval band, dot, required level, previous value."""
    return {"level": level, "at": level.places}


@register.inclusion_tag("components/fit.html")
def fit_triple(
    hard: float | None, soft: float | None, both: float | None, coverage: float | None
) -> dict[str, Any]:
    """`Hard 78 % · Soft 64 % · Both kinds 70 %`, and how much of the role has been measured."""
    return {"hard": hard, "soft": soft, "both": both, "coverage": coverage}
