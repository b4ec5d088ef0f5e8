"""Checks of what people write: one line, and longer texts."""

from django.utils.translation import gettext as _

from reviews.enums import LONGEST_TEXT, ONE_LINE
from skillmap.core.errors import DomainError


def one_line(text: str) -> str:
    """The words in one line. Raises `DomainError` naming `text`."""
    line = " ".join(text.split())
    if not line:
        raise DomainError(_("Write a few words."), code="missing", field="text")
    if len(line) > ONE_LINE:
        sentence = _("This has %(n)d characters; one line has at most %(most)d.")
        raise DomainError(
            sentence % {"n": len(line), "most": ONE_LINE}, code="too_long", field="text"
        )
    return _keepable(line)


def check_text(text: str) -> str:
    """A text of several lines. Raises `DomainError` naming `text`."""
    if len(text) > LONGEST_TEXT:
        sentence = _("This text has %(n)d characters; at most %(most)d can be kept.")
        words = {"n": len(text), "most": LONGEST_TEXT}
        raise DomainError(sentence % words, code="too_long", field="text")
    return _keepable(text)


def _keepable(text: str) -> str:
    if "\x00" in text:
        raise DomainError(_("This text holds a character that cannot be kept."), field="text")
    return text
