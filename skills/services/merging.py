"""What becomes of the parts of a skill that is merged into another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from skillmap.core.models import Record
from skills.enums import RelationKind
from skills.models import Skill, SkillRelation
from skills.queries import all_broader
from skills.services.care import add_label


@dataclass(frozen=True, slots=True)
class Link:
    """A column that names a skill, in an audited table.

    `beside`: the column that may name a skill once only; where it names the survivor already, the
    row of the merged skill stays with it.
    """

    model: type[models.Model]
    column: str = "skill"
    beside: str = ""

    def rows_of(self, skill: Skill) -> models.QuerySet[Any]:
        """The rows that name this skill."""
        return self.model._default_manager.filter(**{self.column: skill})

    def move(self, skill: Skill, into: Skill) -> None:
        """Let rows name the other skill."""
        rows = self.rows_of(skill)
        if self.beside:
            taken = self.rows_of(into).values(self.beside)
            rows = rows.exclude(**{f"{self.beside}__in": taken})
        values: dict[str, Any] = {self.column: into}
        if issubclass(self.model, Record):
            values |= {"version": F("version") + 1, "updated_at": timezone.now()}
        rows.update(**values)


def join_parts(skill: Skill, into: Skill) -> None:
    """Let the survivor go by all names of the merged skill, and take over what it lacks."""
    for label in skill.labels.all():
        if not into.labels.filter(label__iexact=label.label).exists():
            label.skill = into
            label.save(update_fields=["skill"])
    if skill.name.lower() != into.name.lower():
        add_label(into, skill.name)
    ranks = into.level_texts.values("rank")
    skill.level_texts.exclude(rank__in=ranks).update(skill=into)
    _join_relations(skill, into)


def _join_relations(skill: Skill, into: Skill) -> None:
    """Move its relations, but those that would say the same twice, or lead round in a circle."""
    both = Q(skill=skill) | Q(other=skill)
    for relation in SkillRelation.objects.filter(both).select_related("skill", "other"):
        one = into if relation.skill_id == skill.pk else relation.skill
        other = into if relation.other_id == skill.pk else relation.other
        same = SkillRelation.objects.filter(skill=one, other=other, kind=relation.kind)
        is_circle = relation.kind == RelationKind.BROADER and one.pk in all_broader(other)
        if one.pk != other.pk and not is_circle and not same.exists():
            relation.skill, relation.other = one, other
            relation.save(update_fields=["skill", "other"])
