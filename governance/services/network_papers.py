"""The relevé and the attendance sheet of a meeting of a network as PDF, made by a job from a snapshot."""

import hashlib

from django.conf import settings
from django.db import transaction

from contracts.exchange.writing import canonical
from contracts.models import RegionSettings
from core.jobs import Result, request_job
from governance.enums import MeetingState
from governance.models import NetworkMeeting
from governance.papers import network_snapshot, pages
from territories.models import Region

KIND = "network_paper"
PAPER, SHEET = "network_minutes", "network_attendance"
NAMES = {PAPER: "releve", SHEET: "emargement"}
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 3


@transaction.atomic
def request_paper(*, meeting, actor, paper=PAPER):
    """Whoever reads the network may print it; the same content is one document."""
    params = {"meeting": meeting.pk, "paper": paper, "content": content_of(meeting, paper)}
    params["name"] = f"{NAMES[paper]}-{meeting.on:%Y-%m-%d}-{meeting.pk}.pdf"
    key = hashlib.sha256(canonical({**params, "layout": LAYOUT})).hexdigest()
    return request_job(kind=KIND, params=params, key=key, actor=actor)


def content_of(meeting, paper=PAPER) -> dict:
    network = meeting.network
    rules = RegionSettings.objects.filter(region=network.region_code).first()
    return {
        "contract": network.place.name,
        "reference": "",
        "fictional": settings.DEMO_MODE,
        "facts": {
            "header": rules.document_header if rules else "",
            "logo": rules.logo.name if rules and rules.logo else "",
            "region": Region.objects.get(pk=network.region_code).name,
        },
        "meeting": network_snapshot.of_meeting(meeting),
        "draft": paper == PAPER and meeting.state != MeetingState.CLOSED,
    }


def make_paper(params, *, on, progress) -> Result:
    progress(20, "Mise en page")
    rendered = pages.render(params.get("paper", PAPER), params["content"], on=on)
    return Result(rendered.content, params["name"], message=" ".join(rendered.missing))


def may_read_job(user, job) -> bool:
    return NetworkMeeting.objects.visible_to(user).filter(pk=job.params["meeting"]).exists()
