"""What a taxonomy holds, before it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from skills.enums import RelationKind


@dataclass(frozen=True, slots=True)
class FrameworkInfo:
    """The source of a taxonomy and the terms it comes under."""

    code: str
    name: str
    release: str = ""
    source_url: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ScaleInfo:
    """A scale with ranks 0..`top`; `names` has the word of each rank, or nothing."""

    code: str
    name: str
    top: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A kind nobody has confirmed, and the sentence that says why we would choose it."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill, from row `number` of its file.

    `kind` is empty when the file does not say, `scale` None is the standard one, `level_texts`
    maps a rank to its behaviour text.
    """

    number: int
    code: str
    name: str
    kind: str = ""
    guess: KindGuess | None = None
    category: str = ""
    scale: ScaleInfo | None = None
    description: str = ""
    alt_labels: tuple[str, ...] = ()
    level_texts: Mapping[int, str] = field(default_factory=dict)
    uri: str = ""


@dataclass(frozen=True, slots=True)
class RelationRow:
    """The skill `code` stands in relation `kind` to the skill `other`."""

    code: str
    other: str
    kind: RelationKind
    essential: bool = False
