"""An existing plan taken into a contract: axes and objectives found or made, fiches created, nothing changed."""

from actions.spreadsheets.columns import FICHES
from actions.spreadsheets.template import read
from actions.spreadsheets.template_draft import Draft, settled, texts
from contracts.services.plan import add_axis, add_objective
from core.errors import ServiceError
from core.search import search_key

from .sheet_writing import NewFiche, refusals

TO_CLASSIFY = "À classer"
#: Column of the template that a refused field came from.
CELL_OF = {"funder": "funder", "origin": "title", "axis": "axis", "objective": "objective"}


def take_template(taking, pages):
    return TemplateTaking(taking).take(pages)


class TemplateTaking:
    def __init__(self, taking):
        self.taking, self.report, self.writer = taking, taking.report, taking.writer
        self.contract, self.context = taking.contract, taking.context
        self.report.kind = "template"
        self.known = {search_key(title) for title in self.contract.actions.values_list("title", flat=True)}

    def take(self, pages):
        self.taking.tell(10, "Lecture du tableur")
        drafts = self._joined([settled(draft, self.report) for draft in read(pages, self.report)])
        for place, draft in enumerate(drafts):
            self.taking.tell(20 + 75 * place // len(drafts), f"{place} fiches lues")
            self._guarded(draft)
        return self.taking.close()

    # --- the same action twice ---------------------------------------------------------------
    def _joined(self, drafts):
        kept: dict[tuple, Draft] = {}
        titles: dict[str, Draft] = {}
        for draft in drafts:
            key = (search_key(draft.title), search_key(" ".join(draft.axis)) if draft.axis else "")
            if key in kept:
                self._join(kept[key], draft)
                continue
            if other := titles.get(key[0]):
                sentence = f"Le même titre est ligne {other.place.row}, dans un autre axe\xa0: deux fiches."
                self.report.doubt(draft.place, sentence)
            kept[key] = titles[key[0]] = draft
        return list(kept.values())

    def _join(self, first, again):
        """What the second row adds goes to the first; a text that both say otherwise is kept from both."""
        told = f"Même action que ligne {first.place.row}\xa0: les deux lignes font une seule fiche."
        self.report.doubt(again.place, told)
        for part, names in again.names.items():
            first.name(part, names)
        for name, parts in again.texts.items():
            for text in parts:
                if text not in first.texts.get(name, ()):
                    first.say(name, text)
        for attribute in ("steps", "notes", "indicators", "fundings", "goals"):
            kept = getattr(first, attribute)
            kept += [each for each in getattr(again, attribute) if each not in kept]
        for part, people in again.people.items():
            kept = first.people.setdefault(part, [])
            kept += [each for each in people if each not in kept]
        for name, value in again.fields.items():
            if first.fields.setdefault(name, value) != value:
                place = again.places.get(name, again.place)
                self.report.doubt(place, f"La ligne {first.place.row} dit autre chose\xa0: c’est elle qui est gardée.")
        first.cells += again.cells
        settled(first, self.report)

    # --- one fiche ---------------------------------------------------------------------------
    def _guarded(self, draft):
        if search_key(draft.title) in self.known:
            self.report.doubt(
                draft.place, f"«\xa0{draft.title}\xa0» est déjà dans le contrat\xa0: elle reste inchangée."
            )
            self.report.count(FICHES.title, "unchanged")
            return
        try:
            self._create(draft)
        except ServiceError as error:
            for name, sentence in refusals(error):
                self.report.problem(draft.places.get(CELL_OF.get(name, name), draft.place), sentence)

    def _create(self, draft):
        axis = self._axis(draft)
        place = {"axis": axis, "objective": self._objective(draft, axis)}
        lists = {part: [self.context.organisation(name) for name in names] for part, names in draft.names.items()}
        lists = {part: list(dict.fromkeys(every)) for part, every in lists.items()}
        given = {"number": draft.number, "title": draft.title, **place, **draft.fields, **texts(draft)}
        given |= {"goals": _goals(draft), **lists, **draft.people}
        fundings = [
            {"funder": self.context.organisation(name), "planned": amount, "agreement": said}
            for name, amount, said in draft.fundings
        ]
        indicators = [{"title": title} for title in draft.indicators]
        built = self.writer.build(given)
        self.writer.save([built])
        self.writer.hang(built[0], NewFiche(given, draft.steps, draft.notes, fundings, indicators))
        self.report.count(FICHES.title, "created")
        self.report.row(draft.place, str(draft), new=True, cells=draft.cells)

    def _axis(self, draft):
        number, title = draft.axis or ("", TO_CLASSIFY)
        if draft.axis is None:
            self.report.doubt(draft.place, "Cette fiche n’a pas d’axe\xa0: elle est rangée sous «\xa0À classer\xa0».")
        found = self.context.axis(f"{number}. {title}" if number else title) or self.context.axis(title)
        if found is None:
            found = add_axis(contract=self.contract, actor=self.writer.actor, title=title[:400], number=number)
            self.context.plan_changed()
            self.report.count("Axes", "created")
        return found

    def _objective(self, draft, axis):
        if draft.objective is None:
            return None
        number, title = draft.objective
        found = self._in_axis(axis, number, title)
        if found is None:
            found = add_objective(axis=axis, actor=self.writer.actor, title=title[:600], number=number)
            self.context.plan_changed()
            self.report.count("Objectifs stratégiques", "created")
        return found

    def _in_axis(self, axis, number, title):
        inside = [each for each in self.context.objectives if each.axis_id == axis.pk]
        return next((each for each in inside if search_key(each.title) == search_key(title)), None)


def _goals(draft):
    specific = [{"number": None, "title": title, "operational": []} for title in draft.goals]
    return {"general": draft.general or None, "specific": specific}
