"""The rows of the addresses of the evaluation of a contract."""

from django.utils import timezone

from contracts.models import Predecessor
from evaluation import models
from tests.matrix.groups import READ, SIEGES, WRITERS


def rows_on(people, draft, rows):
    """`{key: id}` of one row of everything on this draft, beside `rows` that are there already."""
    today = timezone.localdate()
    question = models.EvaluationQuestion.objects.create(contract=draft, code="essai", title="Question d’essai")
    criterion = models.Criterion.objects.create(contract=draft, question=question, title="Critère d’essai")
    evaluation = models.Evaluation.objects.create(contract=draft, purpose="Décider de la suite")
    judgement = models.Judgement.objects.create(
        contract=draft, criterion=criterion, action=draft.actions.first(), value="mostly"
    )
    source = models.Source.objects.create(contract=draft, title="Bilan")
    heard = models.Source.objects.create(contract=draft, kind="interview", title="Entretien n° 1")
    interview = models.Interview.objects.create(
        contract=draft,
        source=heard,
        audience="ars",
        on=today,
        consent="given",
        consent_on=today,
        consent_way="oral",
    )
    quote = models.Quote.objects.create(contract=draft, interview=interview, text="C’est utile.")
    accepted = {"answer": "accepted", "answered_by": "COPIL", "answered_on": today}
    recommendation = models.Recommendation.objects.create(contract=draft, text="Poursuivre", **accepted)
    before = models.Recommendation.objects.create(contract=people.signed, text="Recommencer", **accepted)
    Predecessor.objects.create(contract=draft, known=people.signed, label=people.signed.reference)
    bank = models.BankQuestion.objects.create(region=people.region, code="essai", title="Essai", criteria=["Un"])
    return {
        "evaluation": evaluation.pk,
        "evaluation_question": question.pk,
        "judgement": judgement.pk,
        "criterion": criterion.pk,
        "evaluation_source": source.pk,
        "interview": interview.pk,
        "quote": quote.pk,
        "recommendation": recommendation.pk,
        "recommendation_before": before.pk,
        "bank_question": bank.pk,
    }


_QUESTION, _INTERVIEW, _QUOTE = {"pk": "evaluation_question"}, {"pk": "interview"}, {"pk": "quote"}
#: The arguments of each address beyond the contract's reference: `{name: "!value" or key of the rows}`.
ARGUMENTS: dict = {
    **{f"evaluation:{name}": _QUESTION for name in ("question_page", "grid", "swot", "evaluation_question_move")},
    **{f"evaluation:interview{name}": _INTERVIEW for name in ("", "_edit", "_answers", "_remove")},
    "evaluation:consent": _INTERVIEW,
    "evaluation:quote_add": _INTERVIEW,
    **{f"evaluation:quote{name}": _QUOTE for name in ("", "_confirm", "_remove")},
    "evaluation:recommendation_answer": {"pk": "recommendation"},
    "evaluation:recommendation_follow": {"pk": "recommendation"},
    "evaluation:recommendation_take_up": {"pk": "recommendation_before"},
    "evaluation:row_add": {"kind": "!sources"},
    "evaluation:row_add_to": {**_QUESTION, "kind": "!criteres"},
    "evaluation:row": {"kind": "!sources", "pk": "evaluation_source"},
    "evaluation:row_remove": {"kind": "!sources", "pk": "evaluation_source"},
    "evaluation:evaluation_report": {"format": "!pdf"},
    **{f"evaluation:bank{name}": {"code": "region"} for name in ("", "_adopt", "_question_add")},
    "evaluation:bank_question": {"code": "region", "pk": "bank_question"},
    "evaluation:bank_question_retire": {"code": "region", "pk": "bank_question"},
    "evaluation:guide": {"code": "region", "audience": "!ars"},
}
PAGES: dict = {}
CONTRACT: dict = {
    **{
        (f"evaluation:{name}", "get"): READ
        for name in ("evaluation_questions", "sources", "conclusions", "indicator_lookup")
    },
    **{(f"evaluation:{name}", "get"): READ for name in ("question_page", "grid")},
    ("evaluation:evaluation_report", "post"): READ,
    **{
        (f"evaluation:{name}", "get"): WRITERS
        for name in (
            *("set_up", "swot", "interview_add", "interview", "interview_edit", "consent", "interview_answers"),
            *("interview_remove", "quote_add", "quote", "quote_remove", "recommendation_answer"),
            *("recommendation_follow", "row_add", "row_add_to", "row", "row_remove"),
        )
    },
    **{
        (f"evaluation:{name}", "post"): WRITERS
        for name in ("questions_take", "evaluation_question_move", "quote_confirm", "recommendation_take_up", "grid")
    },
}
MANAGED: dict = {
    ("evaluation:bank", "get"): {"administrator", *SIEGES, "referent", "neighbour"},
    **{
        (f"evaluation:{name}", "get"): {"administrator", *SIEGES}
        for name in ("bank_question_add", "bank_question", "guide")
    },
    **{(f"evaluation:{name}", "post"): {"administrator", *SIEGES} for name in ("bank_adopt", "bank_question_retire")},
}
