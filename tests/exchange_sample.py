"""One fictional contract that says everything the exchange format can say."""

import copy
import json

CPTS = {"name": "CPTS des Baronnies", "kind": "cpts", "sector": "health"}
ARS = {"name": "ARS Auvergne-Rhône-Alpes", "kind": "ars"}
CCBDP = {"name": "CC des Baronnies", "kind": "epci", "siren": "200068229", "aliases": ["CCBDP"], "sector": "planning"}

INDICATOR = {
    "title": "Délai pour un rendez-vous",
    "definition": "Entre l’appel et la consultation, en jours ouvrés",
    "catalogue": "Délai d’un rendez-vous de médecine générale",
    "kind": "outcome",
    "unit": "jours",
    "baseline": 30,
    "target": 12.5,
    "source": "CPTS",
    "frequency": "yearly",
    "direction": "down",
    "responsible": CPTS,
    "data_scale": "epci",
    "values": [
        {"on": "2025-06-30", "value": 28, "comment": "Premier relevé"},
        {"on": "2026-06-30", "text": "Bonne"},
    ],
}
FUNDING = {
    "funder": ARS,
    "year": 2026,
    "kind": "fir",
    "planned": 12500,
    "granted": 10000.5,
    "spent": 0,
    "fte": 0.5,
    "nature": "new",
    "agreement": "Convention 2026-12, comptes dus en mars",
}
ACTION = {
    "number": "1",
    "title": "Consultation avancée de médecine générale",
    "status": "in_progress",
    "attainment": "partly_reached",
    "priority": "high",
    "origin": "original",
    "novelty": "new",
    "prs_objectives": ["Réduire les inégalités d’accès"],
    "competent_authority": {"name": "Conseil de l’ordre", "kind": "professional_order"},
    "context": "Peu de médecins.",
    "description": "<p>Une demi-journée <strong>par semaine</strong>.</p>",
    "goals": {
        "general": "Soigner près de chez soi",
        "specific": [
            {"number": "1", "title": "Ouvrir un lieu", "operational": [{"number": "1.1", "title": "Trouver le lieu"}]}
        ],
    },
    "target_public": ["Personnes âgées"],
    "places": [{"level": "commune", "code": "26220", "name": "Nyons"}],
    "lead_organisations": [CPTS],
    "lead_people": [{"name": "Coordinatrice", "role": "Coordination", "email": "coordination@exemple.fr"}],
    "elected_sponsors": [{"name": "Élue référente", "role": "Vice-présidente"}],
    "partners": [CCBDP],
    "partnerships": [{"name": CCBDP["name"], "new": True, "produced": "Une convention de locaux"}],
    "resources": "Un cabinet",
    "starts_on": "2025-09-01",
    "ends_on": "2027-06-30",
    "schedule": "Avril-mai de chaque année",
    "yearly": True,
    "years": [
        {"year": 2025, "status": "done", "attainment": "reached", "text": "Fait"},
        {"year": 2026, "status": "en route"},
    ],
    "steps": [{"title": "Signer le bail", "due_on": "2025-10-01", "done_on": "2025-10-03"}],
    "funding": [{**FUNDING, "agreement_number": 1, "agreement_ends_on": "2026-06-30"}],
    "indicators": [INDICATOR],
    "approach": "proportionate",
    "proportionality": "Plus de temps là où il n’y a plus de médecin",
    "participation": "consultation",
    "inhabitants_said": "C’est loin",
    "attainment_comment": "Deux demi-journées sur trois",
    "factors": [
        {"kind": "obstacle", "about": "human_means", "text": "Poste vacant", "since": "2026-01-05"},
        {"kind": "lever", "about": "policy", "text": "Élu présent", "since": "2026-01-05", "closed_on": "2026-03-01"},
    ],
    "change_reasons": [
        {
            "on": "2026-02-01",
            "what": "Fin",
            "before": "31 décembre 2026",
            "after": "30 juin 2027",
            "reason": "partner_delay",
            "text": "Bail signé en retard",
            "author": "Coordinatrice",
        }
    ],
    "inhabitants_changed": "Le cabinet s’installe près de la gare",
    "answer_to_inhabitants": "Une navette",
    "determinants": ["care_system", "living_conditions"],
    "care_path": ["accessibility"],
    "themes": ["Accès aux soins"],
    "schemes": [{"scheme": "cpts", "name": "CPTS des Baronnies", "role": "leads", "who_does_what": "Tient l’agenda"}],
    "obstacles": "Le recrutement",
    "levers": "Le logement offert",
    "notes": [{"on": "2025-11-02", "text": "Premier mois plein", "author": "Coordinatrice"}],
}
#: What a meeting says inside.
INSIDE = {
    "begins_at": "14:30",
    "ends_at": "16:00",
    "place": "Nyons",
    "link": "https://visio.exemple.fr/copil",
    "introduction": "Une heure et demie",
    "minutes": "Unanimité",
    "items": [
        {
            "title": "Bilan",
            "kind": "decision",
            "minutes": 20,
            "presenter": "Coordinatrice",
            "description": "Chiffres joints",
            "notes": "Lu",
            "treated": True,
            "actions": ["1"],
        }
    ],
    "people": [
        {
            "organisation": ARS,
            "name": "Déléguée",
            "role": "DD",
            "email": "deleguee@exemple.fr",
            "substitute_name": "Adjoint",
            "substitute_email": "adjoint@exemple.fr",
            "college": "institutions",
            "answer": "comes",
            "answered_by": "holder",
            "presence": "represented",
            "represented_by": "CPTS",
        }
    ],
}

#: In words, as it was printed the day it was closed.
AS_CLOSED = {
    "body": "COPIL",
    "kind": "COPIL (comité de pilotage)",
    "title": "Premier COPIL",
    "on": "1er décembre 2025",
    "hours": "14\xa0h\xa030 – 16\xa0h\xa000",
    "place": "Nyons",
    "link": "https://visio.exemple.fr/copil",
    "state": "closed",
    "introduction": "Une heure et demie",
    "minutes": "Unanimité",
    "there": 1,
    "quorum": 3,
    "items": [
        {
            "title": "Bilan",
            "kind": "Décision",
            "minutes": 20,
            "presenter": "Coordinatrice",
            "description": "Chiffres joints",
            "notes": "Lu",
            "treated": True,
            "actions": [],
            "decisions": [1],
        }
    ],
    "people": [
        {
            "organisation": "ARS",
            "name": "Déléguée",
            "role": "DD",
            "substitute": "Adjoint",
            "college": "institutions",
            "presence": "Représenté·e",
            "represented_by": "CPTS",
        }
    ],
    "decisions": [
        {
            "number": 1,
            "text": "Valider le bilan",
            "kind": "Validation",
            "effects": ["Une fiche action", "Un axe"],
            "prepares_amendment": False,
            "actions": ["1. Maison de santé"],
            "follow_ups": [{"text": "Écrire à la CPAM", "who": "Camille", "due": "31 janvier 2026"}],
        }
    ],
    "follow_ups": [],
}

CONTRACT = {
    "reference": "CLS-FICTIF-2025",
    "title": "Contrat local de santé fictif",
    "kind": "contract",
    "generation": 2,
    "status": "in_force",
    "starts_on": "2025-01-01",
    "ends_on": "2029-12-31",
    "signed_on": "2025-10-14",
    "predecessors": ["CLS de première génération"],
    "carrier": CCBDP,
    "ars_referent": {"name": "Référente", "role": "ARS DD 26", "email": "dd26@exemple.fr"},
    "elected_referent": {"name": "Élue", "role": "Vice-présidente"},
    "territory": {
        "name": "Baronnies en Drôme provençale",
        "kind": "epci",
        "members": [{"level": "epci", "code": "200068229", "name": "CC des Baronnies en Drôme Provençale"}],
    },
    "preamble": "<p>Ensemble.</p>",
    "diagnosis": "Un territoire rural.",
    "prs_alignment": "<ul><li>Accès</li></ul>",
    "articles": [{"part": "Titre 1", "number": "1", "title": "Champ", "text": "Le périmètre."}],
    "findings": [
        {
            "kind": "need",
            "text": "Trop loin des soins",
            "source": "ORS",
            "amount": 1000,
            "funder": ARS,
            "axes": ["1"],
            "actions": ["1"],
        }
    ],
    "core_themes": [{"theme": "Santé mentale", "answer": "covered", "reason": "Axe 2"}],
    "opinions": [
        {
            "organisation": {"name": "CTS de la Drôme", "kind": "other"},
            "asked_on": "2025-05-01",
            "given_on": "2025-06-01",
            "outcome": "reserved",
            "text": "Préciser",
        }
    ],
    "visas": ["Vu le code de la santé publique, art. L. 1434-10"],
    "signatories": [
        {
            "organisation": CCBDP,
            "capacity": "signatory",
            "representative": {"name": "Président", "role": "Président"},
            "deliberated_on": "2025-09-10",
            "signed_on": "2025-10-14",
            "deliberation_number": "2025-77",
            "commitments": [
                {
                    "text": "Héberger la coordination",
                    "due_on": "2026-01-01",
                    "state": "kept",
                    "proof": "Contrat",
                    "comment": "Bureau ouvert en mairie",
                    "reviewed_on": "2026-02-01",
                }
            ],
        },
        {"organisation": ARS, "capacity": "signatory", "signed_on": "2025-10-14"},
    ],
    "change_reasons": [
        {
            "on": "2026-02-01",
            "what": "Cible de Renoncement aux soins",
            "before": "12",
            "reason": "correction",
            "text": "Indicateur en double",
        }
    ],
    "funding_agreements": [
        {
            "reference": "2026-12",
            "title": "Consultation avancée",
            "span": "multi_year",
            "starts_on": "2026-01-01",
            "ends_on": "2028-12-31",
            "accounts_due_on": "2027-03-31",
            "accounts_received_on": "2027-03-20",
            "parties": [ARS, CPTS],
        }
    ],
    "axes": [
        {
            "number": "1",
            "title": "Accès aux soins",
            "description": "<p>Près de chez soi.</p>",
            "lead": CPTS,
            "objectives": [
                {
                    "number": "1.1",
                    "title": "Rapprocher",
                    "prs_objectives": ["Réduire les inégalités d’accès"],
                    "actions": [ACTION],
                    "indicators": [INDICATOR],
                }
            ],
            "actions": [{"number": "2", "title": "Sans objectif", "yearly": False, "funding": [FUNDING]}],
            "indicators": [INDICATOR],
        },
        {"number": "2 bis", "title": "Santé mentale", "transversal": True, "mental_health": True},
    ],
    "participation": [
        {
            "phase": "diagnosis",
            "level": "consultation",
            "said": "C’est loin",
            "changed": "Un axe",
            "answer": "Une lettre",
        }
    ],
    "bodies": [
        {
            "kind": "copil",
            "name": "COPIL",
            "meetings_per_year": 2,
            "chairs": [CCBDP],
            "seats": [
                {
                    "organisation": ARS,
                    "holder": {"name": "Déléguée", "role": "DD"},
                    "substitute": {"name": "Adjoint"},
                    "college": "institutions",
                    "since": "2025-10-14",
                    "until": "2028-12-31",
                }
            ],
            "quorum": 3,
            "theme": "Tout le contrat",
            "until": "2029-12-31",
            "meetings": [
                {
                    "held_on": "2025-12-01",
                    "title": "Premier COPIL",
                    "state": "closed",
                    "uid": "6f0c2c7e-5a4b-4d60-9a3e-2b7f0d1c9e55",
                    "sequence": 2,
                    **INSIDE,
                    "as_closed": AS_CLOSED,
                    "rectifications": [{"text": "Le bilan est validé sous réserve."}],
                    "decisions": ["Valider le bilan"],
                }
            ],
            "other_meetings": [
                {
                    "on": "2026-12-01",
                    "state": "cancelled",
                    "title": "COPIL d’hiver",
                    "uid": "0b5a4c1d-83f2-4a17-8d55-6c1e7a9f2b31",
                    **INSIDE,
                    "cancel_reason": "Neige",
                }
            ],
            "backlog": [{"title": "Mobilité", "kind": "discussion", "actions": ["2"]}],
            "actions": ["1"],
        }
    ],
    "decisions": [
        {
            "number": 1,
            "on": "2025-12-01",
            "text": "Valider le bilan",
            "kind": "validation",
            "body_number": 1,
            "in_meeting": True,
            "item_number": 1,
            "effects": ["action", "axis"],
            "actions": ["1"],
            "axes": ["1"],
            "commitments": [{"signatory": 1, "commitment": 1}],
            "follow_ups": [
                {
                    "text": "Écrire à la CPAM",
                    "person": {"name": "Camille", "email": "camille@exemple.fr"},
                    "organisation": ARS,
                    "action": "1",
                    "body_number": 1,
                    "meeting_on": "2025-12-01",
                    "due_on": "2026-01-31",
                    "high_priority": True,
                    "done_on": "2026-01-15",
                    "proof": "Courrier",
                    "verified_on": "2026-01-20",
                }
            ],
        },
        {
            "number": 3,
            "on": "2026-02-01",
            "text": "Élargir le périmètre",
            "kind": "orientation",
            "effects": ["amendment"],
            "prepares_amendment": True,
            "amendment_number": 1,
            "supersedes": 1,
        },
    ],
    "follow_ups": [{"text": "Réserver la salle", "due_on": "2026-03-01", "dropped_reason": "Trouvée ailleurs"}],
    "coordination": [
        {
            "title": "Coordinatrice",
            "fte": 0.8,
            "employer": "CC des Baronnies",
            "location": "Maison de santé",
            "since": "2025-01-01",
            "until": "2027-12-31",
            "holder": {"name": "Coordinatrice", "email": "coordination@exemple.fr"},
            "funding": [{**FUNDING, "agreement_ends_on": "2026-12-31"}],
            "shared_with": [{"scheme": "CLSM", "share": 0.2}],
            "former_holders": [{"holder": {"name": "Avant elle"}, "since": "2023-01-01", "until": "2024-12-31"}],
        }
    ],
    "coordination_sharing": {"ars_share": 60, "reason": "Petite communauté de communes"},
    "indicators": [INDICATOR],
    "theme_roles": [
        {"theme": "Santé mentale", "scheme_number": 1, "role": "leads", "sentence": "Anime le volet"},
        {"theme": "Santé mentale", "role": "contributes"},
    ],
    "schemes": [
        {
            "scheme": "ptsm",
            "name": "PTSM 26",
            "registered": "PTSM de la Drôme",
            "role": "informed",
            "who_does_what": "Tient le volet",
        }
    ],
    "amendments": [
        {
            "number": 1,
            "kinds": ["prorogation"],
            "summary": "Un an de plus",
            "decided_on": "2026-01-01",
            "signed_on": "2026-02-01",
            "new_ends_on": "2030-12-31",
        },
        {"number": 2, "kinds": ["other"]},
    ],
    "reviews": [
        {
            "year": 2024,
            "state": "validated",
            "read_on": "2024-12-31",
            "sections": ["summary", "money"],
            "snapshot": {"year": 2024, "sections": {"summary": []}},
            "texts": [{"section": "summary", "text": "<p>Une année de lancement.</p>"}],
            "passages": [
                {"source": "prepared", "target": "submitted"},
                {"source": "submitted", "target": "returned", "remarks": "Dites l’argent."},
            ],
            "decision_number": 1,
            "frozen": json.dumps(
                {
                    "contract": "CLS des Baronnies",
                    "reference": "CLS-26-2024",
                    "year": 2024,
                    "sections": [
                        {"code": "summary", "title": "Synthèse", "text": "<p>Une année de lancement.</p>", "blocks": []}
                    ],
                }
            ),
        }
    ],
    "evaluation": {
        "purpose": "Savoir à qui le contrat a servi.",
        "conducted_by": "ORS",
        "method": "Grille, entretiens, bilan des fiches",
        "due_on": "2028-12-31",
        "synthesis": "<p>À mi-chemin.</p>",
        "sources": [
            {"kind": "document", "title": "Bilan 2025", "details": "Annexe 2", "on": "2026-01-15"},
            {
                "kind": "interview",
                "title": "Entretien n° 1, habitants",
                "on": "2026-02-01",
                "audience": "inhabitants",
                "consent": "given",
                "consent_on": "2026-02-01",
                "consent_way": "written",
                "quotes": [{"text": "[personne] m’a aidée.", "question_number": 1}],
            },
        ],
        "questions": [
            {
                "code": "inegalites",
                "title": "Réduit-il les inégalités ?",
                "help": "À qui sert-il ?",
                "origin": "ARS",
                "answer": "<p>En partie.</p>",
                "strengths": ["Tout le monde s’est assis"],
                "weaknesses": ["Peu de moyens"],
                "opportunities": ["Une maison de santé"],
                "threats": ["Un départ"],
                "criteria": [
                    {
                        "code": "participation",
                        "title": "Participation",
                        "help": "Qui a parlé ?",
                        "actions": ["1"],
                        "indicators": [{"title": "Délai pour un rendez-vous", "action": "1"}],
                        "source_numbers": [1, 2],
                        "judgements": [{"action": "1", "value": "mostly", "comment": "Trois réunions"}],
                    }
                ],
            }
        ],
        "findings": [{"text": "Les habitants sont venus.", "question_numbers": [1], "source_numbers": [2]}],
        "recommendations": [
            {
                "text": "Les payer de leur temps.",
                "addressed_to": "COPIL",
                "answer": "accepted",
                "answer_reason": "Juste",
                "answered_by": "COPIL",
                "answered_on": "2026-03-01",
                "owner_name": "La coordinatrice",
                "due_on": "2026-09-01",
                "progress": "done",
                "done_on": "2026-08-01",
                "proof": "Délibération 12",
                "actions": ["1"],
                "finding_numbers": [1],
            }
        ],
    },
    "weather": [{"sky": "support", "synthesis": "Il manque un médecin.", "on": "2026-06-01"}],
    "suspensions": [{"since": "2026-03-01", "until": "2026-04-01", "reason": "Poste vacant"}],
}


def sample() -> dict:
    return copy.deepcopy({"format": "cls-exchange/1", "contract": CONTRACT})
