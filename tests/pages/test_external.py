"""The page on which people without a log-in answer, and where they are proposed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import RequestState
from assessments.models import ExternalAnswer, ExternalRater, FeedbackAnswer
from assessments.services.cycles_release import close_cycle
from tests.assessments.cycles import MANAGER, SELF, make_open_cycle, participant
from tests.assessments.outside import ANONYMOUS_OUTSIDE, NAMED_OUTSIDE, codes, propose

pytestmark = pytest.mark.django_db
PAGE = "/external/"


@pytest.fixture(params=[NAMED_OUTSIDE, ANONYMOUS_OUTSIDE], ids=["named", "anonymous"])
def asked(request, cast):
    """Carol, about whom Vera is asked."""
    cycle = make_open_cycle(cast, kinds=(SELF, MANAGER, request.param))
    person = participant(cycle, cast.carol)
    propose(cast.bob.user, person)
    return person


@pytest.fixture
def blind(cast):
    cycle = make_open_cycle(cast, kinds=(SELF, ANONYMOUS_OUTSIDE))
    person = participant(cycle, cast.carol)
    propose(cast.bob.user, person)
    return person


def text(response):
    return response.content.decode()


def enter(client, code=None):
    """Post the code of the link, as the page does with what stands behind its #."""
    return client.post(PAGE, {"code": codes()[0] if code is None else code})


def form(cast, level="3.5", **changes):
    values = {
        "readers": "management",
        f"{cast.hard.public_id}-answer": level,
        f"{cast.hard.public_id}-comment": "In our project",
        f"{cast.soft.public_id}-answer": "cannot_judge",
    }
    return {**values, **changes}


# --- answering ----------------------------------------------------------------------------------


def test_a_link_opens_the_form_without_a_log_in_and_answers_once(cast, client, asked):
    assert enter(client)["Location"] == PAGE
    page = client.get(PAGE)
    assert "Feedback on Carol Report" in text(page)
    assert "After the round Carol Report" in text(page)

    sent = client.post(PAGE, form(cast))

    assert "Your feedback on Carol Report was sent." in text(sent)
    assert ExternalAnswer.objects.count() + FeedbackAnswer.objects.count() in {1, 2}
    again = enter(client)
    assert again.status_code == 410
    assert "You have answered already" in text(again)


def test_the_code_is_in_no_address_and_in_a_cookie_that_no_script_reads(client, asked):
    response = enter(client)

    cookie = response.cookies["external_code"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", PAGE)
    assert codes()[0] not in response["Location"] + text(client.get(PAGE))
    assert "no-store" in client.get(PAGE)["Cache-Control"]


def test_the_cookie_goes_with_the_answer(cast, client, asked):
    enter(client)

    response = client.post(PAGE, form(cast))

    assert response.cookies["external_code"].value == ""
    assert "Code from the mail" in text(client.get(PAGE))


def test_who_answers_without_a_name_is_told_so_and_may_add_a_word(cast, client, blind):
    enter(client)
    page = text(client.get(PAGE))
    assert "Send without my name" in page
    assert "Vera" not in page

    client.post(PAGE, form(cast, comment="Keeps promises"))

    assert FeedbackAnswer.objects.get().payload["comment"] == "Keeps promises"


@pytest.mark.parametrize("code", ["", "guessed", "x" * 5_000, "<script>"])
def test_a_wrong_code_is_said_at_its_field(client, asked, code):
    page = enter(client, code)

    assert page.status_code == 422
    assert "This code leads nowhere" in text(page)
    assert "<script>" not in text(page).partition("<body")[2]


def test_a_forged_cookie_opens_nothing(client, asked):
    client.cookies["external_code"] = "forged"

    page = client.get(PAGE)

    assert page.status_code == 422
    assert "Carol" not in text(page)


@pytest.mark.parametrize("level", ["9", "-1", "2.3", "high", "9" * 30])
def test_a_level_off_the_scale_is_refused_and_what_was_typed_stays(cast, client, asked, level):
    enter(client)

    page = client.post(PAGE, form(cast, level))

    assert page.status_code == 422
    assert "In our project" in text(page)
    assert not ExternalAnswer.objects.exists()
    assert not FeedbackAnswer.objects.exists()
    assert "was sent" in text(client.post(PAGE, form(cast)))


def test_nothing_chosen_is_nothing_sent(client, asked):
    enter(client)

    page = client.post(PAGE, {"readers": "management"})

    assert "There is nothing to send yet" in text(page)


def test_skills_that_nobody_asked_about_are_refused(cast, client, asked):
    enter(client)
    foreign = {"00000000-0000-0000-0000-000000000000-answer": "3.0"}

    assert client.post(PAGE, form(cast, **foreign)).status_code == 422
    assert not ExternalAnswer.objects.exists()


def test_a_cycle_that_closes_meanwhile_says_so(cast, client, asked):
    enter(client)
    close_cycle(actor=None, cycle=asked.cycle, now=timezone.now())

    page = client.post(PAGE, form(cast))

    assert page.status_code == 410
    assert "“Autumn” takes no answers any more." in text(page)
    assert not ExternalAnswer.objects.exists()


def test_the_page_tells_nobody_who_is_logged_in(cast, client, blind):
    client.force_login(cast.frank.user)
    enter(client)

    client.post(PAGE, form(cast))

    assert not ExternalRater.objects.filter(state=RequestState.ANSWERED).exists()
    assert FeedbackAnswer.objects.count() == 1


# --- proposing ----------------------------------------------------------------------------------


@pytest.fixture
def browser(cast):
    def of(name):
        client = Client()
        client.force_login(cast.viewer(name))
        return client

    return of


def raters_page(person):
    return reverse("pages:cycle_raters", args=[person.cycle.public_id, person.employee.public_id])


def test_a_person_proposes_and_the_manager_approves(cast, browser, asked):
    page = raters_page(asked)
    posted = {"outside": "1", "name": "Willy", "email": "willy@supplier.example"}
    browser("carol").post(page, posted)
    rater = ExternalRater.objects.get(name="Willy")
    assert rater.state == RequestState.PROPOSED
    assert "vera@customer.example" not in text(browser("carol").get(page))
    assert browser("carol").post(page, {"approve_outside": rater.public_id}).status_code == 422

    browser("bob").post(page, {"approve_outside": rater.public_id})

    rater.refresh_from_db()
    assert rater.state == RequestState.APPROVED
    assert "Mail a new link" in text(browser("bob").get(page))


def test_mailing_again_says_nothing_about_an_answer(cast, browser, client, blind):
    rater = ExternalRater.objects.get()
    page, posted = raters_page(blind), {"mail_outside": rater.public_id}
    before = text(browser("bob").post(page, posted, follow=True))
    enter(client)
    client.post(PAGE, form(cast))

    after = text(browser("bob").post(page, posted, follow=True))

    said = "A new link was mailed, unless there is an answer already."
    assert said in before
    assert said in after


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"name": "", "email": "w@supplier.example"}, "This field is required."),
        ({"name": "Willy", "email": "nowhere"}, "Enter a valid email address."),
        ({"name": "Vera", "email": "VERA@customer.example"}, "was proposed already"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, browser, asked, posted, sentence):
    page = browser("bob").post(raters_page(asked), {"outside": "1", **posted})

    assert page.status_code == 422
    assert sentence in text(page)
    assert f'value="{posted["email"]}"' in text(page)
    assert ExternalRater.objects.count() == 1


@pytest.mark.parametrize("verb", ["approve", "decline", "forget", "mail"])
@pytest.mark.parametrize("which", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_proposals_that_are_not_there_are_not_found(browser, asked, verb, which):
    answer = browser("bob").post(raters_page(asked), {f"{verb}_outside": which})

    assert answer.status_code == 404


def test_a_cycle_without_them_shows_no_form(cast, browser):
    person = participant(make_open_cycle(cast), cast.carol)

    assert "From outside" not in text(browser("bob").get(raters_page(person)))
    posted = {"outside": "1", "name": "W", "email": "w@supplier.example"}
    assert browser("bob").post(raters_page(person), posted).status_code == 422
