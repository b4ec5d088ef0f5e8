"""Tests and scenarios, and what came out when people took them. Questions and keys never leave."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import Count, QuerySet
from rest_framework import serializers

from assessments.enums import AttemptState, ContentState
from assessments.models import Attempt, Quiz, Scenario, ScenarioAttempt
from assessments.queries.quizzes import result_level
from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.refs import PersonRef, ScaleRef, SkillRef
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.views import Resource
from skillmap.core.levels import Level
from skills.models import Scale

_TERMS = ("retake_days", "attempts_at_most", "created_at", "updated_at")
_TIMES = ("state", "started_at", "submitted_at")
_RESULT = ("level", "interval_low", "interval_high", "counts")


class TestSerializer(serializers.ModelSerializer[Quiz]):
    """A test of one hard skill. `minutes` is null without a time limit."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    skill = SkillRef()
    scale = ScaleRef(source="skill.scale")
    questions = serializers.SerializerMethodField(help_text="How many are asked.")

    class Meta:
        model = Quiz
        fields = (
            *("id", "title", "skill", "scale", "description", "state", "assembly"),
            *("questions", "minutes", *_TERMS),
        )

    def get_questions(self, quiz: Quiz) -> int:
        return quiz.draws or int(getattr(quiz, "n_lines", 0))


class ScenarioSerializer(serializers.ModelSerializer[Scenario]):
    """Branching scenes in which one soft skill shows."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    skill = SkillRef()
    scale = ScaleRef(source="skill.scale")

    class Meta:
        model = Scenario
        fields = ("id", "code", "title", "skill", "scale", "description", "retired_on", *_TERMS)


class TestRef(serializers.Serializer[Any]):
    """A test by its title."""

    id = serializers.UUIDField(source="public_id")
    title = serializers.CharField()


class ScenarioRef(TestRef):
    """A scenario by its code and title."""

    code = serializers.CharField()


class ResultSerializer(serializers.Serializer[Any]):
    """What one attempt says by itself, on the skill's scale, with its 90 % interval.

    Level and interval are null until it is scored. `counts` is false where too little was answered
    to say anything, or the result became no evidence. The person's level, which joins all evidence,
    is at `/levels`.
    """

    id = serializers.UUIDField(source="public_id")
    person = PersonRef(source="employee")
    level = serializers.FloatField(allow_null=True)
    interval_low = serializers.SerializerMethodField()
    interval_high = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()

    def get_interval_low(self, attempt: Any) -> float | None:
        level = self._level(attempt)
        return level.low if level else None

    def get_interval_high(self, attempt: Any) -> float | None:
        level = self._level(attempt)
        return level.high if level else None

    def get_counts(self, attempt: Any) -> bool:
        return attempt.evidence_id is not None

    def _level(self, attempt: Any) -> Level | None:
        if attempt.level is None or attempt.variance is None:
            return None
        return result_level(scale_of(attempt), (), float(attempt.level), attempt.variance, None)


def scale_of(attempt: Attempt | ScenarioAttempt) -> Scale:
    """The scale of what was taken."""
    if isinstance(attempt, Attempt):
        return attempt.quiz.skill.scale
    return attempt.scenario_version.scenario.skill.scale


class TestAttemptSerializer(ResultSerializer, serializers.ModelSerializer[Attempt]):
    """One person took one test. Answers are nobody's to read.

    `method` is `eap` (item response model) or `binomial` (share of right answers); `cut_scores` the
    number of the version of where the levels begin.
    """

    test = TestRef(source="quiz")
    skill = SkillRef(source="quiz.skill")
    scale = ScaleRef(source="quiz.skill.scale")
    questions = serializers.IntegerField(source="n_items")
    cut_scores = serializers.IntegerField(source="cut_scores.number", default=None, allow_null=True)

    class Meta:
        model = Attempt
        fields = (
            *("id", "person", "test", "skill", "scale", *_TIMES, "deadline_at", "questions"),
            *(*_RESULT, "method", "cut_scores", "updated_at"),
        )


class ScenarioAttemptSerializer(ResultSerializer, serializers.ModelSerializer[ScenarioAttempt]):
    """One person went through one scenario; `version` is that of its scenes and key."""

    scenario = ScenarioRef(source="scenario_version.scenario")
    skill = SkillRef(source="scenario_version.scenario.skill")
    scale = ScaleRef(source="scenario_version.scenario.skill.scale")
    version = serializers.IntegerField(source="scenario_version.number")

    class Meta:
        model = ScenarioAttempt
        fields = (
            *("id", "person", "scenario", "skill", "scale", "version", *_TIMES),
            *(*_RESULT, "updated_at"),
        )


class InstrumentParameters(ChangedSince):
    skill = serializers.UUIDField(required=False)


class TestParameters(InstrumentParameters):
    state = serializers.ChoiceField(choices=ContentState.choices, required=False)


class AttemptParameters(InstrumentParameters):
    person = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=AttemptState.choices, required=False)


class TestAttemptParameters(AttemptParameters):
    test = serializers.UUIDField(required=False)


class ScenarioAttemptParameters(AttemptParameters):
    scenario = serializers.UUIDField(required=False)


class TestViewSet(Resource[Quiz]):
    """Published tests; drafts and retired ones only for those who write them."""

    queryset = Quiz.objects.select_related("skill__scale").annotate(n_lines=Count("lines"))
    serializer_class = TestSerializer
    parameters = TestParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.SKILLS_READ,
        "retrieve": Scope.SKILLS_READ,
    }
    lookups: ClassVar[Mapping[str, str]] = {"skill": "skill__public_id", "state": "state"}


class ScenarioViewSet(Resource[Scenario]):
    """Scenarios with a published version; others only for those who write them."""

    queryset = Scenario.objects.select_related("skill__scale")
    serializer_class = ScenarioSerializer
    parameters = InstrumentParameters
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.SKILLS_READ,
        "retrieve": Scope.SKILLS_READ,
    }
    lookups: ClassVar[Mapping[str, str]] = {"skill": "skill__public_id"}


class TestAttemptViewSet(Resource[Attempt]):
    """One's own attempts, and the scored ones of those whose levels one may read."""

    queryset = Attempt.objects.select_related("quiz__skill__scale", "employee", "cut_scores")
    serializer_class = TestAttemptSerializer
    parameters = TestAttemptParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"list": Scope.GAPS_READ, "retrieve": Scope.GAPS_READ}
    lookups: ClassVar[Mapping[str, str]] = {
        "person": "employee__public_id",
        "test": "quiz__public_id",
        "skill": "quiz__skill__public_id",
        "state": "state",
    }


class ScenarioAttemptViewSet(Resource[ScenarioAttempt]):
    """One's own attempts, and the scored ones of those whose levels one may read."""

    queryset: QuerySet[ScenarioAttempt] = ScenarioAttempt.objects.select_related(
        "scenario_version__scenario__skill__scale", "employee"
    )
    serializer_class = ScenarioAttemptSerializer
    parameters = ScenarioAttemptParameters
    scopes: ClassVar[Mapping[str, Needed]] = {"list": Scope.GAPS_READ, "retrieve": Scope.GAPS_READ}
    lookups: ClassVar[Mapping[str, str]] = {
        "person": "employee__public_id",
        "scenario": "scenario_version__scenario__public_id",
        "skill": "scenario_version__scenario__skill__public_id",
        "state": "state",
    }
