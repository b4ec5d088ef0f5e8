"""What mentor and mentee write for the two of them."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from employees.models import Mentorship
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.skill_choice import skills_of
from skills.models import Skill
from training.enums import MENTORING_TEXT, NoteKind, Practised
from training.models import MentoringNote
from training.services.mentoring_notes import write_note

PAST = 40  # notes shown


class NoteForm(forms.Form):
    """A point to talk about or what a meeting brought."""

    kind = forms.ChoiceField(
        label=gettext_lazy("This is"),
        choices=[(one.value, one.label) for one in (NoteKind.AGENDA, NoteKind.MEETING)],
    )
    skill = forms.ModelChoiceField(
        label=gettext_lazy("Skill"),
        queryset=Skill.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("no skill in particular"),
    )
    text = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=MENTORING_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(forms.Form):
    """How it went, said once by each side."""

    practised = forms.ChoiceField(
        label=gettext_lazy("Is what was learned seen in the work?"),
        choices=Practised,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("What changed"),
        max_length=MENTORING_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
def mentorship_talks(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Agenda and notes of the pair; posting adds one. Nobody else has this page."""
    rows = Mentorship.objects.visible_to(request.user).filter(accepted_at__isnull=False)
    pair = get_object_or_404(
        rows.select_related("mentee__user", "mentor__user", "skill"), public_id=public_id
    )
    has_ended = pair.ended_at is not None
    mine = MentoringNote.objects.visible_to(request.user).filter(
        mentorship=pair, author__user=request.user, kind=NoteKind.END
    )
    form = None if has_ended and mine.exists() else _form(request, pair)
    if request.method == "POST" and form is not None and form.is_valid():
        values = {"kind": NoteKind.END, **form.cleaned_data}
        try:
            write_note(actor=request.user, mentorship=pair, now=timezone.now(), **values)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Kept, for the two of you."))
            return redirect("pages:mentorship_talks", public_id)
    notes = MentoringNote.objects.visible_to(request.user).filter(mentorship=pair)
    is_mentee = pair.mentee.user_id == request.user.pk
    context = {
        "pair": pair,
        "is_mentee": is_mentee,
        "other": pair.mentor if is_mentee else pair.mentee,
        "form": form,
        "notes": notes.select_related("author", "skill")[:PAST],
    }
    status = INVALID if form is not None and form.errors else 200
    return render(request, "pages/mentorship_talks.html", context, status=status)


def _form(request: UserRequest, pair: Mentorship) -> forms.Form:
    sent = request.POST if request.method == "POST" else None
    if pair.ended_at is not None:
        return EndForm(sent)
    wanted = str(pair.skill.public_id) if pair.skill else ""
    form = NoteForm(sent, initial={"skill": wanted})
    field = form.fields["skill"]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
    field.queryset = skills_of(pair.mentee, wanted)
    return form
