"""One check-in: agenda, actions, and the notes that both write at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from employees.models import Employee
from reviews import rules
from reviews.enums import ONE_LINE
from reviews.models import CheckIn, CheckInAction, CheckInNote, TalkingPoint
from reviews.queries.check_ins import actions_of, agenda_of, possible_owners
from reviews.services.check_in_actions import add_action, drop_action, tick_action
from reviews.services.check_ins import (
    add_point,
    check_in_link,
    hold_check_in,
    keep_notes,
    keep_private_note,
    move_check_in,
    open_check_in_again,
    remove_point,
    tick_point,
)
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest, as_id
from skillmap.pages.check_ins import MOST_OPEN, DayForm, PointForm
from skillmap.pages.reviews_fields import BOTH_WROTE, PRIVATE

NOTES = "notes"
MOST_DIGITS = 9
_MERGED = {
    NOTES: BOTH_WROTE,
    PRIVATE: gettext_lazy(
        "You wrote in another window too. Both texts are kept, put together here; look it over."
    ),
}


class ActionForm(forms.Form):
    """What one of the two does until a day."""

    text = forms.CharField(label=gettext_lazy("What"), max_length=ONE_LINE)
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who"),
        queryset=Employee.objects.none(),
        to_field_name="public_id",
        empty_label=None,
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, owners: list[Employee]) -> None:
        super().__init__(data)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        field.queryset = Employee.objects.filter(pk__in=[one.pk for one in owners])
        field.choices = [(one.public_id, str(one)) for one in owners]


@dataclass(frozen=True)
class Words:
    """A text field that is kept as its writer goes on, as `reviews/_words.html` draws it."""

    key: str
    label: str
    text: str
    version: int
    fault: str = ""


@require_http_methods(["GET", "POST"])
def check_in_detail(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One talk; posting keeps the notes, and ends it where `hold` was pressed."""
    check_in = _one(request, public_id)
    if request.method == "POST" and not rules.can_hold_check_ins(request.user, check_in.employee):
        return render(request, "403.html", status=403)
    if not rules.reads_openly(request.user, check_in.employee):
        return redirect("pages:person_check_ins", check_in.employee.public_id)
    faults: dict[str, Words] = {}
    if request.method == "POST":
        faults = _keep_all(request, check_in)
        if not faults and "hold" in request.POST:
            return _hold(request, check_in)
        if not faults:
            return redirect(check_in_link(check_in))
    return _page(request, check_in, faults=faults)


@require_POST
def check_in_keep(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Keep one of the two texts while both go on; answers with what is below the field."""
    check_in = _one(request, public_id)
    if not rules.can_hold_check_ins(request.user, check_in.employee):
        return render(request, "403.html", status=403)
    key = request.POST.get("key", "")
    if key not in {NOTES, PRIVATE}:
        raise Http404
    kept, is_merged = _keep(request, check_in, key)
    context = {"field": kept, "fault": kept.fault, "merged": is_merged and _MERGED[key]}
    status = INVALID if kept.fault else 200
    return render(request, "reviews/_kept.html", context, status=status)


@require_POST
def check_in_act(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One step named by `act`: move, open again, add or settle a point or an action."""
    check_in = _one(request, public_id)
    if not rules.can_hold_check_ins(request.user, check_in.employee):
        return render(request, "403.html", status=403)
    act = _ACTS.get(request.POST.get("act", ""))
    if act is None:
        messages.error(request, _("There is no such step."))
        return redirect(check_in_link(check_in))
    form = _form_of(request, check_in)
    if form is not None and not form.is_valid():
        return _page(request, check_in, form=form)
    try:
        anchor = act(request, check_in, form.cleaned_data if form else {})
    except DomainError as error:
        if form is None:
            messages.error(request, error.message)
            return redirect(check_in_link(check_in))
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _page(request, check_in, form=form)
    return redirect(f"{check_in_link(check_in)}{anchor}")


@require_POST
def action_tick(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Say that an action is done, or not yet; from the inbox or from a talk."""
    rows = CheckInAction.objects.visible_to(request.user)
    action = get_object_or_404(
        rows.select_related("owner", "check_in__employee"), public_id=public_id
    )
    is_owner = action.owner.user_id == request.user.pk
    holds = rules.can_hold_check_ins(request.user, action.check_in.employee)
    if not is_owner and not holds:
        return render(request, "403.html", status=403)
    is_done = request.POST.get("done") == "1"
    tick_action(actor=request.user, action=action, is_done=is_done, now=timezone.now())
    if is_done:
        messages.success(request, _("Done: %(text)s") % {"text": action.text})
    return redirect(_back_from_action(request) if holds else "pages:inbox_list")


def _back_from_action(request: UserRequest) -> str:
    """The talk in which it was ticked, else the inbox."""
    talks = CheckIn.objects.visible_to(request.user)
    wanted = as_id(request.POST.get("talk"))
    talk = talks.filter(public_id=wanted).first() if wanted else None
    return f"{check_in_link(talk)}#actions" if talk else reverse("pages:inbox_list")


def _one(request: UserRequest, public_id: UUID) -> CheckIn:
    rows = CheckIn.objects.visible_to(request.user).select_related("employee__user", "led_by")
    return get_object_or_404(rows, public_id=public_id)


def _page(
    request: UserRequest,
    check_in: CheckIn,
    *,
    form: forms.Form | None = None,
    faults: dict[str, Words] | None = None,
) -> HttpResponse:
    """The page, with the form or the words that were refused."""
    person, faults = check_in.employee, faults or {}
    holds = rules.can_hold_check_ins(request.user, person)
    note = _note_of(request, check_in)
    owners = possible_owners(person) if holds else []
    context: dict[str, Any] = {
        "check_in": check_in,
        "person": person,
        "holds": holds,
        "writes": holds and check_in.held_on is None,
        "points": agenda_of(person, check_in)[:MOST_OPEN],
        "actions": actions_of(person, check_in)[:MOST_OPEN],
        "notes": faults.get(NOTES) or _shared(check_in),
        "private": faults.get(PRIVATE) or _own(note),
        "keeps_private": holds or note is not None,
        "point_form": PointForm(),
        "action_form": ActionForm(None, owners),
        "day_form": DayForm(initial={"planned_on": check_in.planned_on}),
    }
    for name, kind in _FORM_NAMES.items():
        if isinstance(form, kind):
            context[name] = form
    status = INVALID if form or faults else 200
    return render(request, "pages/check_in_detail.html", context, status=status)


def _shared(check_in: CheckIn, **more: str) -> Words:
    values = {"text": check_in.notes, **more}
    return Words(NOTES, _("Notes you share"), version=check_in.version, **values)


def _own(note: CheckInNote | None, **more: str) -> Words:
    values = {"text": note.text if note else "", **more}
    version = note.version if note else 0
    return Words(
        PRIVATE, _("Private notes: nobody else ever reads these"), version=version, **values
    )


def _keep_all(request: UserRequest, check_in: CheckIn) -> dict[str, Words]:
    """Keep what changed; what was refused by its key."""
    faults = {}
    note = _note_of(request, check_in)
    for key, was in ((NOTES, check_in.notes), (PRIVATE, note.text if note else "")):
        if f"{key}-text" not in request.POST or _sent(request, key) == was:
            continue
        kept, is_merged = _keep(request, check_in, key)
        if kept.fault:
            faults[key] = kept
        if is_merged:
            messages.warning(request, _MERGED[key])
    return faults


def _keep(request: UserRequest, check_in: CheckIn, key: str) -> tuple[Words, bool]:
    """What is kept now, or the sent text with the reason why not; and whether it was merged."""
    text = _sent(request, key)
    try:
        if key == PRIVATE:
            note = keep_private_note(
                actor=request.user, check_in=check_in, text=text, expected=_version(request, key)
            )
            return _own(note), note.text != text
        kept = keep_notes(
            actor=request.user, check_in=check_in, text=text, expected=_version(request, key)
        )
    except DomainError as error:
        refused = {"text": text, "fault": error.message}
        own = _own(_note_of(request, check_in), **refused)
        return (own if key == PRIVATE else _shared(check_in, **refused)), False
    return _shared(kept), kept.notes != text


def _sent(request: UserRequest, key: str) -> str:
    return request.POST.get(f"{key}-text", "").replace("\r\n", "\n").strip()


def _note_of(request: UserRequest, check_in: CheckIn) -> CheckInNote | None:
    return CheckInNote.objects.visible_to(request.user).filter(check_in=check_in).first()


def _version(request: UserRequest, key: str) -> int:
    """The version that was shown, 0 where that is not told."""
    sent = request.POST.get(f"{key}-version", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else 0


def _hold(request: UserRequest, check_in: CheckIn) -> HttpResponse:
    try:
        hold_check_in(actor=request.user, check_in=check_in, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(check_in_link(check_in))
    messages.success(request, _("Held. What is open stands in the next one: plan it now."))
    return redirect("pages:person_check_ins", check_in.employee.public_id)


def _form_of(request: UserRequest, check_in: CheckIn) -> forms.Form | None:
    """What the step needs to be filled in, if anything."""
    act = request.POST.get("act")
    if act == "action":
        return ActionForm(request.POST, possible_owners(check_in.employee))
    return {"move": DayForm, "point": PointForm}[act](request.POST) if act in _SIMPLE else None


def _move(request: UserRequest, check_in: CheckIn, values: dict[str, Any]) -> str:
    move_check_in(actor=request.user, check_in=check_in, now=timezone.now(), **values)
    messages.success(request, _("Moved, and told to the other of you."))
    return ""


def _again(request: UserRequest, check_in: CheckIn, _values: dict[str, Any]) -> str:
    open_check_in_again(actor=request.user, check_in=check_in)
    return ""


def _point(request: UserRequest, check_in: CheckIn, values: dict[str, Any]) -> str:
    add_point(actor=request.user, employee=check_in.employee, text=values["text"])
    return "#agenda"


def _settle(request: UserRequest, check_in: CheckIn, _values: dict[str, Any]) -> str:
    """Tick a point, put it back, or take it off the agenda; `how` says which."""
    points = TalkingPoint.objects.visible_to(request.user).filter(employee=check_in.employee)
    wanted = as_id(request.POST.get("point"))
    point = get_object_or_404(points, public_id=wanted) if wanted else None
    if point is None:
        raise Http404
    how = request.POST.get("how")
    if how == "remove":
        remove_point(actor=request.user, point=point)
    else:
        tick_point(actor=request.user, point=point, check_in=check_in, is_done=how == "done")
    return "#agenda"


def _action(request: UserRequest, check_in: CheckIn, values: dict[str, Any]) -> str:
    add_action(actor=request.user, check_in=check_in, now=timezone.now(), **values)
    return "#actions"


def _drop(request: UserRequest, check_in: CheckIn, _values: dict[str, Any]) -> str:
    wanted = as_id(request.POST.get("action"))
    if wanted is None:
        raise Http404
    action = get_object_or_404(check_in.actions.select_related("check_in"), public_id=wanted)
    drop_action(actor=request.user, action=action)
    return "#actions"


_SIMPLE = {"move", "point"}
_FORM_NAMES: dict[str, type[forms.Form]] = {
    "point_form": PointForm,
    "action_form": ActionForm,
    "day_form": DayForm,
}
_ACTS: dict[str, Callable[[UserRequest, CheckIn, dict[str, Any]], str]] = {
    "move": _move,
    "again": _again,
    "point": _point,
    "settle": _settle,
    "action": _action,
    "drop": _drop,
}
