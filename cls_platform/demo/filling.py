"""Fills a site with the demonstration. What is already there is left as it is: filling twice changes nothing."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from actions.models import NewsRequest
from actions.services import news, news_reading
from actions.services.catalogue import add_entry
from contracts.exchange import import_contract, parse
from contracts.models import Agreement, Comment, Contract, Passage, RegionSettings
from contracts.permissions import can_comment
from contracts.services.region import change_region_settings, complete_stage_help, save_standard_text
from contracts.writing import add
from core.history import Channel, acting
from governance.services import handovers
from governance.services.practices import pass_practice, propose_practice
from governance.services.usual import add_usual_body, add_usual_seat
from territories.models import Region

from .accounts import create_people, place_people
from .approaches import begin
from .campaigns import conduct
from .evaluation import open_periods
from .files import content, read
from .meetings import convene
from .neighbours import settle
from .networks import gather
from .reviews import review


@transaction.atomic
def fill() -> list[Contract]:
    """The contracts that were made: none on a second run."""
    _set_regions()
    people = create_people()
    made = []
    for story in read("contracts.json"):
        document = parse(content(story["file"]))
        if not Contract.objects.filter(reference=document["contract"]["reference"]).exists():
            actor = people[story["actor"]]
            entered_at = _moment(story["passages"][-1][1])
            result = import_contract(document, actor=actor, fictional=True, entered_at=entered_at)
            made.append((story, result.contract))
    place_people(people, {contract.reference for _story, contract in made})
    for story, contract in made:
        _tell(story, contract, people)
    neighbours = settle()
    begin(people)
    conduct(people)
    open_periods()
    gather(people)
    return [contract for _story, contract in made] + neighbours


def _set_regions():
    for node in read("regions.json"):
        region = Region.objects.get(pk=node["code"])
        if RegionSettings.objects.filter(region=region).exists():
            continue
        change_region_settings(region=region, actor=None, core_themes=node["core_themes"], **node["fields"])
        for entry in node.get("catalogue", ()):
            add_entry(region=region, actor=None, **entry)
        for text in node["texts"]:
            days = {name: date.fromisoformat(text[name]) for name in ("valid_from", "valid_until") if name in text}
            save_standard_text(region=region, actor=None, **{**text, **days})
        for body in node.get("usual_bodies", ()):
            _usual_body(region, **body)
        for told in node.get("stage_helps", ()):
            complete_stage_help(region=region, actor=None, **told)


def _usual_body(region, seats, **fields):
    body = add_usual_body(region=region, actor=None, **fields)
    for seat in seats:
        add_usual_seat(body=body, actor=None, **seat)


def _tell(story, contract, people):
    """The past of the contract: its passages with their dates, what was said of the draft, who agreed to send it."""
    _pass_stages(story, contract, people[story["actor"]])
    for side, email in story.get("agreements", ()):
        with acting(people[email], Channel.PAGE):
            Agreement.objects.create(contract=contract, side=side, by=people[email])
    for node in story.get("comments", ()):
        _comment(node, contract, people)
    _age(story.get("lives", ()), contract)
    if node := story.get("news"):
        _news(node, contract, people)
    for node in story.get("practices", ()):
        _practice(dict(node), contract, people)
    if node := story.get("meeting"):
        convene(node, contract, people[node["by"]])
    if node := story.get("review"):
        review(node, contract, people)
    if node := story.get("handover"):
        _handover(node, contract, people[node["by"]])


def _handover(node, contract, actor):
    """The élu·e référent·e is about to change: some answers are written."""
    made = handovers.open_handover(contract=contract, actor=actor, kind=node["kind"])
    leaves = timezone.localdate() + timedelta(days=node["leaves_in_days"])
    handovers.edit_handover(made, actor=actor, leaver_name=node["leaver"], leaves_on=leaves)
    for answer, text in zip(made.answers.all(), node["answers"], strict=False):
        handovers.answer_question(answer, actor=actor, text=text)


def _news(node, contract, people):
    """The partners were asked some days ago; some answered, and the coordinator has read only one."""
    at = timezone.now() - timedelta(days=node["asked_days_ago"])
    actions = list(contract.actions.filter(number__in=node["fiches"]).prefetch_related("person_parts__user"))
    news.ask_for_news(actions=actions, actor=people[node["by"]], message=node["message"], at=at)
    for said in node["answers"]:
        asked = NewsRequest.objects.get(contract=contract, action__number=said["fiche"])
        given = {name: said[name] for name in ("status", "done", "blocks", "next_step") if name in said}
        if "next_in" in said:
            given["next_on"] = timezone.localdate() + timedelta(days=said["next_in"])
        if "value" in said:
            given["value"] = Decimal(said["value"])
        answered = news.answer_request(asked, **given)
        if said.get("approved"):
            news_reading.approve_answer(answered, actor=people[node["by"]])


def _age(nodes, contract):
    """An import makes everything new: here some fiches moved this week, others say nothing for months, one is late."""
    now = timezone.now()
    for node in nodes:
        fields = {"updated_at": now - timedelta(days=node["news"])}
        if "ends" in node:
            fields["ends_on"] = timezone.localdate(now) + timedelta(days=node["ends"])
        contract.actions.filter(number=node["fiche"]).update(**fields)


def _practice(node, contract, people):
    """One is published, the other waits for the ARS."""
    author, publisher, day = people[node.pop("by")], node.pop("published_by", None), date.fromisoformat(node.pop("on"))
    action = contract.actions.get(number=node.pop("fiche"))
    said = {"themes": action.themes, "public": action.target_public, **node}
    row = propose_practice(action=action, actor=author, today=day, **said)
    if publisher:
        pass_practice(row, "published", actor=people[publisher], today=day)


def _pass_stages(story, contract, actor):
    """The import only knows that it brought the contract to its last stage."""
    source = ""
    for target, day in story["passages"][:-1]:
        Passage.objects.create(contract=contract, source=source, target=target, actor=actor, at=_moment(day))
        source = target


def _moment(day):
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), time(10)))


def _comment(node, contract, people, parent=None):
    author = people[node["by"]]
    said = {"author": author, "text": node["text"], "anchor": node.get("anchor", ""), "parent": parent}
    if closer := node.get("closed_by"):
        said.update(closed_at=timezone.now(), closed_by=people[closer])
    row = add(Comment, contract=contract, actor=author, may=can_comment, **said)
    for answer in node.get("answers", ()):
        _comment({**answer, "anchor": said["anchor"]}, contract, people, parent=row)
