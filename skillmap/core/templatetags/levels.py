"""Levels in words first: numbers, chip, bar and fit."""

from decimal import Decimal
from math import floor
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from skillmap.core.levels import Level
from skillmap.core.shares import Share

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
def width_of(part: float | None) -> str:
    """A share as an SVG length, cut to 0..100 %."""
    return f"{100 * min(1.0, max(0.0, part or 0.0)):.2f}%"


@register.simple_tag
def level_range(level: tuple[float, float | None, float | None]) -> SafeString:
    """`3.3 2.4–4.1`: a level and the ends of its interval below it, where they are known."""
    value, low, high = level
    if low is None or high is None:
        return format_html("<strong>{}</strong>", number(value))
    text = '<strong>{}</strong> <small class="interval">{}–{}</small>'
    return format_html(text, number(value), number(low), number(high))


@register.inclusion_tag("components/level_chip.html")
def level_chip(level: Level) -> dict[str, Any]:
    """`2.6 ± 0.5` on its tint, with its trust mark; the words on hover and focus."""
    return {"level": level}


@register.inclusion_tag("components/level_bar.html")
def level_bar(level: Level) -> dict[str, Any]:
    """The level on its scale: interval band, dot, required level, previous value."""
    return {"level": level, "at": level.places}


@register.inclusion_tag("components/fit.html")
def fit_triple(fit: Any) -> dict[str, Any]:
    """`Hard 78 % (71–84 %) · Soft … · Both kinds …`, and how much of the role was measured."""
    return {"fit": fit}


@register.filter
def give_or_take(share: Share | None) -> str:
    """`78 ± 6 %`; nothing known is a dash."""
    if share is None:
        return "–"
    parts = (number_format(round(100 * n), decimal_pos=0) for n in (share.value, share.half_width))
    return "{} ± {} %".format(*parts)


@register.filter
def between(share: Share) -> str:
    """`71–84 %`, the 90 % interval of a share."""
    low, high = (number_format(round(100 * n), decimal_pos=0) for n in (share.low, share.high))
    return f"{low}–{high} %"
