"""Skills, roles, the catalogue and templates, as everybody browses them and HR edits them."""

import pytest
from django.urls import reverse

from employees.enums import Grant
from employees.models import RoleVersion
from skills.enums import SkillKind, SkillStatus
from skills.models import SkillLabel
from tests.factories import (
    assign,
    day,
    grant,
    make_activity,
    make_employee,
    make_profile,
    make_role,
    make_site,
    make_skill,
    make_soft_skill,
    make_user,
)
from training.models import PathTemplate, PathTemplateStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(client):
    carol = make_employee("Carol Report", user=True)
    assign(carol)
    client.force_login(carol.user)
    return carol


def text_of(client, url, **query) -> str:
    answer = client.get(url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_skill_list_finds_by_other_name_and_leaves_retired_ones_out(client, carol):
    sheets = make_skill("Spreadsheets")
    SkillLabel.objects.create(skill=sheets, label="Excel")
    make_skill("Old Excel", status=SkillStatus.RETIRED, retired_on=day(-1))
    url = reverse("pages:skill_list")

    found = text_of(client, url, q="excel")

    assert "Spreadsheets" in found
    assert "Old Excel" not in found
    assert "Old Excel" in text_of(client, url, q="excel", status="retired")
    assert "No skill found" in text_of(client, url, q="excel", kind="soft")


def test_skill_page_shows_texts_roles_and_activities(client, carol):
    skill = make_skill("SQL")
    make_role("Analyst", {skill: 3})
    make_activity("SQL for beginners", {skill: (0, 3)})
    make_activity("Retired course", {skill: (0, 3)}, retired_on=day(-1))

    text = text_of(client, reverse("pages:skill_detail", args=[skill.public_id]))

    assert "Does SQL at rank 4" in text
    assert "Analyst" in text
    assert "SQL for beginners" in text
    assert "Retired course" not in text


def test_hostile_names_are_shown_as_text(client, carol):
    skill = make_skill("<script>alert(1)</script>")
    text = text_of(client, reverse("pages:skill_detail", args=[skill.public_id]))
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_role_page_shows_balance_and_compares(client, carol):
    sql, talk = make_skill("SQL"), make_soft_skill("Talking")
    analyst, seller = make_role("Analyst", {sql: 3, talk: 2}), make_role("Seller", {talk: 4.5})
    url = reverse("pages:role_detail", args=[analyst.public_id])

    assert "Hard 50 % · Soft 50 %" in text_of(client, url)
    compared = text_of(client, url, **{"with": seller.public_id})
    assert "4.5" in compared
    assert text_of(client, url, **{"with": "not-an-id"})


def test_role_page_names_no_people_whose_levels_are_hidden(client, carol):
    frank = make_employee("Frank Outsider")
    role = make_role("Analyst", {make_skill(): 3})
    assign(frank, role=role)
    assert "Frank Outsider" not in text_of(
        client, reverse("pages:role_detail", args=[role.public_id])
    )


def test_role_page_lists_whom_its_count_counts(client, carol):
    dora, role = make_employee("Dora Dotted", user=True), make_role("Analyst", {make_skill(): 3})
    assign(dora)
    assign(dora, role=role, is_primary=False)
    make_profile(dora, {})
    client.force_login(dora.user)

    assert "Dora Dotted" not in [
        str(profile.employee)
        for profile in client.get(reverse("pages:role_detail", args=[role.public_id])).context[
            "people"
        ]
    ]


def test_role_page_warns_of_a_role_that_one_person_holds(client):
    dora, role = make_employee("Dora Only", user=True), make_role("Analyst", {make_skill(): 3})
    url = reverse("pages:role_detail", args=[role.public_id])
    assign(dora, role=role)
    make_profile(dora, {})
    client.force_login(dora.user)
    assert "One person only" in text_of(client, url)

    assign(make_employee("Erin Second"), role=role)
    assert "One person only" not in text_of(client, url)


def grid_of(client, url) -> dict[str, object]:
    """What the browser would post when nothing is changed."""
    context = client.get(url).context
    posted = {}
    for form in [context["grid"].management_form, *context["grid"], context["extra"]]:
        for bound in form:
            value = bound.value()
            if value not in {None, False}:
                posted[bound.html_name] = value
    return posted


def test_role_grid_published_by_hr_makes_a_new_version(client):
    alice = make_user("Alice Admin")
    grant(alice, Grant.HR_ADMIN)
    client.force_login(alice)
    role = make_role("Analyst", {make_skill("SQL"): 3})
    more = make_soft_skill("Talking")
    url = reverse("pages:role_edit", args=[role.public_id])
    posted = grid_of(client, url) | {
        "asked-0-required_level": "4",
        "add-skill": more.public_id,
        "add-required_level": "2.5",
    }

    assert client.post(url, posted).status_code == 302

    newest = RoleVersion.objects.get(role=role, number=2)
    assert {str(line.skill): float(line.required_level) for line in newest.requirements.all()} == {
        "SQL": 4.0,
        "Talking": 2.5,
    }


def test_role_grid_with_a_level_off_the_scale_keeps_the_old_version(client):
    alice = make_user("Alice Admin")
    grant(alice, Grant.HR_ADMIN)
    client.force_login(alice)
    role = make_role("Analyst", {make_skill("SQL"): 3})
    url = reverse("pages:role_edit", args=[role.public_id])

    answer = client.post(url, grid_of(client, url) | {"asked-0-required_level": "9"})

    assert answer.status_code == 422
    assert "at most 5" in answer.content.decode()
    assert role.versions.count() == 1


def test_role_grid_of_a_plain_employee_is_refused(client, carol):
    role = make_role("Analyst", {make_skill("SQL"): 3})
    url = reverse("pages:role_edit", args=[role.public_id])
    assert client.get(url).status_code == 403
    assert client.post(url, {}).status_code == 403


def test_catalogue_filters_and_never_calls_an_unknown_price_free(client, carol):
    skill = make_skill("SQL")
    make_activity("Free course", {skill: (0, 3)}, cost_cents=0)
    make_activity("Mystery course", {skill: (0, 3)}, cost_cents=None)
    make_activity("Dear course", {skill: (0, 3)}, cost_cents=123450, site=make_site())
    url = reverse("training:activity_list")

    everything = text_of(client, url, q="sql")
    free = text_of(client, url, cost="free")

    assert "price not known" in everything
    assert "1,234.50 EUR" in everything
    assert "Free course" in free
    assert "Mystery course" not in free


def circle_of_two():
    skill = make_soft_skill("Talking")
    first, second = (make_activity(title, {skill: (0, 3)}) for title in ("Basics", "<b>Last</b>"))
    second.prerequisites.create(requires=first)
    first.prerequisites.create(requires=second)
    return first, second


@pytest.mark.parametrize("right", [Grant.HR_ADMIN, Grant.LEARNING])
def test_catalogue_tells_who_keeps_it_of_activities_that_wait_for_each_other(client, cast, right):
    user = cast.dave.user
    grant(user, right)
    client.force_login(user)
    first, second = circle_of_two()

    page = client.get(reverse("training:activity_list")).content.decode()

    assert "Activities that wait for each other" in page
    links = page.partition("wait for each other")[2].partition("</ul>")[0]
    for activity in (first, second):
        assert links.count(reverse("training:activity_detail", args=[activity.public_id])) == 2
    assert "<b>Last</b>" not in page


def test_catalogue_bothers_nobody_else_with_circles(client, carol):
    circle_of_two()
    assert "wait for each other" not in text_of(client, reverse("training:activity_list"))


def test_activity_page_names_what_comes_first(client, carol):
    skill = make_soft_skill("Talking")
    first, second = (make_activity(title, {skill: (0, 3)}) for title in ("Basics", "Practice"))
    second.prerequisites.create(requires=first)
    text = text_of(client, reverse("training:activity_detail", args=[second.public_id]))
    assert "Finish first" in text
    assert "Basics" in text


def test_template_page_shows_fixed_steps_and_open_slots(client, carol):
    template = PathTemplate.objects.create(code="t", name="New managers")
    film = make_activity("Short films", mode="microlearning")
    skill = make_skill("Talking", SkillKind.SOFT)
    PathTemplateStep.objects.create(
        template=template, position=0, activity=film, cadence="weekly", times=12
    )
    PathTemplateStep.objects.create(
        template=template, position=1, slot_skill=skill, slot_max_hours=4
    )
    text = text_of(client, reverse("training:template_detail", args=[template.public_id]))
    assert "every week × 12" in text
    assert "A module on Talking" in text
    assert "up to 4 h" in text
    assert "New managers" in text_of(client, reverse("training:template_list"))
