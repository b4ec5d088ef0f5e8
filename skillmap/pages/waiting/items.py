"""What waits for somebody in words, each with the next step, the worst first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import RaterKind
from assessments.queries.cycles_board import minutes_for
from skillmap.core.models import User
from skillmap.core.templatetags.amounts import money
from skillmap.pages.navigation import HR, Standing
from skillmap.pages.waiting.rows import Row, rows_for
from training.enums import DecisionKind

CONTESTS, LATE, APPROVALS, REQUESTS = range(4)  # the worst first
FAR_AWAY = dt.date.max


@dataclass(frozen=True)
class Post:
    """A decision that can be taken in the list: one button with what it sends."""

    url: str
    label: str
    fields: dict[str, str]


@dataclass(frozen=True)
class Item:
    """One thing that waits. `title` says all of it in a line; `url` and `action` lead to it, `post`
    decides it here. `is_own_step`: a step of one's own plan, which the first page shows anyway."""

    group: int
    icon: str
    title: str
    url: str
    action: str
    note: str = ""
    post: Post | None = None
    is_own_step: bool = False
    due_on: dt.date | None = None
    is_late: bool = False

    @property
    def weight(self) -> tuple[bool, int, dt.date, str]:
        """Sorts what is overdue first, then by what it is, then by when it is due."""
        return (not self.is_late, self.group, self.due_on or FAR_AWAY, self.title)


def waiting_for_user(user: User, standing: Standing, today: dt.date) -> list[Item]:
    """Everything that waits for this person, the worst first; one query."""
    own_id = standing.employee.public_id if standing.employee else None
    rows = rows_for(user, today, decides=standing.leads or bool(standing.grants & HR))
    steps = [row for row in rows if row.kind == "step" and row.person != own_id]
    raters = [row for row in rows if row.kind == "raters"]
    reports = [row for row in rows if row.kind == "report"]
    reviews = [row for row in rows if row.kind == "review"]
    others = [row for row in rows if row.kind in _SAYS and row not in steps]
    said = [(row, _SAYS[row.kind](row)) for row in others]
    said += [(group[0], _late_plan(group)) for group in _grouped(steps)]
    said += [(group[0], _raters(group)) for group in _grouped(raters)]
    said += [(group[0], _review(group)) for group in _of_cycle(reviews)]
    said += [(group[0], _reports(group)) for group in _grouped(reports)]
    return sorted((_dated(item, row, today) for row, item in said), key=lambda item: item.weight)


def _grouped(rows: Iterable[Row]) -> list[list[Row]]:
    """Rows about the same person and thing together, the earliest first."""
    found: dict[tuple[object, object], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.due_on or FAR_AWAY):
        found[(row.thing, row.person)].append(row)
    return list(found.values())


def _of_cycle(rows: Iterable[Row]) -> list[list[Row]]:
    """Reviews of the same cycle that wait for the same step, the earliest first."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.due_on or FAR_AWAY, row.name)):
        found[(row.about, row.more)].append(row)
    return list(found.values())


def _dated(item: Item, row: Row, today: dt.date) -> Item:
    is_late = row.due_on is not None and row.due_on < today
    return replace(item, due_on=row.due_on, is_late=is_late)


def _contest(row: Row) -> Item:
    title = _("%(name)s contests a rating: %(skill)s") % {"name": row.name, "skill": row.about}
    url = reverse("pages:evidence_contest", args=[row.person, row.thing])
    return Item(CONTESTS, "flag", title, url, _("Decide"))


def _own_step(row: Row) -> Item:
    url = reverse("pages:step_tick", args=[row.thing, row.number])
    plan = reverse("pages:person_plan", args=[row.person]) + f"#step-{row.number}"
    tick = Post(url, _("Done"), {"session": row.more})
    note = _("a late step of your plan")
    return Item(LATE, "clock", row.about, plan, _("In the plan"), note, tick, is_own_step=True)


def _late_plan(rows: Sequence[Row]) -> Item:
    words = ngettext("%(name)s: %(n)d step is late", "%(name)s: %(n)d steps are late", len(rows))
    title = words % {"name": rows[0].name, "n": len(rows)}
    url = reverse("pages:person_plan", args=[rows[0].person])
    return Item(LATE, "clock", title, url, _("Look at the plan"), ", ".join(r.about for r in rows))


def _approval(row: Row) -> Item:
    """Decided here only where the page of the plan would not ask for a look at its dates."""
    version, currency, unknown, doubt = row.more.split(" ")
    title = _("The plan of %(name)s waits for your approval") % {"name": row.name}
    cost = money(row.number, currency)
    note = _("%(cost)s and steps without a known price") % {"cost": cost}
    note = note if unknown == "true" else cost
    plan = reverse("pages:person_plan", args=[row.person])
    if doubt == "true":
        return Item(APPROVALS, "route", title, plan, _("Look at the dates first"), note)
    url = reverse("pages:plan_decide", args=[row.thing])
    sent = {"decision": str(DecisionKind.APPROVE), "version": version}
    post = Post(url, _("Approve the cost"), sent)
    return Item(APPROVALS, "route", title, plan, _("Look at the plan"), note, post)


def _plan(row: Row) -> Item:
    url = reverse("pages:person_plan", args=[row.person])
    title, note = _("A plan waits for your answer"), _("nothing starts without you")
    return Item(APPROVALS, "route", title, url, _("Look at the plan"), note)


def _certificate(row: Row) -> Item:
    title = _("Certificate of %(name)s: %(title)s") % {"name": row.name, "title": row.about}
    url = reverse("pages:certificate_detail", args=[row.thing])
    return Item(APPROVALS, "certificate", title, url, _("Verify"), _("waits for verification"))


def _raters(rows: Sequence[Row]) -> Item:
    words = ngettext("%(name)s proposes %(n)d rater", "%(name)s proposes %(n)d raters", len(rows))
    title = words % {"name": rows[0].name, "n": len(rows)}
    url = reverse("pages:cycle_raters", args=[rows[0].thing, rows[0].person])
    return Item(APPROVALS, "users", title, url, _("Approve or change"), rows[0].about)


def _reports(rows: Sequence[Row]) -> Item:
    words = ngettext(
        "%(name)s reported a note by a colleague", "%(name)s reported %(n)d notes", len(rows)
    )
    title = words % {"name": rows[0].name, "n": len(rows)}
    url = reverse("pages:person_remarks", args=[rows[0].person])
    return Item(CONTESTS, "flag", title, url, _("Decide"), _("read it, and say whether it stays"))


def _review(rows: Sequence[Row]) -> Item:
    """One step, of one review or of all those of a cycle."""
    first, n = rows[0], len(rows)
    words, route, action = {
        "prepare": (_("Prepare your review"), "prepare", _("Prepare")),
        "answer": (_("Your review was signed: answer it"), "detail", _("Answer")),
        "lead": (
            ngettext("Prepare the review of %(name)s", "Prepare %(n)d reviews", n),
            "prepare",
            _("Prepare"),
        ),
        "hold": (
            ngettext("Meet %(name)s for the review", "Meet %(n)d people for their reviews", n),
            "detail",
            _("Open"),
        ),
        "sign": (
            ngettext("Sign the review of %(name)s", "Sign %(n)d reviews", n),
            "meeting",
            _("Open"),
        ),
    }[first.more]
    url = reverse(f"pages:review_{route}", args=[first.thing])
    if n > 1:
        url, action = reverse("pages:review_list"), _("Open")
    title = words % {"name": first.name, "n": n}
    return Item(REQUESTS, "clipboard-check", title, url, action, first.about)


def _rating(row: Row) -> Item:
    url = reverse("pages:cycle_rate", args=[row.thing, row.person])
    title = _("Rate %(name)s: %(time)s") % {"name": row.name, "time": _minutes(row.number)}
    if row.more == RaterKind.SELF:
        title = _("Rate yourself: %(time)s") % {"time": _minutes(row.number)}
    return Item(REQUESTS, "ruler-2", title, url, _("Start"), row.about)


def _request(row: Row) -> Item:
    url = reverse("pages:request_answer", args=[row.thing])
    title = _("Rate %(name)s: %(time)s") % {"name": row.name, "time": _minutes(row.number)}
    return Item(REQUESTS, "ruler-2", title, url, _("Start"), row.about)


def _own_levels(row: Row) -> Item:
    url = reverse("pages:rating_form", args=[row.person])
    title = _("Rate yourself: %(time)s") % {"time": _minutes(row.number)}
    note = ngettext(
        "%(n)d skill is not measured yet", "%(n)d skills are not measured yet", row.number
    )
    return Item(REQUESTS, "ruler-2", title, url, _("Start"), note % {"n": row.number})


def _feedback(row: Row) -> Item:
    url = reverse("pages:feedback_form", args=[row.thing, row.person])
    values = {"name": row.name, "time": _minutes(row.number)}
    title = _("Feedback on %(name)s, without your name: %(time)s") % values
    return Item(REQUESTS, "messages", title, url, _("Start"), row.about)


def _exercise(row: Row) -> Item:
    url = reverse("pages:exercise_score", args=[row.thing])
    title = _("Say what you saw of %(name)s") % {"name": row.name}
    return Item(REQUESTS, "masks-theater", title, url, _("Start"), row.about)


def _note(row: Row) -> Item:
    url = reverse("pages:person_remarks", args=[row.person]) + f"?skill={row.thing}#write"
    values = {"name": row.name, "skill": row.about}
    title = _("%(name)s asks for a few words on %(skill)s") % values
    return Item(REQUESTS, "messages", title, url, _("Write"), row.more)


def _check_in(row: Row) -> Item:
    url = reverse("pages:check_in_detail", args=[row.thing])
    title = _("Check-in with %(name)s") % {"name": row.name}
    if row.more == "own":
        title = _("Your check-in")
    return Item(REQUESTS, "messages", title, url, _("Open"), _("agenda, notes and actions"))


def _action(row: Row) -> Item:
    """Done here, or looked up where it was agreed."""
    talk = reverse("pages:inbox_list")
    if row.more:
        talk = reverse("pages:check_in_detail", args=[row.more]) + "#actions"
    done = Post(reverse("pages:action_tick", args=[row.thing]), _("Done"), {"done": "1"})
    note = _("agreed in a check-in of %(name)s") % {"name": row.name}
    return Item(REQUESTS, "checklist", row.about, talk, _("Open"), note, done)


def _suggestion(row: Row) -> Item:
    words = ngettext("%(n)d suggestion about roles", "%(n)d suggestions about roles", row.number)
    url = reverse("pages:suggestion_list")
    return Item(APPROVALS, "id-badge-2", words % {"n": row.number}, url, _("Decide"))


def _minutes(skills: int) -> str:
    n = minutes_for(skills)
    return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}


_SAYS: dict[str, Callable[[Row], Item]] = {
    "contest": _contest,
    "step": _own_step,
    "approval": _approval,
    "plan": _plan,
    "certificate": _certificate,
    "rating": _rating,
    "request": _request,
    "own_levels": _own_levels,
    "feedback": _feedback,
    "exercise": _exercise,
    "note": _note,
    "check_in": _check_in,
    "action": _action,
    "suggestion": _suggestion,
}
