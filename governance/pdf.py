"""Governance on paper: bodies and coordination, among the annexes."""

from contracts.pdf import label, moment

from .enums import BodyKind


def sections(node, facts):
    if not (node["bodies"] or node["coordination"]):
        return
    yield (
        600,
        "governance/pdf/_coordination.html",
        {
            "bodies": [
                {
                    **body,
                    "label": body["name"] or label(BodyKind, body["kind"]),
                    "chair_names": ", ".join(chair["name"] for chair in body["chairs"]),
                }
                for body in node["bodies"]
            ],
            "posts": [{**post, "begins": moment(post["since"])} for post in node["coordination"]],
        },
    )


def contents(node, facts):
    if node["bodies"] or node["coordination"]:
        yield 600, "coordination", "Gouvernance et coordination"
