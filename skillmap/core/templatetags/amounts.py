"""Money and hours as people write them."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


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
def hours(value: float | Decimal | None) -> str:
    """0.25 -> `15 min`, 2 -> `2 h`, 1.5 -> `1.5 h`."""
    if value is None:
        return ""
    minutes = round(float(value) * 60)
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    places = 0 if minutes % 60 == 0 else 1
    return _("%(n)s h") % {"n": number_format(round(minutes / 60, places), decimal_pos=places)}
