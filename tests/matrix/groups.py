"""The groups of people that the rows of the matrix name."""

SIGNED_IN = {
    *("stranger", "neighbour", "unrelated", "administrator", "siege", "pen"),
    *("referent", "coordinator", "elected", "partner", "reader"),
}
#: Who sees the draft of the world; its signed contract is also read by the region's ARS and the administrators.
SEES_DRAFT = {"siege", "pen", "referent", "coordinator", "elected", "partner", "reader"}
SEES_SIGNED = SEES_DRAFT | {"neighbour", "administrator"}

WRITERS = {"referent", "coordinator", "pen"}
STEERS = {"referent", "pen"}
COMMENTS = WRITERS | {"siege"}
ROLES = {"referent", "coordinator", "siege", "pen"}
ARS_AGREES = {"referent", "siege", "pen"}
CARRIER_AGREES = {"coordinator"}
SIEGES = {"siege", "pen"}
CREATES = {"referent", "neighbour", "stranger", *SIEGES}
ARS_AND_ADMIN = CREATES | {"administrator"}
ADMINISTERS = {"administrator", *SIEGES}

#: Who is of a département or region of the world's contracts.
NEAR = {"referent", "coordinator", "administrator", *SIEGES}

READ = "read"
OPEN = "open"
