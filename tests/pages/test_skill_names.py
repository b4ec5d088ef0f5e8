"""Names that catalogues use: listed, matched once, known to the next import."""

import pytest

from employees.enums import Grant
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import bring_in
from skills.enums import LabelKind
from skills.models import SkillLabel
from tests.factories import grant, make_organisation, make_skill, make_user
from training.imports.activities_importer import ActivityImporter
from training.models import Activity

pytestmark = pytest.mark.django_db
URL = "/skills/names/"
MAPPING = b"""{"title": "Title", "mode": {"const": "course"}, "hours_per_session": {"const": 2},
    "outcomes": {"skills": "Skills", "separator": ",",
                 "levels": {"column": "Level", "values": {"Beginner": "0:2"}}}}"""


@pytest.fixture
def alice(client):
    make_organisation()
    user = make_user("Alice Admin")
    grant(user, Grant.LEARNING)
    client.force_login(user)
    return user


@pytest.fixture
def load(tmp_path):
    def load():
        path = tmp_path / "catalogue.csv"
        path.write_text(
            'Title,Level,Skills\nA,Beginner,"Spread sheets,Rope <b>work"\nB,Beginner,Rope <b>work\n'
        )
        return bring_in(ActivityImporter(), Incoming(path, mapping=MAPPING))

    return load


def test_unknown_names_are_listed_most_used_first_with_skills_called_alike(client, alice, load):
    make_skill("Spreadsheets", code="SHEETS")
    load()

    page = client.get(URL).content.decode()

    assert page.index("Rope &lt;b&gt;work") < page.index("Spread sheets")
    assert '<option value="SHEETS" selected>' in page
    assert "<b>work" not in page


def test_names_are_found_by_a_part_and_come_in_pages(client, alice, load, monkeypatch):
    load()

    def shown(**query):
        return [line.name for line in client.get(URL, query).context["names"]]

    assert shown(q="SHEETS") == ["Spread sheets"]
    assert shown(q="%") == []
    monkeypatch.setattr("skillmap.pages.skill_names.PAGE_SIZE", 1)
    assert [shown(page=1), shown(page=2)] == [["Rope <b>work"], ["Spread sheets"]]


def test_matched_name_is_known_to_the_next_import_and_leaves_the_list(client, alice, load):
    skill = make_skill("Splicing", code="SPLICE")
    load()

    client.post(URL, {"name": ["Rope <b>work"], "skill": [""], "other": ["splicing"]})
    outcome = load()

    assert outcome.batch.updated == 2
    assert Activity.objects.get(title="B").outcomes.get().skill == skill
    assert "Rope" not in client.get(URL).content.decode()


def test_name_left_for_later_or_matched_with_nothing_known_stays(client, alice, load):
    load()

    answer = client.post(
        URL,
        {
            "name": ["Rope <b>work", "Spread sheets", "x\0y"],
            "skill": ["", "", "a\0b"],
            "other": ["", "Juggling", ""],
        },
        follow=True,
    )

    assert "No skill is called Juggling" in answer.content.decode()
    assert not SkillLabel.objects.filter(kind=LabelKind.MAPPED).exists()


def test_matching_again_changes_nothing(client, alice, load):
    make_skill("Splicing", code="SPLICE")
    load()
    for _ in range(2):
        client.post(URL, {"name": ["Rope <b>work"], "skill": ["SPLICE"], "other": [""]})

    assert SkillLabel.objects.filter(kind=LabelKind.MAPPED).count() == 1


def test_list_is_for_those_who_keep_the_catalogue(client, load):
    make_organisation()
    client.force_login(make_user("Mallory"))

    assert client.get(URL).status_code == 403
    assert client.post(URL, {"name": ["x"]}).status_code == 403
