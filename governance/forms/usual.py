"""The usual bodies of a region, and who sits there."""

from core.forms import DsfrModelForm
from governance.models import UsualBody, UsualSeat


class UsualBodyForm(DsfrModelForm):
    class Meta:
        model = UsualBody
        fields = ["kind", "name", "meetings_per_year"]
        help_texts = {
            "name": "Laissez vide pour reprendre la nature.",
            "meetings_per_year": "Le rythme promis, que le contrat peut changer.",
        }


class UsualSeatForm(DsfrModelForm):
    class Meta:
        model = UsualSeat
        fields = ["capacity", "organisation_kind", "college"]
        help_texts = {
            "capacity": "Laissez vide pour le porteur et tous les signataires.",
            "organisation_kind": "Laissez vide pour toutes les natures.",
            "college": "Élus, institutions, professionnels, habitants, usagers…",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("capacity", "organisation_kind"):
            field = self.fields[name]
            field.choices = [("", "Toutes"), *(choice for choice in field.choices if choice[0])]
