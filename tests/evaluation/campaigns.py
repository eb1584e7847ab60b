"""A campaign for tests, by its services: who conducts it, who answers it, and what was answered."""

from datetime import date
from types import SimpleNamespace

from contracts.enums import ContractRoleKind
from evaluation.models import Campaign, Question, Reply
from evaluation.services import campaign_questions, campaign_replies, campaigns
from tests.factories.accounts import UserFactory, referent, siege
from tests.factories.contracts import ContractFactory, with_role
from tests.factories.territories import small_cog

TODAY = date(2026, 11, 2)
TERM = date(2026, 12, 15)
SATISFIED = ["Très satisfaisante", "Satisfaisante", "Peu satisfaisante"]


def people():
    places = small_cog()
    return SimpleNamespace(
        places=places,
        region=places.aura,
        drome=places.drome,
        siege=siege(places.aura, display_name="Simone Siège"),
        referent=referent(places.drome, display_name="Rachid Référent"),
        stranger=referent(places.vaucluse, display_name="Solène du Vaucluse"),
        nobody=UserFactory(display_name="Noé Personne"),
    )


def contract_with_coordinator(name="Camille Coordinatrice", **fields):
    contract = ContractFactory(**fields)
    return contract, with_role(contract, ContractRoleKind.COORDINATOR, display_name=name)


def draft_campaign(who, **fields) -> Campaign:
    given = {"region": who.region, "title": "Évaluation régionale", "year": 2026, "closes_on": TERM, **fields}
    return campaigns.create_campaign(actor=who.siege, **given)


def add(campaign, who, kind="single", **fields) -> Question:
    given: dict = {"text": "Comment jugez-vous la mobilisation ?"}
    if kind in ("single", "multiple"):
        given["choices"] = SATISFIED
    return campaign_questions.add_question(campaign=campaign, actor=who.siege, kind=kind, **{**given, **fields})


def open_to(campaign, who, contracts) -> Campaign:
    campaigns.choose_contracts(campaign=campaign, contracts=contracts, actor=who.siege)
    return campaigns.pass_campaign(campaign, "open", actor=who.siege, today=TODAY)


def opened(*questions, contracts=1):
    """An open campaign with these questions (`(kind, fields)`), its contracts and their coordinators."""
    who = people()
    campaign = draft_campaign(who)
    who.questions = [add(campaign, who, kind, **fields) for kind, fields in questions or [("single", {})]]
    pairs = [contract_with_coordinator(f"Camille {n}") for n in range(contracts)]
    who.contracts, who.coordinators = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    who.contract, who.coordinator = pairs[0]
    who.campaign = open_to(campaign, who, who.contracts)
    who.replies = list(Reply.objects.filter(campaign=campaign).order_by("contract_id"))
    who.reply = who.replies[0]
    return who


def say(reply, question, given, actor=None, version=0):
    return campaign_replies.save_answer(reply=reply, question=question, given=given, version=version, actor=actor)
