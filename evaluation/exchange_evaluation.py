"""What our files say of the evaluation. Of an interview: its audience, its day, its consent and the confirmed quotes,
never who spoke nor the notes.

Questions, sources and findings are named by their place in the file, from 1.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone

from contracts.exchange.contract_part import called, named
from contracts.exchange.fields import Choice, Date, Rich, Strings, Text, put, write_row
from evaluation.models import (
    Criterion,
    Evaluation,
    EvaluationFinding,
    EvaluationQuestion,
    Interview,
    Judgement,
    Quote,
    Recommendation,
    Source,
)
from evaluation.terms import (
    SWOT,
    Answer,
    Audience,
    Consent,
    ConsentWay,
    Progress,
    Scale,
    SourceKind,
)

EVALUATION = (Text("purpose"), Text("conducted_by"), Text("method"), Date("due_on"), Rich("synthesis"))
QUESTION = (
    *(Text("code"), Text("title"), Text("help"), Text("origin"), Rich("answer")),
    *(Strings(name) for name in SWOT),
)
CRITERION = (Text("code"), Text("title"), Text("help"))
JUDGEMENT = (Choice("value"), Text("comment"))
SOURCE = (Choice("kind"), Text("title"), Text("details"), Date("on"))
INTERVIEW = (Choice("audience"), Choice("consent"), Date("consent_on"), Choice("consent_way"))
RECOMMENDATION = (
    *(Text("text"), Text("addressed_to"), Choice("answer"), Text("answer_reason"), Text("answered_by")),
    *(Date("answered_on"), Text("owner_name"), Date("due_on"), Choice("progress"), Date("done_on"), Text("proof")),
)

_TEXT, _DATE = {"$ref": "#/$defs/text"}, {"$ref": "#/$defs/date"}
_SAID = {"type": "string", "minLength": 1}
_NAMES = {"type": "array", "items": {"type": "string"}}
_PLACES = {"type": "array", "items": {"type": "integer", "minimum": 1}}


def _list(definition):
    return {"type": "array", "items": {"$ref": f"#/$defs/{definition}"}}


def _one_of(choices):
    return {"enum": [*choices.values, None]}


OWN_KEYS: dict[str, dict[str, dict]] = {
    "contract": {"evaluation": {"$ref": "#/$defs/evaluation"}},
    "evaluation": {
        **dict.fromkeys(("purpose", "conducted_by", "method", "synthesis"), _TEXT),
        "due_on": _DATE,
        "sources": _list("evaluation_source"),
        "questions": _list("evaluation_question"),
        "findings": _list("evaluation_finding"),
        "recommendations": _list("recommendation"),
    },
    "evaluation_source": {
        "kind": _one_of(SourceKind),
        "title": _SAID,
        "details": _TEXT,
        "on": _DATE,
        "audience": _one_of(Audience),
        "consent": _one_of(Consent),
        "consent_on": _DATE,
        "consent_way": _one_of(ConsentWay),
        "quotes": _list("evaluation_quote"),
    },
    "evaluation_quote": {"text": _SAID, "question_number": {"type": ["integer", "null"], "minimum": 1}},
    "evaluation_question": {
        **dict.fromkeys(("code", "help", "origin", "answer"), _TEXT),
        "title": _SAID,
        **dict.fromkeys(SWOT, _NAMES),
        "criteria": _list("evaluation_criterion"),
    },
    "evaluation_criterion": {
        **dict.fromkeys(("code", "help"), _TEXT),
        "title": _SAID,
        "actions": _NAMES,
        "indicators": _list("evaluation_indicator"),
        "source_numbers": _PLACES,
        "judgements": _list("evaluation_judgement"),
    },
    "evaluation_indicator": {"title": _SAID, "action": _TEXT},
    "evaluation_judgement": {"action": _SAID, "value": _one_of(Scale), "comment": _TEXT},
    "evaluation_finding": {"text": _SAID, "question_numbers": _PLACES, "source_numbers": _PLACES},
    "recommendation": {
        "text": _SAID,
        **dict.fromkeys(("addressed_to", "answer_reason", "answered_by", "owner_name", "proof"), _TEXT),
        **dict.fromkeys(("answered_on", "due_on", "done_on"), _DATE),
        "answer": _one_of(Answer),
        "progress": _one_of(Progress),
        "actions": _NAMES,
        "finding_numbers": _PLACES,
    },
}


# --- Writing ------------------------------------------------------------------------------------------
def write(context):
    contract, node = context.contract, {}
    plan = list(contract.actions.all())
    if evaluation := Evaluation.objects.filter(contract=contract).first():
        node |= write_row(evaluation, EVALUATION)
    questions = list(
        contract.evaluation_questions.prefetch_related(
            *("criteria__actions", "criteria__indicators__action", "criteria__sources", "criteria__judgements__action")
        )
    )
    sources = list(contract.evaluation_sources.select_related("interview").prefetch_related("interview__quotes"))
    findings = list(contract.evaluation_findings.prefetch_related("questions", "sources"))
    place = {type_: _places(rows) for type_, rows in (("q", questions), ("s", sources), ("f", findings))}
    put(node, "sources", [_source(row, place) for row in sources])
    put(node, "questions", [_question(row, plan, place) for row in questions])
    put(node, "findings", [_finding(row, place) for row in findings])
    rows = contract.recommendations.select_related("owner").prefetch_related("findings", "actions")
    put(node, "recommendations", [_recommendation(row, plan, place) for row in rows])
    put(context.node, "evaluation", node)


def _places(rows):
    return {row.pk: place for place, row in enumerate(rows, start=1)}


def _numbers(rows, places):
    return sorted(places[row.pk] for row in rows if row.pk in places)


def _source(row, place):
    node = write_row(row, SOURCE)
    interview = getattr(row, "interview", None)
    if interview is None:
        return node
    node |= write_row(interview, INTERVIEW)
    shown = [quote for quote in interview.quotes.all() if quote.confirmed_at and interview.may_be_quoted]
    put(node, "quotes", [_quote(quote, place) for quote in shown])
    return node


def _quote(row, place):
    node = {"text": row.text}
    put(node, "question_number", place["q"].get(row.question_id))
    return node


def _question(row, plan, place):
    node = write_row(row, QUESTION)
    put(node, "criteria", [_criterion(each, plan, place) for each in row.criteria.all()])
    return node


def _criterion(row, plan, place):
    node = write_row(row, CRITERION)
    put(node, "actions", [called(action, plan) for action in row.actions.all()])
    put(node, "indicators", [_indicator(each, plan) for each in row.indicators.all()])
    put(node, "source_numbers", _numbers(row.sources.all(), place["s"]))
    told = [{"action": called(each.action, plan), **write_row(each, JUDGEMENT)} for each in row.judgements.all()]
    put(node, "judgements", told)
    return node


def _indicator(row, plan):
    node = {"title": row.title}
    put(node, "action", called(row.action, plan) if row.action else None)
    return node


def _finding(row, place):
    node = {"text": row.text}
    put(node, "question_numbers", _numbers(row.questions.all(), place["q"]))
    put(node, "source_numbers", _numbers(row.sources.all(), place["s"]))
    return node


def _recommendation(row, plan, place):
    node = write_row(row, RECOMMENDATION)
    put(node, "owner_name", row.who)
    put(node, "actions", [called(action, plan) for action in row.actions.all()])
    put(node, "finding_numbers", _numbers(row.findings.all(), place["f"]))
    return node


# --- Reading ------------------------------------------------------------------------------------------
def read(reader):
    node = reader.node.get("evaluation")
    if not node:
        return
    path, plan = "contract.evaluation", list(reader.contract.actions.all())
    if node.get("purpose"):
        row = reader.build(Evaluation, node, path, EVALUATION, position=1)
        reader.save(Evaluation, [(node, path, row)] if row else [])
    sources = reader.rows(Source, node.get("sources"), f"{path}.sources", SOURCE)
    _refuse_twice(reader, node.get("questions") or (), f"{path}.questions")
    questions = reader.rows(EvaluationQuestion, node.get("questions"), f"{path}.questions", QUESTION)
    found = {"q": [row for *_, row in questions], "s": [row for *_, row in sources]}
    _read_interviews(reader, sources, found)
    _read_criteria(reader, questions, plan, found)
    findings = reader.rows(EvaluationFinding, node.get("findings"), f"{path}.findings", (Text("text"),))
    found["f"] = [row for *_, row in findings]
    _link(EvaluationFinding.questions, "evaluationfinding", findings, _at("question_numbers", found["q"]))
    _link(EvaluationFinding.sources, "evaluationfinding", findings, _at("source_numbers", found["s"]))
    rows = _sound(reader, Recommendation, node.get("recommendations"), f"{path}.recommendations", RECOMMENDATION)
    _link(Recommendation.findings, "recommendation", rows, _at("finding_numbers", found["f"]))
    _link(Recommendation.actions, "recommendation", rows, _fiches(plan))


def _sound(reader, model, nodes, path, fields):
    """Rows whose own rules are checked too: an answer is dated, what is done has its day."""
    made = []
    for index, node in enumerate(nodes or ()):
        here = f"{path}[{index}]"
        if (row := reader.build(model, node, here, fields, position=index + 1)) and _holds(reader, row, here):
            made.append((node, here, row))
    return reader.save(model, made)


def _holds(reader, row, path) -> bool:
    try:
        row.validate_constraints()
    except ValidationError as error:
        for sentence in error.messages:
            reader.problem(path, sentence)
        return False
    return True


def _refuse_twice(reader, nodes, path):
    codes = [node.get("code") for node in nodes]
    for index, code in enumerate(codes):
        if code and code in codes[:index]:
            reader.problem(f"{path}[{index}].code", f"«\xa0{code}\xa0» est déjà plus haut dans la liste.")


def _read_interviews(reader, sources, found):
    heard = [each for each in sources if each[0].get("audience")]
    made = []
    for index, (node, path, source) in enumerate(heard, start=1):
        if source.on is None:
            reader.problem(f"{path}.on", "Dites le jour de cet entretien.")
        elif (
            row := reader.build(Interview, node, path, INTERVIEW, source=source, on=source.on, position=index)
        ) and _holds(reader, row, path):
            made.append((node, path, row))
    interviews = reader.save(Interview, made)
    facts = {"confirmed_at": timezone.now(), "question": lambda node: _one(node.get("question_number"), found["q"])}
    reader.children(Quote, interviews, "quotes", (Text("text"),), link="interview", **facts)


def _one(place, rows):
    return rows[place - 1] if place and place <= len(rows) else None


def _read_criteria(reader, questions, plan, found):
    criteria = reader.children(Criterion, questions, "criteria", CRITERION, link="question")
    _link(Criterion.actions, "criterion", criteria, _fiches(plan))
    _link(Criterion.sources, "criterion", criteria, _at("source_numbers", found["s"]))
    indicators = list(reader.contract.indicators.select_related("action"))

    def of(node):
        said = [(each["title"], named(plan, each["action"]) if each.get("action") else None) for each in node]
        return [row for title, action in said for row in indicators if (row.title, row.action) == (title, action)]

    _link(Criterion.indicators, "criterion", criteria, lambda node: of(node.get("indicators") or ()))
    made, seen = [], set()
    for node, path, criterion in criteria:
        for index, told in enumerate(node.get("judgements") or ()):
            here, action = f"{path}.judgements[{index}]", named(plan, told.get("action"))
            if action is None or (criterion, action) in seen:
                reader.doubt(here, "Fiche inconnue du plan ou déjà dite\xa0: l’appréciation n’est pas reprise.")
                continue
            seen.add((criterion, action))
            place = {"criterion": criterion, "action": action, "position": index + 1}
            if row := reader.build(Judgement, told, here, JUDGEMENT, **place):
                made.append((told, here, row))
    reader.save(Judgement, made)


def _fiches(plan):
    return lambda node: [row for row in (named(plan, name) for name in node.get("actions") or ()) if row]


def _at(key, rows):
    return lambda node: [row for row in (_one(place, rows) for place in node.get(key) or ()) if row]


def _link(field, one, made, others):
    """The rows of a many-to-many, in bulk."""
    through = field.through
    other = next(f.name for f in through._meta.fields if f.is_relation and f.name != one)
    links = [through(**{one: row, other: each}) for node, _path, row in made for each in others(node)]
    through.objects.bulk_create(links, ignore_conflicts=True)
