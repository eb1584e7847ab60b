"""The lists of a fiche (leads, partners, people, places) are given whole; only what differs is written."""

from actions.models import ActionOrganisation, ActionPerson, ActionPlace
from core.errors import Invalid
from core.versioned import validated

PERSON_FIELDS = ("name", "function", "email", "user")
PLACE_FIELDS = ("level", "code", "name")


class Rows:
    """The rows of one list of a fiche, and what they should become, as tuples in their order."""

    def __init__(self, model, names, wanted, **scope):
        self.model, self.names, self.scope = model, names, scope
        self.wanted = list(dict.fromkeys(wanted))

    def rows(self, action):
        return list(self.model.objects.filter(action=action, **self.scope).order_by("position", "id"))

    def _key(self, row):
        return tuple(getattr(row, name) for name in self.names)

    def differs(self, action) -> bool:
        return [self._key(row) for row in self.rows(action)] != self.wanted

    def write(self, action):
        """Delete what went, move what stays, add what came: each is a line of the journal."""
        kept = {}
        for row in self.rows(action):
            if self._key(row) in self.wanted and self._key(row) not in kept:
                kept[self._key(row)] = row
            else:
                row.delete()
        for position, key in enumerate(self.wanted, start=1):
            self._place(action, kept.get(key), key, position)

    def made(self, action) -> list:
        """The rows of a fiche that has none yet, unsaved."""
        return [self._new(action, key, position) for position, key in enumerate(self.wanted, start=1)]

    def _new(self, action, key, position=0):
        named = dict(zip(self.names, key, strict=True))
        return self.model(action=action, contract=action.contract, position=position, **self.scope, **named)

    def _place(self, action, row, key, position):
        if row is None:
            row = self._new(action, key)
        elif row.position == position:
            return
        row.position = position
        validated(row).save()


def organisations(part, wanted):
    return Rows(ActionOrganisation, ("organisation",), [(each,) for each in wanted], part=part)


def people(part, wanted):
    """`wanted`: dicts of name, function, email, user. A person with an account bears its name."""
    given = [{**each, "name": each.get("name") or _account_name(each)} for each in wanted]
    tuples = [tuple(_said(each, name) for name in PERSON_FIELDS) for each in given]
    return Rows(ActionPerson, PERSON_FIELDS, [each for each in tuples if any(each)], part=part)


def _account_name(person):
    return str(person["user"]) if person.get("user") else ""


def _said(node, name):
    value = node.get(name)
    return value if name == "user" else " ".join(str(value or "").split())


def named_places(wanted):
    tuples = [tuple(_said(each, name) for name in PLACE_FIELDS) for each in wanted]
    return Rows(ActionPlace, PLACE_FIELDS, [each for each in tuples if each[1] or each[2]])


def lists_of(*, leads=None, partners=None, lead_people=None, sponsors=None, places=None):
    """Those of the five lists that were given; `None` leaves a list as it is."""
    made = [
        leads is not None and organisations("lead", leads),
        partners is not None and organisations("partner", partners),
        lead_people is not None and people("lead", lead_people),
        sponsors is not None and people("sponsor", sponsors),
        places is not None and named_places(places),
    ]
    return [each for each in made if each]


def check_findings(findings, contract):
    if any(each.contract_id != contract.pk for each in findings or []):
        raise Invalid(fields={"findings": ["Un constat d’un autre contrat ne peut pas être repris ici."]})
