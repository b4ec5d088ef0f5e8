"""What is said in one line: observations, talking points, actions."""

from django.utils.translation import gettext as _

from reviews.enums import ONE_LINE
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
    if "\x00" in line:
        raise DomainError(_("This text holds a character that cannot be kept."), field="text")
    return line
