"""Form widgets that differ from Django's in how they are drawn."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.choices import BaseChoiceIterator
from django.utils.html import format_html
from django.utils.safestring import SafeString


class Options(BaseChoiceIterator):
    """Choices without groups, as they are: Django looks into each of hundreds for a group."""

    def __init__(self, options: Sequence[tuple[str, Any]]) -> None:
        self.options = options

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.options)


class PlainInput(forms.TextInput):
    """An input of a filter in one go: Django draws it with three templates."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        own = {"type": self.input_type, "name": name, "value": self.format_value(value)}
        return format_html("<input{}>", flatatt(own | self.build_attrs(self.attrs, attrs)))


class PlainHidden(PlainInput):
    """A hidden input in one go."""

    input_type = "hidden"


class PlainSelect(forms.Select):
    """A select without groups that writes its options in one go.

    Django draws two templates per option: a filter with every unit then costs more than its list.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,  # noqa: ARG002 - Django's signature
    ) -> SafeString:
        chosen = set(self.format_value(value))
        options = SafeString(
            "".join(_option(str(key), str(label), chosen) for key, label in self.choices)
        )
        own = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        return format_html("<select{}>{}</select>", flatatt(own), options)


def _option(key: str, label: str, chosen: set[str]) -> str:
    """Escaped as `format_html` does it, which takes ten times as long over hundreds of them."""
    selected = " selected" if key in chosen else ""
    return f'<option value="{escape(key)}"{selected}>{escape(label)}</option>'
