"""What a browser sends to change a step."""

from django import forms


class MoveForm(forms.Form):
    """Another week, or another of its dates; the version that was shown."""

    week = forms.IntegerField(required=False, min_value=0, max_value=1_000)
    session = forms.UUIDField(required=False)
    version = forms.IntegerField(min_value=1)


class SwapForm(forms.Form):
    """Another activity; the version that was shown."""

    activity = forms.UUIDField()
    version = forms.IntegerField(min_value=1)
