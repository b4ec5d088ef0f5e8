"""What a taxonomy file says, whatever its layout."""

from __future__ import annotations

from dataclasses import dataclass, field

from skillmap.core.tabular.layout import Parsed
from skills.services.content import FrameworkInfo, RelationRow, SkillRow


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Everything read from one source. `framework` None: the organisation's own skills."""

    parts: list[Parsed[SkillRow]]
    relations: list[RelationRow] = field(default_factory=list)
    framework: FrameworkInfo | None = None
