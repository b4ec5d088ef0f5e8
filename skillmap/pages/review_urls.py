"""Addresses of reviews and of what HR prepares for them."""

from django.urls import path

from skillmap.pages import (
    calibration,
    reviews,
    reviews_bank,
    reviews_entries,
    reviews_goals,
    reviews_newer,
    reviews_pack,
    reviews_plan,
    reviews_setup,
    reviews_skills,
)

_ONE, _CYCLE = "reviews/<uuid:public_id>", "reviews/cycles/<uuid:public_id>"

urlpatterns = [
    path("reviews/", reviews.review_list, name="review_list"),
    path("reviews/templates/", reviews_setup.review_template_list, name="review_template_list"),
    path("reviews/templates/new/", reviews_setup.review_template_new, name="review_template_new"),
    path(
        "reviews/templates/<uuid:public_id>/",
        reviews_setup.review_template_edit,
        name="review_template_edit",
    ),
    path("reviews/questions/", reviews_bank.review_question_list, name="review_question_list"),
    path("reviews/questions/new/", reviews_bank.review_question_new, name="review_question_new"),
    path(
        "reviews/questions/<uuid:public_id>/",
        reviews_bank.review_question_edit,
        name="review_question_edit",
    ),
    path("reviews/cycles/new/", reviews_setup.review_cycle_new, name="review_cycle_new"),
    path(f"{_CYCLE}/", reviews_setup.review_cycle_detail, name="review_cycle_detail"),
    path(f"{_CYCLE}/edit/", reviews_setup.review_cycle_edit, name="review_cycle_edit"),
    path(f"{_CYCLE}/act/", reviews_setup.review_cycle_act, name="review_cycle_act"),
    path(f"{_CYCLE}/calibration/", calibration.calibration_detail, name="calibration_detail"),
    path(
        f"{_CYCLE}/calibration/people/", calibration.calibration_people, name="calibration_people"
    ),
    path(f"{_CYCLE}/calibration/lock/", calibration.calibration_lock, name="calibration_lock"),
    path(f"{_ONE}/", reviews.review_detail, name="review_detail"),
    path(f"{_ONE}/pdf/", reviews.review_pdf, name="review_pdf"),
    path(f"{_ONE}/pack/", reviews_pack.review_pack, name="review_pack"),
    path(f"{_ONE}/feedback/", reviews_pack.review_feedback, name="review_feedback"),
    path(f"{_ONE}/talks/", reviews_pack.review_talks, name="review_talks"),
    path(f"{_ONE}/reason/", reviews.review_reason, name="review_reason"),
    path(f"{_ONE}/act/", reviews.review_act, name="review_act"),
    path(f"{_ONE}/prepare/", reviews_entries.review_prepare, name="review_prepare"),
    path(f"{_ONE}/draft/", reviews_entries.review_draft, name="review_draft"),
    path(f"{_ONE}/meeting/", reviews_entries.review_meeting, name="review_meeting"),
    path(f"{_ONE}/plan/", reviews_plan.review_plan, name="review_plan"),
    path(f"{_ONE}/goal/", reviews_goals.review_goal, name="review_goal"),
    path(f"{_ONE}/skill/", reviews_skills.review_skill, name="review_skill"),
    path(f"{_ONE}/newer/", reviews_newer.review_newer, name="review_newer"),
    path(f"{_ONE}/agreed/", reviews_entries.review_agreed, name="review_agreed"),
]
