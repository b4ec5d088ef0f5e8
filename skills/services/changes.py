"""Changes that people make to a skill, each written down so that it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction
from django.utils.translation import gettext as _

from skillmap.core.errors import ConflictError
from skillmap.core.history import acting
from skillmap.core.imports.apply import end_context, history_here
from skillmap.core.imports.rows import wait_for_turn
from skillmap.core.imports.undo import go_back
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from skills.enums import ChangeKind
from skills.models import Skill, TaxonomyChange


@contextmanager
def changing(
    *, actor: User, kind: ChangeKind, skill: Skill, words: str, now: datetime,
    into: Skill | None = None,
) -> Iterator[None]:  # fmt: skip
    """One transaction whose audited writes `undo_change` can take back; no other runs meanwhile."""
    with transaction.atomic():
        wait_for_turn()
        with acting(actor, request_id=f"taxonomy-{uuid4()}"):
            yield
            history = history_here()
        end_context()
        TaxonomyChange.objects.create(
            kind=kind,
            skill=skill,
            into=into,
            words=words,
            made_by=actor,
            made_at=now,
            history=history,
        )


@transaction.atomic
def undo_change(
    *, actor: User, change: TaxonomyChange, now: datetime, prepare: Callable[[], None] | None = None
) -> None:
    """Restore every audited row to what it was before the change.

    `prepare` runs before, once nobody else writes about the skills. Raises `ConflictError` when it
    was taken back already, or something later builds on it.
    """
    wait_for_turn()
    stored = TaxonomyChange.objects.select_for_update().get(pk=change.pk)
    if stored.undone_at is not None:
        raise ConflictError(_("This was taken back already."), code="undone")
    pair = Skill.objects.select_for_update().filter(pk__in=[stored.skill_id, stored.into_id])
    list(pair.order_by("pk"))  # whoever refers to them anew waits
    with acting(actor, request_id=f"undo-{stored.public_id}"):
        if prepare is not None:
            prepare()
        go_back(stored.history)
    stored.undone_by, stored.undone_at = actor, now
    save_versioned(stored, ["undone_by", "undone_at"])


def locked(skills: Sequence[Skill]) -> list[Skill]:
    """These skills as they are now, in the order given; nobody else writes them until the end.

    Whoever refers to one anew waits, too. Raises `ConflictError` when one was changed since it
    was read.
    """
    ids = sorted({skill.pk for skill in skills})
    rows = Skill.objects.select_for_update(of=("self",)).select_related("framework", "scale")
    found = {row.pk: row for row in rows.filter(pk__in=ids).order_by("pk")}
    if any(found[skill.pk].version != skill.version for skill in skills):
        text = _("Somebody changed this skill meanwhile. Look at it again; nothing was changed.")
        raise ConflictError(text, code="stale_version")
    return [found[skill.pk] for skill in skills]


def keep_from_merging(skills: Iterable[int]) -> dict[int, Skill]:
    """Let nobody merge these skills until the transaction ends; what those merged before became.

    Take it before locks on people or roles: a merge locks skills before people.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, replaced_by_id FROM skills_skill WHERE id = ANY(%s)"
            " ORDER BY id FOR KEY SHARE",
            [sorted(set(skills))],
        )
        merged = {skill: into for skill, into in cursor.fetchall() if into is not None}
    if not merged:
        return {}
    survivors = Skill.objects.select_related("scale").in_bulk(set(merged.values()))
    return {skill: survivors[into] for skill, into in merged.items()}
