"""One contract of the data set: who, when, where, and how it is steered."""

from datetime import date, timedelta

from contracts import models as contracts
from contracts.enums import SIGNED_STAGES, Stage
from core.search import unaccent
from governance import models as governance
from territories.enums import EpciKind
from territories.models import Territory, TerritoryMember

from . import words
from .calendar import TODAY, noon
from .plan import Plan

MARK = "-N"


class Story:
    """One contract, told into the basket."""

    def __init__(self, basket, registry, rng, number, epci, departments, millesime):
        self.add, self.rng, self.number, self.epci, self.departments = basket.add, rng, number, epci, departments
        self.organisations = registry.around(epci)
        self.millesime = millesime

    def write(self):
        self._dates()
        self._contract()
        self._signatories()
        Plan(self).write()
        self._governance()

    # --- identity --------------------------------------------------------------------------------
    def _dates(self):
        rng = self.rng
        in_preparation = rng.random() < 0.15
        year = rng.choice([2027, 2027, 2028]) if in_preparation else int(rng.triangular(2012, 2027, 2024))
        self.starts_on = date(year, rng.choice([1, 1, 7, 9]), 1)
        self.ends_on = self.starts_on.replace(year=self.starts_on.year + rng.choice([3, 4, 5, 5])) - timedelta(1)
        self.ends_on = min(self.ends_on, date(2030, 12, 31))
        if self.starts_on > TODAY:
            self.stage = rng.choice([Stage.INITIATIVE, Stage.DIAGNOSIS, Stage.DRAFTING, Stage.CONSULTATION])
        elif self.ends_on < TODAY:
            self.stage = rng.choices([Stage.CLOSED, Stage.IN_FORCE, Stage.TERMINATED], [75, 18, 7])[0]
        else:
            self.stage = rng.choices([Stage.IN_FORCE, Stage.CONSULTATION, Stage.TERMINATED], [88, 8, 4])[0]
        self.signed = self.stage in SIGNED_STAGES
        late = rng.choice([-120, -60, -15, 30, 150, 700])
        self.signed_on = min(self.starts_on + timedelta(late), TODAY, self.ends_on) if self.signed else None

    def _contract(self):
        epci, department = self.epci, self.epci.department
        years = f"{self.starts_on.year}-{self.ends_on.year}"
        self.territory = self.add(
            Territory,
            name=epci.name,
            kind="epci",
            millesime=self.millesime,
            region_id=department.region_id,
            population=epci.population,
        )
        level = "ept" if epci.kind == EpciKind.EPT else "epci"
        self.add(TerritoryMember, territory=self.territory, level=level, code=epci.code, name=epci.name)
        title = f"Contrat local de santé {years} – {epci.name} (données fictives)"
        reference = f"CLS-{department.pk}-{self.starts_on.year}{MARK}{self.number:04d}"
        self.contract = self.add(
            contracts.Contract,
            reference=reference,
            title=title,
            search=unaccent(f"{title} {reference}"),
            generation=self.rng.choices([1, 2, 3], [60, 30, 10])[0],
            stage=self.stage,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            signed_on=self.signed_on,
            territory=self.territory,
            department=department,
            carrier=self.organisations[1],
            ars_referent_name=self.somebody(),
            elected_referent_name=self.somebody(),
            preamble="<p>Données fictives, écrites pour mesurer la plateforme.</p>",
            diagnosis="<p>Un diagnostic partagé a été conduit avec les habitants et les professionnels.</p>",
            entered_live=self.signed,
            fictional=True,
        )
        for code in self.departments:
            self.add(Territory.departments.through, territory=self.territory, department_id=code)
        self.add(contracts.Passage, contract=self.contract, target=self.stage, at=noon(self.signed_on or TODAY))
        if self.signed and self.rng.random() < 0.15:
            longer = min(self.ends_on.replace(day=28, year=self.ends_on.year + 1), date(2030, 12, 31))
            facts = {"number": 1, "kinds": ["prorogation"], "signed_on": self.ends_on - timedelta(60)}
            self.add(contracts.Amendment, contract=self.contract, position=1, new_ends_on=longer, **facts)

    def _signatories(self):
        others = self.rng.sample(self.organisations[2:], min(max(int(self.rng.gauss(7, 4)), 0), 18))
        for position, organisation in enumerate([*self.organisations[:2], *others], start=1):
            signatory = self.add(
                contracts.Signatory,
                contract=self.contract,
                position=position,
                organisation=organisation,
                capacity="signatory" if position < 6 else "associated",
                representative_name=self.somebody(),
                signed_on=self.signed_on,
            )
            facts = {"text": "Mobiliser ses moyens de droit commun", "state": self.rng.choice(["in_progress", "kept"])}
            self.add(contracts.Commitment, contract=self.contract, position=position, signatory=signatory, **facts)

    # --- governance ------------------------------------------------------------------------------
    def _governance(self):
        for position, (kind, rhythm) in enumerate([("copil", 2), ("cotech", 4)], start=1):
            facts = {"contract": self.contract, "position": position, "kind": kind}
            body = self.add(governance.Body, **facts, meetings_per_year=rhythm)
            for n, organisation in enumerate(self.organisations[: self.rng.randint(4, 12)], start=1):
                facts = {"contract": self.contract, "body": body, "position": n, "organisation": organisation}
                self.add(governance.Seat, **facts, holder_name=self.somebody(), college=self.rng.choice(words.COLLEGES))
            if self.signed:
                held = min(self.signed_on + timedelta(150), TODAY)
                self.add(governance.Meeting, contract=self.contract, body=body, position=1, on=held, state="held")
        self.add(
            governance.CoordinationPost,
            contract=self.contract,
            position=1,
            title="Coordination du contrat local de santé",
            fte=self.rng.choice([0.5, 0.8, 1]),
            employer=self.epci.name,
            since=self.starts_on,
            # One post in five is empty: it has lost its holder.
            holder_name=self.somebody() if self.rng.random() < 0.8 else "",
        )

    def somebody(self):
        return f"{self.rng.choice(words.FIRST_NAMES)} {self.rng.choice(words.LAST_NAMES)}"
