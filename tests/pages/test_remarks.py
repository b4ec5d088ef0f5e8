"""The pages of notes between colleagues."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import RemarkReaders
from assessments.models import Remark, RemarkRequest
from tests.factories import make_employee, make_profile, make_remark, make_skill

pytestmark = pytest.mark.django_db


def about(person):
    return reverse("pages:person_remarks", args=[person.public_id])


def words(cast, **changes):
    values = {
        "skill": str(cast.soft.public_id),
        "tone": "thanks",
        "text": "the calm talk with the client",
        "readers": "manager",
    }
    return {**values, **changes}


def open_as(client, person, address):
    client.force_login(person.user)
    return client.get(address)


def test_colleague_writes_a_note_and_the_person_reads_who_else_sees_it(client, cast):
    client.force_login(cast.frank.user)
    page = client.get(about(cast.carol)).text
    assert "Write to Carol" in page
    assert client.post(about(cast.carol), words(cast)).status_code == 302
    read = open_as(client, cast.carol, about(cast.carol)).text
    assert "the calm talk with the client" in read
    assert "the person and their manager" in read
    assert str(cast.frank) in read
    assert "Write to Carol" not in read  # nobody writes to themself


def test_page_of_notes_offers_notes_and_no_rating(client, cast):
    own = open_as(client, cast.carol, about(cast.carol)).text
    assert "Ask colleagues" in own
    assert "Rate yourself" not in own
    managers = open_as(client, cast.bob, about(cast.carol)).text
    assert "Rate Carol" not in managers
    assert "Write a note" in managers


def test_fields_of_which_one_is_needed_are_not_called_optional(client, cast):
    page = open_as(client, cast.frank, about(cast.carol)).text
    assert "Another skill" in page
    assert 'class="optional"' not in page
    asking = open_as(client, cast.carol, reverse("pages:remark_ask")).text
    assert asking.count('class="optional"') == 1  # the question


def test_note_stands_on_the_profile_and_on_the_page_of_its_skill(client, cast):
    make_profile(cast.carol, {cast.soft: {}, cast.hard: {}})
    make_remark(cast.frank, cast.carol, cast.soft, text="listening to the end")
    for name, args in (
        ("person_detail", [cast.carol.public_id]),
        ("person_skill", [cast.carol.public_id, cast.soft.public_id]),
    ):
        address = reverse(f"pages:{name}", args=args)
        assert "listening to the end" in open_as(client, cast.carol, address).text
        assert "listening to the end" not in open_as(client, cast.bob, address).text
    other = reverse("pages:person_skill", args=[cast.carol.public_id, cast.hard.public_id])
    assert "listening to the end" not in open_as(client, cast.carol, other).text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"skill": ""}, "skill"),
        ({"skill": "x"}, "skill"),
        ({"other_skill": "No such skill"}, "other_skill"),
        ({"tone": "5"}, "tone"),
        ({"text": " "}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"readers": "everybody"}, "readers"),
    ],
)
def test_bad_notes_are_refused_at_their_field_and_nothing_is_kept(client, cast, change, field):
    client.force_login(cast.frank.user)
    answer = client.post(about(cast.carol), words(cast, **change))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Remark.objects.exists()


def test_markup_in_a_note_is_only_text(client, cast):
    make_remark(cast.frank, cast.carol, cast.soft, text="<script>alert(1)</script>")
    page = open_as(client, cast.carol, about(cast.carol)).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_any_other_skill_can_be_named(client, cast):
    other = make_skill("Juggling")
    client.force_login(cast.frank.user)
    client.post(about(cast.carol), words(cast, skill="", other_skill="  juggling "))
    assert Remark.objects.get().skill == other
    page = client.get(about(cast.carol) + f"?skill={other.public_id}").text
    assert f'<option value="{other.public_id}" selected>Juggling' in page
    assert client.get(about(cast.carol) + "?skill=x\x00").status_code == 200


def test_who_wrote_a_note_and_the_manager_are_not_told_why_it_was_reported(client, cast):
    make_remark(
        cast.frank,
        cast.carol,
        cast.soft,
        readers=RemarkReaders.MANAGER,
        reported_at=timezone.now(),
        report="he is rude",
    )
    for reader in (cast.carol, cast.alice):
        assert "he is rude" in open_as(client, reader, about(cast.carol)).text
    for reader in (cast.frank, cast.bob):
        assert "he is rude" not in open_as(client, reader, about(cast.carol)).text
    assert "Take back" not in open_as(client, cast.frank, reverse("pages:remark_list")).text
    assert "he is rude" not in open_as(client, cast.frank, reverse("pages:remark_list")).text


def test_person_reports_and_hr_removes(client, cast):
    remark = make_remark(cast.frank, cast.carol, cast.soft, text="something rude")
    act = reverse("pages:remark_act", args=[remark.public_id])
    client.force_login(cast.carol.user)
    client.post(act, {"act": "report", "reason": ""})
    assert Remark.objects.get().reported_at is None
    client.post(act, {"act": "report", "reason": "it is rude"})
    page = open_as(client, cast.alice, about(cast.carol)).text
    assert "something rude" in page
    assert "it is rude" in page
    client.post(act, {"act": "remove"})
    assert not Remark.objects.exists()


def test_manager_reads_shared_ones_without_buttons(client, cast):
    make_remark(cast.frank, cast.carol, cast.soft, text="private words")
    make_remark(cast.frank, cast.carol, cast.soft, text="open words", readers=RemarkReaders.MANAGER)
    page = open_as(client, cast.bob, about(cast.carol)).text
    assert "open words" in page
    assert "private words" not in page
    assert "Remove" not in page
    assert "Report" not in page.replace(str(cast.carol), "")


def test_writer_takes_it_back_from_the_own_list(client, cast):
    remark = make_remark(cast.frank, cast.carol, cast.soft, text="too hasty")
    page = open_as(client, cast.frank, reverse("pages:remark_list")).text
    assert "too hasty" in page
    answer = client.post(reverse("pages:remark_act", args=[remark.public_id]), {"act": "remove"})
    assert answer["Location"] == reverse("pages:remark_list")
    assert not Remark.objects.exists()


def test_asking_colleagues_nearby_and_by_address(client, cast):
    client.force_login(cast.carol.user)
    page = client.get(reverse("pages:remark_ask"))
    near = set(page.context["form"].fields["near"].queryset)
    assert near == {cast.bob, cast.dave}
    sent = {
        "skill": str(cast.soft.public_id),
        "near": [str(cast.bob.public_id)],
        "others": f"{cast.frank.email.upper()}\n\n",
        "question": "Did I listen?",
    }
    assert client.post(reverse("pages:remark_ask"), sent).status_code == 302
    asked = set(RemarkRequest.objects.values_list("colleague", flat=True))
    assert asked == {cast.bob.pk, cast.frank.pk}
    page = open_as(client, cast.frank, reverse("pages:remark_list")).text
    assert "Did I listen?" in page
    assert f"{about(cast.carol)}?skill={cast.soft.public_id}" in page
    own = open_as(client, cast.carol, reverse("pages:remark_list")).text
    assert str(cast.frank) in own


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"others": "nobody@example.org"}, "others"),
        ({"others": ""}, "others"),
        ({"near": ["x"]}, "near"),
        ({"skill": "x"}, "skill"),
        ({"question": "x" * 301}, "question"),
    ],
)
def test_bad_questions_are_refused_at_their_field(client, cast, change, field):
    client.force_login(cast.carol.user)
    sent = {"skill": str(cast.soft.public_id), "others": cast.frank.email, "question": ""}
    answer = client.post(reverse("pages:remark_ask"), {**sent, **change})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not RemarkRequest.objects.exists()


def test_question_is_closed_by_either_and_hidden_from_others(client, cast):
    request = RemarkRequest.objects.create(asker=cast.carol, colleague=cast.frank, skill=cast.soft)
    address = reverse("pages:remark_close", args=[request.public_id])
    client.force_login(cast.bob.user)
    assert client.post(address).status_code == 404
    client.force_login(cast.frank.user)
    assert client.post(address).status_code == 302
    request.refresh_from_db()
    assert request.closed_at is not None
    assert client.post(address).status_code == 404


def test_stranger_finds_the_way_to_write_on_the_card(client, cast):
    page = open_as(
        client, cast.frank, reverse("pages:person_detail", args=[cast.carol.public_id])
    ).text
    assert f"{about(cast.carol)}#write" in page


def test_lists_take_the_same_queries_for_one_and_many(client, cast, django_assert_max_num_queries):
    def fill(count):
        for _ in range(count):
            remark = make_remark(make_employee(user=True), cast.carol, make_skill())
            remark.reported_at, remark.report = timezone.now(), "rude"
            remark.save()
            make_remark(cast.alice, make_employee(), make_skill())
            for asker, colleague in ((make_employee(), cast.alice), (cast.alice, make_employee())):
                RemarkRequest.objects.create(asker=asker, colleague=colleague, skill=make_skill())

    client.force_login(cast.alice.user)
    for address in (about(cast.carol), reverse("pages:remark_list")):
        fill(1)
        client.get(address)
        with django_assert_max_num_queries(15) as few:
            client.get(address)
        fill(5)
        with django_assert_max_num_queries(15) as many:
            client.get(address)
        assert len(many) == len(few)
