"""The questions of a campaign in preparation: added, changed, put in order, removed."""

from django.db import transaction

from core.errors import Invalid
from core.history import acting
from core.versioned import bump, lock, validated
from evaluation.models import Question

from .campaigns import hold_draft


@transaction.atomic
def add_question(*, campaign, actor, **fields) -> Question:
    current = hold_draft(campaign, actor=actor)
    last = current.questions.order_by("-position").values_list("position", flat=True).first()
    question = Question(campaign=current, position=(last or 0) + 1, **fields)
    with acting(actor):
        _checked(question).save()
    return question


@transaction.atomic
def edit_question(question, *, actor, version=None, **fields) -> Question:
    current = _held(question, actor, version)
    changed = {name: value for name, value in fields.items() if getattr(current, name) != value}
    if not changed:
        return current
    with acting(actor):
        for name, value in changed.items():
            setattr(current, name, value)
        return bump(_checked(current))


@transaction.atomic
def remove_question(question, *, actor, version=None):
    """Questions that hung on it lose their condition, and opening will ask that it be settled."""
    current = _held(question, actor, version)
    with acting(actor):
        current.delete()


@transaction.atomic
def reorder_questions(*, campaign, ids, actor):
    """Put them in the order of `ids`; those it leaves out follow. A question stays after the one it depends on."""
    current = hold_draft(campaign, actor=actor)
    rows = {row.pk: row for row in current.questions.all()}
    wanted = [pk for pk in ids if pk in rows] + [pk for pk in rows if pk not in set(ids)]
    ranks = {pk: rank for rank, pk in enumerate(wanted, start=1)}
    for row in rows.values():
        if row.condition_id and ranks[row.condition_id] > ranks[row.pk]:
            before = rows[row.condition_id]
            raise Invalid(f"«\xa0{row}\xa0» dépend de la réponse à «\xa0{before}\xa0»\xa0: elle reste après elle.")
    with acting(actor):
        for pk, rank in ranks.items():
            if rows[pk].position != rank:
                rows[pk].position = rank
                bump(rows[pk])


def move_question(question, *, actor, up):
    ids = list(question.campaign.questions.values_list("pk", flat=True))
    here = ids.index(question.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(ids):
        ids[here], ids[there] = ids[there], ids[here]
        reorder_questions(campaign=question.campaign, ids=ids, actor=actor)


def _held(question, actor, version):
    campaign = hold_draft(question.campaign, actor=actor)
    current = lock(question, version=version)
    current.campaign = campaign
    return current


def _checked(question):
    """A condition looks at an earlier question of the same questionnaire, and at answers that it offers."""
    before = question.condition
    if before is None:
        question.condition_answers = []
        return validated(question)
    if before.campaign_id != question.campaign_id:
        raise Invalid(fields={"condition": ["Cette question n’est pas de ce questionnaire."]})
    if before.pk == question.pk or (before.position, before.pk) >= (question.position, question.pk or before.pk + 1):
        raise Invalid(fields={"condition": ["Choisissez une question qui vient avant celle-ci."]})
    if not question.condition_answers:
        raise Invalid(fields={"condition_answers": ["Dites pour quelles réponses la question est posée."]})
    if unknown := [each for each in question.condition_answers if each not in before.options]:
        offered = ", ".join(before.options) or "rien\xa0: elle n’a pas de choix"
        sentence = f"«\xa0{unknown[0]}\xa0» n’est pas proposé par cette question. Elle propose\xa0: {offered}."
        raise Invalid(fields={"condition_answers": [sentence]})
    return validated(question)
