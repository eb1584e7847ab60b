"""What people do with accounts and organisations: one keyword-only function per intention."""

from .departures import close_account, holdings_for, reassign, waiting_for
from .invitations import accept_invitation, invite, resend_invitation, revoke_invitation
from .keys import create_api_key, revoke_api_key
from .merging import leave_in_place, merge_organisations, merge_preview
from .organisations import (
    add_alias,
    alike_pairs,
    change_organisation,
    create_organisation,
    find_organisation,
    look_alikes,
    names_now,
    remove_alias,
    resolve_organisation,
)
from .people import (
    ask_password_reset,
    change_password,
    change_profile,
    deactivate,
    give_role,
    reactivate,
    reset_password,
    take_role,
)
from .preferences import remember

__all__ = [
    "close_account",
    "holdings_for",
    "reassign",
    "waiting_for",
    "accept_invitation",
    "add_alias",
    "ask_password_reset",
    "change_organisation",
    "change_password",
    "change_profile",
    "create_api_key",
    "create_organisation",
    "deactivate",
    "find_organisation",
    "give_role",
    "invite",
    "leave_in_place",
    "alike_pairs",
    "look_alikes",
    "merge_organisations",
    "merge_preview",
    "names_now",
    "reactivate",
    "remove_alias",
    "resend_invitation",
    "remember",
    "reset_password",
    "resolve_organisation",
    "revoke_api_key",
    "revoke_invitation",
    "take_role",
]
