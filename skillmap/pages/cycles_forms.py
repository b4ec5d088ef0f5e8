"""Forms of assessment cycles."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import NEVER_ANONYMOUS, ONE_PERSON, CyclePurpose, RaterKind
from assessments.models import AssessmentCycle
from assessments.services.cycles import DEFAULT_KINDS, KindTerms, Terms
from skillmap.core.enums import SCORE_FLOOR_MINIMUM
from skillmap.pages.days_field import DaysField
from skillmap.pages.forms import PlaceForm
from skillmap.pages.person_choice import PersonField

KINDS = (
    RaterKind.SELF,
    RaterKind.MANAGER,
    RaterKind.PEER,
    RaterKind.REPORT,
    RaterKind.EXTERNAL,
)
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_WANTED = {RaterKind.PEER: 5, RaterKind.REPORT: 5, RaterKind.EXTERNAL: 5}
MOST_NUMBERS = 2_000  # people in one list


class CycleForm(forms.Form):
    """Terms, dates and reminders of a draft, with the version that was shown."""

    name = forms.CharField(label=_("Name"), max_length=120)
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=CyclePurpose.choices,
        help_text=_(
            "For development: results are for the person and count towards levels only when the"
            " person chose to share them before the first answer."
        ),
    )
    opens_on = forms.DateField(label=_("Opens on"), widget=_DATE)
    opens_by_itself = forms.BooleanField(
        label=_("Open by itself on that day"),
        required=False,
        help_text=_(
            "You are told the day before, and if it could not be opened. A cycle that begins today"
            " you open yourself."
        ),
    )
    closes_on = forms.DateField(
        label=_("Last day"),
        widget=_DATE,
        help_text=_("The cycle closes by itself on the next day."),
    )
    skills_per_person = forms.IntegerField(
        label=_("Skills asked about one person, at most"), min_value=1, max_value=40
    )
    skills_of_each_kind = forms.IntegerField(
        label=_("Of hard and of soft skills at least"), min_value=0, max_value=20
    )
    score_floor = forms.IntegerField(
        label=_("Fewest anonymous answers for a score"),
        min_value=SCORE_FLOOR_MINIMUM,
        max_value=20,
    )
    text_floor = forms.IntegerField(
        label=_("Fewest anonymous answers for comments"),
        min_value=SCORE_FLOOR_MINIMUM,
        max_value=20,
    )
    remind_days = DaysField(label=_("Remind so many days before the last day"))
    escalate_days = forms.IntegerField(
        label=_("Tell managers who is missing, days before the last day"),
        required=False,
        min_value=0,
        max_value=60,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class KindForm(forms.Form):
    """One kind of rater; the prefix says which."""

    takes_part = forms.BooleanField(required=False)
    anonymous = forms.BooleanField(required=False)
    wanted = forms.IntegerField(min_value=1, max_value=50, required=False)
    by_rule = forms.ChoiceField(
        required=False,
        choices=[("rule", _("assigned by rule")), ("proposed", _("proposed by the person"))],
    )

    def __init__(self, data: Any, kind: RaterKind, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=kind, initial=initial)
        self.kind = kind
        self.is_fixed = kind in ONE_PERSON
        self.is_named = kind in NEVER_ANONYMOUS
        self.is_outside = kind == RaterKind.EXTERNAL

    @property
    def terms(self) -> KindTerms | None:
        """What was chosen, or None when the kind does not take part."""
        values = self.cleaned_data
        if not values["takes_part"]:
            return None
        if self.is_fixed:
            return KindTerms(self.kind, anonymous=False, wanted=1, by_rule=True)
        return KindTerms(
            self.kind,
            anonymous=values["anonymous"],
            wanted=values["wanted"] or _WANTED[self.kind],
            by_rule=values["by_rule"] == "rule" and not self.is_outside,
        )


class TermsForms:
    """The form of a cycle with one small form per kind of rater."""

    def __init__(self, data: Any = None, cycle: AssessmentCycle | None = None) -> None:
        self.main = CycleForm(data, initial=_initial(cycle))
        chosen = _chosen(cycle)
        self.kinds = [KindForm(data, k, _kind_initial(chosen.get(k), k)) for k in KINDS]

    def is_valid(self) -> bool:
        return all([self.main.is_valid(), *(form.is_valid() for form in self.kinds)])

    @property
    def has_errors(self) -> bool:
        return bool(self.main.errors) or any(form.errors for form in self.kinds)

    @property
    def terms(self) -> Terms:
        values = dict(self.main.cleaned_data)
        values.pop("version")
        values["purpose"] = CyclePurpose(values["purpose"])
        kinds = [found for form in self.kinds if (found := form.terms)]
        return Terms(**values, kinds=kinds)

    def add_error(self, field: str, message: str) -> None:
        """Show a refusal at its field, or above the form."""
        self.main.add_error(field if field in self.main.fields else None, message)


def _initial(cycle: AssessmentCycle | None) -> dict[str, Any]:
    if cycle is None:
        fresh = AssessmentCycle()
        names = ["skills_per_person", "skills_of_each_kind", "score_floor", "text_floor"]
        names += ["purpose", "remind_days", "escalate_days"]
        return {"opens_by_itself": True, **{name: getattr(fresh, name) for name in names}}
    return {name: getattr(cycle, name, None) for name in CycleForm.base_fields}


def _chosen(cycle: AssessmentCycle | None) -> dict[str, Any]:
    if cycle is None:
        return {kind.rater_kind: kind for kind in DEFAULT_KINDS}
    return {kind.rater_kind: kind for kind in cycle.kinds.all()}


def _kind_initial(kind: Any, name: RaterKind) -> dict[str, Any]:
    if kind is None:
        return {
            "anonymous": name not in NEVER_ANONYMOUS,
            "wanted": _WANTED.get(name, 1),
            "by_rule": "proposed",
        }
    return {
        "takes_part": True,
        "anonymous": kind.anonymous,
        "wanted": kind.wanted,
        "by_rule": "rule" if kind.by_rule else "proposed",
    }


class PopulationForm(PlaceForm):
    """Whom to add: a unit with everything below it, a role, or a list of people."""

    not_optional = ("unit", "role", "numbers")
    numbers = forms.CharField(
        label=_("Employee numbers or e-mail addresses"),
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, or separated by commas. Leave empty to add by unit and role."),
    )

    field_order = ("unit", "role", "numbers")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["site"], self.fields["work_mode"]

    def clean_numbers(self) -> list[str]:
        found = [part for part in re.split(r"[,;\s]+", self.cleaned_data["numbers"]) if part]
        if len(found) > MOST_NUMBERS:
            raise forms.ValidationError(_("At most 2,000 people at once."))
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.get(name) for name in ("unit", "role", "numbers")):
            raise forms.ValidationError(_("Choose a unit or a role, or list people."))
        return values


class ExtendForm(forms.Form):
    """A later last day of an open cycle."""

    closes_on = forms.DateField(label=_("New last day"), widget=_DATE)


class OutsideForm(forms.Form):
    """Somebody without a log-in to rate a person, asked by mail."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), max_length=254)


class RaterForm(forms.Form):
    """Somebody to rate a person: chosen from suggestions, or named."""

    rater = PersonField(label=_("Who"), help_text="")
    kind = forms.ChoiceField(
        choices=[(k.value, k.label) for k in (RaterKind.PEER, RaterKind.REPORT)]
    )
