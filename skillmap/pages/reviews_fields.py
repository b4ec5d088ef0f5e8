"""Field groups of a review's forms: a level or words each, kept one by one as people write."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.enums import LONGEST_TEXT, Side, Topic
from reviews.models import Question, Review, ReviewEntry
from reviews.queries.asked import asks, questions_of
from reviews.queries.reviews import Entries, skill_lines
from reviews.services.entries import About, Said, keep_entry
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest

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


def part_fields(request: UserRequest, review: Review, side: Side) -> list[Field]:
    """What this side fills in."""
    entries = Entries(review, request.user)
    fields = [
        field_of(
            entries,
            f"skill-{line.skill.public_id}",
            About(side=side, topic=Topic.SKILL, skill=line.skill),
        )
        for line in skill_lines(review, entries, side=side)
    ]
    return fields + word_fields(review, side, entries, {})


def word_fields(
    review: Review, side: Side, entries: Entries, faults: dict[str, str]
) -> list[Field]:
    """Questions, and the summary where this side writes one."""
    fields = [
        _question_field(entries, side, question, label, faults)
        for question, label in questions_of(review, side)
    ]
    if asks(side, review.cycle.template.summary_by):
        about = About(side=side, topic=Topic.SUMMARY)
        fields.append(field_of(entries, "summary", about, faults, _("Summary of the period")))
    return fields


def _question_field(
    entries: Entries, side: Side, question: Question, label: str, faults: dict[str, str]
) -> Field:
    about = About(side=side, topic=Topic.QUESTION, question=question)
    return field_of(entries, f"question-{question.public_id}", about, faults, label)


def shared_fields(request: UserRequest, review: Review) -> list[Field]:
    """What both agree on, and one's own notes."""
    entries = Entries(review, request.user)
    fields = [
        field_of(
            entries,
            f"skill-{line.skill.public_id}",
            About(side=Side.SHARED, topic=Topic.SKILL, skill=line.skill),
        )
        for line in skill_lines(review, entries)
    ]
    fields += [
        field_of(entries, topic.value, About(side=Side.SHARED, topic=topic))
        for topic in (Topic.NOTES, Topic.SUMMARY)
    ]
    overall = overall_field(review, entries)
    return [*fields, private_field(entries, {}), *([overall] if overall else [])]


def overall_field(review: Review, entries: Entries) -> Field | None:
    if not review.cycle.template.has_overall:
        return None
    return field_of(entries, "overall", About(side=Side.SHARED, topic=Topic.OVERALL))


def private_field(entries: Entries, faults: dict[str, str]) -> Field:
    return field_of(
        entries,
        PRIVATE,
        About(side=Side.PRIVATE, topic=Topic.NOTES),
        faults,
        _("Nobody else ever reads these"),
    )


def field_of(
    entries: Entries,
    key: str,
    about: About,
    faults: dict[str, str] | None = None,
    label: str = "",
) -> Field:
    thing = about.skill or about.question
    entry = entries.one(about.side, about.topic, thing.pk if thing else None)
    return Field(key, about, entry, label, (faults or {}).get(key, ""))


def keep_one(request: UserRequest, review: Review, field: Field | None) -> HttpResponse:
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


def keep_all(request: UserRequest, review: Review, fields: list[Field]) -> dict[str, str]:
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
