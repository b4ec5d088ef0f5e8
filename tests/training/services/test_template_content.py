import pytest

from skillmap.core.errors import DomainError, NotAllowedError
from tests.factories import make_activity, make_skill
from training.models import PathTemplate
from training.services.library import StepContent, put_template

pytestmark = pytest.mark.django_db


def put(*steps: StepContent, actor=None, name: str = "First quarter") -> PathTemplate:
    return put_template(actor=actor, code="START", name=name, steps=steps)


def test_template_put_twice_has_the_later_name_and_steps_only():
    video, skill = make_activity(), make_skill()
    put(StepContent(activity=video, cadence="weekly", times=12), StepContent(slot_skill=skill))
    put(StepContent(slot_skill=skill, slot_modes=("course",)), name="Second quarter")

    template = PathTemplate.objects.get()
    assert template.name == "Second quarter"
    steps = template.steps_of(template.edition)
    assert [(step.position, step.slot_modes) for step in steps] == [(1, ["course"])]


def test_template_put_again_with_the_same_steps_stays_the_same_edition():
    steps = [StepContent(activity=make_activity(), cadence="weekly", times=12)]
    put(*steps)
    assert put(*steps, name="Another name").edition == 1
    assert put(*steps, StepContent(slot_kind="soft")).edition == 2


def test_template_with_an_activity_twice_is_refused():
    video = StepContent(activity=make_activity())
    with pytest.raises(DomainError, match="once"):
        put(video, video)


def test_template_without_steps_is_refused():
    with pytest.raises(DomainError, match="needs a step"):
        put()
    assert not PathTemplate.objects.exists()


@pytest.mark.parametrize("both", [True, False])
def test_template_step_that_is_both_or_neither_is_refused(both):
    step = StepContent(activity=make_activity(), slot_skill=make_skill()) if both else StepContent()

    with pytest.raises(DomainError, match="either an activity or a skill"):
        put(step)
    assert not PathTemplate.objects.exists()


def test_template_put_by_somebody_without_the_right_is_refused(cast):
    with pytest.raises(NotAllowedError):
        put(StepContent(activity=make_activity()), actor=cast.frank.user)
