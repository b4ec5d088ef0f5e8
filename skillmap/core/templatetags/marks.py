"""Marks that mean the same everywhere: kind of skill, delivery mode, status. Never colour alone."""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillmap.core.enums import Scope
from skillmap.core.templatetags.ui import icon, icon_address

register = template.Library()


class Mark(NamedTuple):
    """An icon, a tone (the end of a CSS class) and a word."""

    icon: str
    tone: str
    word: str | Promise


KINDS = {
    "hard": Mark("square", "hard", _("hard skill")),
    "soft": Mark("circle", "soft", _("soft skill")),
    "unclassified": Mark("circle-dashed", "unclassified", _("kind not confirmed")),
}

MODES = {
    "microlearning": Mark("player-play", "microlearning", _("Microlearning")),
    "course": Mark("school", "course", _("Course")),
    "workshop": Mark("users-group", "workshop", _("Workshop")),
    "scenario": Mark("arrows-split-2", "scenario", _("Scenario")),
    "role_play": Mark("masks-theater", "role_play", _("Role-play")),
    "simulation": Mark("device-gamepad-2", "simulation", _("Simulation")),
    "mentoring": Mark("user-heart", "mentoring", _("Mentoring")),
    "peer_coaching": Mark("messages", "peer_coaching", _("Peer coaching")),
    "project": Mark("tools", "project", _("Project on the job")),
}

STATUSES = {
    # how a level stands to its requirement
    "met": Mark("circle-check", "met", _("meets the requirement")),
    "surplus": Mark("arrow-up", "surplus", _("above the requirement")),
    "possible_gap": Mark("help-circle", "possible", _("maybe a gap")),
    "probable_gap": Mark("alert-triangle", "probable", _("likely a gap")),
    "not_measured": Mark("circle-dashed", "quiet", _("not measured yet")),
    "tentative": Mark("circle-dashed", "quiet", _("tentative")),
    # plans
    "draft": Mark("pencil", "quiet", _("draft")),
    "proposed": Mark("mail", "possible", _("proposed")),
    "active": Mark("player-play", "good", _("active")),
    "complete": Mark("circle-check", "good", _("complete")),
    "dismissed": Mark("circle-x", "quiet", _("dismissed")),
    "done": Mark("circle-check", "good", _("done")),
    "late": Mark("clock", "possible", _("late")),
    "planned": Mark("calendar", "quiet", _("planned")),
    "open": Mark("circle-dashed", "quiet", _("open")),
    # background work and files
    "queued": Mark("hourglass", "quiet", _("waiting")),
    "running": Mark("refresh", "busy", _("running")),
    "failed": Mark("alert-triangle", "probable", _("failed")),
    "parked": Mark("ban", "probable", _("stopped, needs a look")),
    "checking": Mark("refresh", "busy", _("being read")),
    "columns": Mark("adjustments", "possible", _("waiting for its columns")),
    "ready": Mark("circle-check", "good", _("ready to apply")),
    "held": Mark("lock", "possible", _("held for a person")),
    "applying": Mark("refresh", "busy", _("being applied")),
    "applied": Mark("circle-check", "good", _("applied")),
    "refused": Mark("ban", "probable", _("refused")),
    "undone": Mark("history", "quiet", _("undone")),
    "replaced": Mark("history", "quiet", _("replaced by a later run")),
    "discarded": Mark("trash", "quiet", _("discarded")),
    "create": Mark("plus", "good", _("new")),
    "update": Mark("pencil", "busy", _("changed")),
    "unchanged": Mark("minus", "quiet", _("unchanged")),
    "reject": Mark("alert-triangle", "probable", _("rejected")),
    # assessment cycles and requests to rate
    "contested": Mark("flag", "possible", _("contested")),
    "closed": Mark("lock", "quiet", _("closed")),
    "released": Mark("circle-check", "good", _("released")),
    "approved": Mark("circle-check", "good", _("approved")),
    "declined": Mark("circle-x", "quiet", _("declined")),
    # tests and scenarios
    "published": Mark("circle-check", "good", _("published")),
    "retired": Mark("archive", "quiet", _("retired")),
    # goals
    "overdue": Mark("clock", "possible", _("overdue")),
    "reached": Mark("target-arrow", "good", _("reached")),
    "dropped": Mark("circle-x", "quiet", _("dropped")),
    # reviews
    "preparing": Mark("pencil", "possible", _("being prepared")),
    "meeting": Mark("users", "busy", _("in the meeting")),
    "signed": Mark("hourglass", "possible", _("signed by the manager")),
    "acknowledged": Mark("circle-check", "good", _("acknowledged")),
    "archived": Mark("archive", "quiet", _("archived")),
    # people
    "leave": Mark("calendar", "quiet", _("on leave")),
    "left": Mark("logout", "quiet", _("left")),
    # certificates
    "submitted": Mark("hourglass", "possible", _("waits for verification")),
    "rejected": Mark("circle-x", "probable", _("rejected")),
    "revoked": Mark("ban", "probable", _("revoked")),
    "missing": Mark("alert-circle", "probable", _("missing")),
    "exempt": Mark("hand-stop", "quiet", _("exempt")),
    "valid": Mark("certificate", "good", _("valid")),
    "expiring": Mark("clock", "possible", _("expires soon")),
    "expired": Mark("alert-triangle", "probable", _("expired")),
}


@register.simple_tag
def status(code: str, word: str = "") -> SafeString:
    """A badge with icon and word; an unknown code is shown as it is rather than hidden."""
    if not word and code in STATUSES:
        return _known_status(code, get_language())
    mark = STATUSES.get(code, Mark("info-circle", "quiet", code.replace("_", " ")))
    return _badge(mark, word or mark.word)


@cache
def _known_status(code: str, _language: str | None) -> SafeString:
    """One or two in every line about a skill."""
    return _badge(STATUSES[code], STATUSES[code].word)


def _badge(mark: Mark, word: str | Promise) -> SafeString:
    badge = '<span class="status-mark tone-{}">{}{}</span>'
    return format_html(badge, mark.tone, icon(mark.icon), word)


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """Square for hard, circle for soft, dashed circle while nobody confirmed the kind."""
    return _kind_icon(kind if kind in KINDS else "unclassified", get_language())


@cache
def _kind_icon(kind: str, _language: str | None) -> SafeString:
    """Three per language, and one in every line about a skill."""
    name, tone, word = KINDS[kind]
    return format_html(
        '<svg class="icon kind-icon kind-{}" role="img" aria-label="{}">'
        '<use href="{}"></use></svg>',
        tone,
        word,
        icon_address(name),
    )


@register.simple_tag
def skill_name(skill: Any, url: str = "") -> SafeString:
    """The mark of its kind and the name of a skill, a link where there is a page."""
    name = '<a href="{url}">{name}</a>' if url else "<span>{name}</span>"
    text = '<span class="skill-name">{}{}</span>'
    return format_html(text, kind_icon(skill.kind), format_html(name, url=url, name=skill.name))


@register.simple_tag
def mode(code: str) -> SafeString:
    """The delivery mode of an activity: one icon and one colour each, everywhere."""
    mark = MODES.get(code, Mark("books", "course", code))
    badge = '<span class="mode mode-{}">{}{}</span>'
    return format_html(badge, mark.tone, icon(mark.icon), mark.word)


@register.filter
def kind_word(kind: str) -> str | Promise:
    """`hard` -> "hard skill"."""
    return KINDS.get(kind, KINDS["unclassified"]).word


@register.filter
def scope_words(codes: Iterable[str]) -> str:
    """What a token or a program may, in the words of the form that let it in."""
    words = dict(Scope.choices)
    return " · ".join(str(words.get(code, code)) for code in codes)


@register.filter
def mode_word(code: str) -> str | Promise:
    """`role_play` -> "Role-play"."""
    return MODES[code].word if code in MODES else code
