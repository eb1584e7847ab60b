"""A meeting as calendars know it (RFC 5545): the same identifier for ever, a sequence that grows with each sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.mime.text import MIMEText
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress, vText

from governance.enums import Answer, MeetingState

PARIS = ZoneInfo("Europe/Paris")
#: How long a meeting lasts for calendars where nobody said when it ends.
USUAL_LENGTH = timedelta(hours=2)
_ANSWERS_OF_SUBSTITUTE = {Answer.SUBSTITUTE: "ACCEPTED"}
_ANSWERS = {Answer.COMES: "ACCEPTED", Answer.SUBSTITUTE: "DELEGATED", Answer.DECLINES: "DECLINED"}


def calendar_of(events, *, method="", name=""):
    """The file: its events with the description of their time zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//CLS//Contrats locaux de sante//FR")
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method.upper())
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


@dataclass(frozen=True)
class Invited:
    """To whom an entry is sent; a substitute is not asked for unless she comes."""

    email: str
    name: str = ""
    answer: str = ""
    as_substitute: bool = False


def event_of(meeting, *, items=(), invited=None, sequence=None):
    """One meeting, of a contract or of a network; `invited` makes it an invitation to one person."""
    event = Event()
    event.add("uid", str(meeting.uid))
    event.add("sequence", meeting.sequence if sequence is None else sequence)
    event.add("dtstamp", timezone.now())
    _add_times(event, meeting)
    event.add("summary", meeting.calendar_title)
    event.add("url", f"{settings.SITE_URL}{meeting.get_absolute_url()}")
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    if place := meeting.place or meeting.link:
        event.add("location", place)
    if words := description(meeting, items):
        event.add("description", words)
    if invited:
        event.add("organizer", _address(*_organizer(meeting)))
        event.add("attendee", _attendee(invited))
    return event


def _add_times(event, meeting):
    if meeting.begins_at is None:
        event.add("dtstart", meeting.on)
        return
    begins = datetime.combine(meeting.on, meeting.begins_at, PARIS)
    event.add("dtstart", begins)
    event.add(
        "dtend", datetime.combine(meeting.on, meeting.ends_at, PARIS) if meeting.ends_at else begins + USUAL_LENGTH
    )


def description(meeting, items) -> str:
    lines = [meeting.introduction, *(f"{rank}. {item}" for rank, item in enumerate(items, start=1))]
    if meeting.link:
        lines.append(f"Visioconférence\xa0: {meeting.link}")
    return "\n".join(filter(None, lines))


def _organizer(meeting):
    if meeting.organizer:
        return meeting.organizer.email, str(meeting.organizer)
    return settings.DEFAULT_FROM_EMAIL.rsplit("<", 1)[-1].rstrip(">"), settings.SITE_NAME


def _address(email, name):
    address = vCalAddress(f"mailto:{email}")
    if name:
        address.params["CN"] = vText(name)
    return address


def _attendee(invited):
    address = _address(invited.email, invited.name)
    answers = _ANSWERS_OF_SUBSTITUTE if invited.as_substitute else _ANSWERS
    address.params["ROLE"] = vText("OPT-PARTICIPANT" if invited.as_substitute else "REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText(answers.get(invited.answer, "NEEDS-ACTION"))
    address.params["RSVP"] = vText("TRUE")
    return address


def calendar_part(content, method):
    """`method` in the header too: without it, usual clients show a file instead of an invitation."""
    part = MIMEText(content.decode(), "calendar", "utf-8")
    part.set_param("method", method.upper())
    part.add_header("Content-Disposition", "attachment", filename="seance.ics")
    return part
