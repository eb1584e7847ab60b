"""One row of everything on the draft of `world()`, and the arguments of every address."""

from datetime import timedelta
from importlib import import_module

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts import services as accounts
from accounts.enums import KeyScope, TerritoryRoleKind
from accounts.models import OrganisationAlias, TerritoryRole
from actions.models import (
    ActionBatch,
    CatalogueIndicator,
    Indicator,
    Measure,
    NewsLink,
    NewsRequest,
    SheetImport,
    YearProgress,
)
from actions.spreadsheets.report import Report
from contracts import models
from contracts.services import roles, schemes
from core.job_model import Job, JobState
from governance.models import (
    AgendaItem,
    Attendance,
    Body,
    CoordinationPost,
    Decision,
    FollowUp,
    Handover,
    HandoverAnswer,
    Meeting,
    PostFunding,
    PostShare,
    Seat,
    Training,
    UsualBody,
)
from tests.factories import actions as fiches
from tests.factories import contracts as made
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.matrix.rows import TOPICS


def build():
    people = made.world()
    people.unrelated = people.nobody
    draft, signed = people.draft, people.signed
    rows = rows_on(people, draft)
    for topic in _topics():
        rows |= topic.rows_on(people, draft, rows) if hasattr(topic, "rows_on") else {}
    return people, rows | {"reference": draft.reference}, _signed(signed)


def _topics():
    return [import_module(f"tests.matrix.rows_{topic}") for topic in TOPICS]


def _document(contract, user):
    path = default_storage.save("essai/annexe.pdf", ContentFile(b"%PDF-1.7"))
    return models.Document.objects.create(
        contract=contract,
        kind="annex",
        title="Annexe",
        name="annexe.pdf",
        file=path,
        content_type="application/pdf",
        size=8,
        created_by=user,
    )


def _sheet(people, draft):
    report = Report(rows=[{"name": "1. Fiche", "sheet": "Fiches", "row": 2, "new": True, "cells": []}]).as_json()
    return SheetImport.objects.create(contract=draft, name="a.xlsx", deposited_by=people.referent, report=report)


def _signed(contract):
    indicator = Indicator.objects.create(contract=contract, title="Suivi")
    document = _document(contract, None)
    taken = Decision.objects.create(contract=contract, number=1, on=timezone.localdate(), text="Valider")
    body = Body.objects.create(contract=contract, kind="copil")
    meeting = Meeting.objects.create(contract=contract, body=body, on=timezone.localdate())
    rows = {
        "document": document.pk,
        "meeting": meeting.pk,
        "decision": taken.pk,
        "action": None,
        "indicator": indicator.pk,
    }
    for topic in _topics():
        rows |= topic.rows_on_signed(contract) if hasattr(topic, "rows_on_signed") else {}
    return {"reference": contract.reference, **rows}


def rows_on(people, draft):
    """Something of every kind, on this draft."""
    axis = made.AxisFactory(contract=draft)
    objective = made.ObjectiveFactory(axis=axis)
    signatory = made.SignatoryFactory(contract=draft)
    action = fiches.ActionFactory(axis=axis, objective=objective)
    indicator = fiches.IndicatorFactory(action=action)
    organisation = OrganisationFactory()
    settings = made.RegionSettingsFactory(region=people.region)
    job = Job.objects.create(kind="essai", key="1", requested_by=people.referent, state=JobState.QUEUED)
    deposit = models.ContractImport.objects.create(name="a.json", file="a.json", deposited_by=people.referent)
    Job.objects.create(kind="contract_import_preview", key=str(deposit.pk), requested_by=people.referent)
    invited = roles.invite_to_contract(contract=draft, actor=people.referent, email="invitee@exemple.fr", role="reader")
    account = accounts.invite(
        email="agent@exemple.fr",
        actor=people.administrator,
        territory_role=TerritoryRoleKind.ARS_REGION,
        region=people.region,
    )
    managed = TerritoryRole.objects.create(
        user=UserFactory(), role=TerritoryRoleKind.ARS_DEPARTMENT, department=people.drome
    )
    key, _secret = accounts.create_api_key(user=people.referent, name="SI", scope=KeyScope.SIGNED, read_only=True)
    now = timezone.now()
    link = NewsLink.objects.create(email="pilote@exemple.fr", expires_at=now + timedelta(days=30))
    news = NewsRequest.objects.create(contract=draft, action=action, link=link, state="answered", answered_at=now)
    entry = CatalogueIndicator.objects.create(region=people.region, title="Délai d’un rendez-vous")
    agreement = fiches.FundingAgreementFactory(contract=draft)
    agreement.parties.add(organisation)
    body = Body.objects.create(contract=draft, kind="copil")
    meeting = Meeting.objects.create(contract=draft, body=body, on=now.date() + timedelta(days=20))
    post = CoordinationPost.objects.create(contract=draft, title="Coordination")
    handover = Handover.objects.create(contract=draft, kind="elected")
    handed = Handover.objects.create(contract=draft, kind="ars", successor=people.referent, handed_on=now.date())
    question = HandoverAnswer.objects.create(contract=draft, handover=handover, question="Que savoir ?")
    return {
        "handover": handover.pk,
        "handover_answer": question.pk,
        "handed": handed.pk,
        "axis": axis.pk,
        "objective": objective.pk,
        "signatory": signatory.pk,
        "commitment": made.CommitmentFactory(contract=draft, signatory=signatory).pk,
        "article": made.ArticleFactory(contract=draft).pk,
        "finding": made.FindingFactory(contract=draft).pk,
        "scheme": made.SchemeLinkFactory(contract=draft).pk,
        "registered": schemes.register_scheme(
            actor=None, kind="cpts", name="CPTS des Baronnies", members=[("commune", "26220", "Nyons")]
        ).pk,
        "comment": models.Comment.objects.create(contract=draft, author=people.referent, text="?").pk,
        "opinion": models.Opinion.objects.create(contract=draft, organisation=organisation).pk,
        "amendment": made.AmendmentFactory(contract=draft, kinds=["other"]).pk,
        "suspension": models.Suspension.objects.create(contract=draft, since=now.date()).pk,
        "document": _document(draft, people.referent).pk,
        "predecessor": models.Predecessor.objects.create(contract=draft, label="Avant").pk,
        "role": draft.roles.get(user=made.with_role(draft, "reader")).pk,
        "contract_invitation": invited.pk,
        "invitation": account.pk,
        "managed": managed.user.pk,
        "managed_role": managed.pk,
        "key": key.pk,
        "organisation": organisation.pk,
        "parties": [organisation.pk],
        "other_organisation": OrganisationFactory().pk,
        "alias": OrganisationAlias.objects.create(organisation=organisation, name="Autre nom").pk,
        "standard_text": made.StandardTextFactory(settings=settings).pk,
        "job": job.pk,
        "deposit": deposit.pk,
        "sheet": _sheet(people, draft).pk,
        "body": body.pk,
        "coordinator": people.coordinator.pk,
        "training": Training.objects.create(person=people.coordinator, title="Plaidoyer", on=now.date()).pk,
        "usual_body": UsualBody.objects.create(region=people.region, kind="copil").pk,
        "post": CoordinationPost.objects.create(contract=draft).pk,
        "meeting": meeting.pk,
        "item": AgendaItem.objects.create(contract=draft, body=body, meeting=meeting, title="Bilan", position=1).pk,
        "agenda-item": AgendaItem.objects.create(contract=draft, body=body, title="En attente", position=1).pk,
        "seat": Seat.objects.create(contract=draft, body=body, organisation=organisation, position=1).pk,
        "attendance": Attendance.objects.create(contract=draft, meeting=meeting, organisation=organisation).pk,
        "decision": Decision.objects.create(contract=draft, number=1, on=now.date(), text="Valider").pk,
        "follow-up": FollowUp.objects.create(contract=draft, text="Écrire", done_on=now.date()).pk,
        "coordination-post": post.pk,
        "post-funding": PostFunding.objects.create(contract=draft, post=post, funder=organisation, year=2026).pk,
        "post-share": PostShare.objects.create(contract=draft, post=post, scheme="CLSM").pk,
        "action": action.pk,
        "reminded": people.coordinator.email,
        "news": news.pk,
        "news_link": news.link.pk,
        "step": fiches.StepFactory(action=action).pk,
        "year": YearProgress.objects.create(contract=draft, action=action, year=2026).pk,
        "note": fiches.NoteFactory(action=action).pk,
        "factor": fiches.FactorFactory(action=action).pk,
        "change-reason": fiches.ChangeReasonFactory(action=action).pk,
        "funding": fiches.FundingFactory(action=action).pk,
        "batch": ActionBatch.objects.create(contract=draft, label="Statut\xa0: réalisée").pk,
        "funding-agreement": agreement.pk,
        "indicator": indicator.pk,
        "measure": Measure.objects.create(contract=draft, indicator=indicator, on=now.date(), value=1).pk,
        "region": people.region.pk,
        "territory": people.drome.pk,
        "catalogue": entry.pk,
        "catalogue-indicator": entry.pk,
    }


#: The arguments of each address beyond the contract's reference: `{name: value or key of the rows}`.
ARGUMENTS = {
    "help_topic": {"slug": "!cls"},
    "core:kept_mail": {"name": "!absent.eml"},
    "core:kept_mail_file": {"name": "!absent.eml", "rank": "!0"},
    "core:job": {"job_id": "job"},
    "core:job_state": {"job_id": "job"},
    "core:job_file": {"job_id": "job"},
    "core:job_restart": {"job_id": "job"},
    "accounts:password_reset": {"uid": "!Mg", "token": "!faux"},
    "accounts:invitation": {"token": "!faux"},
    "accounts:revoke_key": {"pk": "key"},
    "accounts:person": {"pk": "managed"},
    "accounts:activation": {"pk": "managed"},
    "accounts:departure": {"pk": "managed"},
    "accounts:close": {"pk": "managed"},
    "accounts:add_role": {"pk": "managed"},
    "accounts:remove_role": {"pk": "managed_role"},
    "accounts:resend_invitation": {"pk": "invitation"},
    "accounts:revoke_invitation": {"pk": "invitation"},
    "accounts:organisation": {"pk": "organisation"},
    "accounts:organisation_edit": {"pk": "organisation"},
    "accounts:organisation_add_alias": {"pk": "organisation"},
    "accounts:organisation_remove_alias": {"pk": "alias"},
    "accounts:organisation_merge": {"pk": "organisation"},
    "territories:place": {"level": "!commune", "code": "!26220"},
    "contracts:import_preview": {"pk": "deposit"},
    "contracts:import_confirm": {"pk": "deposit"},
    "contracts:region_settings": {"code": "region"},
    "contracts:standard_text_add": {"code": "region"},
    "contracts:standard_text": {"code": "region", "pk": "standard_text"},
    "contracts:standard_text_remove": {"code": "region", "pk": "standard_text"},
    "contracts:predecessor_remove": {"pk": "predecessor"},
    "contracts:text_add": {"words": "!articles"},
    "contracts:text_order": {"words": "!articles"},
    "contracts:text_edit": {"words": "!articles", "pk": "article"},
    "contracts:text_move": {"words": "!articles", "pk": "article"},
    "contracts:text_remove": {"words": "!articles", "pk": "article"},
    "contracts:axis": {"pk": "axis"},
    "contracts:objective": {"pk": "objective"},
    "contracts:plan_order": {"kind": "!axe"},
    "contracts:plan_order_within": {"kind": "!objectif", "pk": "axis"},
    "contracts:plan_move": {"kind": "!axe", "pk": "axis"},
    "contracts:plan_remove": {"kind": "!objectif", "pk": "objective"},
    "contracts:signatory": {"pk": "signatory"},
    "contracts:signatory_move": {"pk": "signatory"},
    "contracts:signatory_remove": {"pk": "signatory"},
    "contracts:commitment_add": {"signatory": "signatory"},
    "contracts:commitment": {"pk": "commitment"},
    "contracts:commitment_remove": {"pk": "commitment"},
    "contracts:commitment_move": {"pk": "commitment"},
    "contracts:finding": {"pk": "finding"},
    "contracts:finding_remove": {"pk": "finding"},
    "contracts:scheme": {"pk": "scheme"},
    "contracts:scheme_roles": {"theme": "!Santé mentale"},
    "contracts:register_scheme": {"pk": "registered"},
    "contracts:register_scheme_edit": {"pk": "registered"},
    "contracts:scheme_remove": {"pk": "scheme"},
    "contracts:opinion": {"pk": "opinion"},
    "contracts:opinion_remove": {"pk": "opinion"},
    "contracts:document": {"pk": "document"},
    "contracts:document_version": {"pk": "document"},
    "contracts:document_withdraw": {"pk": "document"},
    "contracts:record_signature": {"pk": "signatory"},
    "contracts:row_comments": {"word": "!axe", "pk": "axis"},
    "contracts:comment_answer": {"pk": "comment"},
    "contracts:comment_close": {"pk": "comment"},
    "contracts:agree": {"side": "!carrier"},
    "contracts:withdraw_agreement": {"side": "!carrier"},
    "contracts:passage": {"target": "!abandoned"},
    "contracts:justify": {"rule": "!mental_health"},
    "contracts:end_suspension": {"pk": "suspension"},
    "contracts:amendment": {"pk": "amendment"},
    "contracts:amendment_remove": {"pk": "amendment"},
    "contracts:role_remove": {"pk": "role"},
    "contracts:invitation_revoke": {"pk": "contract_invitation"},
    "governance:prepare": {"pk": "body"},
    "governance:neighbours": {"pk": "body"},
    "governance:backlog_add": {"pk": "body"},
    **{
        f"governance:{name}": {"pk": "meeting"}
        for name in (
            *("meeting", "meeting_edit", "minutes", "rectify", "meeting_remove", "item_add", "item_order", "propose"),
            *("people", "seat_people", "invite", "live", "tell"),
        )
    },
    "governance:passage": {"pk": "meeting", "target": "!cancelled"},
    **{f"governance:{name}": {"pk": "item"} for name in ("item", "item_remove", "item_move", "item_later")},
    **{f"governance:{name}": {"pk": "item"} for name in ("notes", "treated", "decide", "follow")},
    "governance:answer_invitation": {"token": "!faux"},
    "governance:presence": {"pk": "attendance"},
    "governance:item_schedule": {"pk": "item", "meeting": "meeting"},
    "governance:paper": {"pk": "meeting", "paper": "!releve"},
    "governance:decision": {"pk": "decision"},
    "governance:supersede": {"pk": "decision"},
    "governance:answer": {"pk": "decision"},
    "governance:follow_up": {"pk": "follow-up"},
    "governance:follow_up_finish": {"pk": "follow-up"},
    "governance:follow_up_drop": {"pk": "follow-up"},
    "governance:follow_up_reopen": {"pk": "follow-up"},
    "governance:follow_up_verify": {"pk": "follow-up"},
    "governance:commitment": {"pk": "commitment"},
    "governance:signatory": {"pk": "signatory"},
    "governance:signatory_paper": {"pk": "signatory"},
    "coordination:handover": {"pk": "handover"},
    "coordination:handover_edit": {"pk": "handover"},
    "coordination:handover_answer": {"pk": "handover", "question": "handover_answer"},
    "coordination:handover_pdf": {"pk": "handover"},
    "coordination:handover_give": {"pk": "handover"},
    "coordination:handover_drop": {"pk": "handover"},
    "coordination:handover_read": {"pk": "handed"},
    "coordination:holder": {"pk": "post"},
    "coordination:money": {"pk": "post"},
    "coordination:region_sharing": {"code": "region"},
    **{f"coordination:{name}": {"code": "region"} for name in ("usual", "usual_start", "usual_body_add")},
    "coordination:usual_seat_add": {"code": "region", "pk": "usual_body"},
    "coordination:usual_change": {"code": "region", "kind": "!instances", "pk": "usual_body"},
    "coordination:usual_remove": {"code": "region", "kind": "!instances", "pk": "usual_body"},
    "coordination:person": {"pk": "coordinator"},
    "coordination:training_add": {"pk": "coordinator"},
    "coordination:training": {"pk": "coordinator", "training": "training"},
    "coordination:training_remove": {"pk": "coordinator", "training": "training"},
    "practices:propose": {"pk": "action"},
    **{f"practices:{name}": {"pk": "practice"} for name in ("practice", "take", "edit")},
    "practices:passage": {"pk": "practice", "target": "!withdrawn"},
    "governance:add": {"kind": "!instances"},
    "governance:add_to": {"host_kind": "!instances", "host": "body", "kind": "!sieges"},
    "governance:change": {"kind": "!instances", "pk": "body"},
    "governance:remove": {"kind": "!instances", "pk": "body"},
    "actions:indicator": {"pk": "indicator"},
    "actions:indicator_edit": {"pk": "indicator"},
    "actions:indicator_move": {"pk": "indicator"},
    "actions:indicator_remove": {"pk": "indicator"},
    "actions:indicator_value_add": {"pk": "indicator"},
    "actions:indicator_value": {"pk": "indicator", "measure": "measure"},
    "actions:value_remove": {"pk": "indicator", "measure": "measure"},
    "actions:fiche_values": {"pk": "action"},
    "actions:catalogue": {"code": "region"},
    "actions:catalogue_add": {"code": "region"},
    "actions:catalogue_entry": {"pk": "catalogue"},
    "actions:catalogue_edit": {"pk": "catalogue"},
    "actions:participation_phase": {"code": "!diagnosis"},
    "actions:partnerships": {"pk": "action"},
    "actions:news_answer": {"token": "!faux"},
    "actions:news_approve": {"pk": "news"},
    "actions:news_undo": {"pk": "news"},
    "actions:news_return": {"pk": "news"},
    "actions:news_withdraw": {"pk": "news"},
    "actions:news_revoke": {"pk": "news_link"},
    "actions:reminders_preview": {"email": "reminded"},
    "actions:reminders_pause": {"email": "reminded"},
    "actions:sheet_preview": {"pk": "sheet"},
    "actions:sheet_confirm": {"pk": "sheet"},
    "actions:action": {"pk": "action"},
    "actions:edit": {"pk": "action"},
    "actions:fiche_money": {"pk": "action"},
    "actions:agreement": {"pk": "funding-agreement"},
    "actions:agreement_remove": {"pk": "funding-agreement"},
    "actions:goals": {"pk": "action"},
    "actions:move": {"pk": "action"},
    "actions:board_move": {"pk": "action"},
    "actions:batch": {"pk": "batch"},
    "actions:batch_undo": {"pk": "batch"},
    "actions:duplicate": {"pk": "action"},
    "actions:delete": {"pk": "action"},
    "actions:journal": {"pk": "action"},
    "actions:measure_add": {"pk": "action", "indicator": "indicator", "kind": "!valeurs"},
    "actions:row_add": {"pk": "action", "kind": "!etapes"},
    "actions:row": {"pk": "action", "kind": "!etapes", "row": "step"},
    "actions:row_remove": {"pk": "action", "kind": "!etapes", "row": "step"},
}


def arguments(name, rows, *, reference):
    """The keyword arguments of an address; `!value` stands for itself, anything else is a key of the rows."""
    known = {**ARGUMENTS, **{key: told for topic in _topics() for key, told in getattr(topic, "ARGUMENTS", {}).items()}}
    given = {
        argument: value[1:] if str(value).startswith("!") else rows[value]
        for argument, value in known.get(name, {}).items()
    }
    return given | ({"reference": rows["reference"]} if reference else {})
