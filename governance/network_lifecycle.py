"""The life of a meeting of a network: the table of all meetings, held by the ARS of the territory."""

from governance.lifecycle import table, to_lock, to_send
from governance.permissions import may_write_network


def may_write(user, meeting):
    """The ARS of the territory of the network."""
    return may_write_network(user, meeting.network)


def to_convene(meeting, *, today):
    """A day to come, an hour, an agenda and somebody to invite; advice on those without an address."""
    addresses = [member.address for member in meeting.network.members.current(meeting.on).for_lists()]
    nobody = "L’instance n’a pas de membre à cette date."
    yield from to_send(meeting, addresses, today=today, nobody=nobody)


def to_close(meeting, *, today):
    """Advice on presences that are not noted, and on empty minutes."""
    yield from to_lock(meeting, written=False)


LIFECYCLE = table(may_write, to_convene, to_close)
