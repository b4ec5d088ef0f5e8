"""Writing items: every change of what is asked is a new version."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite

from django.db import transaction
from django.utils.translation import gettext as _

from assessments import rules
from assessments.analysis.answers import UnreadableAnswer, read_number
from assessments.enums import ContentState, ItemKind
from assessments.models import Item, ItemVersion
from skillmap.core.enums import RowAction
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.enums import SkillKind
from skills.models import Skill

FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
LONGEST_OPTION = 500  # characters
LONGEST_STEM = 2000
LONGEST_CODE = 60
STEEPEST, HARDEST = 5.0, 6.0  # bounds of a and b that any calibration stays within
ASSUMED = "assumed"  # where parameters come from when nobody says so


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemContent:
    """What an item asks.

    `options`: their texts; for an ordering in the right order. `key`: places (1, 2, ...) of the
    right options, none for an ordering; for a number `(value, tolerance)` as texts.
    """

    kind: ItemKind
    stem: str
    options: Sequence[str] = ()
    key: Sequence[str] = ()
    a: float | None = None
    b: float | None = None
    c: float | None = None
    calibration: str = ""

    @property
    def stored(self) -> dict[str, object]:
        """Fields of an `ItemVersion`."""
        ids = [str(place) for place in range(1, len(self.options) + 1)]
        options = [
            {"id": one, "text": text.strip()} for one, text in zip(ids, self.options, strict=True)
        ]
        key = ids if self.kind == ItemKind.ORDERING else self._key()
        return {
            "kind": self.kind.value,
            "stem": self.stem.strip(),
            "options": options,
            "key": key,
            "a": self.a,
            "b": self.b,
            "c": self.c,
            "calibration": self._calibration(),
        }

    def _key(self) -> list[str]:
        if self.kind == ItemKind.NUMERIC:
            return [str(read_number(text)) for text in self.key]
        return sorted(set(self.key), key=int)

    def _calibration(self) -> str:
        return "" if self.a is None else self.calibration.strip() or ASSUMED


@dataclass(slots=True)
class _Faults:
    """The first sentence for each field."""

    found: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, sentence: str) -> None:
        self.found.setdefault(name, sentence)


def item_faults(content: ItemContent) -> dict[str, str]:
    """Sentences by field for content that cannot be an item; empty when it can."""
    faults = _Faults()
    if not content.stem.strip() or len(content.stem) > LONGEST_STEM:
        faults.add("stem", _("The question must have 1 to %(n)d characters.") % {"n": LONGEST_STEM})
    if content.kind == ItemKind.NUMERIC:
        _check_number(content, faults)
    else:
        _check_options(content, faults)
        _check_key(content, faults)
    _check_parameters(content, faults)
    return faults.found


def put_item(
    *,
    actor: User | None,
    skill: Skill,
    code: str,
    content: ItemContent,
    now: dt.datetime,
    state: ContentState | None = None,
    expected: int | None = None,
) -> tuple[Item, RowAction]:
    """Write an item under its skill and code; other content than before is a new version.

    Past attempts keep the version they were shown. A new item is a draft unless `state` says
    otherwise. Raises `NotAllowedError`, `DomainError` naming the field, or `ConflictError`.
    """
    check_author(actor)
    code = code.strip()
    if not 0 < len(code) <= LONGEST_CODE:
        raise DomainError(_("The question needs a code of at most 60 characters."), field="code")
    if skill.kind == SkillKind.SOFT:
        sentence = _("Questions with a right answer are for hard skills; write a scenario instead.")
        raise DomainError(sentence, code="soft_skill", field="skill")
    for name, sentence in item_faults(content).items():
        raise DomainError(sentence, field=name)
    with transaction.atomic():
        item, created = Item.objects.select_for_update(of=("self",)).get_or_create(
            skill=skill, code=code
        )
        wanted = state or ContentState(item.state)
        same = not created and _asks(item, content)
        if same and item.state == wanted:
            return item, RowAction.UNCHANGED
        if not same:
            item.current = _add_version(item, content, actor, now)
        item.state = wanted
        save_versioned(item, ["current", "state"], expected=None if created else expected)
    return item, RowAction.CREATE if created else RowAction.UPDATE


def check_author(actor: User | None) -> None:
    """Raise `NotAllowedError` unless this user writes tests; nobody is the operator."""
    if actor is not None and not rules.can_write_tests(actor):
        raise NotAllowedError(_("Only HR and learning managers write tests."))


def _asks(item: Item, content: ItemContent) -> bool:
    stored = content.stored
    return item.current is not None and all(
        getattr(item.current, name) == value for name, value in stored.items()
    )


def _add_version(
    item: Item, content: ItemContent, actor: User | None, now: dt.datetime
) -> ItemVersion:
    last = item.versions.order_by("-number").first()
    number = 1 if last is None else last.number + 1
    return ItemVersion.objects.create(
        item=item, number=number, created_by=actor, created_at=now, **content.stored
    )


def _check_number(content: ItemContent, faults: _Faults) -> None:
    if content.options:
        faults.add("options", _("A question for a number has no options."))
    try:
        value, tolerance = (read_number(text) for text in content.key)
    except (UnreadableAnswer, ValueError):
        faults.add("key", _("Give the right number and how far off is still right."))
        return
    if tolerance < 0:
        faults.add("key", _("How far off is still right cannot be less than 0."))
    elif abs(value) + tolerance > Decimal("1e12"):
        faults.add("key", _("This number is too large."))


def _check_options(content: ItemContent, faults: _Faults) -> None:
    texts = [text.strip() for text in content.options]
    if not FEWEST_OPTIONS <= len(texts) <= MOST_OPTIONS:
        sentence = _("Give %(low)d to %(high)d options.")
        faults.add("options", sentence % {"low": FEWEST_OPTIONS, "high": MOST_OPTIONS})
    if any(not text or len(text) > LONGEST_OPTION for text in texts):
        sentence = _("Each option must have 1 to %(n)d characters.") % {"n": LONGEST_OPTION}
        faults.add("options", sentence)
    if len(set(texts)) != len(texts):
        faults.add("options", _("Two options are the same."))


def _check_key(content: ItemContent, faults: _Faults) -> None:
    if content.kind == ItemKind.ORDERING:
        if content.key:
            faults.add("key", _("The options of an ordering stand in the right order already."))
        return
    places = {str(place) for place in range(1, len(content.options) + 1)}
    if not content.key or not set(content.key) <= places:
        faults.add("key", _("Say which options are right, by their numbers."))
    elif content.kind == ItemKind.SINGLE and len(set(content.key)) != 1:
        faults.add("key", _("Exactly one option must be right."))


def _check_parameters(content: ItemContent, faults: _Faults) -> None:
    given = [value for value in (content.a, content.b, content.c) if value is not None]
    if not given:
        return
    if len(given) != 3 or not all(isfinite(value) for value in given):
        faults.add("a", _("Give all three parameters a, b and c, or none."))
        return
    a, b, c = given
    if not 0 < a <= STEEPEST:
        faults.add("a", _("Discrimination a must be above 0 and at most 5."))
    if abs(b) > HARDEST:
        faults.add("b", _("Difficulty b must lie between -6 and 6."))
    if not 0 <= c < 1:
        faults.add("c", _("Chance c must be at least 0 and below 1."))
