"""Accounts: profile, password, roles on a territory, departure."""

import uuid

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole, User
from accounts.models.user import normal_email
from accounts.permissions import may_give_role, may_manage_account
from accounts.throttling import may_mail
from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.jobs import request_job
from core.mail import send_mail_template
from core.versioned import validated

LAST_ADMINISTRATOR = "C’est le dernier compte d’administration\xa0: nommez-en un autre d’abord."
NOT_YOURS = "Vous ne pouvez pas gérer ce compte."


@transaction.atomic
def change_profile(*, user, actor, **fields):
    """Name, function, phone, organisation. One changes one's own; managers change those that they manage."""
    _check_manages(actor, user, oneself=True)
    for name, value in fields.items():
        setattr(user, name, value)
    validated(user)
    with acting(actor=actor):
        user.save(update_fields=list(fields))
    return user


@transaction.atomic
def change_password(*, user, password):
    """A new password; every other session of the person ends, since Django ties sessions to it."""
    check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def check_password(password, user):
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(fields={"password": error.messages}) from error


PASSWORD_RESET = "password_reset"


def ask_password_reset(*, email):
    """Ask for a link. Whether the account exists is looked up in the job: the answer comes as fast in both cases."""
    email = normal_email(email)
    if may_mail(email):
        request_job(kind=PASSWORD_RESET, params={"email": email}, key=uuid.uuid4().hex)


def send_password_reset(*, email):
    """Send the link, or nothing to whoever has no account."""
    user = User.objects.active().filter(email=email).first()
    if user is None:
        return
    link = {"uid": urlsafe_base64_encode(force_bytes(user.pk)), "token": default_token_generator.make_token(user)}
    send_mail_template(to=user.email, template="password_reset", context={"user": user, **link})


@transaction.atomic
def reset_password(*, user, token, password):
    """Use a reset link, once."""
    current = User.objects.select_for_update().get(pk=user.pk)
    if not (current.is_active and default_token_generator.check_token(current, token)):
        raise Refused("Ce lien n’est plus valable. Demandez-en un nouveau.")
    return change_password(user=current, password=password)


@transaction.atomic
def give_role(*, user, role, actor, region=None, department=None):
    """A role on a territory. Giving one that the person already holds changes nothing."""
    if not may_give_role(actor, role=role, region=region, department=department):
        raise Forbidden("Vous ne pouvez pas donner ce rôle.")
    return _give(user=user, role=role, region=region, department=department, actor=actor)


def _give(*, user, role, region, department, actor):
    held = TerritoryRole.objects.filter(user=user, role=role, region=region, department=department).first()
    if held:
        return held
    with acting(actor=actor):
        given = validated(TerritoryRole(user=user, role=role, region=region, department=department))
        given.save()
    user.__dict__.pop("roles", None)
    return given


@transaction.atomic
def take_role(*, role, actor):
    """Withdraw a role; the last administrator keeps theirs."""
    if not may_give_role(actor, role=role.role, region=role.region, department=role.department):
        raise Forbidden("Vous ne pouvez pas retirer ce rôle.")
    if role.role == TerritoryRoleKind.ADMINISTRATOR and not _other_administrators(role.user):
        raise Refused(LAST_ADMINISTRATOR)
    with acting(actor=actor):
        role.delete()
    role.user.__dict__.pop("roles", None)


@transaction.atomic
def deactivate(*, user, actor):
    """The person may no longer sign in, nor their keys; what they did keeps their name."""
    _check_manages(actor, user)
    if user == actor:
        raise Refused("Vous ne pouvez pas désactiver votre propre compte.")
    if user.roles.administrator and not _other_administrators(user):
        raise Refused(LAST_ADMINISTRATOR)
    return _set_active(user, False, actor)


@transaction.atomic
def reactivate(*, user, actor):
    _check_manages(actor, user)
    return _set_active(user, True, actor)


def _set_active(user, active, actor):
    user.is_active = active
    # Whoever comes back is closed no more.
    user.closed_at = None if active else user.closed_at
    with acting(actor=actor):
        user.save(update_fields=["is_active", "closed_at"])
    user.__dict__.pop("roles", None)
    return user


def _check_manages(actor, user, *, oneself=False):
    if not (oneself and actor == user) and not may_manage_account(actor, user):
        raise Forbidden(NOT_YOURS)


def _other_administrators(user) -> bool:
    """Locked, so that two administrators do not withdraw one another at the same moment."""
    administrators = Q(territory_roles__role=TerritoryRoleKind.ADMINISTRATOR) | Q(is_superuser=True)
    pks = User.objects.active().filter(administrators).values("pk")
    everyone = User.objects.filter(pk__in=pks).select_for_update().order_by("pk")
    return any(other.pk != user.pk for other in everyone)
