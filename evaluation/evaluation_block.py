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
        "region": region.pk if reads_bank else "",
    }
