"""Code words of campaigns of questionnaires, with the field's own French."""

from django.db.models import TextChoices


class CampaignState(TextChoices):
    DRAFT = "draft", "En préparation"
    OPEN = "open", "Ouverte"
    CLOSED = "closed", "Close"
    PUBLISHED = "published", "Publiée"
    CANCELLED = "cancelled", "Annulée"


class QuestionKind(TextChoices):
    SINGLE = "single", "Choix unique"
    MULTIPLE = "multiple", "Choix multiple"
    SCALE = "scale", "Échelle"
    NUMBER = "number", "Nombre"
    TEXT = "text", "Texte"
    TABLE = "table", "Tableau"


CHOSEN = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
#: What a condition or a cross-table can look at: a short list of known answers.
LISTED = (*CHOSEN, QuestionKind.SCALE)


class Crossing(TextChoices):
    """What is known of each contract, by which answers are crossed."""

    DEPARTMENT = "department", "Département"
    KIND = "kind", "Nature du contrat"
    STAGE = "stage", "Étape du contrat"
    GENERATION = "generation", "Génération"
    SIGNED = "signed", "Année de signature"
    CARRIER = "carrier", "Nature du porteur"
    TERRITORY = "territory", "Nature du territoire"
    POPULATION = "population", "Population du périmètre"


class TableRows(TextChoices):
    AXES = "axes", "Une ligne par axe du contrat"
    FICHES = "fiches", "Une ligne par fiche du contrat"


class ColumnKind(TextChoices):
    TEXT = "text", "Texte"
    NUMBER = "number", "Nombre"
    CHOICE = "choice", "Choix de la liste"
    YES_NO = "yes_no", "Oui ou non"


class ReplyState(TextChoices):
    WAITING = "waiting", "Rien reçu"
    BEGUN = "begun", "Commencée"
    SUBMITTED = "submitted", "Envoyée"
    REFUSED = "refused", "Écartée"


#: Not sent, or given back.
MISSING = (ReplyState.WAITING, ReplyState.BEGUN)


class VerbatimState(TextChoices):
    TO_READ = "to_read", "À relire"
    CONFIRMED = "confirmed", "Confirmé"
    WITHHELD = "withheld", "Non publié"


class MailPurpose(TextChoices):
    OPENING = "opening", "Ouverture"
    REOPENING = "reopening", "Réouverture"
    REMINDER = "reminder", "Relance"
