"""Guessing whether a skill is hard or soft when its source does not say.

A guess is shown with its reason and stays a guess until a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from skills.enums import SkillKind
from skills.services.content import KindGuess

_PEOPLE = re.compile(
    r"\b(?:accountab|attitud|coach|collaborat|communicat|compassion|conflict|cooperat|creativ"
    r"|critical|decision-mak|delegat|diplomac|emotion|empath|encourag|enthusias|facilitat|feedback"
    r"|frustrat|initiative|inspir|integrity|interpersonal|leadership|listen|mediat|mentor|motivat"
    r"|negotiat|persua|resilien|self-manag|social|stakeholder|stress|team|trust)\w*",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"(?:write|understand (?:written|spoken)|interact verbally in) [A-Z]")

# Parts of the published groups' names; the first that is found decides.
_GROUPS = (
    ("languages", SkillKind.HARD),
    ("language skills", SkillKind.HARD),
    ("digital", SkillKind.HARD),
    ("working with computers", SkillKind.HARD),
    ("machinery", SkillKind.HARD),
    ("constructing", SkillKind.HARD),
    ("handling and moving", SkillKind.HARD),
    ("information skills", SkillKind.HARD),
    ("social and communication", SkillKind.SOFT),
    ("social interaction", SkillKind.SOFT),
    ("attitudes", SkillKind.SOFT),
    ("self-management", SkillKind.SOFT),
    ("thinking skills", SkillKind.SOFT),
    ("working with others", SkillKind.SOFT),
    ("supervising people", SkillKind.SOFT),
    ("communication, collaboration", SkillKind.SOFT),
)


def guess_kind(
    name: str, *, groups: Iterable[str] = (), is_knowledge: bool = False, any_job: bool = False
) -> KindGuess:
    """Guess from the words of a skill's name, its groups and how its source types it.

    `is_knowledge`: the source lists it as knowledge; `any_job`: as useful in every job.
    """
    if is_knowledge:
        return KindGuess(SkillKind.HARD, _("The source lists it as knowledge: it can be taught."))
    if _LANGUAGE.match(name):
        return KindGuess(SkillKind.HARD, _("It is about one language: it can be taught."))
    word = _PEOPLE.search(name)
    if word:
        sentence = _("“%(word)s” in its name is about how people work together.")
        return KindGuess(SkillKind.SOFT, sentence % {"word": word.group().lower()})
    for group in groups:
        for part, kind in _GROUPS:
            if part in group.lower():
                sentence = _("The source puts it under “%(group)s”.") % {"group": group}
                return KindGuess(kind, sentence)
    if any_job:
        return KindGuess(SkillKind.SOFT, _("The source lists it as useful in every job."))
    return KindGuess(SkillKind.HARD, _("Nothing in its name is about people. Please check."))
