"""The register of organisations: found while typing, created on the fly, never twice."""

from functools import reduce
from itertools import combinations
from operator import or_

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.look_alikes import LIKENESS, core_words, initials, kind_in, likeness
from accounts.models import Organisation, OrganisationAlias
from accounts.permissions import may_change_organisation, may_create_organisation
from core.errors import Forbidden, Invalid
from core.history import acting
from core.search import search_key, unaccent
from core.versioned import bump, change, lock, validated

NOT_YOURS = "Vous ne pouvez pas modifier le registre des organisations."


@transaction.atomic
def create_organisation(*, actor, name, kind="", sector="", siren="", aliases=()):
    """A new organisation; raises `Invalid` where its name or SIREN is already taken.

    Where no kind is given, the one that the name says is taken: a person who types a name in a field gives no more.
    """
    if not may_create_organisation(actor):
        raise Forbidden("Vous ne pouvez pas créer d’organisation.")
    with acting(actor=actor):
        _check_free(name, siren=siren)
        return _create(name=name, kind=kind or kind_in(name), sector=sector, siren=siren, aliases=aliases)


def _check_free(name, *, siren="", but=None):
    same = Organisation.objects.named(name).exclude(pk=but.pk if but else None)
    if siren:
        same = same.exclude(~Q(siren="") & ~Q(siren=siren))
    if taken := same.first():
        raise Invalid(fields={"name": [f"«\xa0{taken.name}\xa0» porte déjà ce nom."]})


def _create(*, name, kind, sector, siren, aliases):
    name = " ".join(str(name or "").split())
    organisation = validated(Organisation(name=name, kind=kind or "", sector=sector or "", siren=siren or ""))
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise Invalid(fields={"name": ["Une organisation porte déjà ce nom ou ce SIREN."]}) from error
    for alias in aliases:
        _keep_alias(organisation, alias)
    return organisation


def _keep_alias(organisation, name) -> bool:
    """Keep `name` as another name, unless it is already the name of somebody."""
    key = search_key(name)
    if not key or key == organisation.search or Organisation.objects.named(name).exists():
        return False
    _, made = OrganisationAlias.objects.get_or_create(
        search=key, defaults={"organisation": organisation, "name": " ".join(str(name).split())}
    )
    return made


@transaction.atomic
def change_organisation(*, organisation, actor, version=None, **fields):
    """Change name, kind, sector or SIREN; a former name stays known as alias."""
    if not may_change_organisation(actor):
        raise Forbidden(NOT_YOURS)
    before = organisation.name
    with acting(actor=actor):
        if "name" in fields:
            fields["name"] = " ".join(str(fields["name"] or "").split())
            # Checked before the version, so read afresh: the lock below is what protects.
            _check_free(fields["name"], siren=fields.get("siren", organisation.siren), but=organisation)
        try:
            with transaction.atomic():
                current = change(organisation, version=version, **fields)
        except IntegrityError as error:
            raise Invalid(fields={"name": ["Une organisation porte déjà ce nom ou ce SIREN."]}) from error
        if current.name != before:
            OrganisationAlias.objects.filter(organisation=current, search=current.search).delete()
            _keep_alias(current, before)
        return current


@transaction.atomic
def add_alias(*, organisation, name, actor):
    if not may_change_organisation(actor):
        raise Forbidden(NOT_YOURS)
    current = lock(organisation)
    if not search_key(name):
        raise Invalid(fields={"name": ["Donnez un nom."]})
    taken = Organisation.objects.named(name).first()
    if taken and taken != current:
        raise Invalid(fields={"name": [f"«\xa0{taken.name}\xa0» porte déjà ce nom\xa0: fusionnez-les."]})
    with acting(actor=actor):
        if _keep_alias(current, name):
            bump(current)
    return current


@transaction.atomic
def remove_alias(*, alias, actor):
    if not may_change_organisation(actor):
        raise Forbidden(NOT_YOURS)
    with acting(actor=actor):
        alias.delete()
        return bump(lock(alias.organisation))


def find_organisation(*, name, siren=None, aliases=()):
    """The organisation meant by these words: by SIREN, then by name, then by other names; or `None`."""
    if siren and (known := Organisation.objects.filter(siren=siren).order_by("merged_into_id", "pk").first()):
        return _survivor(known)
    for said in (name, *aliases):
        # A namesake with another SIREN is another body; one without SIREN may be this one.
        named = Organisation.objects.named(said)
        found = (
            (named.filter(siren="") if siren else named).order_by("siren", "pk").first() if search_key(said) else None
        )
        if found:
            return found
    return None


def current_organisation(pk):
    """The organisation of this key, or the one that it was merged into since; `None` where there is none."""
    known = Organisation.objects.filter(pk=pk).first()
    return _survivor(known) if known else None


def _survivor(organisation):
    while organisation.merged_into_id:
        organisation = organisation.merged_into
    return organisation


@transaction.atomic
def resolve_organisation(*, name, kind=None, siren=None, sector=None, aliases=(), known=None, actor=None):
    """Find, completing what the register did not know, or create. For imports: asks no right of its own.

    `known` is the organisation that a person recognised under this name: the name becomes one more of its names.
    Raises `Invalid` for a SIREN or a code that does not exist.
    """
    with acting(actor=actor):
        found = known or find_organisation(name=name, siren=siren, aliases=aliases)
        if not found:
            try:
                return _create(name=name, kind=kind, sector=sector, siren=siren, aliases=aliases)
            except Invalid:
                # Perhaps somebody created it in between.
                found = find_organisation(name=name, siren=siren, aliases=aliases)
                if not found:
                    raise
        return _completed(found, name=name, aliases=aliases, kind=kind, siren=siren, sector=sector)


def _completed(found, *, name, aliases, **given):
    news = {key: value for key, value in given.items() if value and not getattr(found, key)}
    for said in (name, *aliases):
        _keep_alias(found, said)
    return change(found, **news) if news else found


def look_alikes(name, *, siren=None, limit=5):
    """Organisations of the register that may be the one meant by `name`, the likeliest first; not itself by name.

    Names are compared without accents, small words and legal forms; acronyms are compared to initials.
    """
    stems = [Q(search__contains=word[:4]) | Q(aliases__search__contains=word[:4]) for word in core_words(name)]
    short = initials(name) if " " in unaccent(name) else ""
    wanted = reduce(or_, stems, Q(search=short) | Q(aliases__search=short))
    if not short and search_key(name):
        wanted |= Q(search__startswith=search_key(name)[0])
    candidates = Organisation.objects.current().filter(wanted).distinct().prefetch_related("aliases")
    if siren:
        # Two different SIREN are two bodies, however alike their names.
        candidates = candidates.exclude(~Q(siren="") & ~Q(siren=siren))
    scored = [(max(likeness(name, said) for said in _names(each)), each) for each in candidates[:500]]
    alike = [(score, each) for score, each in scored if score >= LIKENESS and search_key(name) not in _keys(each)]
    return [each for score, each in sorted(alike, key=lambda pair: (-pair[0], pair[1].pk))[:limit]]


#: A word that more bodies than this share tells none of them apart.
COMMON = 20


def alike_pairs(organisations) -> list[tuple[Organisation, Organisation]]:
    """The pairs among `organisations` (a queryset) that may be one body, the likeliest first. One query.

    Two names are compared where they share the beginning of a word that few of the others have, and differ by one word
    at most.
    """
    rows = list(organisations.current().order_by("pk"))
    stems = {each.pk: {word[:4] for word in core_words(each.name)} for each in rows}
    having: dict[str, list[Organisation]] = {}
    for each in rows:
        for stem in stems[each.pk]:
            having.setdefault(stem, []).append(each)
    found: dict[tuple[int, int], tuple[float, Organisation, Organisation]] = {}
    for group in having.values():
        if len(group) > COMMON:
            continue
        for one, other in combinations(group, 2):
            differ = len(stems[one.pk] ^ stems[other.pk]) > 2 or (
                one.siren and other.siren and one.siren != other.siren
            )
            if not differ and (one.pk, other.pk) not in found:
                found[one.pk, other.pk] = (likeness(one.name, other.name), one, other)
    alike = [each for each in found.values() if each[0] >= LIKENESS]
    return [(one, other) for _score, one, other in sorted(alike, key=lambda each: (-each[0], each[1].pk, each[2].pk))]


def _names(organisation):
    return [organisation.name, *(alias.name for alias in organisation.aliases.all())]


def _keys(organisation):
    return {search_key(name) for name in _names(organisation)}


def names_now() -> dict[str, str]:
    """Every name that an organisation bore or bears, merged ones included → its name of today. Two queries."""
    organisations = Organisation.objects.values_list("name", "merged_into__name")
    aliases = OrganisationAlias.objects.values_list("name", "organisation__name", "organisation__merged_into__name")
    known = {name: into or now for name, now, into in aliases}
    return known | {name: into or name for name, into in organisations}
