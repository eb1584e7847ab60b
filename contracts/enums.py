"""Code words of a contract: the exchange format's codes, with the field's own French."""

from django.db.models import TextChoices


class ContractKind(TextChoices):
    PREFIGURATION = "prefiguration", "Préfiguration"
    CONTRACT = "contract", "Contrat"


class Stage(TextChoices):
    INITIATIVE = "initiative", "Initiative"
    DIAGNOSIS = "diagnosis", "Diagnostic partagé"
    DRAFTING = "drafting", "Élaboration"
    CONSULTATION = "consultation", "Consultation"
    SIGNATURE = "signature", "Signature"
    IN_FORCE = "in_force", "En vigueur"
    CLOSED = "closed", "Clos"
    TERMINATED = "terminated", "Résilié"
    ABANDONED = "abandoned", "Abandonné"


PATH = [Stage.INITIATIVE, Stage.DIAGNOSIS, Stage.DRAFTING, Stage.CONSULTATION, Stage.SIGNATURE, Stage.IN_FORCE]
DRAFT_STAGES = [Stage.INITIATIVE, Stage.DIAGNOSIS, Stage.DRAFTING, Stage.CONSULTATION, Stage.SIGNATURE]
SIGNED_STAGES = [Stage.IN_FORCE, Stage.CLOSED, Stage.TERMINATED]


class ContractRoleKind(TextChoices):
    COORDINATOR = "coordinator", "Coordinateur, coordinatrice"
    ELECTED = "elected", "Élu·e ou signataire"
    PARTNER = "partner", "Partenaire"
    READER = "reader", "Lecture"
    PEN = "pen", "Plume (ARS siège)"


class Capacity(TextChoices):
    SIGNATORY = "signatory", "Signataire"
    ASSOCIATED = "associated", "Cosignataire associé"


class CommitmentState(TextChoices):
    TO_KEEP = "to_keep", "À tenir"
    IN_PROGRESS = "in_progress", "En cours"
    KEPT = "kept", "Tenu"
    NOT_KEPT = "not_kept", "Non tenu"
    MOOT = "moot", "Sans objet"


class FindingKind(TextChoices):
    NEED = "need", "Besoin"
    STRENGTH = "strength", "Force"
    RUPTURE = "rupture", "Point de rupture"
    EXISTING_MEANS = "existing_means", "Moyens existants"


class ThemeAnswer(TextChoices):
    COVERED = "covered", "Couvert"
    DEFERRED = "deferred", "Différé"
    EXCLUDED = "excluded", "Écarté"


class OpinionOutcome(TextChoices):
    FAVOURABLE = "favourable", "Favorable"
    RESERVED = "reserved", "Réservé"
    UNFAVOURABLE = "unfavourable", "Défavorable"


class AmendmentKind(TextChoices):
    PROROGATION = "prorogation", "Prorogation"
    PERIMETER = "perimeter", "Périmètre"
    SIGNATORIES = "signatories", "Signataires"
    ACTIONS = "actions", "Actions"
    CLAUSES = "clauses", "Clauses"
    OTHER = "other", "Autre"


class DocumentKind(TextChoices):
    ANNEX = "annex", "Annexe"
    SCAN = "scan", "Contrat signé numérisé"
    DELIBERATION = "deliberation", "Délibération"
    AMENDMENT = "amendment", "Avenant signé"
    OPINION = "opinion", "Avis"
    CONTRACT_PDF = "contract_pdf", "PDF du contrat"
    SIGNED_TEXT = "signed_text", "Texte présenté à la signature"
    MEETING = "meeting", "Document de séance"
    SIGNATORY = "signatory", "Point avec un signataire"
    HANDOVER = "handover", "Dossier de passation"
    REVIEW = "review", "Bilan"
    LOGO = "logo", "Logo pour la couverture"
    OTHER = "other", "Autre document"


class Side(TextChoices):
    ARS = "ars", "ARS"
    CARRIER = "carrier", "Porteur"


class SchemeKind(TextChoices):
    CPTS = "cpts", "CPTS"
    CLSM = "clsm", "CLSM"
    ASV = "asv", "Atelier santé ville"
    PTSM = "ptsm", "PTSM"
    DAC = "dac", "DAC"
    MSP = "msp", "MSP"
    CONTRAT_VILLE = "contrat_ville", "Contrat de ville"
    PAT = "pat", "Projet alimentaire territorial"
    PCAET = "pcaet", "PCAET"
    OTHER = "other", "Autre"


class SchemeStage(TextChoices):
    PLANNED = "planned", "En projet"
    BUILDING = "building", "En construction"
    RUNNING = "running", "En activité"
    DORMANT = "dormant", "En sommeil"
    ENDED = "ended", "Terminé"


class SchemeRole(TextChoices):
    LEADS = "leads", "Pilote"
    CONTRIBUTES = "contributes", "Contribue"
    INFORMED = "informed", "Informé"


class StandardTextKind(TextChoices):
    ARTICLE = "article", "Article type"
    VISA = "visa", "Visa"


class ApproachState(TextChoices):
    FIRST_CONTACT = "first_contact", "Premier contact"
    DISCUSSION = "discussion", "En discussion"
    AGREED = "agreed", "Accord de principe"
    CONTRACT = "contract", "Devenue un contrat"
    DROPPED = "dropped", "Sans suite"


OPEN_APPROACHES = [ApproachState.FIRST_CONTACT, ApproachState.DISCUSSION, ApproachState.AGREED]
