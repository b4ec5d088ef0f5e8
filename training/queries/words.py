"""Reasons of the planner in words. `reason` codes are those of files and REST."""

from collections.abc import Mapping, Sequence

from django.utils.formats import number_format
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from skillmap.core.templatetags.amounts import money
from training.analysis.reasons import Reason, Why
from training.enums import Mode
from training.models import Activity, PathTemplateStep

_SENTENCES = {
    Reason.COMPLETED: gettext_lazy("Already completed."),
    Reason.REFUSED: gettext_lazy("Not wanted: the person asked not to get it."),
    Reason.LEFT_OUT: gettext_lazy("This way of learning was left out."),
    Reason.LANGUAGE: gettext_lazy("It is held in another language."),
    Reason.LEVEL: gettext_lazy("It starts too high or ends too low for the level of today."),
    Reason.PREREQUISITE: gettext_lazy("Something that has to come before it cannot be taken."),
    Reason.SEATS: gettext_lazy("No seats are left."),
    Reason.DATES: gettext_lazy("It does not take place, or not end, within these weeks."),
    Reason.HOURS: gettext_lazy("It does not fit into the learning hours."),
    Reason.TIME_ZONE: gettext_lazy("It would take place outside 08:00 to 18:00."),
    Reason.TRAVEL: gettext_lazy("It takes place at another site."),
    Reason.BUDGET: gettext_lazy("It costs more than the budget allows."),
    Reason.UNKNOWN_COST: gettext_lazy("Its cost is not known, and there is a budget."),
    Reason.MODES: gettext_lazy("A second way of learning this skill is missing."),
    Reason.LITTLE: gettext_lazy("It adds little beside the other steps."),
    Reason.NO_ACTIVITY: gettext_lazy("Nothing in the catalogue teaches it."),
    Reason.KIND: gettext_lazy("Nobody has confirmed yet whether the skill is hard or soft."),
    Reason.PRIORITY: gettext_lazy("Other gaps weigh more."),
    Reason.MET: gettext_lazy("What it teaches is met already."),
    Reason.NOT_OFFERED: gettext_lazy("It is not offered any more."),
    Reason.NO_GAP: gettext_lazy("No gap of this kind is known that something fitting closes."),
    Reason.NOTHING: gettext_lazy("Nothing in the catalogue that teaches it fits."),
    Reason.ROOM: gettext_lazy("It does not fit into the weeks beside the other steps."),
}
_REPLACED = "replaced by "


def reason_code(reason: Reason, by: str = "", delta: float = 0.0) -> str:
    """A reason as it stands in files and REST; a better step is named with its lead in F."""
    if reason == Reason.REPLACED:
        return f"{_REPLACED}{by}, better by {delta:.4f}"
    return reason.value


def reason_sentence(code: str, titles: Mapping[str, str] | None = None) -> str:
    """A reason as people read it; `titles` maps activity codes to titles."""
    if code.startswith(_REPLACED):
        by = code.removeprefix(_REPLACED).rpartition(", better by ")[0]
        return _("“%(step)s” brings more.") % {"step": (titles or {}).get(by, by)}
    try:
        return str(_SENTENCES[Reason(code)])
    except (KeyError, ValueError):
        return code


def more_words(limit: str, more: float, currency: str) -> str:
    """`With 40 EUR more`: by how much of which limit a plan would change."""
    if limit == "budget":
        return _("With %(money)s more") % {"money": money(round(100 * more), currency)}
    amount = {"n": number_format(more, 0 if more == int(more) else 2)}
    if limit == "weeks":
        return ngettext("With %(n)s week more", "With %(n)s weeks more", int(more)) % amount
    if more == 1:
        return _("With one hour a week more")
    return _("With %(n)s hours a week more") % amount


def why_sentence(
    why: Why,
    *,
    skills: Sequence[str],
    needed_by: Sequence[str],
    situations: Sequence[str],
    share: float,
    only_mode: bool = False,
) -> str:
    """Why a step is in a plan. `share` of the plan's value would be lost without it (0..1).

    `only_mode`: the catalogue has no second way of learning its soft skill.
    """
    names = {"skills": _listed(skills), "steps": _listed(needed_by)}
    first = {
        Why.CLOSES: _("Closes part of the gap in %(skills)s."),
        Why.PREREQUISITE: _("Has to come before %(steps)s."),
        Why.SECOND_MODE: _("A second way of learning %(skills)s: practice makes it last."),
        Why.CLOSING: _("The closing exercise for %(skills)s."),
        Why.MANDATORY: _("Mandatory."),
        Why.FIXED: _("The usual start for this role."),
    }[why]
    sentences = [first % names]
    if situations:
        text = ngettext(
            "It practises a real situation of the role: %(names)s.",
            "It practises real situations of the role: %(names)s.",
            len(situations),
        )
        sentences.append(text % {"names": _listed(situations)})
    if only_mode:
        sentences.append(_("The catalogue has no second way of learning it yet."))
    if share > 0:
        text = _("Without it the plan would bring %(share)s %% less.")
        sentences.append(text % {"share": number_format(100 * min(share, 1.0), 0)})
    return " ".join(sentences)


def left_out_row(step: PathTemplateStep, reason: Reason, skills: Sequence[str]) -> dict[str, str]:
    """A step of a template that stays out of a plan, as the plan's report keeps it."""
    return {"step": step_words(step), "reason": reason.value, "skills": ", ".join(skills)}


def left_out_sentence(row: Mapping[str, str]) -> str:
    """The same, as people read it."""
    values = {"step": row["step"], "skills": row["skills"]}
    if row["reason"] == Reason.MET:
        return _("“%(step)s” is left out: %(skills)s meets the requirement.") % values
    values["why"] = reason_sentence(row["reason"])
    return _("“%(step)s” is left out: %(why)s") % values


def step_words(step: PathTemplateStep) -> str:
    """A step of a template in a few words: its activity, or what its slot is open for."""
    if step.activity is not None:
        return step.activity.title
    if step.slot_skill is not None:
        return _("A module on %(skill)s") % {"skill": step.slot_skill}
    return _("A module on a %(kind)s skill with a gap") % {"kind": step.get_slot_kind_display()}


def language_word(code: str) -> str:
    """`en` as `English`; a code Django does not know stays as it is."""
    try:
        return str(_(get_language_info(code)["name"]))
    except KeyError:
        return code


def how_to_take_part(activity: Activity, *, has_dates: bool) -> str:
    """The first thing to do once one wants to take part."""
    if activity.url:
        return _("Open it with the button above; it is outside Skillmap and opens in a new tab.")
    if has_dates:
        return _("Come to one of the dates below; a proposed plan holds your seat.")
    if activity.mode in {Mode.MENTORING, Mode.PEER_COACHING}:
        return _("Agree on the first meeting with the person you will work with.")
    if activity.mode == Mode.PROJECT:
        return _("Agree with your manager on the task and on a day to look at the result.")
    if activity.provider:
        return _("Ask %(provider)s or your learning team for a place.") % {
            "provider": activity.provider
        }
    return _("Ask your learning team for a place.")


def ask_sentence(manager: str) -> str:
    """How an essential skill that nobody has rated gets measured; `manager` is a first name."""
    if manager:
        return _("rate yourself, 1 minute, or ask %(name)s") % {"name": manager}
    return _("rate yourself, 1 minute")


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
