"""Inviting by mail: a link to choose a password, and roles that wait for it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.invitations import apply_extra
from accounts.models import Invitation, User
from accounts.models.user import normal_email
from accounts.permissions import is_administrator, may_give_role
from accounts.throttling import may_mail
from accounts.tokens import hashed, new_secret
from core.errors import Forbidden, Invalid, Refused
from core.history import acting
from core.mail import send_mail_template
from core.versioned import validated

from .people import _give, check_password

VALID_FOR = timedelta(days=14)


@transaction.atomic
def invite(
    *, email, actor, territory_role="", region=None, department=None, extra=None, display_name="", at=None
) -> Invitation:
    """Invite somebody; who already has an account receives the roles at once, and a mail that says so.

    `extra` is what other apps give on acceptance (accounts/invitations.py); the app that passes it has asked whether
    `actor` may give it.
    """
    at = at or timezone.now()
    email = _checked(email)
    if not territory_role and not extra:
        raise Invalid(fields={"role": ["Choisissez le rôle à donner."]})
    if territory_role and not may_give_role(actor, role=territory_role, region=region, department=department):
        raise Forbidden("Vous ne pouvez pas donner ce rôle.")
    secret = new_secret()
    invitation = Invitation(
        email=email,
        display_name=display_name,
        invited_by=actor,
        role=territory_role,
        region=region,
        department=department,
        extra=extra or {},
        token_hash=hashed(secret),
        expires_at=at + VALID_FOR,
    )
    with acting(actor=actor):
        validated(invitation)
        invitation.save()
        if user := User.objects.filter(email=email).first():
            _give_at_once(invitation, user, at)
        else:
            _send(invitation, secret)
    return invitation


def _checked(email):
    email = normal_email(email)
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid(fields={"email": ["Cette adresse électronique n’est pas valable."]}) from error
    return email


def _give_at_once(invitation, user, at):
    if not user.is_active:
        raise Refused("Le compte de cette personne est désactivé\xa0: réactivez-le d’abord.")
    _apply(invitation, user, at)
    send_mail_template(to=user.email, template="role_given", context={"user": user, "invitation": invitation})


def _send(invitation, secret):
    send_mail_template(to=invitation.email, template="invitation", context={"invitation": invitation, "token": secret})


def _apply(invitation, user, at):
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    if invitation.role:
        _give(
            user=user,
            role=invitation.role,
            region=invitation.region,
            department=invitation.department,
            actor=invitation.invited_by,
        )
    apply_extra(user=user, invitation=invitation)


def open_invitation(token, *, at=None) -> Invitation:
    """The invitation of this link; raises `Refused` with the reason why it no longer opens anything."""
    invitation = Invitation.objects.filter(token_hash=hashed(token)).select_related("region", "department").first()
    if not invitation or invitation.revoked_at:
        raise Refused("Ce lien d’invitation n’est pas ou plus valable.")
    if invitation.accepted_at:
        raise Refused("Cette invitation a déjà servi\xa0: connectez-vous.")
    if invitation.expired(at=at):
        raise Refused("Cette invitation a expiré. Demandez à la personne qui vous a invité·e de la renvoyer.")
    return invitation


@transaction.atomic
def accept_invitation(*, token, password, display_name, at=None) -> User:
    """Create the account, and give it what this and the other waiting invitations to that address promised."""
    at = at or timezone.now()
    invitation = open_invitation(token, at=at)
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    # Read again under the lock: a second click must not pass.
    invitation = open_invitation(token, at=at)
    user = User(email=invitation.email, display_name=display_name.strip())
    check_password(password, user)
    user.set_password(password)
    validated(user)
    with acting(actor=user):
        try:
            with transaction.atomic():
                user.save()
        except IntegrityError as error:
            raise Refused("Un compte existe déjà pour cette adresse\xa0: connectez-vous.") from error
        for waiting in Invitation.objects.pending(at=at).filter(email=user.email).select_related("invited_by"):
            _apply(waiting, user, at)
    return user


@transaction.atomic
def revoke_invitation(*, invitation, actor, at=None):
    current = _managed(invitation, actor)
    current.revoked_at = at or timezone.now()
    with acting(actor=actor):
        current.save(update_fields=["revoked_at"])
    return current


@transaction.atomic
def resend_invitation(*, invitation, actor, at=None):
    """A new link; the former one no longer opens anything."""
    current = _managed(invitation, actor)
    if not may_mail(current.email):
        raise Refused("Cette personne a déjà reçu plusieurs courriels\xa0: réessayez dans une heure.")
    secret = new_secret()
    current.token_hash = hashed(secret)
    current.expires_at = (at or timezone.now()) + VALID_FOR
    with acting(actor=actor):
        current.save(update_fields=["token_hash", "expires_at"])
    _send(current, secret)
    return current


def _managed(invitation, actor):
    """The row, locked, if it still waits and `actor` sent it or may give what it gives."""
    current = (
        Invitation.objects.select_for_update(of=("self",)).select_related("region", "department").get(pk=invitation.pk)
    )
    gives = current.role and may_give_role(
        actor, role=current.role, region=current.region, department=current.department
    )
    if not (gives or current.invited_by_id == actor.pk or is_administrator(actor)):
        raise Forbidden("Vous ne pouvez pas gérer cette invitation.")
    if current.accepted_at:
        raise Refused("Cette invitation a déjà été acceptée.")
    if current.revoked_at:
        raise Refused("Cette invitation a déjà été annulée.")
    return current
