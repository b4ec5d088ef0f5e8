"""Money and hours as people write them."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

_NO_SESSION = format_html("<td>{}</td>", "")


@register.filter
def money(cents: int | None, currency: str) -> str:
    """12050 -> `120.50 EUR`; an unknown price is said to be unknown, and 0 is free."""
    if cents is None:
        return _("price not known")
    if cents == 0:
        return _("free")
    places = 2 if cents % 100 else 0
    return f"{number_format(cents / 100, decimal_pos=places, force_grouping=True)} {currency}"


@register.filter
def total(cents: int, currency: str) -> str:
    """12050 -> `120.50 EUR`; a sum of nothing is 0, not free."""
    return money(cents, currency) if cents else f"0 {currency}"


@register.filter
def hours(value: float | Decimal | None) -> str:
    """0.25 -> `15 min`, 1.5 -> `1.5 h`, 1.25 -> `1 h 15 min`: what is multiplied adds up."""
    if value is None:
        return ""
    minutes = round(float(value) * 60)
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes % 6:  # one decimal would not be all of it
        return _("%(hours)d h %(n)d min") % {"hours": minutes // 60, "n": minutes % 60}
    places = 0 if minutes % 60 == 0 else 1
    return _("%(n)s h") % {"n": number_format(round(minutes / 60, places), decimal_pos=places)}


@register.simple_tag
def session_cells(cells: Sequence[Any], mode: str) -> SafeString:
    """The weeks of one step on a timeline: a cell each, with the session that falls into it.

    A session has `hours` and `is_done`; None is a week without one.
    """
    return format_html_join(
        "",
        "{}",
        (
            (
                _session_cell(mode, cell.hours, cell.is_done, get_language())
                if cell
                else _NO_SESSION,
            )
            for cell in cells
        ),
    )


@lru_cache(maxsize=1024)
def _session_cell(mode: str, length: float, is_done: bool, _language: str | None) -> SafeString:
    """A timeline has the same few sessions in every line."""
    words = hours(length)
    return format_html(
        '<td><span class="session mode-{}{}" title="{words}"><span class="visually-hidden">'
        "{words}</span></span></td>",
        mode,
        " is-over" if is_done else "",
        words=", ".join([words, _("done")] if is_done else [words]),
    )
