"""Field groups of a review's forms: a level or words each, kept one by one as people write."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.enums import LONGEST_TEXT, Gate, Side, Topic
from reviews.models import Question, Review, ReviewEntry
from reviews.queries.asked import asks, questions_of
from reviews.queries.reviews import Entries, SkillLine, skill_lines
from reviews.services.entries import About, Said, keep_entry
from skillmap.core.errors import DomainError
from skillmap.core.http import INVALID, UserRequest
from skills.models import Skill

CANNOT_JUDGE = "cannot_judge"
PRIVATE = "private"  # the field of one's own notes
BOTH_WROTE = gettext_lazy(
    "You both wrote at once. Both texts are kept, put together here; look it over."
)


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
    merged = forms.IntegerField(required=False, min_value=0)

    def clean_level(self) -> tuple[Decimal | None, bool]:
        """(level, cannot judge)."""
        text = self.cleaned_data["level"]
        if text in {"", CANNOT_JUDGE}:
            return None, text == CANNOT_JUDGE
        level = as_level(text)
        if isinstance(level, str):
            raise forms.ValidationError(_("Choose one of the levels."))
        return level, False

    @property
    def said(self) -> Said:
        """What the service keeps."""
        level, cannot_judge = self.cleaned_data["level"]
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        return Said(level=level, cannot_judge=cannot_judge, text=text)


@dataclass(frozen=True)
class Refusal:
    """Why something could not be kept, and what was typed there; None shows what is kept."""

    sentence: str
    level: str | None = None
    text: str | None = None


Refusals = Mapping[str, Refusal]  # by the key of the field


@dataclass(frozen=True)
class Field:
    """A field group on the page: its key in the form, what it is about, what is kept there.

    What was refused stands in the place of what is kept, so that nobody types it again.
    """

    key: str
    about: About
    entry: ReviewEntry | None
    label: str = ""
    refusal: Refusal | None = None
    into: Skill | None = None  # what its skill was merged into since a page asked about it

    @property
    def merged(self) -> int:
        """Names what stands on skills merged into this one, where the page shows it."""
        shown = self.entry.merged if self.entry and not self.refusal else ()
        return sum(one.version for one in shown)

    @property
    def shown_as(self) -> str:
        """The key under which a page of now shows it."""
        return f"skill-{self.into.public_id}" if self.into else self.key

    @property
    def moved(self) -> str:
        """Says where this field went, if its skill was merged into another one."""
        if self.into is None:
            return ""
        words = {"skill": self.about.skill, "into": self.into}
        return _("“%(skill)s” is part of “%(into)s” now.") % words

    @property
    def fault(self) -> str:
        return self.refusal.sentence if self.refusal else ""

    @property
    def version(self) -> int:
        return self.entry.version if self.entry else 0

    @property
    def text(self) -> str:
        if self.refusal and self.refusal.text is not None:
            return self.refusal.text
        return self.entry.text if self.entry else ""

    @property
    def level(self) -> Decimal | str | None:
        """The chosen level."""
        if self.refusal and self.refusal.level is not None:
            return as_level(self.refusal.level)
        return self.entry.level if self.entry else None

    @property
    def cannot_judge(self) -> bool:
        if self.refusal and self.refusal.level is not None:
            return self.refusal.level == CANNOT_JUDGE
        return bool(self.entry and self.entry.cannot_judge)

    @property
    def is_answered(self) -> bool:
        return bool(self.entry and (self.entry.level is not None or self.entry.cannot_judge))

    @property
    def was(self) -> str | None:
        """The shared level that the page shows; None where the group has no such level."""
        if self.about.side != Side.SHARED or self.about.topic not in {Topic.SKILL, Topic.OVERALL}:
            return None
        return str(self.entry.level) if self.entry and self.entry.level is not None else ""


@dataclass
class Kept:
    """What became of a form: what was refused, the fields that were put together with what
    somebody else wrote, sentences about skills that were merged into others, and the version of
    each shared entry that the writer knows now."""

    refused: dict[str, Refusal] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    seen: dict[About, int] = field(default_factory=dict)


def as_level(text: str) -> Decimal | str:
    """The level that was posted, or the text where it is none: `3.0` is `3`."""
    try:
        level: Decimal = forms.DecimalField(max_digits=4).clean(text)
    except forms.ValidationError:
        return text
    return level


def version_of(shown: QueryDict, key: str) -> int | None:
    """The version of a field that a page shows; None where it names none."""
    field = forms.IntegerField(required=False, min_value=0)
    try:
        version: int | None = field.clean(shown.get(f"{key}-version"))
    except forms.ValidationError:
        return None
    return version


def part_fields(request: UserRequest, review: Review, side: Side) -> list[Field]:
    """What this side fills in."""
    entries = Entries(review, request.user)
    lines = skill_lines(review, entries, side=side)
    fields = [skill_field(entries, side, line) for line in lines]
    fields += _merged_fields(review, entries, side, lines)
    overall = overall_field(review, entries, side=side)
    return [*fields, *word_fields(review, side, entries, {}), *([overall] if overall else [])]


def word_fields(review: Review, side: Side, entries: Entries, refused: Refusals) -> list[Field]:
    """Questions, and the summary where this side writes one."""
    fields = [
        _question_field(entries, side, question, label, refused)
        for question, label in questions_of(review, side)
    ]
    if asks(side, review.cycle.template.summary_by):
        about = About(side=side, topic=Topic.SUMMARY)
        fields.append(field_of(entries, "summary", about, refused, _("Summary of the period")))
    return fields


def _question_field(
    entries: Entries, side: Side, question: Question, label: str, refused: Refusals
) -> Field:
    about = About(side=side, topic=Topic.QUESTION, question=question)
    return field_of(entries, f"question-{question.public_id}", about, refused, label)


def shared_fields(request: UserRequest, review: Review) -> list[Field]:
    """What both agree on, and one's own notes."""
    entries = Entries(review, request.user)
    lines = skill_lines(review, entries)
    fields = [skill_field(entries, Side.SHARED, line) for line in lines]
    fields += _merged_fields(review, entries, Side.SHARED, lines)
    fields += [
        field_of(entries, topic.value, About(side=Side.SHARED, topic=topic))
        for topic in (Topic.NOTES, Topic.SUMMARY)
    ]
    overall = overall_field(review, entries)
    return [*fields, private_field(entries, {}), *([overall] if overall else [])]


def shared_written(entries: Entries) -> list[Field]:
    """What both wrote and chose so far."""
    rows = [row for row in entries.rows if row.side == Side.SHARED]
    return [
        Field(
            f"skill-{row.skill.public_id}" if row.skill else row.topic,
            About(side=Side.SHARED, topic=Topic(row.topic), skill=row.skill),
            row,
        )
        for row in rows
    ]


def skill_field(
    entries: Entries, side: Side, line: SkillLine, refused: Refusals | None = None
) -> Field:
    """The level of one skill on this side."""
    about = About(side=side, topic=Topic.SKILL, skill=line.skill)
    return field_of(entries, f"skill-{line.id}", about, refused)


def _merged_fields(
    review: Review, entries: Entries, side: Side, lines: list[SkillLine]
) -> Iterator[Field]:
    """Fields of skills that were merged into these: pages opened before still post them."""
    survivors = [line.skill for line in lines]
    rows = review.skills.filter(skill__replaced_by__in=survivors)
    for row in rows.select_related("skill__replaced_by", "skill__scale"):
        skill = row.skill
        both = entries.one(side, Topic.SKILL, skill.replaced_by_id)
        said = (one for one in (both.merged if both else ()) if one.skill_id == skill.pk)
        about = About(side=side, topic=Topic.SKILL, skill=skill)
        yield Field(f"skill-{skill.public_id}", about, next(said, None), into=skill.replaced_by)


def overall_field(
    review: Review, entries: Entries, refused: Refusals | None = None, side: Side = Side.SHARED
) -> Field | None:
    """Agreed on in the meeting; where HR compares all teams before it, the manager proposes one."""
    cycle = review.cycle
    proposes = side == Side.MANAGER and cycle.gate == Gate.CALIBRATED
    if not cycle.template.has_overall or not (side == Side.SHARED or proposes):
        return None
    return field_of(entries, "overall", About(side=side, topic=Topic.OVERALL), refused)


def private_field(entries: Entries, refused: Refusals) -> Field:
    return field_of(
        entries,
        PRIVATE,
        About(side=Side.PRIVATE, topic=Topic.NOTES),
        refused,
        _("Nobody else ever reads these"),
    )


def field_of(
    entries: Entries,
    key: str,
    about: About,
    refused: Refusals | None = None,
    label: str = "",
) -> Field:
    thing = about.skill or about.question
    entry = entries.one(about.side, about.topic, thing.pk if thing else None)
    return Field(key, about, entry, label, (refused or {}).get(key))


def keep_one(request: UserRequest, review: Review, field: Field | None) -> HttpResponse:
    """The fragment below the field: kept, put together, or why not."""
    if field is None:
        raise Http404
    entry, fault = _keep(request, review, field)
    about = field.about
    is_merged = entry is not None and entry.text != _sent_text(request.POST, field)
    current = field_of(Entries(review, request.user), field.key, about)
    context = {
        "field": current,
        "fault": fault,
        "merged": is_merged and BOTH_WROTE,
        "moved": field.moved,
    }
    status = INVALID if fault else 200
    return render(request, "reviews/_kept.html", context, status=status)


def keep_all(request: UserRequest, review: Review, fields: list[Field]) -> Kept:
    """Keep what changed."""
    kept, posted = Kept(), request.POST
    for one in fields:
        if not any(name.startswith(f"{one.key}-") for name in posted):
            continue
        if not _changed(posted, one):
            version = version_of(posted, one.key)
            if one.about.side == Side.SHARED and version is not None:
                kept.seen[one.about] = version
            continue
        entry, fault = _keep(request, review, one)
        if entry is None:
            typed = (posted.get(f"{one.key}-level", ""), posted.get(f"{one.key}-text", ""))
            kept.refused[one.shown_as] = Refusal(fault, *typed)
            continue
        if one.into is not None:
            kept.moved.append(one.moved)
        if entry.text != _sent_text(posted, one):
            kept.merged.append(one.key)
        if one.about.side == Side.SHARED:
            kept.seen[one.about] = entry.version
    return kept


def changed_since(fields: list[Field], kept: Kept) -> dict[str, Refusal]:
    """What the writer of this form has not seen: put together just now, or newer than the page."""
    refused = {}
    for one in fields:
        if one.key in kept.merged:
            refused[one.key] = Refusal(str(BOTH_WROTE))
        elif one.version != kept.seen.get(one.about, one.version):
            refused[one.key] = Refusal(_("Somebody changed this meanwhile. Look it over."))
    return refused


def _sent_text(posted: QueryDict, field: Field) -> str:
    return posted.get(f"{field.key}-text", "").replace("\r\n", "\n").strip()


def _changed(posted: QueryDict, field: Field) -> bool:
    """Did the person change anything? An untouched group may be older than what is kept."""
    was = posted.get(f"{field.key}-was")
    if was is not None and as_level(posted.get(f"{field.key}-level", "")) == as_level(was):
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
    if shared and field.into is not None:
        return None, f"{field.moved} " + _("Agree on a level there.")
    try:
        entry = keep_entry(
            actor=request.user,
            review=review,
            about=field.about,
            said=form.said,
            expected=(form.cleaned_data["version"] or 0) if shared else None,
            merged=form.cleaned_data["merged"] or 0,
        )
    except DomainError as error:
        return None, error.message
    return entry, ""


def _sentences(form: EntryForm) -> Iterator[str]:
    for texts in form.errors.values():
        yield from (str(text) for text in texts)
