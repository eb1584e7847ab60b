"""The mapping of each row of a contract to its node in the exchange file, both ways."""

from .fields import Choice, Date, Flag, Integer, Number, Organisation, Person, Rich, Strings, Text

CONTRACT = (
    Text("title"),
    Choice("kind"),
    Integer("generation"),
    Date("starts_on"),
    Date("ends_on"),
    Date("signed_on"),
    Organisation("carrier"),
    Person("ars_referent"),
    Person("elected_referent"),
    Rich("preamble"),
    Rich("diagnosis"),
    Rich("prs_alignment"),
)
ARTICLE = (Text("part"), Text("number"), Text("title"), Rich("text"))
FINDING = (Choice("kind"), Text("text"), Text("source"), Number("amount"), Organisation("funder"))
THEME = (Text("theme"), Choice("answer"), Text("reason"))
OPINION = (Organisation("organisation"), Date("asked_on"), Date("given_on"), Choice("outcome"), Text("text"))
SIGNATORY = (
    Organisation("organisation"),
    Choice("capacity"),
    Person("representative"),
    Date("deliberated_on"),
    Date("signed_on"),
    Text("deliberation_number"),
)
COMMITMENT = (
    Text("text"),
    Date("due_on"),
    Choice("state"),
    Text("proof"),
    Text("comment"),
    Date("reviewed_on"),
)
AXIS = (
    Text("number"),
    Text("title"),
    Rich("description"),
    Flag("transversal"),
    Flag("mental_health"),
    Organisation("lead"),
)
OBJECTIVE = (Text("number"), Text("title"), Strings("prs_objectives"))
SCHEME = (Choice("scheme"), Text("name"), Choice("role"), Text("who_does_what"))
THEME_ROLE = (Text("theme"), Choice("role"), Text("sentence"))
AMENDMENT = (
    Integer("number"),
    Strings("kinds"),
    Text("summary"),
    Date("decided_on"),
    Date("signed_on"),
    Date("new_ends_on"),
)
SUSPENSION = (Date("since"), Date("until"), Text("reason"))
