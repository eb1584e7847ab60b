"""Who may do what at every address: one line an address and a verb. A new route needs its line here.

The groups of people; whoever is in none of a line's groups, but sees the thing, is refused (403); whoever does not see
it finds nothing (404); nobody signed in is sent to the sign-in page (or answered 401 by REST).
"""

from importlib import import_module
from pathlib import Path

from tests.matrix import rows_networks
from tests.matrix.groups import (
    ADMINISTERS,
    ARS_AND_ADMIN,
    CARRIER_AGREES,
    COMMENTS,
    CREATES,
    NEAR,
    OPEN,
    READ,
    ROLES,
    SIEGES,
    SIGNED_IN,
    STEERS,
    WRITERS,
)

#: (address, verb): the group that passes. READ: whoever sees the contract. OPEN: even nobody. SIGNED_IN: all accounts.
PAGES = {
    ("home", "get"): SIGNED_IN,
    ("arrival", "get"): SIGNED_IN,
    ("health", "get"): OPEN,
    ("help", "get"): OPEN,
    ("help_topic", "get"): OPEN,
    ("core:kept_mails", "get"): OPEN,
    ("core:kept_mail", "get"): OPEN,
    ("core:kept_mail_file", "get"): OPEN,
    ("accounts:login", "get"): OPEN,
    ("accounts:password_forgotten", "get"): OPEN,
    ("accounts:password_reset", "get"): OPEN,
    ("accounts:invitation", "get"): OPEN,
    ("governance:answer_invitation", "get"): OPEN,
    ("governance:answer_invitation", "post"): OPEN,
    ("actions:news_answer", "get"): OPEN,
    ("actions:news_answer", "post"): OPEN,
    ("accounts:login", "post"): OPEN,
    ("accounts:password_forgotten", "post"): OPEN,
    ("accounts:password_reset", "post"): OPEN,
    ("accounts:invitation", "post"): OPEN,
    ("accounts:me", "get"): SIGNED_IN,
    ("accounts:me", "post"): SIGNED_IN,
    ("accounts:password", "post"): SIGNED_IN,
    ("accounts:create_key", "post"): SIGNED_IN,
    ("accounts:people", "get"): ADMINISTERS,
    ("accounts:invite", "get"): ADMINISTERS,
    ("accounts:organisations", "get"): SIGNED_IN,
    ("accounts:organisation_lookup", "get"): SIGNED_IN,
    ("accounts:organisation_create", "get"): ARS_AND_ADMIN | {"coordinator"},
    ("accounts:organisation", "get"): SIGNED_IN,
    ("accounts:organisation_edit", "get"): ARS_AND_ADMIN,
    ("accounts:organisation_add_alias", "post"): ARS_AND_ADMIN,
    ("accounts:organisation_remove_alias", "post"): ARS_AND_ADMIN,
    ("accounts:organisation_merge", "get"): ARS_AND_ADMIN,
    ("territories:index", "get"): SIGNED_IN,
    ("territories:lookup", "get"): SIGNED_IN,
    ("territories:place", "get"): SIGNED_IN,
    ("contracts:list", "get"): SIGNED_IN,
    ("contracts:create", "get"): CREATES,
    ("contracts:import", "get"): CREATES,
    ("actions:catalogue", "get"): SIGNED_IN,
    ("actions:catalogues", "get"): SIGNED_IN,
    ("actions:catalogue_entry", "get"): SIGNED_IN,
    ("actions:catalogue_add", "get"): {*SIEGES, "administrator"},
    ("actions:catalogue_edit", "get"): {*SIEGES, "administrator"},
    ("contracts:register", "get"): SIGNED_IN,
    ("contracts:register_scheme", "get"): SIGNED_IN,
    ("contracts:register_scheme_add", "get"): ARS_AND_ADMIN | {"coordinator"},
    ("contracts:register_scheme_edit", "get"): NEAR,
    ("contracts:regions", "get"): {*SIEGES, "administrator"},
    ("coordination:posts", "get"): SIGNED_IN,
    ("actions:all", "get"): SIGNED_IN,
    ("actions:columns", "post"): SIGNED_IN,
}

#: Addresses under a contract, tried on the draft and, for what is read, on the signed contract too.
CONTRACT = {
    **{
        (f"contracts:{name}", "get"): READ
        for name in (
            *("contract", "texts", "plan", "signatories", "findings", "themes", "schemes", "lifecycle", "negotiation"),
            *("signature", "amendments", "documents", "journal", "roles", "export", "preview", "document"),
            "row_comments",
        )
    },
    ("contracts:pdf", "post"): READ,
    ("actions:meaning", "get"): READ,
    ("actions:indicators", "get"): READ,
    ("actions:indicator", "get"): READ,
    ("governance:bodies", "get"): READ,
    ("governance:meeting", "get"): READ,
    **{(f"governance:{name}", "get"): READ for name in ("decisions", "decision", "fiche_lookup", "follow_ups")},
    **{(f"governance:{name}", "get"): WRITERS for name in ("take", "supersede", "follow_up_add", "follow_up")},
    **{(f"governance:{name}", "get"): WRITERS for name in ("follow_up_finish", "follow_up_drop")},
    **{(f"governance:{name}", "post"): WRITERS for name in ("answer", "follow_up_reopen", "follow_up_verify")},
    ("governance:follow_up_settings", "post"): WRITERS,
    ("governance:paper", "post"): WRITERS,
    **{(f"coordination:{name}", "get"): WRITERS for name in ("holder", "money", "sharing")},
    ("actions:list", "get"): READ,
    ("actions:progress", "get"): READ,
    ("actions:board", "get"): READ,
    ("actions:pdf", "post"): READ,
    ("actions:timeline", "get"): READ,
    ("actions:by_lead", "get"): READ,
    ("actions:export", "get"): READ,
    ("actions:export", "post"): READ,
    ("actions:sheet_import", "get"): WRITERS,
    ("actions:sheet_preview", "get"): WRITERS,
    ("actions:sheet_confirm", "post"): WRITERS,
    ("actions:action", "get"): READ,
    ("actions:journal", "get"): READ,
    ("contracts:themes", "post"): WRITERS,
    ("actions:money", "get"): READ,
    ("actions:agreements", "get"): READ,
    ("contracts:edit", "get"): WRITERS,
    ("contracts:perimeter", "get"): READ,
    ("contracts:perimeter", "post"): WRITERS,
    ("contracts:predecessors", "get"): WRITERS,
    ("contracts:predecessor_remove", "post"): WRITERS,
    ("contracts:long_texts", "get"): WRITERS,
    ("contracts:standard_texts", "get"): WRITERS,
    ("contracts:text_add", "get"): WRITERS,
    ("contracts:text_edit", "get"): WRITERS,
    ("contracts:text_order", "post"): WRITERS,
    ("contracts:text_move", "post"): WRITERS,
    ("contracts:text_remove", "post"): WRITERS,
    ("contracts:axis_add", "get"): WRITERS,
    ("contracts:axis", "get"): WRITERS,
    ("contracts:objective_add", "get"): WRITERS,
    ("contracts:objective", "get"): WRITERS,
    ("contracts:plan_order", "post"): WRITERS,
    ("contracts:plan_order_within", "post"): WRITERS,
    ("contracts:plan_move", "post"): WRITERS,
    ("contracts:plan_remove", "post"): WRITERS,
    ("contracts:plan_renumber", "get"): WRITERS,
    ("contracts:signatory_add", "get"): WRITERS,
    ("contracts:signatory", "get"): WRITERS,
    ("contracts:signatory_move", "post"): WRITERS,
    ("contracts:signatory_remove", "post"): WRITERS,
    ("contracts:commitment_add", "get"): WRITERS,
    ("contracts:commitment", "get"): WRITERS,
    ("contracts:commitment_remove", "post"): WRITERS,
    ("contracts:commitment_move", "post"): WRITERS,
    ("contracts:finding_add", "get"): WRITERS,
    ("contracts:finding", "get"): WRITERS,
    ("contracts:finding_remove", "post"): WRITERS,
    ("contracts:scheme_add", "get"): WRITERS,
    ("contracts:scheme", "get"): WRITERS,
    ("contracts:scheme_remove", "post"): WRITERS,
    ("contracts:opinion_add", "get"): WRITERS,
    ("contracts:opinion", "get"): WRITERS,
    ("contracts:opinion_remove", "post"): WRITERS,
    ("contracts:document_deposit", "get"): WRITERS,
    ("contracts:document_version", "get"): WRITERS,
    ("contracts:document_withdraw", "get"): WRITERS,
    ("contracts:record_signature", "get"): WRITERS,
    ("contracts:negotiation", "post"): COMMENTS,
    ("contracts:row_comments", "post"): COMMENTS,
    ("contracts:comment_answer", "post"): COMMENTS,
    ("contracts:comment_close", "post"): COMMENTS,
    ("contracts:agree", "post"): CARRIER_AGREES,
    ("contracts:withdraw_agreement", "post"): CARRIER_AGREES,
    ("contracts:passage", "get"): STEERS,
    ("contracts:justify", "get"): STEERS,
    ("contracts:suspend", "get"): STEERS,
    ("contracts:end_suspension", "get"): STEERS,
    ("contracts:scan", "get"): STEERS,
    ("contracts:amendment_add", "get"): STEERS,
    ("contracts:amendment", "get"): STEERS,
    ("contracts:amendment_remove", "post"): STEERS,
    ("contracts:roles", "post"): ROLES,
    ("contracts:role_remove", "post"): ROLES,
    ("contracts:invitation_revoke", "post"): ROLES,
    ("actions:participation_phase", "get"): WRITERS,
    ("actions:partnerships", "get"): WRITERS,
    ("contracts:scheme_roles", "get"): WRITERS,
    ("actions:indicator_add", "get"): WRITERS,
    ("actions:indicator_values", "get"): WRITERS,
    ("actions:indicator_edit", "get"): WRITERS,
    ("actions:indicator_move", "get"): WRITERS,
    ("actions:indicator_remove", "get"): WRITERS,
    ("actions:indicator_value_add", "get"): WRITERS,
    ("actions:indicator_value", "get"): WRITERS,
    ("actions:value_remove", "get"): WRITERS,
    ("actions:fiche_values", "get"): WRITERS,
    ("actions:news", "get"): WRITERS,
    ("actions:news_ask", "get"): WRITERS,
    ("actions:news_approve", "post"): WRITERS,
    ("actions:news_undo", "post"): WRITERS,
    ("actions:news_return", "get"): WRITERS,
    ("actions:news_withdraw", "post"): WRITERS,
    ("actions:news_revoke", "post"): WRITERS,
    ("actions:reminders", "get"): WRITERS,
    ("actions:reminders_preview", "get"): WRITERS,
    ("actions:reminders_pause", "post"): WRITERS,
    ("governance:add", "get"): WRITERS,
    **{
        (f"governance:{name}", "get"): WRITERS
        for name in (
            *("prepare", "neighbours", "backlog_add", "meeting_edit", "minutes", "rectify", "meeting_remove"),
            *("passage", "item_add", "item", "item_remove", "people", "invite", "live", "usual_bodies"),
        )
    },
    **{
        (f"governance:{name}", "post"): WRITERS
        for name in (
            *("item_order", "propose", "seat_people", "item_move", "item_later", "item_schedule"),
            *("tell", "notes", "treated", "decide", "follow", "presence"),
        )
    },
    ("governance:add_to", "get"): WRITERS,
    ("governance:change", "get"): WRITERS,
    ("governance:remove", "get"): WRITERS,
    ("actions:create", "get"): WRITERS,
    **{
        (f"actions:{name}", verb): WRITERS
        for name in ("money_grid", "fiche_money", "agreement_add", "agreement", "agreement_remove")
        for verb in ("get", "post")
    },
    ("actions:order", "get"): WRITERS,
    ("actions:edit", "get"): WRITERS,
    ("actions:goals", "get"): WRITERS,
    ("actions:move", "post"): WRITERS,
    ("actions:board_move", "post"): WRITERS,
    ("actions:bulk", "get"): WRITERS,
    ("actions:bulk_confirm", "post"): WRITERS,
    ("actions:batch", "get"): WRITERS,
    ("actions:batch_undo", "post"): WRITERS,
    ("actions:duplicate", "post"): WRITERS,
    ("actions:delete", "post"): WRITERS,
    ("actions:measure_add", "get"): WRITERS,
    ("actions:row_add", "get"): WRITERS,
    ("actions:row", "get"): WRITERS,
    ("actions:row_remove", "post"): WRITERS,
}

#: Things that belong to one person: whose they are passes, anybody else finds nothing.
OWN = {
    ("core:job", "get"): {"referent"},
    ("core:job_state", "get"): {"referent"},
    ("core:job_file", "get"): {"referent"},
    ("core:job_restart", "post"): {"referent"},
    ("contracts:import_preview", "get"): {"referent"},
    ("contracts:import_confirm", "post"): {"referent"},
    ("accounts:revoke_key", "post"): {"referent"},
}

#: Accounts and regions: who manages passes; the others are refused or find nothing, as the page prefers to say.
MANAGED = {
    ("accounts:person", "get"): {"administrator", *SIEGES},
    ("accounts:activation", "post"): {"administrator", *SIEGES},
    ("accounts:add_role", "post"): {"administrator", *SIEGES},
    ("accounts:remove_role", "post"): {"administrator", *SIEGES},
    ("accounts:resend_invitation", "post"): {"administrator", *SIEGES},
    ("accounts:revoke_invitation", "post"): {"administrator", *SIEGES},
    # Every ARS agent of the region reads its rules.
    ("contracts:region_settings", "get"): {"administrator", *SIEGES, "referent", "neighbour"},
    ("contracts:region_settings", "post"): {"administrator", *SIEGES},
    ("coordination:region_sharing", "get"): {"administrator", *SIEGES, "referent", "neighbour"},
    ("coordination:region_sharing", "post"): {"administrator", *SIEGES},
    ("contracts:standard_text_add", "get"): {"administrator", *SIEGES},
    ("contracts:standard_text", "get"): {"administrator", *SIEGES},
    ("contracts:standard_text_remove", "post"): {"administrator", *SIEGES},
}

#: REST: every account lists what it sees; a row of the draft is read, changed and deleted as on the pages.
API_LISTS = [
    *("territory", "organisation", "contract", "axis", "objective", "signatory", "commitment", "article", "finding"),
    *(
        "opinion",
        "amendment",
        "action",
        "step",
        "year",
        "note",
        "factor",
        "change-reason",
        "funding",
        "funding-agreement",
        "indicator",
        "catalogue-indicator",
        "measure",
    ),
    *("body", "seat", "meeting", "agenda-item", "attendance", "decision", "follow-up"),
    *("coordination-post", "post-funding", "post-share", "handover", "practice"),
    *rows_networks.API,
    *("campaign", "review", "approach"),
    *("evaluation", "evaluation_question", "judgement", "recommendation", "period"),
]
#: Of a contract, read by whoever reads it and written on its pages alone.
OF_EVALUATION = {"evaluation", "evaluation_question", "judgement", "recommendation"}
READ_ONLY = {"territory", "change-reason", "catalogue-indicator", "practice", "campaign", "review", "period"}
READ_ONLY |= OF_EVALUATION | {"handover"}
API_ROWS = {
    **{
        name: WRITERS
        for name in API_LISTS
        if name not in READ_ONLY | {"organisation", "contract", "amendment", "approach", *rows_networks.API}
    },
    "amendment": STEERS,
}

#: The verbs of a list and of a row, where they are fewer than all.
API_VERBS = {
    "meeting": ({"get", "post"}, {"get", "put", "patch"}),
    "decision": ({"get", "post"}, {"get"}),
    "follow-up": ({"get", "post"}, {"get", "put", "patch"}),
    "attendance": ({"get", "post"}, {"get", "put", "patch"}),
    "handover": ({"get"}, {"get"}),
    **rows_networks.API_VERBS,
    "territory": ({"get"}, {"get"}),
    "campaign": ({"get"}, {"get"}),
    "change-reason": ({"get"}, {"get"}),
    "practice": ({"get"}, {"get"}),
    "catalogue-indicator": ({"get", "post"}, {"get", "put", "patch"}),
    "organisation": ({"get", "post"}, {"get", "put", "patch"}),
    "contract": ({"get", "post"}, {"get", "put", "patch"}),
    "review": ({"get"}, {"get"}),
    "period": ({"get"}, {"get"}),
    **dict.fromkeys(OF_EVALUATION, ({"get"}, {"get"})),
    "approach": ({"get", "post"}, {"get", "put", "patch"}),
}

#: What makes a row of each by POST: `{field: key of the rows}`, and values. Who may change such a row may make one.
#: Not of amendments: a draft has none to come.
API_CREATES = {
    "axis": ({"contract": "reference"}, {"title": "Neuf"}),
    "objective": ({"axis": "axis"}, {"title": "Neuf"}),
    "signatory": ({"contract": "reference", "organisation": "organisation"}, {}),
    "commitment": ({"signatory": "signatory"}, {"text": "Neuf"}),
    "article": ({"contract": "reference"}, {"title": "Neuf"}),
    "finding": ({"contract": "reference"}, {"kind": "need", "text": "Neuf"}),
    "opinion": ({"contract": "reference", "organisation": "other_organisation"}, {"asked_on": "2026-03-01"}),
    "action": ({"axis": "axis"}, {"title": "Neuf"}),
    "step": ({"action": "action"}, {"title": "Neuf"}),
    "year": ({"action": "action"}, {"year": 2031}),
    "note": ({"action": "action"}, {"on": "2026-03-01", "text": "Neuf"}),
    "factor": ({"action": "action"}, {"kind": "lever", "about": "money", "text": "Neuf"}),
    "funding": ({"action": "action", "funder": "organisation"}, {"year": 2027, "planned": "1.00"}),
    "funding-agreement": ({"contract": "reference", "parties": "parties"}, {"title": "Neuve"}),
    "indicator": ({"action": "action"}, {"title": "Neuf"}),
    "measure": ({"indicator": "indicator"}, {"on": "2027-03-01", "value": "2"}),
    "body": ({"contract": "reference"}, {"kind": "cotech"}),
    "seat": ({"body": "body", "organisation": "organisation"}, {}),
    "agenda-item": ({"body": "body"}, {"title": "Neuf"}),
    "meeting": ({"body": "body"}, {"on": "2027-03-01"}),
    "decision": ({"contract": "reference"}, {"on": "2026-03-01", "text": "Neuve"}),
    "follow-up": ({"contract": "reference"}, {"text": "Neuve"}),
    "coordination-post": ({"contract": "reference"}, {"title": "Neuf"}),
    "post-funding": ({"post": "coordination-post", "funder": "organisation"}, {"year": 2027, "planned": "1.00"}),
    "post-share": ({"post": "coordination-post"}, {"scheme": "CLSM", "share": "0.2"}),
    "attendance": ({"meeting": "meeting", "organisation": "organisation"}, {"name": "Neuve"}),
}

#: Left out by name: the Django admin, the documentation of the API, and what only exists in demonstration.
#: Signing out sends everybody to the sign-in page.
LEFT_OUT = {"api:schema", "api:docs", "style_guide", "accounts:logout"}

#: Sent without saying in which objective, it finds nothing for anybody: tried in tests/actions/test_pages.py.
ELSEWHERE = {("actions:order", "post")}


def both_verbs(lines, routes):
    """A form is opened and sent by the same people: one line says both. Where all may read, sending has its own."""
    shared = {
        (name, other): who
        for (name, verb), who in lines.items()
        for other in {"get", "post"} & routes.get(name, set()) - {verb}
        if (name, other) not in lines.keys() | ELSEWHERE and who not in (READ, OPEN, SIGNED_IN)
    }
    return lines | shared


# A topic with many addresses has a file of its own: the same dictionaries, for those that it needs.
TOPICS = sorted(path.stem.removeprefix("rows_") for path in Path(__file__).parent.glob("rows_*.py"))
for topic in TOPICS:
    module = import_module(f"tests.matrix.rows_{topic}")
    for table in ("PAGES", "CONTRACT", "OWN", "MANAGED"):
        globals()[table] |= getattr(module, table, {})
