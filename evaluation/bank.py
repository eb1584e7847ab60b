"""What evaluations may ask, before a region says otherwise: two questions with their criteria, and interview guides."""

from dataclasses import dataclass

from evaluation.terms import Audience

SOURCE = "Grille d’évaluation des contrats locaux de santé d’Île-de-France, ARS, 2017-2018"


@dataclass(frozen=True)
class Entry:
    """A question of the bank as a contract takes it, whether it is a region's own or one of these."""

    code: str
    title: str
    help: str
    criteria: tuple[str, ...]
    source: str


DEFAULTS = (
    Entry(
        "inegalites",
        "Le contrat contribue-t-il à réduire les inégalités sociales et territoriales de santé\xa0?",
        "Sur quoi agir, avec qui, pour qui\xa0: les plus éloignés des soins reçoivent-ils plus\xa0?",
        (
            "Déterminants sociaux de la santé",
            "Action intersectorielle",
            "Participation et pouvoir d’agir des habitants",
            "Universalisme proportionné",
        ),
        SOURCE,
    ),
    Entry(
        "parcours",
        "Le contrat améliore-t-il les parcours de santé\xa0?",
        "Peut-on accéder à l’offre, s’y retrouver, et y être bien pris en charge\xa0?",
        ("Accessibilité", "Lisibilité", "Qualité"),
        SOURCE,
    ),
)

GUIDES: dict[str, tuple[str, ...]] = {
    Audience.COORDINATION: (
        "Comment le poste est-il organisé, et de quoi manque-t-il pour tenir le contrat\xa0?",
        "Quelles fiches avancent, lesquelles n’avancent pas, et pourquoi\xa0?",
        "Comment les instances décident-elles\xa0? Que deviennent leurs décisions\xa0?",
        "Comment les habitants ont-ils été associés\xa0?",
        "Que faudrait-il garder, changer, arrêter\xa0?",
    ),
    Audience.ARS: (
        "En quoi le contrat porte-t-il le projet régional de santé sur ce territoire\xa0?",
        "Quel a été l’appui de l’ARS, en moyens et en temps\xa0?",
        "Comment le contrat s’articule-t-il avec les autres dispositifs\xa0?",
        "Quels effets voit-on sur les inégalités et sur les parcours\xa0?",
    ),
    Audience.ELECTED: (
        "Qu’attendiez-vous du contrat\xa0? Qu’a-t-il changé pour la commune ou l’intercommunalité\xa0?",
        "La santé est-elle entrée dans les autres politiques locales\xa0?",
        "Les engagements de votre collectivité ont-ils été tenus\xa0?",
        "Voulez-vous un nouveau contrat\xa0? Sur quoi\xa0?",
    ),
    Audience.PARTNERS: (
        "Quelle part avez-vous prise au contrat, et qu’en retirez-vous\xa0?",
        "Avec qui travaillez-vous que vous ne connaissiez pas avant\xa0?",
        "Qu’est-ce qui a freiné ou aidé vos actions\xa0?",
        "Les moyens étaient-ils au rendez-vous\xa0?",
    ),
    Audience.INHABITANTS: (
        "Qu’est-ce qui est difficile, ici, pour se soigner ou rester en bonne santé\xa0?",
        "Avez-vous connu ou suivi une action du contrat\xa0? Qu’en pensez-vous\xa0?",
        "Vous a-t-on demandé votre avis\xa0? Qu’est-il devenu\xa0?",
        "Que faudrait-il faire en premier\xa0?",
    ),
}
