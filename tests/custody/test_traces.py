"""Every text in a row that names a person is erased, or somebody decided that it stays."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from employees.models import Employee
from skillmap.core.models import User
from skillmap.custody.traces import NAMES_OF_THINGS, TRACES, UNSEEN
from skillmap.custody.words import WORDS

TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)

BY_NUMBER_OR_KIND = {
    "core.importbatch": "files and options of people's files are dropped whole",
    "core.job": "ids, and words of the program",
    "core.webhookendpoint": "of a program",
    "core.apiclient": "of a program",
    "core.erasure": "what remains of it",
    "core.readlog": "rows about the person are deleted",
    "training.parkedcompletion": "found by the number",
    "reviews.grouplabel": "deleted by the fairness report's own service",
}
"""Models with a user that are not about them, or erased by another way than a trace."""

STAYS = {
    "what somebody said about others, or about skills, roles and the catalogue": {
        "skills.taxonomychange": {"words", "history"},
        "employees.rolesuggestion": {"words", "note"},
        "reviews.unitgoal": {"title", "measure", "reason"},
        "reviews.reviewtemplate": {"name", "overall_words"},
        "reviews.reviewcycle": {"name"},
        "reviews.fairnessreport": {"attribute", "outcomes"},
        "reviews.fairnesslook": {"attribute"},
        "assessments.assessmentcycle": {"name"},
        "assessments.itemversion": {"stem", "options", "key", "calibration"},
        "assessments.cutscores": {"reason"},
        "training.budgetscenario": {"name"},
        "training.programme": {"name", "description", "agendas"},
        "training.activitysession": {"place", "cancel_reason"},
    },
    "words and figures of the program": {
        "assessments.analysisrun": {
            *("method", "method_version", "parameters", "parameters_hash", "inputs_hash"),
            "summary",
        },
        "assessments.attempt": {"method"},
        "training.developmentplan": {
            *("currency", "report", "method", "method_version", "parameters_hash", "inputs_hash"),
            "frozen",
        },
        "training.plandecision": {"method_version", "changes"},
        "training.mentoroffer": {"languages"},
        "training.programmemember": {"why_alone"},
        "training.planstep": {"hours_by_week", "reasons", "why_skills"},
        "training.budgetrun": {"facts", "memory", "result", "method_version"},
        "training.allocation": {"steps", "refused"},
        "training.matchinground": {"method", "method_version", "inputs_hash"},
        "training.mentorproposal": {"reasons"},
        "training.learningstatement": {"digest", "verb"},
        "assessments.certificate": {"media_type", "sha256"},
        "reviews.signedreview": {"digest"},
        "core.apitoken": {"prefix", "digest", "scopes"},
    },
}


def test_every_text_about_a_person_is_decided_about():
    undecided = {
        f"{model._meta.label_lower}.{field.name}"
        for model in _models_of_people()
        for field in _texts(model)
        if field.name not in _decided(model)
    }
    assert undecided == set()


def test_traces_name_rows_and_texts_that_exist():
    for trace in TRACES:
        names = {field.name for field in apps.get_model(trace.model)._meta.concrete_fields}
        assert set(trace.of) | set(trace.texts) <= names, trace.model


def _models_of_people() -> Iterator[type[models.Model]]:
    """Models with a key to a person or a log-in, but these two themselves."""
    for model in apps.get_models():
        label = model._meta.label_lower
        if model in {Employee, User} or label in BY_NUMBER_OR_KIND or _is_event(model):
            continue
        related = {field.related_model for field in model._meta.concrete_fields}
        own_app = model._meta.app_label not in {"oauth2_provider", "pghistory", "contenttypes"}
        if own_app and related & {Employee, User}:
            yield model


def _is_event(model: Any) -> bool:
    return hasattr(model, "pgh_tracked_model") or model._meta.proxy


def _texts(model: type[models.Model]) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if not field.choices
        and (
            isinstance(field, TEXTS)
            or (isinstance(field, ArrayField) and isinstance(field.base_field, TEXTS))
        )
    ]


def _decided(model: type[models.Model]) -> set[str]:
    label = model._meta.label_lower
    erased = [trace for trace in TRACES if trace.model == label]
    if any(trace.goes for trace in erased):
        return {field.name for field in model._meta.concrete_fields}
    stays = [texts[label] for texts in STAYS.values() if label in texts]
    return set().union(*stays, *(trace.texts for trace in erased))


def test_hr_reads_a_word_for_each_kind_of_row_that_an_erasure_changes_or_leaves():
    changed = {trace.model for trace in TRACES if trace.texts or trace.goes} - UNSEEN
    assert changed | NAMES_OF_THINGS.keys() == WORDS.keys()
