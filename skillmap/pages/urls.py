"""Addresses of pages that belong to no single app, or join several."""

from django.urls import path

from skillmap.pages import (
    account,
    analyses,
    audit,
    certificates,
    compliance,
    away,
    home,
    imports,
    inbox,
    invitations,
    jobs,
    looks,
    people,
    plans,
    profile,
    ratings,
    roles,
    search,
    skill_map,
    skill_names,
    skills,
    upkeep,
)

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("people/", people.person_list, name="person_list"),
    path("search/", search.search, name="search"),
    path("skill-map/", skill_map.skill_map, name="skill_map"),
    path("skill-map/people/", skill_map.skill_map_cell, name="skill_map_cell"),
    path("skill-map/ask/", skill_map.skill_map_ask, name="skill_map_ask"),
    path("people/<uuid:public_id>/", profile.person_detail, name="person_detail"),
    path(
        "people/<uuid:public_id>/skills/<uuid:skill_id>/", profile.person_skill, name="person_skill"
    ),
    path("people/<uuid:public_id>/evidence/", profile.person_evidence, name="person_evidence"),
    path(
        "people/<uuid:public_id>/certificates/",
        certificates.person_certificates,
        name="person_certificates",
    ),
    path("people/<uuid:public_id>/away/", away.person_away, name="person_away"),
    path("people/<uuid:public_id>/away/<uuid:row_id>/end/", away.away_end, name="away_end"),
    path(
        "people/<uuid:public_id>/certificates/new/",
        certificates.certificate_new,
        name="certificate_new",
    ),
    path(
        "certificates/<uuid:public_id>/", certificates.certificate_detail, name="certificate_detail"
    ),
    path(
        "certificates/<uuid:public_id>/edit/",
        certificates.certificate_edit,
        name="certificate_edit",
    ),
    path(
        "certificates/<uuid:public_id>/withdraw/",
        certificates.certificate_withdraw,
        name="certificate_withdraw",
    ),
    path(
        "certificates/<uuid:public_id>/decide/",
        certificates.certificate_decide,
        name="certificate_decide",
    ),
    path(
        "certificates/<uuid:public_id>/file/",
        certificates.certificate_file,
        name="certificate_file",
    ),
    path("compliance/", compliance.compliance_list, name="compliance_list"),
    path("people/<uuid:public_id>/plan/", plans.person_plan, name="person_plan"),
    path("people/<uuid:public_id>/plan/recommend/", plans.plan_recommend, name="plan_recommend"),
    path("plans/<uuid:public_id>/decide/", plans.plan_decide, name="plan_decide"),
    path("plans/<uuid:public_id>/steps/<int:position>/", plans.step_tick, name="step_tick"),
    path("people/<uuid:public_id>/rate/", ratings.rating_form, name="rating_form"),
    path(
        "people/<uuid:public_id>/rate/<uuid:skill_id>/", ratings.rating_draft, name="rating_draft"
    ),
    path("skills/", skills.skill_list, name="skill_list"),
    path("skills/<uuid:public_id>/", skills.skill_detail, name="skill_detail"),
    path("roles/", roles.role_list, name="role_list"),
    path("roles/<uuid:public_id>/", roles.role_detail, name="role_detail"),
    path("roles/<uuid:public_id>/edit/", roles.role_edit, name="role_edit"),
    path("skills/kinds/", upkeep.kind_list, name="kind_list"),
    path("skills/names/", skill_names.name_list, name="name_list"),
    path("roles/titles/", upkeep.title_list, name="title_list"),
    path("inbox/", inbox.inbox_list, name="inbox_list"),
    path("inbox/read/", inbox.inbox_read, name="inbox_read"),
    path("analyses/", analyses.analysis_list, name="analysis_list"),
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<uuid:public_id>/", imports.import_detail, name="import_detail"),
    path("imports/<uuid:public_id>/apply/", imports.import_apply, name="import_apply"),
    path("imports/<uuid:public_id>/undo/", imports.import_undo, name="import_undo"),
    path("imports/<uuid:public_id>/report/", imports.import_report, name="import_report"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<uuid:public_id>/", jobs.job_detail, name="job_detail"),
    path("jobs/<uuid:public_id>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<uuid:public_id>/replay/", jobs.job_replay, name="job_replay"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("settings/", account.settings_edit, name="settings_edit"),
    path("settings/tokens/", account.token_list, name="token_list"),
    path("settings/tokens/<uuid:public_id>/revoke/", account.token_revoke, name="token_revoke"),
    path("settings/looks/", looks.look_list, name="look_list"),
    path("settings/organisation/", account.organisation_edit, name="organisation_edit"),
    path("invitations/", invitations.invitation_list, name="invitation_list"),
    path("invitations/send/", invitations.invitation_send, name="invitation_send"),
    path("invitation/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
]
