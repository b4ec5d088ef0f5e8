"""The taxonomy: frameworks, skills, scales, level texts, certificate types."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from skillmap.core.feed import published
from skillmap.core.history import tracked
from skillmap.core.models import Record, Viewer
from skills.enums import (
    TOP_LEVEL,
    ChangeKind,
    LabelKind,
    PairReason,
    PairState,
    RelationKind,
    SkillKind,
    SkillStatus,
)


@tracked()
class Framework(Record):
    """A source of skills or roles, such as ESCO 1.1 or the starter library; unique by code."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    release = models.CharField(_("release"), max_length=60, blank=True)
    source_url = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.release}".strip()


@tracked()
class Scale(Record):
    """A proficiency scale; unique by code. Rank `zero_rank` means 0 ("none"), `top_rank` means 5.

    A rank is mapped linearly to the common metric: (rank - zero_rank) * 5 / (top - zero).
    """

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    zero_rank = models.SmallIntegerField(default=0)
    top_rank = models.SmallIntegerField(default=TOP_LEVEL)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(top_rank__gt=F("zero_rank")), name="scale_has_width")
        ]

    def __str__(self) -> str:
        return self.name

    def to_common(self, rank: float) -> float:
        """The common 0..5 level of a rank on this scale."""
        return (float(rank) - self.zero_rank) * TOP_LEVEL / (self.top_rank - self.zero_rank)

    def from_common(self, level: float) -> float:
        """The place on this scale of a common 0..5 level."""
        return level * (self.top_rank - self.zero_rank) / TOP_LEVEL + self.zero_rank


@tracked()
class ScaleLevel(models.Model):
    """The word for one rank of a scale; unique by scale and rank."""

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="levels")
    rank = models.SmallIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["scale", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "rank"], name="scale_level_rank_once")
        ]

    def __str__(self) -> str:
        return self.name


class SkillQuerySet(models.QuerySet["Skill"]):
    def visible_to(self, user: Viewer) -> "SkillQuerySet":
        """The taxonomy is open to everybody who is logged in."""
        return self if user.is_authenticated else self.none()

    def active(self) -> "SkillQuerySet":
        return self.filter(status=SkillStatus.ACTIVE)


@published("skill")
@tracked(exclude=["slot"])
class Skill(Record):
    """One skill; unique by framework and code. Retired, never deleted.

    `slot` is its place in packed arrays: given once from a counter and never used again.
    `kind` stays `unclassified` until a person confirms; `proposed_kind` says what we would guess
    and `proposed_reason` why. `replaced_by` is the skill it was merged into, never itself merged.
    """

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="skills")
    code = models.CharField(_("code"), max_length=120)
    uri = models.CharField(max_length=300, blank=True)
    slot = models.SmallIntegerField(
        unique=True,
        editable=False,
        db_default=Func(
            Value("skills_skill_slot"), function="nextval", output_field=models.SmallIntegerField()
        ),
    )
    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(
        _("kind"), max_length=12, choices=SkillKind, default=SkillKind.UNCLASSIFIED
    )
    proposed_kind = models.CharField(max_length=12, choices=SkillKind, blank=True)
    proposed_reason = models.CharField(max_length=300, blank=True)
    category = models.CharField(_("category"), max_length=120, blank=True)
    description = models.TextField(_("description"), blank=True)
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="skills")
    status = models.CharField(max_length=10, choices=SkillStatus, default=SkillStatus.ACTIVE)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    retired_on = models.DateField(null=True, blank=True)

    objects = SkillQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="skill_code_once"),
            models.CheckConstraint(
                condition=Q(status=SkillStatus.ACTIVE, retired_on=None)
                | Q(status=SkillStatus.RETIRED, retired_on__isnull=False),
                name="skill_retired_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["code"], name="skill_code"),
            models.Index(fields=["uri"], name="skill_uri"),
            models.Index(fields=["kind", "category"], name="skill_kind"),
            GinIndex(fields=["name"], name="skill_name_trgm", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class SkillLabel(models.Model):
    """Another name of a skill; unique per skill without regard to case."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="labels")
    label = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=LabelKind, default=LabelKind.ALTERNATIVE)

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["skill", "label"], name="skill_label_once"),
        ]
        indexes = [
            GinIndex(fields=["label"], name="skill_label_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(models.functions.Lower("label"), name="skill_label_lower"),
        ]

    def __str__(self) -> str:
        return self.label


@tracked()
class SkillRelation(models.Model):
    """`skill` stands in relation `kind` to `other`; unique. A skill may be part of several."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="relations_from")
    kind = models.CharField(max_length=10, choices=RelationKind)
    essential = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["skill", "other", "kind"], name="skill_relation_once"),
            models.CheckConstraint(condition=~Q(skill=F("other")), name="skill_relation_to_other"),
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.kind} {self.other_id}"


@tracked()
class LevelText(models.Model):
    """What somebody does at one rank of a skill (behaviour text); unique by skill and rank."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="level_texts")
    rank = models.SmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["skill", "rank"]
        constraints = [models.UniqueConstraint(fields=["skill", "rank"], name="level_text_once")]

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class CertificateType(Record):
    """A kind of certificate; unique by code. It may say which level of a skill it shows."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    issuer = models.CharField(_("issuer"), max_length=200, blank=True)
    skill = models.ForeignKey(
        Skill,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificate_types",
    )
    attained_level = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if (self.skill is None) != (self.attained_level is None):
            raise ValidationError(_("Give both the skill and its level, or neither."))


class TaxonomyChange(Record):
    """One thing somebody did to a skill, which can be taken back while nothing builds on it.

    `words` says it in the language of who did it. `history` names the audited rows; evidence is
    not audited, and what a merge moved is known by `made_at`.
    """

    kind = models.CharField(max_length=10, choices=ChangeKind)
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=700)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    history = models.JSONField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.words


class LookalikePair(models.Model):
    """Two active skills that may be one; unique by both, the older one first.

    Found by a job; what somebody said of them is remembered when it looks again.
    """

    first = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=PairReason)
    percent = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PairState, default=PairState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-percent", "id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="lookalike_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="lookalike_pair_in_order"
            ),
        ]
        indexes = [models.Index(fields=["state", "-percent", "id"], name="lookalike_queue")]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
