"""How each row of a fiche is mapped to the exchange file, both ways, and the keys that we add to the format."""

from actions.enums import (
    AgreementSpan,
    Attainment,
    FactorClass,
    FactorKind,
    OrganisationPart,
    Participation,
    ParticipationStage,
    PersonPart,
    Reason,
)
from contracts.exchange.fields import (
    Bool,
    Choice,
    Date,
    Field,
    Integer,
    Json,
    Number,
    Organisation,
    Rich,
    Strings,
    Text,
)

ACTION: tuple[Field, ...] = (
    Text("number"),
    Text("title"),
    Choice("status"),
    Choice("attainment"),
    Text("attainment_comment"),
    Choice("priority"),
    Choice("origin"),
    Choice("novelty"),
    Strings("prs_objectives"),
    Organisation("competent_authority"),
    Text("context"),
    Rich("description"),
    Json("goals"),
    Strings("target_public"),
    Text("resources"),
    Date("starts_on"),
    Date("ends_on"),
    Text("schedule"),
    Bool("yearly"),
    Choice("approach"),
    Text("proportionality"),
    Choice("participation"),
    Text("inhabitants_said"),
    Text("inhabitants_changed"),
    Text("answer_to_inhabitants"),
    Strings("determinants"),
    Strings("care_path"),
    Strings("themes"),
    Text("obstacles"),
    Text("levers"),
)
PLACE = (Choice("level"), Text("code"), Text("name"))
YEAR = (Integer("year"), Text("status"), Choice("attainment"), Text("text"))
FACTOR = (Choice("kind"), Choice("about"), Text("text"), Date("since"), Date("closed_on"))
CHANGE_REASON = (
    Date("on"),
    Text("what"),
    Text("before"),
    Text("after"),
    Choice("reason"),
    Text("text"),
    Text("author"),
)
STEP = (Text("title"), Date("due_on"), Date("done_on"))
NOTE = (Date("on"), Text("text"), Text("author"))
FUNDING = (
    Organisation("funder"),
    Integer("year"),
    Choice("kind"),
    Number("planned"),
    Number("granted"),
    Number("spent"),
    Number("fte"),
    Choice("nature"),
    Text("agreement"),
    Date("agreement_ends_on"),
)
PHASE = (Choice("phase"), Choice("level"), Text("said"), Text("changed"), Text("answer"))
AGREEMENT = (
    Text("reference"),
    Text("title"),
    Choice("span"),
    Date("starts_on"),
    Date("ends_on"),
    Date("accounts_due_on"),
    Date("accounts_received_on"),
)
_TEXT, _DATE = {"$ref": "#/$defs/text"}, {"$ref": "#/$defs/date"}
#: Keys of ours: the conventions of the contract, and of a line of money the place of its own in that list, from 1.
OWN_KEYS: dict[str, dict[str, dict]] = {
    "contract": {
        "funding_agreements": {"type": "array", "items": {"$ref": "#/$defs/funding_agreement"}},
        "change_reasons": {"type": "array", "items": {"$ref": "#/$defs/change_reason"}},
        "participation": {"type": "array", "items": {"$ref": "#/$defs/participation_phase"}},
    },
    "participation_phase": {
        "phase": {"enum": ParticipationStage.values},
        "level": {"enum": [*Participation.values, None]},
        "said": _TEXT,
        "changed": _TEXT,
        "answer": _TEXT,
    },
    "action": {
        "inhabitants_changed": _TEXT,
        "attainment_comment": _TEXT,
        "years": {"type": "array", "items": {"$ref": "#/$defs/year"}},
        "factors": {"type": "array", "items": {"$ref": "#/$defs/factor"}},
        "change_reasons": {"type": "array", "items": {"$ref": "#/$defs/change_reason"}},
        "partnerships": {"type": "array", "items": {"$ref": "#/$defs/partnership"}},
    },
    # The format writes a year inside the fiche; it is taken out to say more of it.
    "year": {
        "year": {"type": "integer"},
        "status": _TEXT,
        "attainment": {"enum": [*Attainment.values, None]},
        "text": _TEXT,
    },
    "factor": {
        "kind": {"enum": FactorKind.values},
        "about": {"enum": FactorClass.values},
        "text": {"type": "string", "minLength": 1},
        "since": _DATE,
        "closed_on": _DATE,
    },
    "change_reason": {
        "on": {"type": "string", "format": "date"},
        "what": {"type": "string", "minLength": 1},
        "before": {"type": "string", "minLength": 1},
        "after": _TEXT,
        "reason": {"enum": Reason.values},
        "text": {"type": "string", "minLength": 1},
        "author": _TEXT,
    },
    "partnership": {"name": {"type": "string"}, "new": {"type": ["boolean", "null"]}, "produced": _TEXT},
    "indicator": {"catalogue": _TEXT, "definition": _TEXT},
    "funding": {"agreement_number": {"type": ["integer", "null"], "minimum": 1}, "agreement_ends_on": _DATE},
    "funding_agreement": {
        "reference": _TEXT,
        "title": {"type": "string", "minLength": 1},
        "span": {"enum": [*AgreementSpan.values, None]},
        "starts_on": _DATE,
        "ends_on": _DATE,
        "accounts_due_on": _DATE,
        "accounts_received_on": _DATE,
        "parties": {"type": "array", "items": {"$ref": "#/$defs/organisation"}},
    },
}
INDICATOR = (
    Text("title"),
    Text("definition"),
    Choice("kind"),
    Text("unit"),
    Number("baseline"),
    Number("target"),
    Text("source"),
    Choice("frequency"),
    Choice("direction"),
    Organisation("responsible"),
    Choice("data_scale"),
)
MEASURE = (Date("on"), Number("value"), Text("comment"), Text("text"))
ORGANISATION_LISTS = {"lead_organisations": OrganisationPart.LEAD, "partners": OrganisationPart.PARTNER}
PERSON_LISTS = {"lead_people": PersonPart.LEAD, "elected_sponsors": PersonPart.SPONSOR}
