"""A contract begins, is described, and is given its perimeter and its predecessors."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from contracts.enums import SIGNED_STAGES, ContractKind, ContractRoleKind, Stage
from contracts.freeze import refuse_frozen_change
from contracts.models import Contract, ContractRole, Passage, Predecessor
from contracts.models.contract import RESERVED_REFERENCES
from contracts.parts import prepare_all
from contracts.permissions import can_create, can_write, is_referent, is_siege
from contracts.references import next_reference
from contracts.services.region import settings_of
from contracts.writing import edit, hold, refuse_unless
from core import richtext
from core.errors import Forbidden, Invalid
from core.history import acting
from core.versioned import bump, lock, validated
from territories.models import Department, Territory
from territories.services import communes_of_members, resolve_members, set_perimeter

NOT_A_CREATOR = "Seuls les référents et le siège d’une ARS créent des contrats."
ELSEWHERE = "Ce contrat ne toucherait aucun de vos territoires : dites un périmètre ou un département qui est le vôtre."
RICH = ("preamble", "diagnosis", "prs_alignment")
IDENTITY = (
    "title",
    "kind",
    "generation",
    "starts_on",
    "ends_on",
    "department",
    "carrier",
    "ars_referent_name",
    "ars_referent_role",
    "ars_referent_email",
    "elected_referent_name",
    "elected_referent_role",
    "elected_referent_email",
)
_TRIES = 20


@transaction.atomic
def create_contract(
    *,
    actor,
    title,
    kind=ContractKind.CONTRACT,
    members=(),
    territory_name="",
    territory_kind="",
    department=None,
    reference="",
    stage=Stage.INITIATIVE,
    usual_duration=False,
    today=None,
    **fields,
) -> Contract:
    """A new contract, with its perimeter (`members`: (level, code) or (level, code, name)).

    Without `reference` the platform gives one. The contract must touch a territory of `actor`; the siège that creates
    one holds the pen on it, since nobody else does yet. `usual_duration` gives an end to who has only a beginning,
    after the settings of the region. Each part then prepares what is hers (`Part.prepare`). Raises `Forbidden`, or
    `Invalid` by field.
    """
    if actor is not None and not can_create(actor):
        raise Forbidden(NOT_A_CREATOR)
    department = department or _main_department(members) or own_department(actor)
    contract = Contract(
        title=title, kind=kind, reference=reference.strip(), department=department, stage=stage, created_by=actor
    )
    for name, value in _clean(fields).items():
        setattr(contract, name, value)
    if usual_duration and contract.starts_on and not contract.ends_on and department:
        contract.ends_on = usual_end(contract.starts_on, settings_of(department.region).usual_duration_years)
    with acting(actor):
        territory = Territory(name=territory_name or title, kind=territory_kind)
        validated(territory).save()
        contract.territory = territory
        _save_with_reference(contract, year=(today or timezone.localdate()).year)
        if members:
            set_perimeter(territory=territory, members=members, actor=actor)
        refuse_elsewhere(contract, actor)
        _first_passage(contract, actor)
        give_pen_to_siege(contract, actor)
        prepare_all(contract)
    return contract


def enter_live_contract(*, actor, stage, signed_on, **fields) -> Contract:
    """A contract that already lives elsewhere, at its stage, with its real dates; editable until it is sealed."""
    if stage not in SIGNED_STAGES:
        raise Invalid(fields={"stage": ["Choisissez une étape d’après la signature."]})
    if not signed_on:
        raise Invalid(fields={"signed_on": ["Donnez la date de signature : ce contrat est déjà signé."]})
    _refuse_future(signed_on, fields.get("today"))
    return create_contract(actor=actor, stage=stage, signed_on=signed_on, entered_live=True, **fields)


def _refuse_future(signed_on, today):
    if signed_on and signed_on > (today or timezone.localdate()):
        raise Invalid(fields={"signed_on": ["Cette date est encore à venir."]})


def edit_contract(*, contract, actor, version=None, today=None, **fields) -> Contract:
    """Change the identity or the long texts. Signed matter is refused; `Stale` when somebody saved meanwhile."""
    allowed = {*IDENTITY, *RICH, *(["signed_on"] if contract.entered_live and not contract.frozen else [])}
    # A row sent back whole, as it was read, changes none of the others.
    others = set(fields) - allowed
    if refused := [name for name in others if fields[name] != getattr(contract, name, None)]:
        raise Invalid(fields={name: ["Ce champ ne se change pas ici."] for name in refused})
    if fields.get("signed_on") != contract.signed_on:
        _refuse_future(fields.get("signed_on"), today)
    with transaction.atomic():
        given = {name: value for name, value in fields.items() if name not in others}
        changed = edit(contract, actor=actor, version=version, **_clean(given))
        if "department" in fields:
            refuse_elsewhere(changed, actor)
    return changed


@transaction.atomic
def set_contract_perimeter(*, contract, actor, members, version=None, name=None, kind=None) -> list[str]:
    """Say what the territory is made of, and its name and nature. Returns the doubts, in French.

    `version` is the territory's. Raises `Frozen` after signature, `Stale`, or `Invalid`.
    """
    refuse_unless(can_write, actor, contract)
    held = hold(contract)
    refuse_frozen_change(held, ["territory"])
    with acting(actor):
        territory = lock(held.territory, version=version)
        said = {"name": name, "kind": kind}
        changed = {key: value for key, value in said.items() if value is not None and getattr(territory, key) != value}
        for key, value in changed.items():
            setattr(territory, key, value)
        if changed:
            bump(validated(territory))
        doubts = set_perimeter(territory=territory, members=members, actor=actor)
        refuse_elsewhere(Contract.objects.get(pk=held.pk), actor, field="members")
    return doubts


@transaction.atomic
def add_predecessor(*, contract, actor, known=None, label=""):
    """The contract that this one follows: known here, or only by its name."""
    refuse_unless(can_write, actor, contract)
    held = hold(contract)
    if known and known.pk == held.pk:
        raise Invalid(fields={"known": ["Un contrat ne peut pas se succéder à lui-même."]})
    if not (known or label.strip()):
        raise Invalid(fields={"label": ["Dites la référence ou le titre du contrat précédent."]})
    with acting(actor):
        row = Predecessor(contract=held, known=known, label=label.strip() or f"{known.title} ({known.reference})"[:300])
        validated(row).save()
    return row


@transaction.atomic
def remove_predecessor(*, predecessor, actor):
    refuse_unless(can_write, actor, predecessor.contract)
    hold(predecessor.contract)
    with acting(actor):
        predecessor.delete()


def _clean(fields):
    return {name: richtext.sanitize(value) if name in RICH else value for name, value in fields.items()}


def _main_department(members):
    """The département where most people of the perimeter live."""
    found = resolve_members(members).members if members else []
    if not found:
        return None
    rows = communes_of_members(found).order_by().values("department").annotate(people=Sum("population"))
    main = max(rows, key=lambda row: (row["people"] or 0, row["department"]), default=None)
    return Department.objects.get(pk=main["department"]) if main else None


def own_department(actor):
    codes = actor.roles.department_codes if actor else ()
    return Department.objects.get(pk=next(iter(codes))) if len(codes) == 1 else None


def _save_with_reference(contract, *, year):
    """Two people creating at once get two references: the unique constraint says who was second, who tries again."""
    if contract.reference:
        if contract.reference.lower() in RESERVED_REFERENCES:
            raise Invalid(fields={"reference": ["Ce mot est réservé : choisissez une autre référence."]})
        validated(contract).save()
        return
    for attempt in range(_TRIES):
        contract.reference = next_reference(department=contract.department, year=year)
        try:
            with transaction.atomic():
                validated(contract).save()
            return
        except (Invalid, IntegrityError) as error:
            taken = not isinstance(error, Invalid) or set(error.fields) == {"reference"}
            if not taken or attempt == _TRIES - 1:
                raise


def refuse_elsewhere(contract, actor, field="department"):
    """Nobody puts a contract, by its territory, out of their own sight."""
    if actor is None:
        return
    contract.__dict__.pop("_department_codes", None)
    seen = (is_referent | is_siege)(actor, contract) or contract.roles.filter(user=actor).exists()
    if not seen:
        raise Invalid(fields={field: [ELSEWHERE]})


def _first_passage(contract, actor):
    with acting(actor) as now:
        Passage.objects.create(
            contract=contract, target=contract.stage, actor=actor, at=timezone.now(), channel=now.channel
        )


def give_pen_to_siege(contract, actor):
    if actor is not None and not is_referent(actor, contract):
        ContractRole.objects.create(contract=contract, user=actor, role=ContractRoleKind.PEN)
        actor.__dict__.pop("_contract_roles", None)


def usual_end(starts_on: date, years: int) -> date:
    """The last day of a contract of `years` that starts on `starts_on`."""
    try:
        after = starts_on.replace(year=starts_on.year + years)
    except ValueError:
        after = starts_on.replace(year=starts_on.year + years, month=3, day=1)
    return date.fromordinal(after.toordinal() - 1)
