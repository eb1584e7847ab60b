"""The jobs of accounts, thin: the work is in the services."""

from core.jobs import job

from .services import people


def nobody(user, job_):
    """It names an address, perhaps of somebody who has no account."""
    return False


@job(people.PASSWORD_RESET, label="Lien de mot de passe", may_read=nobody)
def password_reset(context):
    people.send_password_reset(email=context.params["email"])
