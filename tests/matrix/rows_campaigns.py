"""The rows of the addresses of the campaigns.

The campaign of the world is open, conducted by the siège of the region, and answered by the coordinator of the draft.
"""

from datetime import timedelta

from django.utils import timezone

from tests.matrix.groups import SIEGES, SIGNED_IN

CONDUCTS = {*SIEGES}
SEES = CONDUCTS | {"coordinator"}


def rows_on(people, draft, rows):
    """`{key: id}` of one row of everything on this draft, beside `rows` that are there already."""
    from evaluation.models import Answer, Campaign, Question, Reply, Verbatim
    from evaluation.models.campaign_replies import fingerprint

    term = timezone.localdate() + timedelta(days=30)
    common = {"region": people.region, "year": 2026, "closes_on": term}
    drafted = Campaign.objects.create(title="En préparation", **common)
    opened = Campaign.objects.create(title="Ouverte", state="open", **common)
    closed = Campaign.objects.create(title="Close", state="closed", **common)
    question = Question.objects.create(campaign=drafted, kind="text", text="Quoi ?", position=1)
    asked = Question.objects.create(campaign=opened, kind="text", text="Quoi ?", position=1)
    reply = Reply.objects.create(campaign=opened, contract=draft)
    sent = Reply.objects.create(campaign=closed, contract=draft, state="submitted")
    told = Question.objects.create(campaign=closed, kind="text", text="Quoi ?", position=1)
    answer = Answer.objects.create(reply=sent, question=told, value="Un texte.")
    verbatim = Verbatim.objects.create(answer=answer, source=fingerprint("Un texte."))
    return {
        "campaign_draft": drafted.pk,
        "campaign": opened.pk,
        "campaign_closed": closed.pk,
        "campaign_question": question.pk,
        "campaign_asked": asked.pk,
        "reply": reply.pk,
        "reply_sent": sent.pk,
        "verbatim": verbatim.pk,
    }


_REPLY = {"pk": "campaign", "reply": "reply"}
_QUESTION = {"pk": "campaign_draft", "question": "campaign_question"}
#: The arguments of each address beyond the contract's reference: `{name: "!value" or key of the rows}`.
ARGUMENTS: dict = {
    **{f"evaluation:{name}": {"pk": "campaign"} for name in ("campaign", "campaign_progress", "campaign_journal")},
    **{f"evaluation:{name}": {"pk": "campaign"} for name in ("campaign_results", "campaign_cross", "campaign_pdf")},
    **{f"evaluation:{name}": {"pk": "campaign_draft"} for name in ("campaign_edit", "campaign_contracts")},
    **{f"evaluation:{name}": {"pk": "campaign_draft"} for name in ("questions", "campaign_preview")},
    "evaluation:campaign_mails": {"pk": "campaign"},
    "evaluation:campaign_remind": {"pk": "campaign"},
    "evaluation:campaign_duplicate": {"pk": "campaign_draft"},
    "evaluation:question_order": {"pk": "campaign_draft"},
    "evaluation:campaign_passage": {"pk": "campaign", "target": "!closed"},
    "evaluation:campaign_export": {"pk": "campaign", "kind": "!json"},
    "evaluation:question_add": {"pk": "campaign_draft", "kind": "!text"},
    **{f"evaluation:{name}": _QUESTION for name in ("question", "question_move", "question_remove")},
    **{f"evaluation:{name}": _REPLY for name in ("reply", "reply_submit", "reply_people")},
    **{f"evaluation:{name}": _REPLY for name in ("reply_reopen", "reply_refuse", "reply_keep")},
    **{f"evaluation:{name}": {**_REPLY, "question": "campaign_asked"} for name in ("answer", "answer_versions")},
    "evaluation:campaign_answers": {"pk": "campaign", "question": "campaign_asked"},
    "evaluation:verbatims": {"pk": "campaign_closed"},
    "evaluation:verbatim": {"pk": "campaign_closed", "verbatim": "verbatim"},
}
PAGES: dict = {
    ("evaluation:campaigns", "get"): SIGNED_IN,
    ("evaluation:campaign_add", "get"): {"referent", "neighbour", "stranger", *SIEGES},
}
CONTRACT: dict = {}
_GET = (
    *(
        "campaign_edit",
        "campaign_contracts",
        "campaign_passage",
        "campaign_duplicate",
        "campaign_progress",
        "campaign_journal",
        "campaign_remind",
    ),
    *("questions", "question_add", "question", "question_remove", "campaign_preview"),
    *("campaign_results", "campaign_answers", "campaign_cross", "campaign_export", "verbatims", "verbatim"),
    *("reply_reopen", "reply_refuse", "reply_keep"),
)
_POST = ("campaign_mails", "question_order", "question_move", "campaign_pdf")
MANAGED: dict = {
    ("evaluation:campaign", "get"): SEES,
    **{(f"evaluation:{name}", "get"): CONDUCTS for name in _GET},
    **{(f"evaluation:{name}", "post"): CONDUCTS for name in _POST},
    # A refusal with its reason: the reply of the world is not sent.
    ("evaluation:reply", "get"): SEES,
    ("evaluation:reply", "post"): {"coordinator"},
    ("evaluation:reply_people", "get"): SEES,
    ("evaluation:answer", "post"): {"coordinator"},
    ("evaluation:answer_versions", "get"): {"coordinator"},
    ("evaluation:reply_submit", "get"): {"coordinator"},
}
