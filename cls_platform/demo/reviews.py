"""The review of the past year of a demonstration contract, read and half written."""

from django.utils import timezone

from evaluation.services import reviews


def review(node, contract, people):
    """`years_ago`: of which year; `texts`: {section: text}."""
    actor, today = people[node["by"]], timezone.localdate()
    made = reviews.open_review(contract=contract, year=today.year - node["years_ago"], actor=actor, today=today)
    content = reviews.read_figures(made, today=today)
    made = reviews.keep_snapshot(review=made, content=content, actor=actor)
    for section, text in node["texts"].items():
        reviews.write_text(made.texts.get(section=section), text=text, actor=actor)
