"""The lifecycle of a contract (domain.md §4): one table — from, to, who, what must hold.

« En vigueur » and « échu » are computed from the stage `in_force`, the end and the prorogations; a suspension is a
dated fact beside the stage. A préfiguration goes through the same stages.
"""

from functools import partial

from django.urls import reverse

from core.errors import Missing
from core.lifecycle import Lifecycle, Transition
from core.middleware import place_to_mend
from core.wording import count_of

from .enums import PATH, Stage
from .permissions import can_steer, can_write
from .requirements import missing_for


def _needs(target):
    return partial(missing_for, target=target)


def forward(source, target, label, who=can_write, note=""):
    return Transition(source, target, label, who, _needs(target), note=note)


def back(source, target, label, note=""):
    return Transition(source, target, label, can_steer, needs_reason=True, back=True, note=note)


def end(source, target, label):
    return Transition(source, target, label, can_steer, needs_reason=True)


LIFECYCLE = Lifecycle(
    [
        forward(Stage.INITIATIVE, Stage.DIAGNOSIS, "Commencer le diagnostic partagé"),
        forward(Stage.DIAGNOSIS, Stage.DRAFTING, "Commencer l’élaboration"),
        forward(Stage.DRAFTING, Stage.CONSULTATION, "Envoyer en consultation"),
        forward(
            Stage.CONSULTATION,
            Stage.SIGNATURE,
            "Mettre à la signature",
            who=can_steer,
            note="fixe le texte : son PDF et son JSON sont conservés avec leur empreinte",
        ),
        forward(Stage.SIGNATURE, Stage.IN_FORCE, "Déclarer signé", who=can_steer, note="met le contrat en vigueur"),
        forward(Stage.IN_FORCE, Stage.CLOSED, "Clore le contrat", who=can_steer),
        back(Stage.DIAGNOSIS, Stage.INITIATIVE, "Revenir à l’initiative"),
        back(Stage.DRAFTING, Stage.DIAGNOSIS, "Revenir au diagnostic"),
        back(Stage.CONSULTATION, Stage.DRAFTING, "Revenir à l’élaboration", note="annule les accords donnés"),
        back(Stage.SIGNATURE, Stage.CONSULTATION, "Revenir à la consultation", note="annule le texte fixé"),
        back(Stage.CLOSED, Stage.IN_FORCE, "Rouvrir le contrat"),
        *[end(stage, Stage.ABANDONED, "Abandonner le contrat") for stage in PATH[:-1]],
        end(Stage.IN_FORCE, Stage.TERMINATED, "Résilier le contrat"),
    ]
)


def missing_for_next(contract, today) -> list[Missing]:
    """What is missing for the usual next stage; nothing where there is none."""
    transition = LIFECYCLE.next(contract.stage)
    return LIFECYCLE.missing(transition, contract, today=today) if transition else []


def next_steps(contract, user, today) -> list[dict]:
    """« À faire ensuite »: the next passage, or the first things that it still lacks. For the layout of a contract."""
    transition = LIFECYCLE.next(contract.stage)
    if transition is None or not can_write(user, contract):
        return []
    if contract.stage == Stage.IN_FORCE and not contract.expired_on(today):
        return _while_in_force(contract, user)
    missing = LIFECYCLE.missing(transition, contract, today=today, advice=False)
    blocking = [item for item in missing if item.blocking]
    steps = [{"label": item.sentence, "url": place_to_mend(item.where), "hint": ""} for item in blocking[:3]]
    if len(blocking) > 3:
        more = count_of(len(blocking) - 3, "autre point,autres points")
        steps.append({"label": more, "url": _page(contract), "hint": ""})
    return steps or [{"label": transition.label, "url": _page(contract), "hint": "Rien ne bloque."}]


def _while_in_force(contract, user):
    """Nothing to pass before the term; a contract that was signed elsewhere waits to be sealed."""
    if contract.frozen or not can_steer(user, contract):
        return []
    where = reverse("contracts:scan", args=[contract.reference])
    return [{"label": "Sceller le contrat avec son scan", "url": where, "hint": "Il reste modifiable jusque-là."}]


def _page(contract):
    return reverse("contracts:lifecycle", args=[contract.reference])


def path(contract) -> list[dict]:
    """The stages in order, each with its last passage (who, when) and where the contract is.

    A stage is `done`, `current` or `ahead`; a contract that ended otherwise shows its end as current.
    """
    passages = {p.target: p for p in contract.passages.select_related("actor")}
    stages = list(PATH)
    if contract.stage == Stage.CLOSED:
        stages.append(Stage.CLOSED)
    elif contract.stage not in PATH:
        reached = [stage for stage in PATH if stage in passages]
        stages = [*reached, contract.stage]
    here = stages.index(contract.stage)
    states = ["done" if i < here else "current" if i == here else "ahead" for i in range(len(stages))]
    return [
        {"stage": stage, "label": Stage(stage).label, "state": state, "passage": passages.get(stage)}
        for stage, state in zip(stages, states, strict=True)
    ]
