"""The campaigns of the demonstration: one published last year, one open and half filled."""

from datetime import timedelta

from django.utils import timezone

from contracts.models import Contract
from core.history import Channel, acting
from evaluation.campaign_enums import QuestionKind
from evaluation.campaign_values import rows_of
from evaluation.models import Campaign, Verbatim
from evaluation.services import campaign_questions, campaign_replies, campaign_verbatims, campaigns
from evaluation.small_groups import fewest_of
from territories.models import Region

from .files import read


def conduct(people):
    for node in read("campaigns.json"):
        if not Campaign.objects.filter(title=node["title"]).exists():
            actor = people[node["by"]]
            with acting(actor, Channel.PAGE):
                _conduct(node, actor, people)


def _conduct(node, actor, people):
    today = timezone.localdate()
    due = today + timedelta(days=node["due_in"])
    day = min(today, due - timedelta(days=30))
    campaign = campaigns.create_campaign(
        actor=actor,
        region=Region.objects.get(pk=node["region"]),
        title=node["title"],
        year=today.year - node["years_ago"],
        introduction=node["introduction"],
        closes_on=due,
    )
    asked = _ask(campaign, node["questions"], actor)
    references = node.get("contracts") or [answer["contract"] for answer in node["answers"]]
    chosen = list(Contract.objects.filter(reference__in=references))
    campaigns.choose_contracts(campaign=campaign, contracts=chosen, actor=actor)
    campaigns.pass_campaign(campaign, "open", actor=actor, today=day, at=_at(day))
    there = {contract.reference for contract in chosen}
    sent = [answer for answer in node["answers"] if answer["contract"] in there]
    for answer in sent:
        _reply(campaign, asked, answer, people.get(answer.get("by")), sent=node["state"] != "open", at=_at(due))
    if node["state"] == "open":
        return
    campaigns.pass_campaign(campaign, "closed", actor=actor, today=due, at=_at(due))
    for verbatim in Verbatim.objects.filter(answer__reply__campaign=campaign):
        text = verbatim.text
        if any(text.startswith(begins) for begins in node["confirmed"]):
            names = campaign_verbatims.known_names(campaign)
            kept = [span.key for span in campaign_verbatims.proposals(verbatim, names) if span.sure]
            campaign_verbatims.confirm(verbatim=verbatim, kept=kept, actor=actor)
    # Where the register of communes is a small one the neighbours are not there: too few answered to publish.
    if len(sent) >= fewest_of(campaign.region_id):
        campaigns.pass_campaign(campaign, "published", actor=actor, today=today, at=_at(due + timedelta(days=20)))


def _at(day):
    return timezone.now() - (timezone.localdate() - day)


def _ask(campaign, nodes, actor):
    asked = {}
    for node in nodes:
        fields = {name: value for name, value in node.items() if name not in ("key", "if")}
        if condition := node.get("if"):
            fields |= {"condition": asked[condition[0]], "condition_answers": condition[1]}
        asked[node["key"]] = campaign_questions.add_question(campaign=campaign, actor=actor, **fields)
    return asked


def _reply(campaign, asked, answer, actor, *, sent, at):
    reply = campaign.replies.select_related("contract").get(contract__reference=answer["contract"])
    for key, question in asked.items():
        if key in answer:
            given = _lines(question, reply.contract, answer[key])
            campaign_replies.save_answer(reply=reply, question=question, given=given, version=0, actor=actor)
    if sent:
        campaign_replies.submit(reply=reply, actor=actor, at=at)


def _lines(question, contract, said):
    """Of a table, what is said of its first lines, in the first column."""
    if question.kind != QuestionKind.TABLE:
        return said
    first = question.columns[0]["label"]
    return {
        key: {"cells": {first: value}} for (key, _label), value in zip(rows_of(question, contract), said, strict=False)
    }
