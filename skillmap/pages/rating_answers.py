"""Answers of the rating form."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

CANNOT_JUDGE = "cannot_judge"
INVALID = 422


def kept(fault: str) -> HttpResponse:
    """The fragment below a card: kept, or why not. It needs nothing of the page around it."""
    text = render_to_string("pages/_rating_kept.html", {"fault": fault})
    return HttpResponse(text, status=INVALID if fault else 200)


class AnswerForm(forms.Form):
    """One card: a level, "cannot judge", or nothing yet; fields carry the skill as prefix."""

    answer = forms.CharField(required=False, max_length=20)
    comment = forms.CharField(required=False, max_length=2000, strip=True)

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
