"""Somebody as if they held another role. Workers only: it imports scipy."""

from dataclasses import replace
from functools import cached_property

import numpy as np

from assessments.analysis.gaps import Levels, gaps
from assessments.analysis.parameters import DEFAULTS, MILLI
from assessments.enums import NOT_MEASURED
from assessments.models import SkillProfile
from employees.models import Requirement, RoleProfile
from employees.models.units import Today
from training.analysis.gain import UNCLASSIFIED
from training.analysis.learner import Learner


class TargetRole:
    """What a role asks for today, in place of the roles somebody holds. Nothing of it is stored."""

    def __init__(self, role: RoleProfile, kinds: dict[int, int]) -> None:
        self.role, self._kinds = role, kinds

    @cached_property
    def _asked(self) -> list[Requirement]:
        rows = Requirement.objects.filter(
            role_version__role=self.role, role_version__valid__contains=Today(),
            required_common__gt=0,
        )  # fmt: skip
        return list(rows.select_related("skill").order_by("skill__slot"))

    @cached_property
    def essential(self) -> set[int]:
        """Slots of what the role cannot do without."""
        return {row.skill.slot for row in self._asked if row.essential}

    @cached_property
    def situations(self) -> frozenset[str]:
        """Real situations of the role."""
        return frozenset(self.role.situations.values_list("name", flat=True))

    def held_by(self, learner: Learner, profile: SkillProfile) -> Learner:
        """The same person with the requirements of this role, judged by their levels of today."""
        place = {slot: k for k, slot in enumerate(profile.slots)}
        slot = np.array([row.skill.slot for row in self._asked], np.int64)
        at = [place.get(row.skill.slot) for row in self._asked]
        mean, sd = (
            np.array([NOT_MEASURED if k is None else values[k] for k in at], np.int16)
            for values in (profile.mean, profile.sd)
        )
        required = np.array([row.required_common for row in self._asked], np.int16)
        own = replace(DEFAULTS, calibration=profile.calibration / MILLI)
        found = gaps(required, Levels(mean, sd), own)
        return replace(
            learner,
            slot=slot,
            kind=np.array([self._kinds.get(s, UNCLASSIFIED) for s in slot.tolist()], np.int64),
            level=np.where(mean == NOT_MEASURED, np.nan, mean / MILLI),
            required=required / MILLI,
            importance=np.array([row.importance for row in self._asked], float),
            p_gap=np.where(found.p_gap == NOT_MEASURED, 0.0, found.p_gap / MILLI),
            status=found.status.astype(np.int64),
            situations=self.situations,
        )
