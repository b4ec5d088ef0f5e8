"""Addresses of skills and roles, and of taking care of them."""

from django.urls import path

from skillmap.pages import (
    role_grid,
    role_suggestions,
    roles,
    skill_care,
    skill_names,
    skills,
    upkeep,
)

urlpatterns = [
    path("skills/", skills.skill_list, name="skill_list"),
    path("skills/kinds/", upkeep.kind_list, name="kind_list"),
    path("skills/names/", skill_names.name_list, name="name_list"),
    path("skills/alike/", skill_care.lookalike_list, name="lookalike_list"),
    path("skills/changes/", skill_care.change_list, name="change_list"),
    path("skills/<uuid:public_id>/", skills.skill_detail, name="skill_detail"),
    path("skills/<uuid:public_id>/change/", skill_care.skill_care, name="skill_care"),
    path("skills/<uuid:public_id>/merge/", skill_care.skill_merge, name="skill_merge"),
    path("roles/", roles.role_list, name="role_list"),
    path("roles/titles/", upkeep.title_list, name="title_list"),
    path("roles/new/", role_grid.role_new, name="role_new"),
    path("roles/grid/", role_grid.role_grid, name="role_grid"),
    path("roles/suggestions/", role_suggestions.suggestion_list, name="suggestion_list"),
    path("roles/<uuid:public_id>/", roles.role_detail, name="role_detail"),
    path("roles/<uuid:public_id>/edit/", roles.role_edit, name="role_edit"),
    path("roles/<uuid:public_id>/suggest/", roles.role_suggest, name="role_suggest"),
]
