"""What the evaluation still wants when a contract is signed: it is thought of from the start, not at the end."""

from contracts.enums import Stage
from core.errors import Missing


def requirements(contract, *, target):
    if target != Stage.SIGNATURE:
        return
    where = ("evaluation:evaluation_questions", {"reference": contract.reference}, "")
    questions = list(contract.evaluation_questions.prefetch_related("criteria"))
    if not questions:
        said = "L’évaluation n’est pas préparée\xa0: aucune question évaluative n’est choisie."
        yield Missing(said, blocking=False, where=where, code="evaluation_missing")
        return
    bare = [question for question in questions if not question.criteria.all()]
    if bare:
        said = f"La question évaluative «\xa0{bare[0]}\xa0» n’a pas de critère."
        yield Missing(said, blocking=False, where=where, code="evaluation_without_criteria")
