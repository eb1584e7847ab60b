"""The settings of a region: written by its siège or an administrator."""

from django.db import transaction

from accounts.permissions import may_manage_region
from contracts.guide import BY_STAGE
from contracts.models import CoreTheme, RegionSettings, StageHelp, StandardText
from core import richtext
from core.errors import Forbidden, Invalid
from core.files import check_upload, safe_name
from core.history import acting
from core.search import search_key
from core.versioned import bump, change, lock, validated

NOT_YOURS = "Seuls le siège de l’ARS de la région et l’administration règlent ces choix."


def settings_of(region):
    """The settings of `region`; those by default, not saved, where nobody has chosen yet."""
    return RegionSettings.objects.filter(region=region).first() or RegionSettings(region=region)


def may_set(user, region):
    return may_manage_region(user, region)


@transaction.atomic
def change_region_settings(*, region, actor, version=None, core_themes=None, logo=None, **fields):
    """Change the rules of `region`. `core_themes` is the whole list, in order; `logo` an image file, False removes."""
    _refuse(actor, region)
    with acting(actor):
        current = _held(region, version)
        for name, value in fields.items():
            setattr(current, name, value)
        if logo is not None:
            _set_logo(current, logo)
        validated(current)
        bump(current)
        if core_themes is not None:
            _set_themes(current, core_themes)
    return current


def _refuse(actor, region):
    if actor is not None and not may_manage_region(actor, region):
        raise Forbidden(NOT_YOURS)


def _held(region, version):
    made, created = RegionSettings.objects.get_or_create(region=region)
    return made if created else lock(made, version=version)


def _set_logo(settings, logo):
    if logo is False:
        settings.logo = ""
        return
    kind = check_upload(logo, kinds=("png", "jpg"), max_mb=2)
    logo.name = safe_name(f"{settings.region_id}-{logo.name.rsplit('.', 1)[0]}.{kind}")
    settings.logo = logo


def _set_themes(settings, names):
    """A theme that stays keeps its row."""
    rows = {search_key(row.name): row for row in settings.core_themes.all()}
    wanted = {search_key(name): name.strip() for name in names if name.strip()}
    for key in rows.keys() - wanted.keys():
        rows[key].delete()
    for position, (key, name) in enumerate(wanted.items(), start=1):
        row = rows.get(key) or CoreTheme(settings=settings)
        if not row.pk or (row.name, row.position) != (name, position):
            row.name, row.position = name, position
            validated(row).save()


@transaction.atomic
def save_standard_text(*, region, actor, row=None, version=None, **fields):
    """Add a standard article or visa, or change `row`. Raises `Stale` where somebody saved it meanwhile."""
    _refuse(actor, region)
    if "text" in fields:
        fields["text"] = richtext.sanitize(fields["text"])
    with acting(actor):
        settings = _held(region, None)
        if row is not None:
            return change(row, version=version, **fields)
        made = StandardText(settings=settings, position=settings.standard_texts.count() + 1, **fields)
        validated(made).save()
    return made


@transaction.atomic
def remove_standard_text(*, text, actor, version=None):
    """The contracts that copied it keep their copy."""
    _refuse(actor, text.settings.region)
    with acting(actor):
        lock(text, version=version).delete()


@transaction.atomic
def complete_stage_help(*, region, stage, text, actor, version=None) -> StageHelp:
    """What the region says of one stage, beside our help; an empty text shows nothing any more.

    `version` is 0 for whoever saw that nothing was written yet.
    """
    _refuse(actor, region)
    if stage not in BY_STAGE:
        raise Invalid("Cette étape n’a pas d’aide.")
    clean = richtext.sanitize(text)
    with acting(actor):
        row, made = StageHelp.objects.get_or_create(region=region, stage=stage, defaults={"text": clean})
        return row if made else change(row, version=version, text=clean)
