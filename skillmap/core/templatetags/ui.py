"""Small pieces of the page: icons, dates, form fields, avatars, sortable column heads."""

import datetime as dt
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite; `label` gives it a voice, without it the icon is decoration."""
    if label:
        href = icon_address(name)
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return _plain_icon(name)


@cache
def _plain_icon(name: str) -> SafeString:
    """A page has dozens of the same few."""
    href = icon_address(name)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', href)


@cache
def icon_address(name: str) -> str:
    """Where an icon of the sprite is; the sprite does not move."""
    return static("vendor/icons.svg") + f"#{name}"


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A date as `12 Mar 2027`; a moment is shown as the day in the viewer's zone."""
    if value is None:
        return ""
    local = _local(value)
    date = local.date() if isinstance(local, dt.datetime) else local
    return _day_words(date, get_language())


@lru_cache(maxsize=4096)
def _day_words(date: dt.date, _language: str | None) -> str:
    """A list has the same few days in every line, and to spell one takes as long as to draw it."""
    return date_format(date, "j M Y")


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A time as `12 Mar 2027, 14:05` in the viewer's zone."""
    if value is None:
        return ""
    return date_format(_local(value), "j M Y, H:i")


@register.filter
def cell(value: object) -> str:
    """A value of a file as one reads it: lists with bars between, nothing as a dash."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        value = " | ".join(map(str, value))
    return "–" if value in (None, "") else str(value)


@register.filter
def in_words(name: str, names: Mapping[str, str]) -> str:
    """What one of our columns is called on screen."""
    return names.get(name) or name


def _local(value: dt.date | dt.datetime) -> dt.date | dt.datetime:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.simple_tag
def avatar(person: object) -> SafeString:
    """Initials on one of eight quiet colours, the same for the same name on every page."""
    name = str(person)
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"
    return format_html(
        '<span class="avatar avatar-sm initials shade-{}" aria-hidden="true">{}</span>',
        sum(map(ord, name)) % 8,
        initials,
    )


@register.simple_tag
def person(name: object, url: str = "", line: object = "") -> SafeString:
    """Initials and name, a link where there is a page; below it a line such as role and unit.

    Written here and not as a template, as every list has one in each row.
    """
    link = '<a href="{url}">{name}</a>' if url else "<span>{name}</span>"
    small = "<small>{line}</small>" if line else ""
    text = f'<span class="person">{{}}<span class="person-text">{link}{small}</span></span>'
    return format_html(text, avatar(name), name=name, url=url, line=line)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label_hidden: bool = False) -> dict[str, Any]:
    """A form field with label, help and errors, dressed for the UI kit.

    Fields of which one is needed, or that their help says when to fill in, stand in the form's
    `not_optional`, so that nobody reads that each can be left out.
    """
    widget = bound.field.widget
    is_choice_list = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    if isinstance(widget, CheckboxInput) or is_choice_list:
        css = "form-check-input"
    elif isinstance(widget, Select):
        css = "form-select"
    else:
        css = "form-control"
    if bound.errors:
        css += " is-invalid"
    if is_choice_list:
        widget.attrs["class"] = css  # each choice takes its attributes from the widget
    return {
        "bound": bound,
        "control": bound.as_widget(attrs={"class": css}),
        "is_check": isinstance(widget, CheckboxInput),
        "is_choice_list": is_choice_list,
        "css": css,
        "label_hidden": label_hidden,
        "is_optional": not bound.field.required
        and not label_hidden
        and bound.name not in getattr(bound.form, "not_optional", ()),
    }


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(context: template.RequestContext, key: str, label: str) -> dict[str, Any]:
    """A column head that sorts by `key`, and the other way round when it already does."""
    query: QueryDict = context["request"].GET.copy()
    current = query.get("sort", context.get("sort", ""))
    direction = {key: "ascending", f"-{key}": "descending"}.get(str(current), "none")
    query["sort"] = f"-{key}" if current == key else key
    query.pop("page", None)
    return {"label": label, "direction": direction, "url": f"?{query.urlencode()}"}
