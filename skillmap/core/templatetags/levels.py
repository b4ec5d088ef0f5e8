"""Levels in words first: chip, bar and explanation of one person's level in one skill.

A *level* in these tags is any object with the attributes of `skillmap.core.levels.Level`.
"""

from typing import Any

from django import template
from django.utils.formats import number_format

from skillmap.core.levels import Level

register = template.Library()


@register.filter
def number(value: float | None, digits: int = 1) -> str:
    """A localised number; nothing known is a dash, never 0."""
    return "–" if value is None else number_format(value, decimal_pos=digits)


@register.filter
def percent(share: float | None) -> str:
    """0.784 -> `78 %`; nothing known is a dash."""
    return "–" if share is None else f"{number_format(share * 100, decimal_pos=0)} %"


@register.filter
def share_of(value: float | None, whole: float) -> str:
    """Position on an axis as an SVG percentage, cut to 0..100."""
    if value is None or not whole:
        return "0%"
    return f"{min(100.0, max(0.0, 100.0 * value / whole)):.2f}%"


@register.inclusion_tag("components/level_chip.html")
def level_chip(level: Level) -> dict[str, Any]:
    """`2.6 ± 0.5` on its tint, with its trust mark; the words on hover and focus."""
    return {"level": level}


@register.inclusion_tag("components/level_bar.html")
def level_bar(level: Level) -> dict[str, Any]:
    """The level on its scale: interval band, dot, required level, previous value."""
    return {"level": level, "ticks": range(level.scale_max + 1)}


@register.inclusion_tag("components/fit.html")
def fit_triple(
    hard: float | None, soft: float | None, both: float | None, coverage: float | None
) -> dict[str, Any]:
    """`Hard 78 % · Soft 64 % · Both kinds 70 %` and how much of the role has been measured."""
    return {"hard": hard, "soft": soft, "both": both, "coverage": coverage}
