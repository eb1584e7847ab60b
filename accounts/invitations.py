"""What other apps attach to an invitation.

An app on the right puts its own words in `Invitation.extra` ({"contract": "CLS-26-1", "role": "coordinator",
"label": "Coordinatrice du CLS …"}) and registers here, in `AppConfig.ready()`, what to do with them on acceptance:

    @on_accept("contract")
    def give_contract_role(*, user, invitation): …
"""

_appliers = {}


def on_accept(key):
    """Call the decorated function for each accepted invitation whose `extra` holds `key`."""

    def register(function):
        _appliers[key] = function
        return function

    return register


def apply_extra(*, user, invitation):
    for key, function in _appliers.items():
        if key in invitation.extra:
            function(user=user, invitation=invitation)
