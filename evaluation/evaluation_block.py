"""What the first page of the evaluation says of the questions, the grid and the recommendations."""

from evaluation.figures.judgements import judged


def evaluation_block(contract, user, today):
    recommendations = contract.recommendations.all()
    region = contract.region
    reads_bank = region and (user.roles.administrator or region.pk in user.roles.ars_region_codes)
    return {
        "questions": contract.evaluation_questions.count(),
        "judgements": sum(judged(contract).values()),
        "unanswered": recommendations.unanswered().count(),
        "late": recommendations.late_on(today).count(),
        "taken_back": _taken_back(contract),
        "region": region.pk if reads_bank else "",
    }


def _taken_back(contract):
    """The last report, where it was withdrawn because somebody it quotes no longer consents."""
    last = contract.quoting_reports.order_by("-pk").select_related("document").first()
    return last if last and last.taken_back_on else None
