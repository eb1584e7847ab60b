"""The plan of one contract of the data set: axes, objectives, findings, fiches and what hangs on them."""

from datetime import date, timedelta

from actions import models as actions
from contracts import models as contracts

from . import words
from .calendar import TODAY


class Plan:
    def __init__(self, story):
        self.add, self.rng, self.somebody = story.add, story.rng, story.somebody
        self.contract, self.organisations = story.contract, story.organisations
        self.signed, self.starts_on, self.ends_on = story.signed, story.starts_on, story.ends_on

    def write(self):
        rng = self.rng
        names = rng.sample([name for name in words.AXES if name != words.MENTAL_HEALTH], rng.choice([2, 3, 3, 4, 5, 6]))
        names.insert(1, words.MENTAL_HEALTH)
        axes = [self._axis(position, name) for position, name in enumerate(names, start=1)]
        findings = [
            self.add(contracts.Finding, contract=self.contract, position=n, kind=kind, text=text, source="Diagnostic")
            for n, (kind, text) in enumerate(rng.sample(words.FINDINGS, rng.randint(1, 5)), start=1)
        ]
        for finding in findings:
            self.add(contracts.Finding.axes.through, finding=finding, axis=rng.choice(axes)[0])
        fiches = min(max(round(rng.gauss(20, 6)), 4), 47)
        for position in range(1, fiches + 1):
            action = self._action(position, *axes[(position - 1) % len(axes)])
            if rng.random() < 0.7:
                self.add(actions.Action.findings.through, action=action, finding=rng.choice(findings))

    def _axis(self, position, name):
        axis = self.add(
            contracts.Axis,
            contract=self.contract,
            position=position,
            number=str(position),
            title=name,
            mental_health=name == words.MENTAL_HEALTH,
            transversal=name.startswith("Coordination"),
        )
        objectives, titles = words.AXES[name]
        rows = [
            self.add(
                contracts.Objective,
                contract=self.contract,
                axis=axis,
                position=n,
                number=f"{position}.{n}",
                title=title,
            )
            for n, title in enumerate(objectives, start=1)
        ]
        return axis, rows, titles

    def _action(self, position, axis, objectives, titles):
        rng = self.rng
        begins = self.starts_on + timedelta(rng.randrange(0, 700))
        action = self.add(
            actions.Action,
            contract=self.contract,
            axis=axis,
            objective=rng.choice([*objectives, None]),
            position=position,
            number=str(position),
            title=rng.choice(titles),
            status=self._status(begins),
            priority=rng.choice(["high", "medium", "low", ""]),
            origin="original",
            context="Constat partagé lors du diagnostic." if rng.random() < 0.8 else "",
            description="<p>Action conduite avec les partenaires du territoire.</p>" if rng.random() < 0.8 else "",
            target_public=rng.sample(words.PUBLICS, rng.randint(0, 2)),
            themes=[axis.title],
            starts_on=begins if rng.random() < 0.8 else None,
            ends_on=max(begins, self.ends_on) if rng.random() < 0.7 else None,
            approach=rng.choice(["universal", "targeted", "proportionate", ""]),
            participation=rng.choice(["none", "information", "consultation", "involvement", ""]),
        )
        action.refresh_search()
        common = {"contract": self.contract, "action": action}
        self._people_of(common)
        self._money_of(common, begins)
        self._progress_of(common, begins)
        self._indicators_of(common)
        return action

    def _status(self, begins):
        if not self.signed or begins > TODAY:
            return self.rng.choice(["planned", "to_discuss", ""])
        if self.ends_on < TODAY:
            return self.rng.choices(["done", "abandoned", "in_progress"], [80, 10, 10])[0]
        return self.rng.choices(["in_progress", "done", "planned", "paused", "blocked"], [55, 15, 15, 8, 7])[0]

    def _people_of(self, common):
        chosen = self.rng.sample(self.organisations, self.rng.randint(1, 7))
        for position, organisation in enumerate(chosen, start=1):
            part = "lead" if position == 1 else "partner"
            self.add(actions.ActionOrganisation, **common, position=position, part=part, organisation=organisation)
        self.add(actions.ActionPerson, **common, position=1, part="lead", name=self.somebody())

    def _money_of(self, common, begins):
        for position in range(1, self.rng.randint(0, 4) + 1):
            planned = self.rng.randrange(1, 60) * 1000
            granted = planned if self.signed and self.rng.random() < 0.7 else None
            self.add(
                actions.Funding,
                **common,
                position=position,
                funder=self.rng.choice(self.organisations[:8]),
                year=begins.year + position // 2,
                kind=self.rng.choice(["fir", "own_funds", "call_for_projects"]),
                planned=planned,
                granted=granted,
                spent=round(granted * 0.9) if granted and begins.year < TODAY.year else None,
            )

    def _progress_of(self, common, begins):
        for position, title in enumerate(self.rng.sample(words.STEPS, self.rng.randint(0, 4)), start=1):
            due = begins + timedelta(60 * position)
            done = due if self.signed and due < TODAY and self.rng.random() < 0.7 else None
            self.add(actions.Step, **common, position=position, title=title, due_on=due, done_on=done)
        if self.signed and self.rng.random() < 0.5:
            self.add(actions.Note, **common, position=1, on=min(begins + timedelta(90), TODAY), text="Point d’étape.")
        if self.signed and begins < TODAY:
            self._factors_of(common, begins)

    def _factors_of(self, common, begins):
        for position, (kind, about, text) in enumerate(self.rng.sample(words.FACTORS, self.rng.randint(0, 2)), start=1):
            closed = TODAY if self.rng.random() < 0.3 else None
            said = {"kind": kind, "about": about, "text": text, "since": begins, "closed_on": closed}
            self.add(actions.Factor, **common, position=position, **said)

    def _indicators_of(self, common):
        for position, facts in enumerate(self.rng.sample(words.INDICATORS, self.rng.randint(1, 3)), start=1):
            title, kind, unit, direction = facts
            said = {"title": title, "kind": kind, "unit": unit, "direction": direction, "frequency": "yearly"}
            base = self.rng.randrange(0, 60)
            indicator = self.add(
                actions.Indicator, **common, position=position, baseline=base, target=base + 40, source="Pilote", **said
            )
            last = min(TODAY.year, self.ends_on.year) if self.signed else 0
            for n, year in enumerate(range(self.starts_on.year, last)[:3], start=1):
                facts = {"position": n, "on": date(year, 12, 31), "value": base + self.rng.randrange(0, 15) * n}
                self.add(actions.Measure, contract=self.contract, indicator=indicator, **facts)
