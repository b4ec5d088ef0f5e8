"""Addresses of tests, scenarios and exercises; part of `skillmap.pages.urls`."""

from django.urls import path

from skillmap.pages import (
    exercises,
    quizzes,
    quizzes_bank,
    quizzes_setup,
    scenarios,
    scenarios_setup,
)

urlpatterns = [
    path("tests/", quizzes.quiz_list, name="quiz_list"),
    path("tests/<uuid:public_id>/", quizzes.quiz_detail, name="quiz_detail"),
    path("tests/<uuid:public_id>/start/", quizzes.quiz_start, name="quiz_start"),
    path("attempts/<uuid:public_id>/", quizzes.attempt_form, name="attempt_form"),
    path(
        "attempts/<uuid:public_id>/answers/<int:position>/",
        quizzes.attempt_answer,
        name="attempt_answer",
    ),
    path("attempts/<uuid:public_id>/result/", quizzes.result_detail, name="result_detail"),
    path("scenarios/<uuid:public_id>/", scenarios.scenario_detail, name="scenario_detail"),
    path("scenarios/<uuid:public_id>/start/", scenarios.scenario_start, name="scenario_start"),
    path("passages/<uuid:public_id>/", scenarios.passage_form, name="passage_form"),
    path("passages/<uuid:public_id>/result/", scenarios.outcome_detail, name="outcome_detail"),
    path("item-bank/", quizzes_bank.item_list, name="item_list"),
    path("item-bank/new/", quizzes_bank.item_new, name="item_new"),
    path("item-bank/import/", quizzes_bank.item_import, name="item_import"),
    path("item-bank/items/<uuid:public_id>/", quizzes_bank.item_edit, name="item_edit"),
    path("item-bank/tests/", quizzes_setup.quiz_overview, name="quiz_overview"),
    path("item-bank/tests/new/", quizzes_setup.quiz_new, name="quiz_new"),
    path("item-bank/tests/<uuid:public_id>/", quizzes_setup.quiz_edit, name="quiz_edit"),
    path("item-bank/tests/<uuid:public_id>/state/", quizzes_setup.quiz_state, name="quiz_state"),
    path("item-bank/tests/<uuid:public_id>/cuts/", quizzes_setup.quiz_cuts, name="quiz_cuts"),
    path("item-bank/scenarios/import/", scenarios_setup.scenario_import, name="scenario_import"),
    path(
        "item-bank/scenarios/<uuid:public_id>/copy/",
        scenarios_setup.scenario_copy,
        name="scenario_copy",
    ),
    path(
        "item-bank/scenarios/<uuid:public_id>/retire/",
        scenarios_setup.scenario_retire,
        name="scenario_retire",
    ),
    path(
        "item-bank/versions/<uuid:public_id>/",
        scenarios_setup.version_detail,
        name="version_detail",
    ),
    path(
        "item-bank/versions/<uuid:public_id>/ask/", scenarios_setup.version_ask, name="version_ask"
    ),
    path(
        "item-bank/versions/<uuid:public_id>/publish/",
        scenarios_setup.version_publish,
        name="version_publish",
    ),
    path("item-bank/versions/<uuid:public_id>/key/", scenarios_setup.expert_key, name="expert_key"),
    path("people/<uuid:public_id>/exercises/", exercises.exercise_list, name="exercise_list"),
    path("exercises/<uuid:public_id>/", exercises.exercise_score, name="exercise_score"),
]
