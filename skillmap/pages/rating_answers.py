"""Answers of the rating form."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID

CANNOT_JUDGE = "cannot_judge"


def kept(fault: str) -> HttpResponse:
    """The fragment below a card: kept, or why not. It needs nothing of the page around it."""
    text = render_to_string("pages/_rating_kept.html", {"fault": fault})
    return HttpResponse(text, status=INVALID if fault else 200)


class AnswerForm(forms.Form):
    """One card: a level, "cannot judge", or nothing yet; fields carry the skill as prefix."""

    answer = forms.CharField(required=False, max_length=20)
    comment = forms.CharField(required=False, max_length=2000, strip=True)
    link = forms.CharField(required=False, max_length=2000, strip=True)

    def clean_answer(self) -> tuple[Decimal | None, bool]:
        """(level, cannot judge)."""
        text = self.cleaned_data["answer"]
        if text in {"", CANNOT_JUDGE}:
            return None, text == CANNOT_JUDGE
        try:
            return forms.DecimalField(max_digits=4).clean(text), False
        except forms.ValidationError:
            raise forms.ValidationError(_("Choose one of the levels or “cannot judge”.")) from None

    @property
    def values(self) -> dict[str, Any]:
        """Keyword arguments of `services.save_rating_draft`."""
        level, cannot_judge = self.cleaned_data["answer"]
        comment = self.cleaned_data["comment"]
        return {"level": level, "cannot_judge": cannot_judge, "comment": comment}

    @property
    def shown_by(self) -> str | None:
        """What shows the level; None where the page has no room for it."""
        asks = self.add_prefix("link") in self.data
        return self.cleaned_data["link"] if asks else None


def keep_answer(posted: QueryDict, prefix: str, save: Callable[..., object]) -> str:
    """Keep one card with `save`; the sentence when that is not possible.

    A link that is none costs no more than itself.
    """
    form = AnswerForm(posted, prefix=prefix)
    if not form.is_valid():
        return " ".join(str(text) for texts in form.errors.values() for text in texts)
    fault = _refusal(partial(save, **form.values, link=form.shown_by))
    if fault is not None and fault.field == "link":
        fault = _refusal(partial(save, **form.values)) or fault
    return fault.message if fault else ""


def _refusal(save: Callable[[], object]) -> DomainError | None:
    try:
        save()
    except DomainError as error:
        return error
    return None
