"""Rating oneself and one's direct reports."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.enums import RaterKind
from assessments.models import Rating
from assessments.services.ratings import Answer, save_rating_drafts
from employees.models import Employee
from skillmap.core.api.each import TriedBody, trying
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body, ChangedSince, Parameters
from skillmap.core.api.refs import PersonRef, ScaleRef, SkillRef
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Listing
from skillmap.core.errors import DomainError
from skills.models import Skill
from training.services.ratings import send_ratings

MOST_ANSWERS = 100
NAMED_KINDS = (RaterKind.SELF, RaterKind.MANAGER)  # the others are never shown one by one


class AnswerBody(Body):
    """One answer: a level of the skill's scale (half steps allowed), or `cannot_judge`."""

    skill = serializers.UUIDField()
    level = serializers.DecimalField(
        max_digits=4, decimal_places=1, required=False, allow_null=True, default=None
    )
    cannot_judge = serializers.BooleanField(default=False)
    comment = serializers.CharField(max_length=2000, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["level"] is None and not attrs["cannot_judge"]:
            raise serializers.ValidationError(
                {"level": _("Give a level, or say that you cannot judge.")}, code="required"
            )
        return attrs


class RatingsBody(TriedBody):
    """Answers about one person: yourself, or somebody who reports to you."""

    person = serializers.UUIDField()
    answers = serializers.ListField(child=AnswerBody(), allow_empty=False, max_length=MOST_ANSWERS)


class RatingSerializer(serializers.ModelSerializer[Rating]):
    """An answer that was given. What is not judged leaves no evidence."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    skill = SkillRef()
    level = serializers.FloatField(allow_null=True)

    class Meta:
        model = Rating
        fields: tuple[str, ...] = (
            *("id", "skill", "level", "cannot_judge", "rater_kind", "submitted_at"),
        )


class GivenRatingSerializer(RatingSerializer):
    """The same with the person it is about and the scale of `level`; who gave it is not told.

    `counts` is false once it was replaced or retracted, and for what could not be judged.
    """

    person = PersonRef(source="ratee")
    scale = ScaleRef(source="skill.scale")
    counts = serializers.SerializerMethodField()

    class Meta(RatingSerializer.Meta):
        fields = (
            *("id", "person", "skill", "scale", "level", "cannot_judge", "rater_kind"),
            *("counts", "submitted_at", "updated_at"),
        )

    def get_counts(self, rating: Rating) -> bool:
        return rating.evidence is not None and not hasattr(rating.evidence, "retraction")


class RatingsSerializer(serializers.Serializer[Any]):
    """The answers as they were taken, or would be."""

    ratings = RatingSerializer(many=True)


class RatingParameters(ChangedSince):
    person = serializers.UUIDField(required=False, help_text="Whom it is about.")
    skill = serializers.UUIDField(required=False)
    rater_kind = serializers.ChoiceField(choices=NAMED_KINDS, required=False)


class RatingsView(Listing[Rating]):
    """Ratings outside cycles: those about the people whose levels you may read, and your own.

    Posting rates yourself or a direct report; the answers count at once, together or not at all.
    Answering again within 30 days replaces your earlier answer. Drafts that wait in the browser
    for the same skills are replaced, others stay.
    """

    queryset = Rating.objects.filter(
        submitted_at__isnull=False, cycle=None, rater_kind__in=NAMED_KINDS
    ).select_related("ratee", "skill__scale", "evidence__retraction")
    serializer_class = GivenRatingSerializer
    parameters = RatingParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "get": Scope.GAPS_READ,
        "post": Scope.RATINGS_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {
        "person": "ratee__public_id",
        "skill": "skill__public_id",
        "rater_kind": "rater_kind",
    }

    def expected_parameters(self) -> type[Parameters]:
        return self.parameters if self.request.method == "GET" else Parameters

    @extend_schema(operation_id="ratings_list")
    def get(self, request: Request) -> Response:  # noqa: ARG002
        return self.page(self.get_queryset())

    @extend_schema(
        request=RatingsBody,
        responses=dict.fromkeys((200, 201), RatingsSerializer),
        operation_id="ratings_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        values = self.valid(RatingsBody)
        visible = Employee.objects.levels_visible_to(request.user)
        person = get_object_or_404(visible, public_id=values["person"])
        dry_run = values["dry_run"]
        with trying(dry_run=dry_run):
            ratings = _rate(request.user, person, values["answers"])
            told = RatingsSerializer({"ratings": ratings}).data
        return Response(told, status=200 if dry_run else 201)


def _rate(actor: Any, person: Employee, answers: list[dict[str, Any]]) -> list[Rating]:
    """Keep and submit the answers in one transaction; other drafts are left alone."""
    skills = _skills(actor, answers)
    said = [Answer(**answer | {"skill": skills[answer["skill"]]}) for answer in answers]
    for place, one in enumerate(said):
        with _within(f"answers/{place}"):
            one.checked()
    with transaction.atomic():
        save_rating_drafts(actor=actor, ratee=person, answers=said)
        now = timezone.now()
        send_ratings(actor=actor, ratee=person, now=now, skills=list(skills.values()))
    given = Rating.objects.filter(rater__user=actor, ratee=person, submitted_at=now)
    return list(given.filter(skill__in=skills.values()).select_related("skill").order_by("id"))


@contextmanager
def _within(path: str) -> Iterator[None]:
    """Let a refusal name its field by where that stands in the body."""
    try:
        yield
    except DomainError as error:
        if error.field:
            error.field = f"{path}/{error.field}"
        raise


def _skills(actor: Any, answers: list[dict[str, Any]]) -> dict[Any, Skill]:
    """The rated skills by public id. Raises a fault at the answer whose skill is not known."""
    wanted = [answer["skill"] for answer in answers]
    known = Skill.objects.visible_to(actor).active().filter(public_id__in=wanted)
    skills = {skill.public_id: skill for skill in known.select_related("scale")}
    faults = [_fault(skill, wanted[:place], skills) for place, skill in enumerate(wanted)]
    if any(faults):
        raise serializers.ValidationError({"answers": faults})
    return skills


def _fault(skill: Any, before: list[Any], skills: dict[Any, Skill]) -> dict[str, Any]:
    if skill not in skills:
        return {"skill": ErrorDetail(_("There is no such skill."), code="unknown")}
    if skill in before:
        return {"skill": ErrorDetail(_("This skill comes twice."), code="repeated")}
    return {}
