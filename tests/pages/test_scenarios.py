"""Pages of scenarios and of observed exercises."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Evidence,
    Exercise,
    Reaction,
    ReactionKey,
    Scenario,
    ScenarioAttempt,
    ScenarioVersion,
)
from assessments.queries.scenarios import current_scene, reactions_shown
from assessments.services.scenarios import ask_expert, publish_scenario
from employees.enums import Grant
from tests.assessments.instruments import (
    KEYS,
    key_draft,
    make_draft,
    make_exercise,
    make_item,
    make_quiz,
    make_scenario,
    observe,
)
from tests.factories import day, grant, make_employee, make_skill, make_soft_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = make_employee("Carol Player", user=True)
    client.force_login(person.user)
    return person


@pytest.fixture
def author(client):
    author = make_employee("Grace Writer", user=True)
    grant(author.user, Grant.LEARNING)
    client.force_login(author.user)
    return author


def start(client, scenario):
    client.post(reverse("pages:scenario_start", args=[scenario.public_id]))
    return ScenarioAttempt.objects.latest("pk")


def url_of(attempt):
    return reverse("pages:passage_form", args=[attempt.public_id])


def choose(client, attempt, code):
    scene = current_scene(attempt)
    place = [one.code for one in reactions_shown(attempt, scene)].index(code) + 1
    return client.post(url_of(attempt), {"scene": scene.code, "reaction": place})


def test_way_through_a_scenario_ends_in_a_level_with_interval_and_source(client, person):
    attempt = start(client, make_scenario())
    first = client.get(url_of(attempt)).content.decode()
    assert "A client shouts." in first
    choose(client, attempt, "listen")
    assert "The client explains." in client.get(url_of(attempt)).content.decode()
    choose(client, attempt, "plan")
    page = client.get(url_of(attempt), follow=True).content.decode()
    assert "90 % interval" in page
    assert "this scenario alone" in page
    assert "2 experts" in page
    assert "Agree a next step" in page
    assert Evidence.objects.get().employee == person


def test_key_never_leaves_the_server_while_or_after_one_plays(client, person):
    version = make_draft()
    key_draft(version, experts=1, listen="4.5", ask="4")
    key_draft(version, experts=1, listen="3.5", ask="3")
    publish_scenario(actor=None, version=version, now=timezone.now())
    attempt = start(client, Scenario.objects.get())
    bodies = [client.get(url_of(attempt)).content.decode()]
    choose(client, attempt, "argue")
    bodies.append(client.get(url_of(attempt)).content.decode())
    choose(client, attempt, "hang")
    bodies.append(client.get(url_of(attempt), follow=True).content.decode())
    for body in bodies:
        assert "key_level" not in body
        assert 'value="listen"' not in body
        assert "spread" not in body
    assert "0.7" not in bodies[0] + bodies[1]


def test_nothing_chosen_is_explained_and_a_second_tab_is_led_on(client, person):
    attempt = start(client, make_scenario())
    empty = client.post(url_of(attempt), {"scene": "open"})
    assert empty.status_code == 422
    assert "Choose one of the reactions" in empty.content.decode()
    choose(client, attempt, "argue")
    stale = client.post(url_of(attempt), {"scene": "open", "reaction": "1"}, follow=True)
    assert "already decided" in stale.content.decode()
    assert attempt.choices.count() == 1


def test_manager_reads_the_level_but_not_the_choices(client, cast):
    client.force_login(cast.carol.user)
    attempt = start(client, make_scenario(cast.soft))
    choose(client, attempt, "listen")
    choose(client, attempt, "plan")
    client.force_login(cast.bob.user)
    page = client.get(reverse("pages:outcome_detail", args=[attempt.public_id])).content.decode()
    assert "90 % interval" in page
    assert "Agree a next step" not in page


FILE = (
    "scenario_code,title,skill_code,description,scene_code,scene_text,reaction_code,"
    "reaction_text,next_scene\n"
    "T1,A talk,{skill},About it,one,First?,a,Do this,two\n"
    "T1,,,,one,,b,Do that,two\n"
    "T1,,,,two,Second?,c,Go on,\n"
    "T1,,,,two,,d,Stop,\n"
)


def send(client, text, **more):
    file = SimpleUploadedFile("scenarios.csv", text.encode())
    return client.post(reverse("pages:scenario_import"), {"file": file, **more})


def test_file_becomes_a_draft_that_experts_key_and_the_author_publishes(client, author):
    skill, experts = make_soft_skill(), [make_employee(user=True) for _ in range(2)]
    assert "1 scenario is correct" in send(client, FILE.format(skill=skill.code)).content.decode()
    assert not Scenario.objects.exists()
    send(client, FILE.format(skill=skill.code), apply="1")
    version = ScenarioVersion.objects.get()
    for expert in experts:
        client.force_login(author.user)
        ask = reverse("pages:version_ask", args=[version.public_id])
        client.post(ask, {"who": expert.number.lower()})
        client.force_login(expert.user)
        key = reverse("pages:expert_key", args=[version.public_id])
        assert "Do this" in client.get(key).content.decode()
        levels = {"level:one:a": "4.0", "level:one:b": "3.5", "level:two:c": "4.0"}
        half = client.post(key, {**levels, "submit": "1"})
        assert half.status_code == 422
        assert "1 reactions have no level" in half.content.decode()
        client.post(key, {**levels, "level:two:d": "3.5", "submit": "1"})
    client.force_login(author.user)
    client.post(reverse("pages:version_publish", args=[version.public_id]))
    assert Scenario.objects.published().count() == 1
    page = client.get(reverse("pages:version_detail", args=[version.public_id])).content.decode()
    assert "4.0" in page


def test_retired_scenario_is_given_out_no_more_and_its_results_stay(client, person, author):
    scenario = make_scenario()
    client.force_login(person.user)
    attempt = start(client, scenario)
    client.force_login(author.user)
    version = reverse("pages:version_detail", args=[scenario.current.public_id])
    assert "Retire" in client.get(version).text
    client.post(reverse("pages:scenario_retire", args=[scenario.public_id]))
    assert "not given out since" in client.get(version).text

    client.force_login(person.user)
    assert client.get(url_of(attempt)).status_code == 200
    client.force_login(make_employee(user=True).user)
    assert scenario.title not in client.get(reverse("pages:quiz_list")).text
    detail = reverse("pages:scenario_detail", args=[scenario.public_id])
    assert client.get(detail).status_code == 404


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("two\nT1,,,,one,,b", "nowhere\nT1,,,,one,,b"), "does not exist"),
        (("Go on,\n", "Go on,one\n"), "leads back"),
        (("First?", ""), "empty or too long"),
        (("{skill}", "NOWHERE"), "no skill with this code"),
        (("T1,,,,two,,d,Stop,\n", ""), "at least two reactions"),
        (("T1,,,,two,,d,Stop,", "T1,,,,two,,d,Stop"), "cells"),
    ],
)
def test_scenario_with_a_fault_is_left_out_whole_and_the_fault_named(
    client, author, change, sentence
):
    text = FILE.replace(*change).format(skill=make_soft_skill().code)
    assert sentence in send(client, text, apply="1").content.decode()
    assert not Scenario.objects.exists()


def test_expert_sees_nobody_elses_key(client):
    version = make_draft()
    key_draft(version, experts=2)
    other = make_employee(user=True)
    ask_expert(actor=None, version=version, expert=other)
    client.force_login(other.user)
    page = client.get(reverse("pages:expert_key", args=[version.public_id])).content.decode()
    assert "selected" not in page.split("What people do")[0].split("<form method")[1]


@pytest.mark.parametrize("level", ["lots", "9", "2.3", "NaN"])
def test_key_that_is_no_level_is_explained(client, level):
    version, expert = make_draft(), make_employee(user=True)
    ask_expert(actor=None, version=version, expert=expert)
    client.force_login(expert.user)
    key = reverse("pages:expert_key", args=[version.public_id])
    assert client.post(key, {"level:open:listen": level}).status_code == 422
    assert not ReactionKey.objects.exists()


def test_manager_asks_observers_and_their_scores_count_together(client, cast):
    client.force_login(cast.bob.user)
    url = reverse("pages:exercise_list", args=[cast.carol.public_id])
    data = {
        "kind": "role_play", "title": "Escalation call", "held_on": day(-2).isoformat(),
        "skills": [cast.soft.public_id],
        "observers": f"{cast.dave.number}\n{cast.frank.email.upper()}",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    exercise = Exercise.objects.get()
    score = reverse("pages:exercise_score", args=[exercise.public_id])
    for observer, level in ((cast.dave, "2"), (cast.frank, "3.5")):
        client.force_login(observer.user)
        assert observer.user.notifications.get().link == score
        name = f"{cast.soft.public_id}-answer"
        assert client.post(score, {name: level, "submit": "1"}).status_code == 302
        assert "You handed in your scores" in client.get(score).content.decode()
    assert {float(row.level) for row in Evidence.objects.all()} == {2.0, 3.5}
    client.force_login(cast.carol.user)
    page = client.get(url).content.decode()
    assert "2 of 2 observers have scored" in page
    assert "Indirect" not in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"observers": "nobody@example.org\nX1"}, "Nobody who works here"),
        ({"observers": "{dave}"}, "2 to 10 observers"),
        ({"observers": "{dave}\n{carol}"}, "Nobody observes themselves"),
        ({"held_on": day(5).isoformat()}, "future"),
        ({"held_on": "soon"}, "valid date"),
        ({"skills": []}, "required"),
    ],
)
def test_exercise_that_cannot_be_is_explained_at_its_field(client, cast, change, sentence):
    client.force_login(cast.bob.user)
    values = {
        "kind": "role_play", "title": "Talk", "held_on": day(-2).isoformat(),
        "skills": [cast.soft.public_id], "observers": "{dave}\n{frank}", **change,
    }  # fmt: skip
    numbers = {name: one.number for name, one in cast.people.items()}
    values["observers"] = values["observers"].format(**numbers)
    response = client.post(reverse("pages:exercise_list", args=[cast.carol.public_id]), values)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Exercise.objects.exists()


def test_observer_reads_nobody_elses_scores(client, cast):
    exercise = make_exercise(cast.carol, cast.bob.user, [cast.dave, cast.frank], [cast.soft])
    observe(exercise, cast.dave, "1.5", submit=False)
    client.force_login(cast.frank.user)
    score = reverse("pages:exercise_score", args=[exercise.public_id])
    assert "checked" not in client.get(score).content.decode()
    client.force_login(cast.dave.user)
    assert "checked" in client.get(score).content.decode()


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_players_cost_the_same_queries_however_long_they_are(client, person):
    counts = []
    for n in (2, 8):
        skill = make_skill()
        quiz = make_quiz(items=[make_item(skill) for _ in range(n)], one_page=True)
        client.post(reverse("pages:quiz_start", args=[quiz.public_id]))
        attempt = person.attempts.latest("pk")
        url = reverse("pages:attempt_form", args=[attempt.public_id])
        counts.append((queries(client, url), queries(client, reverse("pages:quiz_list"))))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 15
    passage = start(client, make_scenario())
    assert queries(client, url_of(passage)) <= 15
    assert Reaction.objects.filter(scene__version=passage.scenario_version).count() == len(KEYS)
