"""Some numbers of days in one field, such as `7, 2`."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_DAYS = 5  # numbers in one field


class DaysField(forms.CharField):
    """Up to five whole numbers, however they are separated."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, help_text=_("Such as 7, 2"), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What is kept as a list, as it is typed."""
        return value if isinstance(value, str) else ", ".join(str(day) for day in value or ())

    def clean(self, value: Any) -> Any:
        """Raises `ValidationError` for anything but numbers of at most two digits."""
        numbers = [part for part in re.split(r"[,;\s]+", super().clean(value)) if part]
        if len(numbers) > MOST_DAYS or not all(re.fullmatch(r"[0-9]{1,2}", n) for n in numbers):
            raise forms.ValidationError(_("Give up to five numbers of days, such as 7, 2."))
        return tuple(int(number) for number in numbers)
