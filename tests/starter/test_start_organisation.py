"""`start_organisation` makes an empty organisation that its first admin can enter."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command

from assessments.models import ItemVersion, Quiz, ScenarioVersion
from employees import rules
from employees.models import Requirement, RoleProfile
from reviews.enums import QuestionPhase
from reviews.models import Question
from skillmap.core.models import Organisation, User
from skillmap.starter.loading import load_library
from skills.models import Skill
from training.models import Activity, PathTemplate, PathTemplateStep

pytestmark = pytest.mark.django_db


def start(name: str = "Lark Bikes", email: str = "ruth@larkbikes.example", **options) -> str:
    out = StringIO()
    call_command("start_organisation", name=name, admin_email=email, stdout=out, **options)
    return out.getvalue()


def test_start_organisation_prints_a_link_that_lets_the_admin_in_once(client):
    path = urlsplit(start().split()[-1]).path

    assert client.get(path).status_code == 200
    password = {"new_password1": "seven blue saddles", "new_password2": "seven blue saddles"}
    client.post(path, password)

    assert User.objects.get().check_password("seven blue saddles")
    assert int(client.session["_auth_user_id"]) == User.objects.get().pk
    assert client.get(path).status_code == 410


def test_start_organisation_makes_the_admin_hr_admin_of_the_named_organisation():
    start()

    assert Organisation.objects.get().name == "Lark Bikes"
    assert rules.is_hr_admin(User.objects.get(email="ruth@larkbikes.example"))


def test_start_organisation_twice_is_refused_and_changes_nothing():
    start()

    with pytest.raises(CommandError, match="has an organisation already"):
        start("Other", "else@larkbikes.example")
    assert Organisation.objects.get().name == "Lark Bikes"
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "email", "sentence"),
    [
        ("  ", "ruth@larkbikes.example", "needs a name"),
        ("Lark", "ruth at larkbikes", "not an e-mail address"),
    ],
)
def test_start_organisation_with_bad_words_leaves_nothing_behind(name, email, sentence):
    with pytest.raises(CommandError, match=sentence):
        start(name, email)

    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def test_start_organisation_with_the_library_loads_all_of_it():
    said = start(library="starter")

    assert Skill.objects.exclude(kind="unclassified").count() == 74
    assert set(Skill.objects.values_list("framework__code", flat=True)) == {"starter"}
    assert RoleProfile.objects.count() == 26
    assert Requirement.objects.count() == 318
    assert Activity.objects.count() == 16
    assert "5 path templates" in said
    assert "25 review questions" in said
    assert "28 test questions" in said
    assert "2 scenarios to be keyed" in said
    assert Quiz.objects.published().count() == 2


def test_start_organisation_library_ties_templates_to_roles_activities_and_skills():
    start(library="starter")

    new_manager = PathTemplate.objects.get(code="NEW_MANAGER")
    customer = PathTemplate.objects.get(code="CUSTOMER_SUCCESS")
    assert new_manager.role == RoleProfile.objects.get(code="NEWMGR")
    assert [step.times for step in new_manager.steps.all()] == [12, 4, 1]
    assert [step.slot_skill.code for step in customer.steps.exclude(slot_skill=None)] == [
        "CONFLICT_RESOLUTION"
    ]
    assert {phase for (phase,) in Question.objects.values_list("phase")} == set(QuestionPhase)


def test_library_loaded_again_changes_nothing():
    start(library="starter")
    before = list(PathTemplateStep.objects.values_list("template__code", "position", "times"))

    lines = list(load_library(actor=None))

    assert [line for line in lines if "created 0, updated 0" not in line] == lines[-4:]
    assert set(ItemVersion.objects.values_list("number", flat=True)) == {1}
    assert set(ScenarioVersion.objects.values_list("number", flat=True)) == {1}
    after = PathTemplateStep.objects.values_list("template__code", "position", "times")
    assert list(after) == before
