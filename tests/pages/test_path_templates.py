"""Writing a path template in the browser and proposing it to people."""

import pytest
from django.urls import reverse

from assessments.models import AnalysisRun
from skills.enums import SkillStatus
from skills.models import Skill
from tests.factories import day, make_activity, make_skill
from training.models import Activity, PathTemplate, TemplateResult, TemplateUse
from training.services.library import StepContent, put_template

pytestmark = pytest.mark.django_db


def step(number: int, **fields: object) -> dict[str, object]:
    return {
        f"steps-{number}-{name}": value for name, value in {"cadence": "once", **fields}.items()
    }


def posted(*steps: dict[str, object], **fields: object) -> dict[str, object]:
    counts = {"steps-TOTAL_FORMS": len(steps), "steps-INITIAL_FORMS": 0}
    rows = {name: value for one in steps for name, value in one.items()}
    return {"code": "START", "name": "A good start", **counts, **rows, **fields}


@pytest.fixture
def template(cast):
    return put_template(
        actor=None,
        code="T",
        name="First quarter",
        steps=[StepContent(activity=make_activity("Video")), StepContent(slot_skill=cast.soft)],
    )


def test_hr_writes_a_template_with_a_step_and_a_slot(client, cast):
    client.force_login(cast.alice.user)
    make_activity("Video")
    answer = client.post(
        reverse("pages:template_new"),
        posted(
            step(0, activity="video", cadence="weekly", times=12, ORDER=2),
            step(1, slot_skill=cast.soft.name, slot_max_hours=4, slot_modes=["workshop"], ORDER=1),
            step(2),
        ),
    )
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert f"A module on {cast.soft}" in page
    assert "up to 4 h" in page
    assert "every week × 12" in page
    assert page.index("A module on") < page.index("Video")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"activity": "No such thing"}, "The catalogue has no activity of this title"),
        ({"slot_skill": "<b>x</b>"}, "The library has no skill of this name"),
        ({"activity": "Video", "slot_kind": "soft"}, "not both"),
        ({"slot_kind": "unclassified"}, "Select a valid choice"),
        ({"slot_kind": "soft", "slot_max_hours": "-1"}, "greater than or equal to 0.25"),
        ({"activity": "Video", "times": "100000"}, "less than or equal to 104"),
        ({"times": "3"}, "Name an activity, or what a module is for"),
        ({}, "A path template needs a step"),
    ],
)
def test_faulty_step_is_refused_and_nothing_is_written(client, cast, fields, sentence):
    client.force_login(cast.alice.user)
    make_activity("Video")
    answer = client.post(reverse("pages:template_new"), posted(step(0, **fields)))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PathTemplate.objects.exists()


def test_code_that_is_taken_is_said_at_the_field(client, cast, template):
    client.force_login(cast.alice.user)
    answer = client.post(reverse("pages:template_new"), posted(step(0, slot_kind="soft"), code="T"))
    assert "There is a template of this code already" in answer.content.decode()


def test_second_writer_is_told_and_loses_nothing(client, cast, template):
    client.force_login(cast.alice.user)
    url = reverse("pages:template_edit", args=[template.public_id])
    version = template.version
    for name, status in (("One", 302), ("Two", 422)):
        answer = client.post(url, posted(step(0, slot_kind="soft"), name=name, version=version))
        assert answer.status_code == status
    assert "Somebody changed this meanwhile" in answer.content.decode()
    template.refresh_from_db()
    assert (template.name, template.edition) == ("One", 2)


def sent_again(client, template):
    """The form of a template as a browser sends it where nothing was changed but the name."""
    page = client.get(reverse("pages:template_edit", args=[template.public_id]))
    rows = [
        {
            row.add_prefix(name): "" if (value := row[name].value()) is None else value
            for name in row.fields
            if name != "DELETE"
        }
        for row in page.context["rows"].initial_forms
    ]
    body = posted(*rows, name="Renamed", version=template.version)
    answer = client.post(page.wsgi_request.path, body)
    assert answer.status_code == 302, answer.context["rows"].errors
    template.refresh_from_db()
    return template


def test_saving_again_keeps_each_step_whatever_shares_its_name_or_is_retired(
    client, cast, template
):
    client.force_login(cast.alice.user)
    make_activity("Video")
    make_skill(cast.soft.name)
    assert sent_again(client, template).edition == 1
    Activity.objects.filter(title="Video").update(retired_on=day(0))
    Skill.objects.filter(name=cast.soft.name).update(status=SkillStatus.RETIRED, retired_on=day(0))
    assert sent_again(client, template).edition == 1
    assert template.name == "Renamed"


def test_skill_is_named_by_code_where_two_share_a_name(client, cast, template):
    client.force_login(cast.alice.user)
    other = make_skill(cast.soft.name)
    url = reverse("pages:template_edit", args=[template.public_id])
    body = {"version": template.version}
    refused = client.post(url, posted(step(0, slot_skill=cast.soft.name), **body))
    assert "Several have this name. Use the code." in refused.text
    assert client.post(url, posted(step(0, slot_skill=other.code), **body)).status_code == 302
    assert template.steps.get(edition=2).slot_skill == other


def test_earlier_version_can_still_be_read_and_a_retired_one_is_named(client, cast, template):
    client.force_login(cast.alice.user)
    put_template(actor=None, code="T", name="New", steps=[StepContent(slot_kind="hard")])
    url = reverse("training:template_detail", args=[template.public_id])
    assert "Video" not in client.get(url).content.decode()
    assert "Video" in client.get(url, {"edition": "1"}).content.decode()
    assert client.get(url, {"edition": "x"}).status_code == 200
    client.post(reverse("pages:template_retire", args=[template.public_id]))
    assert "Not used any more since" in client.get(url).content.decode()
    assert "Not used any more" in client.get(reverse("training:template_list")).content.decode()


def test_manager_sees_who_it_is_before_proposing_to_own_people_of_a_unit(client, cast, template):
    client.force_login(cast.bob.user)
    url = reverse("pages:template_apply", args=[template.public_id])
    asked = {"unit": cast.sales.public_id}
    page = client.get(url, asked).content.decode()
    assert "3 people" in page
    assert "Dave Indirect" in page
    assert "Frank Outsider" not in page

    answer = client.post(url, asked)

    use = TemplateUse.objects.get()
    assert answer["Location"] == reverse("pages:template_use", args=[use.public_id])
    chosen = {pk for shard in use.run.shards.all() for pk in shard.employees}
    assert chosen == {cast.bob.pk, cast.carol.pk, cast.dave.pk}
    assert "Acme/Sales" in client.get(answer["Location"]).content.decode()


def test_list_names_who_is_not_among_the_own_people(client, cast, template):
    client.force_login(cast.bob.user)
    url = reverse("pages:template_apply", args=[template.public_id])
    answer = client.post(url, {"people": f"{cast.dave.number}\n{cast.frank.number}"})
    assert answer.status_code == 422
    assert f"Not among your people: {cast.frank.number}" in answer.content.decode()
    assert not AnalysisRun.objects.exists()


@pytest.mark.parametrize("asked", [{}, {"unit": "x"}, {"role": "x"}])
def test_nobody_chosen_proposes_nothing(client, cast, template, asked):
    client.force_login(cast.bob.user)
    url = reverse("pages:template_apply", args=[template.public_id])
    assert client.post(url, asked).status_code == 422
    assert not TemplateUse.objects.exists()


def test_results_show_the_own_people_only(client, cast, template):
    client.force_login(cast.alice.user)
    url = reverse("pages:template_apply", args=[template.public_id])
    client.post(url, {"role": cast.role.public_id})
    use = TemplateUse.objects.get()
    for person in (cast.dave, cast.frank):
        TemplateResult.objects.create(use=use, employee=person, why_not=f"No room for {person}")
    address = reverse("pages:template_use", args=[use.public_id])
    assert "No room for Frank Outsider" in client.get(address).content.decode()

    client.force_login(cast.erin.user)  # HR partner of Acme/Sales
    page = client.get(address, {"shown": "not"}).content.decode()
    assert "No room for Dave Indirect" in page
    assert "Frank Outsider" not in page
