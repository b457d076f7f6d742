"""The letter that says that a place is booked, or no longer is, with a file that puts it into the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from stegvis.exchange.applying.notices import BOOKED, event_of
from stegvis.exchange.models import Application, Session
from stegvis.foundation.notices.calendar import as_invitation
from stegvis.foundation.notices.models import Channel, Notice, NoticeChoice


def send_letter(application: Application, kind: str = BOOKED, gone: Sequence[Session] = ()) -> bool:
    """To whoever hears of booked places by e-mail at once; False to others, and where there are no hours to put into a
    calendar: the letter of notices says it. Runs as the system.

    ``kind`` is the notice that it says in its place, and ``gone`` are hours that are no longer among the occasion's.
    """
    user = application.user
    chosen = NoticeChoice.objects.filter(user=user, kind=BOOKED).values_list("channel", flat=True).first()
    if not user.is_active or (chosen or Channel.AT_ONCE) != Channel.AT_ONCE:
        return False
    sessions = list(application.occasion.sessions.all())
    if not sessions and not gone:
        return False
    with translation.override(user.language):
        letter_of(application, sessions, gone, is_new=kind == BOOKED).send()
    told = Notice.objects.filter(user=user, kind=kind, params__application=str(application.pk), mailed_at=None)
    told.update(mailed_at=timezone.now())  # the letter of notices need not say it again
    return True


def letter_of(
    application: Application, sessions: Sequence[Session], gone: Sequence[Session] = (), *, is_new: bool = True
) -> EmailMessage:
    """One file for each of the hours: what is booked is asked for, what is not is cancelled, by the same names."""
    is_booked = application.state == Application.State.BOOKED
    link = settings.SITE_URL + reverse("exchange:places")
    context = {"one": application, "sessions": sessions, "is_booked": is_booked, "is_new": is_new, "link": link}
    subject = " ".join(render_to_string("exchange/applying/email/subject.txt", context).split())
    body = render_to_string("exchange/applying/email/letter.txt", context)
    to = application.user.email
    letter = EmailMessage(subject, body, None, [to], headers={"Auto-Submitted": "auto-generated"})
    for session in sessions:
        letter.attach(_file(application, session, "REQUEST" if is_booked else "CANCEL"))
    for session in gone:
        session.occasion = application.occasion
        letter.attach(_file(application, session, "CANCEL"))
    return letter


def _file(application: Application, session: Session, method: str) -> MIMEText:
    content = as_invitation(
        event_of(application, session, reverse("exchange:places")),
        method=method,
        sequence=sequence_of(application),
        organizer=settings.DEFAULT_FROM_EMAIL,
        attendee=application.user.email,
        site=settings.SITE_URL,
    )
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="stegvis.ics")
    return part


def sequence_of(application: Application) -> int:
    """Grows with each letter about a place, as a calendar wants it: seconds since it was asked for."""
    return int((timezone.now() - application.asked_at).total_seconds())
