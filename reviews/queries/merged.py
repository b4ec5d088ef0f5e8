"""Skills merged while a review is under way: what was said on both stands there once."""

from copy import copy
from typing import Any

from reviews.analysis.merging import merge_texts
from reviews.models import ReviewEntry
from reviews.models.reviews import ReviewEntryQuerySet


def folded(rows: ReviewEntryQuerySet) -> list[ReviewEntry]:
    """These entries, those on a merged skill put together with what the same side says on the
    survivor: its level, else the merged one's, and the words of both; one query.

    Only where the review is about both. Nothing is written: what was said stays stored as it was
    until its writer says something else on the survivor (`merged` names what is shown with it).
    """
    found: dict[tuple[Any, ...], ReviewEntry] = {}
    told: list[Any] = list(rows.with_survivor())
    for row in sorted(told, key=lambda row: row.skill_id != row.counts_for):
        key = (row.review_id, row.side, row.writer_id, row.topic, row.counts_for, row.question_id)
        if row.skill_id == row.counts_for:
            found[key] = row
        else:
            found[key] = _together(found.get(key), row)
    return list(found.values())


def _together(kept: ReviewEntry | None, merged: Any) -> ReviewEntry:
    """A copy that is never saved; its version is that of the survivor's entry, if there is one."""
    one = copy(kept or merged)
    if not _is_empty(merged):
        one.merged = [*(kept.merged if kept else ()), merged]
    if kept is None:
        one.skill_id, one.version = merged.counts_for, 0
        return one
    if one.level is None and not one.cannot_judge:
        one.level, one.cannot_judge = merged.level, merged.cannot_judge
    one.text = merge_texts(one.text, merged.text)
    return one


def _is_empty(row: ReviewEntry) -> bool:
    return row.level is None and not row.cannot_judge and not row.text
