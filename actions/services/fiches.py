"""Create, change, move, copy, delete a fiche. A title and an axis are enough (domain, §7)."""

from django.db import transaction

from actions.enums import Origin
from actions.models import Action
from actions.numbering import next_number
from actions.permissions import can_edit_action, can_place_action
from actions.shapes import cleaned
from contracts.models import RegionSettings
from contracts.permissions import can_write
from contracts.writing import NOT_YOURS, add, edit, hold, refuse_unless, remove, reorder
from core.errors import Invalid, Refused
from core.history import acting
from core.versioned import bump, lock

from .lists import check_findings, lists_of
from .reasons import keep_reasons

PLACE_NOT_YOURS = "Seuls ceux qui écrivent le contrat changent la place d’une fiche dans le plan."
AFTER_SIGNATURE = [Origin.AMENDMENT, Origin.OUTSIDE]


def allowed(user, contract):
    """For `contracts.writing`, where the fiche itself was already asked."""
    return True


@transaction.atomic
def create_action(*, contract, axis, title, actor, number=None, origin="", **given):
    """A new fiche at the end of its axis; `number` None proposes the next one.

    On a frozen contract its origin must say why it may still come: foreseen by the framework where the region signs
    one first, else added by an avenant or outside the contract. Raises `Forbidden`, `Invalid`, `Refused`.
    """
    refuse_unless(can_write, actor, contract)
    held = hold(contract)
    lists, findings, fields = sorted_out(given)
    objective = fields.pop("objective", None)
    check_place(held, axis, objective)
    check_findings(findings, held)
    if number is None:
        number = next_number(held, axis=axis, objective=objective)
    place = {"axis": axis, "objective": objective, "number": number, "title": tidy(title)}
    fields |= {"origin": origin_of(held, origin)} | place
    with acting(actor):
        made = add(Action, contract=held, actor=actor, m2m={"findings": findings or []}, **fields)
        for each in lists:
            each.write(made)
    return made


def sorted_out(given):
    """The five lists, the findings, and the plain fields in shape."""
    names = ("leads", "partners", "lead_people", "sponsors", "places")
    lists = {name: given.pop(name) for name in names if name in given}
    findings = given.pop("findings", None)
    return lists_of(**lists), findings, cleaned(given)


def tidy(title) -> str:
    return " ".join(str(title or "").split())


def check_place(contract, axis, objective):
    if axis.contract_id != contract.pk:
        raise Invalid(fields={"axis": ["Cet axe est celui d’un autre contrat."]})
    if objective is not None and objective.axis_id != axis.pk:
        raise Invalid(fields={"objective": ["Cet objectif n’est pas dans l’axe choisi."]})


def region_settings(contract) -> RegionSettings | None:
    return contract.region_settings


def signs_framework_first(contract) -> bool:
    """The region's setting: the framework is signed, the fiches are written after."""
    settings = region_settings(contract)
    return bool(settings and settings.framework_first)


def origin_of(contract, asked):
    if not contract.frozen:
        return asked or Origin.ORIGINAL
    framework = signs_framework_first(contract)
    possible = [*([Origin.FRAMEWORK] if framework else []), *AFTER_SIGNATURE]
    origin = asked or (Origin.FRAMEWORK if framework else "")
    if origin not in possible:
        words = " ou ".join(f"«\xa0{each.label}\xa0»" for each in possible)
        raise Refused(f"Ce contrat est signé\xa0: dites d’où vient cette fiche, {words}.")
    return origin


@transaction.atomic
def edit_action(*, action, actor, version=None, reason="", reason_text="", **given):
    """Change the fiche: fields, and lists given whole (`leads`, `partners`: organisations; `lead_people`, `sponsors`:
    dicts of name, function, email, user; `places`: dicts of level, code, name; `findings`).

    One version for the whole fiche. Dates of a signed contract ask for a `reason` (see `.reasons`). Who leads the
    fiche alone does not move it. Raises `Forbidden`, `Stale`, `Frozen`, `Invalid`, `ReasonNeeded`.
    """
    refuse_unless(can_edit_action, actor, action)
    held = hold(action.contract)
    current = lock(action, version=version)
    current.contract = held
    lists, findings, fields = sorted_out(given)
    if "title" in fields:
        fields["title"] = tidy(fields["title"])
    if any(name in fields and fields[name] != getattr(current, name) for name in ("axis", "objective")):
        refuse_unless(can_place_action, actor, current, PLACE_NOT_YOURS)
    check_place(held, fields.get("axis", current.axis), fields.get("objective", current.objective))
    check_findings(findings, held)
    check_origin(current, fields)
    m2m = {} if findings is None else {"findings": findings}
    with acting(actor):
        keep_reasons(current, fields, actor=actor, reason=reason, reason_text=reason_text)
        changed = edit(current, actor=actor, version=version, m2m=m2m, may=allowed, **fields)
        differing = [each for each in lists if each.differs(changed)]
        if differing and changed.version == current.version:
            changed = bump(changed)
        for each in differing:
            each.write(changed)
    return changed


def check_origin(current, fields):
    """A fiche that came after the signature cannot be made to have been signed."""
    signed = ("", Origin.ORIGINAL)
    asked = fields.get("origin", current.origin)
    if current.contract.frozen and current.origin not in signed and asked in signed:
        raise Refused("Cette fiche est venue après la signature\xa0: elle ne peut pas devenir une fiche signée.")


@transaction.atomic
def move_action(*, action, actor, axis, objective=None, version=None):
    """Put the fiche under another axis or objective, at the end of it. Signed fiches do not move."""
    refuse_unless(can_place_action, actor, action, NOT_YOURS)
    check_place(action.contract, axis, objective)
    last = action.contract.actions.filter(axis=axis, objective=objective).order_by("-position").first()
    if (action.axis_id, action.objective_id) == (axis.pk, objective.pk if objective else None):
        return action
    position = (last.position if last else 0) + 1
    return edit(action, actor=actor, version=version, axis=axis, objective=objective, position=position)


def reorder_actions(*, contract, ids, actor, axis, objective=None):
    """The order of the fiches of one objective (or of those that hang straight on the axis)."""
    return reorder(Action, contract=contract, ids=ids, actor=actor, axis=axis, objective=objective)


def delete_action(*, action, actor, version=None):
    """Of a draft, or a fiche that was not signed; the journal keeps what it said."""
    return remove(action, actor=actor, version=version)


#: What makes the fiche itself, not how it went.
COPIED = (
    *("priority", "novelty", "prs_objectives", "competent_authority", "context", "description", "goals"),
    *("target_public", "themes", "resources", "schedule", "yearly", "approach", "proportionality", "participation"),
    *("determinants", "care_path"),
)


@transaction.atomic
def duplicate_action(*, action, actor, title=None, origin=""):
    """A copy beside it: what the fiche is, who leads it and where; not how it went, nor its money and figures."""
    refuse_unless(can_place_action, actor, action, NOT_YOURS)
    organisations = list(action.organisation_parts.select_related("organisation"))
    people = list(action.person_parts.select_related("user"))
    return create_action(
        contract=action.contract,
        axis=action.axis,
        objective=action.objective,
        title=title or f"{action.title} (copie)"[:600],
        actor=actor,
        origin=origin,
        findings=list(action.findings.all()),
        leads=[each.organisation for each in organisations if each.part == "lead"],
        partners=[each.organisation for each in organisations if each.part == "partner"],
        lead_people=[_person(each) for each in people if each.part == "lead"],
        sponsors=[_person(each) for each in people if each.part == "sponsor"],
        places=[{"level": p.level, "code": p.code, "name": p.name} for p in action.places.all()],
        **{name: getattr(action, name) for name in COPIED},
    )


def _person(row):
    return {"name": row.name, "function": row.function, "email": row.email, "user": row.user}
