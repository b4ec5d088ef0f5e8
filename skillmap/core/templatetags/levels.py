"""Levels in words first: numbers, chip, bar and fit."""

from decimal import Decimal
from functools import cache, lru_cache
from math import floor
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillmap.core.levels import Level
from skillmap.core.shares import Share
from skillmap.core.templatetags.marks import kind_icon

register = template.Library()


@register.filter
def number(value: float | Decimal | None, digits: int = 1) -> str:
    """A localised, rounded number; nothing known is a dash, never 0."""
    if value is None:
        return "–"
    rounded = round(float(value), digits) + 0.0  # -0.0 is 0.0, on the page and as a key
    return _number_words(rounded, digits, get_language())


@lru_cache(maxsize=4096)
def _number_words(value: float, digits: int, _language: str | None) -> str:
    """Levels and gaps have few values, and a map or a profile has hundreds of them."""
    return number_format(value, decimal_pos=digits)


@register.filter
def percent(part: float | None) -> str:
    """0.784 -> `78 %`; nothing known is a dash."""
    return "–" if part is None else f"{round(part * 100)} %"


@register.filter
def percent_at_least(part: float | None) -> str:
    """0.947 -> `94 %`: rounded down, for "at least"."""
    return "–" if part is None else f"{floor(part * 100 + 1e-9)} %"


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
def level_chip(level: Level, why: str = "") -> dict[str, Any]:
    """`2.6 ± 0.5` on its tint, with its trust mark; the words on hover and focus. Leads to how it
    was computed where `why` says where that is told."""
    return {"level": level, "why": why}


@register.simple_tag
def level_bar(level: Level) -> SafeString:
    """The level on its scale: interval band, dot, required level, previous value.

    Written here and not as a template: a profile has dozens, and they took half of its time.
    """
    return format_html(
        '<svg class="level-bar trust-{}" role="img" aria-label="{}"><title>{}</title>{}{}{}</svg>',
        level.trust,
        _words_of(level),
        level.figures,
        _axis(tuple(level.ticks)),
        _band(level),
        _required(level),
    )


def _words_of(level: Level) -> str:
    if level.required is None:
        return level.word
    required = _("required %(required)s") % {"required": number(level.required)}
    return f"{level.word} · {required}"


@cache
def _axis(ticks: tuple[str, ...]) -> SafeString:
    """Track and ticks, the same for all levels of a scale."""
    line = '<line class="bar-tick" x1="{0}" x2="{0}" y1="8" y2="16" />'
    track = '<rect class="bar-track" x="0" y="10" width="100%" height="4" rx="2" />'
    return format_html("{}{}", SafeString(track), format_html_join("", line, zip(ticks)))


def _band(level: Level) -> SafeString:
    """Interval, previous value and dot; nothing where nothing is measured."""
    if level.value is None:
        return SafeString("")
    at = level.places
    ghost = '<circle class="bar-ghost" cx="{}" cy="12" r="4" />'
    return format_html(
        '<rect class="bar-interval" x="{}" y="6" width="{}" height="12" rx="6" />{}'
        '<circle class="bar-dot" cx="{}" cy="12" r="5" />',
        at["low"],
        at["width"],
        "" if level.previous is None else format_html(ghost, at["previous"]),
        at["value"],
    )


def _required(level: Level) -> SafeString:
    if level.required is None:
        return SafeString("")
    line = '<line class="bar-required" x1="{0}" x2="{0}" y1="1" y2="23" />'
    return format_html(line, level.place(level.required))


@register.inclusion_tag("components/fit.html")
def fit_triple(fit: Any) -> dict[str, Any]:
    """`Hard 78 % (71–84 %) · Soft … · Both kinds …`, and how much of the role was measured."""
    return {"fit": fit}


@register.filter
def give_or_take(share: Share | None) -> str:
    """`78 ± 6 %`; nothing known is a dash."""
    if share is None:
        return "–"
    return f"{round(100 * share.value)} ± {round(100 * share.half_width)} %"


@register.filter
def between(share: Share) -> str:
    """`71–84 %`, the 90 % interval of a share."""
    return f"{round(100 * share.low)}–{round(100 * share.high)} %"


@register.simple_tag
def fit_line(fit: Any) -> SafeString:
    """`78 ± 6 %` for hard, soft and both kinds in one line; a dash where nothing may be told."""
    if not fit:
        return SafeString('<span class="muted">–</span>')
    if not fit.hard and not fit.soft:
        return format_html('<span class="muted">{}</span>', _("too little measured"))
    return format_html(
        '<span class="fit-line"><span>{} {}</span><span>{} {}</span>'
        '<span><span class="visually-hidden">{}</span> <strong>{}</strong></span></span>',
        kind_icon("hard"),
        give_or_take(fit.hard),
        kind_icon("soft"),
        give_or_take(fit.soft),
        _("both kinds"),
        give_or_take(fit.both),
    )
