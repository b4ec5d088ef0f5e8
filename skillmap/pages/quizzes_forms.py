"""Forms of those who write items, tests and scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Assembly, ContentState, ItemKind, ScoreMethod
from assessments.models import CutScores, Item, Quiz
from assessments.services.items import ItemContent
from assessments.services.quizzes import QuizSettings
from skillmap.pages.person_choice import PersonField
from skills.enums import SkillKind
from skills.models import Skill

# Where a fault of `services.items` is shown.
ITEM_FIELD_OF = {"key": "right", "a": "a", "b": "b", "c": "c"}
Lines = forms.Textarea(attrs={"rows": 6})


def hard_skill_field() -> forms.ModelChoiceField[Skill]:
    """An active skill that can have right answers."""
    skills = Skill.objects.active().exclude(kind=SkillKind.SOFT).select_related("scale")
    return forms.ModelChoiceField(queryset=skills, to_field_name="public_id", label=_("Skill"))


class ItemForm(forms.Form):
    """One question; the same fields for every kind."""

    skill = hard_skill_field()
    code = forms.CharField(label=_("Code"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices)
    stem = forms.CharField(
        label=_("Question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    options = forms.CharField(
        label=_("Options"),
        required=False,
        max_length=6000,
        widget=Lines,
        help_text=_("One a line; for an ordering in the right order, for a number none."),
    )
    right = forms.CharField(
        label=_("Right"),
        required=False,
        max_length=200,
        help_text=_("Numbers of the right lines, such as 2 or 1, 3; or the right number itself."),
    )
    tolerance = forms.CharField(
        label=_("How far off a number may be"), required=False, max_length=40
    )
    a = forms.FloatField(label=_("Discrimination a"), required=False)
    b = forms.FloatField(label=_("Difficulty b"), required=False)
    c = forms.FloatField(
        label=_("Chance c"),
        required=False,
        help_text=_("All three or none. They come from a calibration, or are assumed."),
    )
    calibration = forms.CharField(
        label=_("Where the parameters come from"), required=False, max_length=200
    )
    state = forms.ChoiceField(label=_("State"), choices=ContentState.choices)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def content(self) -> ItemContent:
        """What `services.items.put_item` takes."""
        values = self.cleaned_data
        kind = ItemKind(values["kind"])
        lines = [line.strip() for line in values["options"].splitlines() if line.strip()]
        if kind == ItemKind.NUMERIC:
            key = [values["right"], values["tolerance"] or "0"]
        else:
            key = [text.strip() for text in values["right"].split(",") if text.strip()]
        return ItemContent(
            kind=kind,
            stem=values["stem"],
            options=lines,
            key=key,
            a=values["a"],
            b=values["b"],
            c=values["c"],
            calibration=values["calibration"],
        )

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        """The fields of an item as it is."""
        version = item.current
        values: dict[str, Any] = {
            "skill": item.skill.public_id,
            "code": item.code,
            "state": item.state,
            "version": item.version,
        }
        if version is None:
            return values
        key = list(version.key)
        is_number = version.kind == ItemKind.NUMERIC
        shown = key[0] if is_number else ", ".join(key)
        return values | {
            "kind": version.kind,
            "stem": version.stem,
            "options": "\n".join(option["text"] for option in version.options),
            "right": "" if version.kind == ItemKind.ORDERING else shown,
            "tolerance": key[1] if is_number else "",
            "a": version.a,
            "b": version.b,
            "c": version.c,
            "calibration": version.calibration,
        }


class QuizForm(forms.Form):
    """Settings and questions of a test."""

    title = forms.CharField(label=_("Title"), max_length=120)
    skill = hard_skill_field()
    description = forms.CharField(
        label=_("What it covers"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    assembly = forms.ChoiceField(label=_("Questions"), choices=Assembly.choices)
    draws = forms.IntegerField(
        label=_("How many are drawn"), required=False, min_value=1, max_value=200
    )
    items = forms.CharField(
        label=_("Codes of the questions"),
        required=False,
        max_length=15_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One a line, in their order. Empty with drawing: the whole bank of the skill."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=480,
        help_text=_("Empty: no limit."),
    )
    one_page = forms.BooleanField(label=_("All questions on one page"), required=False)
    retake_days = forms.IntegerField(
        label=_("Days before it may be taken again"), min_value=0, max_value=3650, initial=90
    )
    attempts_at_most = forms.IntegerField(
        label=_("Attempts in all"), min_value=1, max_value=100, initial=3
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def settings(self) -> QuizSettings:
        """What `services.quizzes` takes."""
        values = self.cleaned_data
        return QuizSettings(
            title=values["title"],
            description=values["description"],
            assembly=Assembly(values["assembly"]),
            draws=values["draws"],
            one_page=values["one_page"],
            minutes=values["minutes"],
            retake_days=values["retake_days"],
            attempts_at_most=values["attempts_at_most"],
        )

    def chosen_items(self, skill: Skill) -> list[Item]:
        """The items named; codes that the bank does not have become an error of the field."""
        codes = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        bank = {item.code: item for item in Item.objects.filter(skill=skill, code__in=codes)}
        missing = [code for code in codes if code not in bank]
        if missing:
            text = _("Not in the item bank of this skill: %(codes)s")
            self.add_error("items", text % {"codes": ", ".join(missing[:5])})
        return [bank[code] for code in codes if code in bank]

    @staticmethod
    def initial_of(quiz: Quiz, codes: Sequence[str]) -> dict[str, Any]:
        """The fields of a test as it is."""
        names = (
            "title", "description", "assembly", "draws", "minutes", "one_page", "retake_days",
            "attempts_at_most", "version",
        )  # fmt: skip
        values = {name: getattr(quiz, name) for name in names}
        return values | {"skill": quiz.skill.public_id, "items": "\n".join(codes)}


class StateForm(forms.Form):
    """A new state of something."""

    state = forms.ChoiceField(choices=ContentState.choices)


class CutScoresForm(forms.Form):
    """One cut score for each level above the lowest, and why they change."""

    method = forms.ChoiceField(choices=ScoreMethod.choices, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why they change"), max_length=300)

    def __init__(
        self, *args: Any, names: Sequence[str], now: CutScores | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cuts = now.cuts if now else []
        self.names = [f"cut_{place}" for place in range(1, len(names) + 1)]
        for place, (field, name) in enumerate(zip(self.names, names, strict=True)):
            initial = cuts[place] if place < len(cuts) else None
            self.fields[field] = forms.FloatField(label=name, initial=initial)
        self.order_fields(["method", *self.names, "reason"])

    @property
    def cuts(self) -> list[float]:
        return [self.cleaned_data[name] for name in self.names]


class ExpertForm(forms.Form):
    """Whom to ask for a key."""

    who = PersonField(label=_("Whom to ask"), help_text="")
