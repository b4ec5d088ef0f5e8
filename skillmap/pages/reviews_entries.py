"""Writing in a review: one's own part before the meeting, and what both agree on in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reviews import rules
from reviews.enums import LONGEST_TEXT, Overall, Part, ReviewState, Side, Topic
from reviews.models import Question, Review, ReviewEntry
from reviews.queries.asked import asks, questions_of
from reviews.queries.goals import goal_balance, goals_of
from reviews.queries.reviews import (
    Entries,
    SkillLine,
    balance_of,
    skill_lines,
    suggested_questions,
)
from reviews.services.entries import About, Said, accept_close_levels, keep_entry, side_of
from reviews.services.life import sign_review, submit_part
from skillmap.core.errors import DomainError, NotAllowedError
from skillmap.core.http import INVALID, UserRequest
from skillmap.pages.reviews import lacks_reason, reason_page, review_or_404

CANNOT_JUDGE = "cannot_judge"
PRIVATE = "private"  # the field of one's own notes


class EntryForm(forms.Form):
    """One field group: a level or "cannot judge", words, and the version that was shown."""

    level = forms.CharField(required=False, max_length=20)
    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        error_messages={
            "max_length": gettext_lazy("At most %(limit_value)d characters can be kept.")
        },
    )
    version = forms.IntegerField(required=False, min_value=0)

    def clean_level(self) -> tuple[Decimal | None, bool]:
        """(level, cannot judge)."""
        text = self.cleaned_data["level"]
        if text in {"", CANNOT_JUDGE}:
            return None, text == CANNOT_JUDGE
        try:
            return forms.DecimalField(max_digits=4).clean(text), False
        except forms.ValidationError:
            raise forms.ValidationError(_("Choose one of the levels.")) from None

    @property
    def said(self) -> Said:
        """What the service keeps."""
        level, cannot_judge = self.cleaned_data["level"]
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return Said(level=level, cannot_judge=cannot_judge, text=text)


@dataclass(frozen=True)
class Field:
    """A field group on the page: its key in the form, what it is about, what is kept there."""

    key: str
    about: About
    entry: ReviewEntry | None
    label: str = ""
    fault: str = ""

    @property
    def version(self) -> int:
        return self.entry.version if self.entry else 0

    @property
    def text(self) -> str:
        return self.entry.text if self.entry else ""


@require_http_methods(["GET", "POST"])
def review_prepare(request: UserRequest, public_id: UUID) -> HttpResponse:
    """One's own part: posting keeps all of it, and sends it where `send` was pressed."""
    review = review_or_404(request, public_id)
    try:
        side = side_of(request.user, review)
    except NotAllowedError:
        return render(request, "403.html", status=403)
    faults: dict[str, str] = {}
    if request.method == "POST":
        faults = _keep_all(request, review, _part_fields(request, review, side))
        if not faults:
            if "send" in request.POST:
                return _send(request, review)
            messages.success(request, _("Kept. Nobody else reads it before you send it."))
            return redirect("pages:review_prepare", public_id)
    return _prepare_page(request, review, side, faults)


def _prepare_page(
    request: UserRequest, review: Review, side: Side, faults: dict[str, str]
) -> HttpResponse:
    entries = Entries(review, request.user)
    lines = skill_lines(review, entries, side=side)
    mine = [(line, _own(line, side), faults.get(f"skill-{line.skill.public_id}")) for line in lines]
    sent = review.self_submitted_at if side == Side.SELF else review.manager_submitted_at
    context = {
        "review": review,
        "is_self": side == Side.SELF,
        "cards": mine,
        "answered": sum(bool(e and (e.level is not None or e.cannot_judge)) for _l, e, _f in mine),
        "fields": _word_fields(review, side, entries, faults),
        "is_over": review.state != ReviewState.PREPARING or bool(sent),
    }
    status = INVALID if faults else 200
    return render(request, "reviews/review_prepare.html", context, status=status)


@require_POST
def review_draft(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Keep one field group of one's part while the person goes on."""
    review = review_or_404(request, public_id)
    try:
        side = side_of(request.user, review)
    except NotAllowedError:
        return render(request, "403.html", status=403)
    fields = {field.key: field for field in _part_fields(request, review, side)}
    return _keep_one(request, review, fields.get(request.POST.get("key", "")))


@require_http_methods(["GET", "POST"])
def review_meeting(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Both sides and the behaviour texts between them, the biggest disagreement first."""
    review = review_or_404(request, public_id)
    if request.method == "POST" and not _writes(request, review):
        return render(request, "403.html", status=403)
    if lacks_reason(request, review):
        return reason_page(request, review)
    if review.opened_at is None:
        messages.error(request, _("The two parts are not open to each other yet."))
        return redirect("pages:review_detail", public_id)
    if request.method == "POST":
        faults = _agree(request, review)
        if not faults and "sign" in request.POST:
            return _sign(request, review)
        if not faults:
            return redirect("pages:review_meeting", public_id)
        return _meeting_page(request, review, faults)
    return _meeting_page(request, review, {})


@require_POST
def review_agreed(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Keep one field group of the meeting while both go on."""
    review = review_or_404(request, public_id)
    if not _writes(request, review):
        return render(request, "403.html", status=403)
    fields = {field.key: field for field in _shared_fields(request, review)}
    return _keep_one(request, review, fields.get(request.POST.get("key", "")))


def _writes(request: UserRequest, review: Review) -> bool:
    return bool(rules.parts_of(request.user, review.employee) & {Part.SELF, Part.LEADS})


def _agree(request: UserRequest, review: Review) -> dict[str, str]:
    """Keep the whole form; with `accept` agree on everything that is close too."""
    faults = _keep_all(request, review, _shared_fields(request, review))
    if faults or "accept" not in request.POST:
        return faults
    lines = skill_lines(review, Entries(review, request.user))
    close = {line.skill: line.proposed for line in lines if line.proposed is not None}
    try:
        n = accept_close_levels(actor=request.user, review=review, levels=close)
    except DomainError as error:
        messages.error(request, error.message)
        return {}
    text = ngettext("Agreed on %(n)d skill.", "Agreed on %(n)d skills.", n)
    messages.success(request, text % {"n": n})
    return {}


def _sign(request: UserRequest, review: Review) -> HttpResponse:
    try:
        sign_review(actor=request.user, review=review, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        text = _("Signed. %(name)s is asked for an answer now.")
        messages.success(request, text % {"name": review.employee})
    return redirect("pages:review_detail", review.public_id)


def _meeting_page(request: UserRequest, review: Review, faults: dict[str, str]) -> HttpResponse:
    entries = Entries(review, request.user)
    lines = sorted(skill_lines(review, entries), key=lambda line: line.weight)
    goals = list(goals_of(review.employee, request.user))
    parts = rules.parts_of(request.user, review.employee)
    has_side = bool(parts & {Part.SELF, Part.LEADS})
    context: dict[str, Any] = {
        "review": review,
        "apart": [_faulty(line, faults) for line in lines if not line.is_close],
        "close": [_faulty(line, faults) for line in lines if line.is_close],
        "balance": balance_of(lines),
        "words": _side_by_side(review, entries),
        "notes": _field(
            entries,
            "notes",
            About(side=Side.SHARED, topic=Topic.NOTES),
            faults,
            _("Notes you share"),
        ),
        "summary": _field(
            entries,
            "summary",
            About(side=Side.SHARED, topic=Topic.SUMMARY),
            faults,
            _("What you sum up together"),
        ),
        "private": _private(entries, faults) if has_side else None,
        "overall": _overall(review, entries),
        "overall_choices": Overall.choices,
        "suggested": suggested_questions(review, lines),
        "goals": goals,
        "goal_balance": goal_balance(goals),
        "writes": has_side and review.state == ReviewState.MEETING,
        "may_sign": Part.LEADS in parts and review.state == ReviewState.MEETING,
        "is_self": Part.SELF in parts,
    }
    status = INVALID if faults else 200
    return render(request, "reviews/review_meeting.html", context, status=status)


def _faulty(line: SkillLine, faults: dict[str, str]) -> tuple[SkillLine, str]:
    return line, faults.get(f"skill-{line.skill.public_id}", "")


def _side_by_side(review: Review, entries: Entries) -> list[dict[str, Any]]:
    """Questions and summaries with what each side wrote."""
    rows = [
        {
            "label": label,
            "own": entries.one(Side.SELF, Topic.QUESTION, question.pk),
            "manager": entries.one(Side.MANAGER, Topic.QUESTION, question.pk),
        }
        for question, label in questions_of(review)
    ]
    own, manager = (entries.one(side, Topic.SUMMARY) for side in (Side.SELF, Side.MANAGER))
    rows.append({"label": _("Summary"), "own": own, "manager": manager})
    return [row for row in rows if row["own"] or row["manager"]]


# --- field groups -----------------------------------------------------------------------------


def _part_fields(request: UserRequest, review: Review, side: Side) -> list[Field]:
    """What this side fills in."""
    entries = Entries(review, request.user)
    fields = [
        _field(
            entries,
            f"skill-{line.skill.public_id}",
            About(side=side, topic=Topic.SKILL, skill=line.skill),
        )
        for line in skill_lines(review, entries, side=side)
    ]
    return fields + _word_fields(review, side, entries, {})


def _word_fields(
    review: Review, side: Side, entries: Entries, faults: dict[str, str]
) -> list[Field]:
    """Questions, and the summary where this side writes one."""
    fields = [
        _question_field(entries, side, question, label, faults)
        for question, label in questions_of(review, side)
    ]
    if asks(side, review.cycle.template.summary_by):
        about = About(side=side, topic=Topic.SUMMARY)
        fields.append(_field(entries, "summary", about, faults, _("Summary of the period")))
    return fields


def _question_field(
    entries: Entries, side: Side, question: Question, label: str, faults: dict[str, str]
) -> Field:
    about = About(side=side, topic=Topic.QUESTION, question=question)
    return _field(entries, f"question-{question.public_id}", about, faults, label)


def _shared_fields(request: UserRequest, review: Review) -> list[Field]:
    """What both agree on, and one's own notes."""
    entries = Entries(review, request.user)
    fields = [
        _field(
            entries,
            f"skill-{line.skill.public_id}",
            About(side=Side.SHARED, topic=Topic.SKILL, skill=line.skill),
        )
        for line in skill_lines(review, entries)
    ]
    fields += [
        _field(entries, topic.value, About(side=Side.SHARED, topic=topic))
        for topic in (Topic.NOTES, Topic.SUMMARY)
    ]
    overall = _overall(review, entries)
    return [*fields, _private(entries, {}), *([overall] if overall else [])]


def _overall(review: Review, entries: Entries) -> Field | None:
    if not review.cycle.template.has_overall:
        return None
    return _field(entries, "overall", About(side=Side.SHARED, topic=Topic.OVERALL))


def _private(entries: Entries, faults: dict[str, str]) -> Field:
    return _field(
        entries,
        PRIVATE,
        About(side=Side.PRIVATE, topic=Topic.NOTES),
        faults,
        _("Nobody else ever reads these"),
    )


def _field(
    entries: Entries,
    key: str,
    about: About,
    faults: dict[str, str] | None = None,
    label: str = "",
) -> Field:
    thing = about.skill or about.question
    entry = entries.one(about.side, about.topic, thing.pk if thing else None)
    return Field(key, about, entry, label, (faults or {}).get(key, ""))


def _own(line: SkillLine, side: Side) -> ReviewEntry | None:
    return line.own if side == Side.SELF else line.manager


# --- keeping ----------------------------------------------------------------------------------


def _keep_one(request: UserRequest, review: Review, field: Field | None) -> HttpResponse:
    """The fragment below the field: kept, put together, or why not."""
    if field is None:
        raise Http404
    entry, fault = _keep(request, review, field)
    sent = request.POST.get(f"{field.key}-text", "").replace("\r\n", "\n").strip()
    merged = entry is not None and entry.text != sent
    current = Entries(review, request.user).one(
        field.about.side, field.about.topic, _thing(field.about)
    )
    context = {
        "key": field.key,
        "version": current.version if current else 0,
        "text": current.text if current else "",
        "fault": fault,
        "merged": merged,
    }
    status = INVALID if fault else 200
    return render(request, "reviews/_kept.html", context, status=status)


def _thing(about: About) -> int | None:
    thing = about.skill or about.question
    return thing.pk if thing else None


def _keep_all(request: UserRequest, review: Review, fields: list[Field]) -> dict[str, str]:
    """Keep what changed; by key, why something could not be kept."""
    faults = {}
    for field in fields:
        if any(name.startswith(f"{field.key}-") for name in request.POST) and _changed(
            request.POST, field
        ):
            _entry, fault = _keep(request, review, field)
            if fault:
                faults[field.key] = fault
    return faults


def _changed(posted: QueryDict, field: Field) -> bool:
    """Did the person change anything? An untouched group may be older than what is kept."""
    level = posted.get(f"{field.key}-level")
    if level is not None and posted.get(f"{field.key}-was") == level:
        return False
    form = EntryForm(posted, prefix=field.key)
    if not form.is_valid():
        return True
    said, kept = form.said, field.entry
    if kept is None:
        return said != Said()
    return (said.level, said.cannot_judge, said.text) != (kept.level, kept.cannot_judge, kept.text)


def _keep(request: UserRequest, review: Review, field: Field) -> tuple[ReviewEntry | None, str]:
    """The kept entry, or the sentence that says why it is not."""
    form = EntryForm(request.POST, prefix=field.key)
    if not form.is_valid():
        return None, " ".join(_sentences(form))
    shared = field.about.side == Side.SHARED
    try:
        entry = keep_entry(
            actor=request.user,
            review=review,
            about=field.about,
            said=form.said,
            expected=(form.cleaned_data["version"] or 0) if shared else None,
        )
    except DomainError as error:
        return None, error.message
    return entry, ""


def _sentences(form: EntryForm) -> Iterator[str]:
    for texts in form.errors.values():
        yield from (str(text) for text in texts)


def _send(request: UserRequest, review: Review) -> HttpResponse:
    try:
        submit_part(actor=request.user, review=review, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your part is sent."))
    return redirect("pages:review_detail", review.public_id)
