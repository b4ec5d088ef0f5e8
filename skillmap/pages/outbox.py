"""Mail of the demo: what would have been sent, to follow invitations without a mail server."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

SHOWN = 30


@dataclass(frozen=True)
class Mail:
    """One mail as its reader sees it."""

    to: str
    subject: str
    text: str


@login_not_required
@require_GET
def outbox_list(request: HttpRequest) -> HttpResponse:
    """Newest first. The route exists in the demo only."""
    files = sorted(
        Path(settings.MAIL_FOLDER).glob("*.log"),
        key=lambda file: file.stat().st_mtime_ns,
        reverse=True,
    )
    mails = [_mail(file.read_bytes()) for file in files[:SHOWN]]
    return render(request, "pages/outbox_list.html", {"mails": mails})


def _mail(content: bytes) -> Mail:
    message = message_from_bytes(content.partition(b"\n-----")[0], policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - narrows for mypy
    return Mail(str(message["To"]), str(message["Subject"]), str(message.get_content()))
