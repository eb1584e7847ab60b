"""Fiches and their rows by REST.

A fiche carries what its version covers; money, indicators, steps, years and notes are resources of their own. What is
said of it is in `telling`.
"""

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers

from accounts.models import Organisation
from actions.enums import (
    AccountsState,
    ActionStatus,
    Approach,
    Attainment,
    CarePath,
    Determinant,
    Novelty,
    Origin,
    Participation,
    Priority,
)
from actions.models import (
    ChangeReason,
    Factor,
    Funding,
    FundingAgreement,
    Note,
    Step,
    YearProgress,
)
from contracts.models import Axis, Contract, Finding, Objective
from contracts.rest.placing import position

from .fields import (
    GoalsSerializer,
    OrganisationRefSerializer,
    PersonRefSerializer,
    PlaceRefSerializer,
    choice,
    codes,
    day,
    people_near,
    text,
    words,
)
from .reasons import FIELDS as REASON
from .reasons import ReasonSerializer
from .telling import told


class ActionListSerializer(serializers.ListSerializer):
    """A page of fiches, given by their keys."""

    def to_representation(self, keys):
        return told(keys, today=timezone.localdate())


class ActionSerializer(ReasonSerializer, serializers.Serializer):
    id = serializers.IntegerField(read_only=True)
    contract = serializers.CharField(read_only=True, help_text="La référence du contrat.")
    axis = serializers.PrimaryKeyRelatedField(queryset=Axis.objects.none())
    objective = serializers.PrimaryKeyRelatedField(queryset=Objective.objects.none(), allow_null=True, required=False)
    number = serializers.CharField(
        max_length=20, allow_blank=True, required=False, help_text="Sans lui, à la création, le suivant est proposé."
    )
    title = serializers.CharField(max_length=600)
    status = choice(ActionStatus.choices)
    late = serializers.BooleanField(read_only=True, help_text="En retard aujourd’hui, calculé d’après les dates.")
    attainment = choice(Attainment.choices)
    attainment_comment = text(help_text="Ce qui explique l’atteinte.")
    priority = choice(Priority.choices)
    origin = choice(Origin.choices)
    novelty = choice(Novelty.choices)
    prs_objectives = words("Objectifs du PRS.")
    competent_authority = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.current(), allow_null=True, required=False
    )
    context = text(help_text="Constats et besoins.")
    description = text(help_text="Texte, ou le HTML que le PDF sait imprimer.")
    goals = GoalsSerializer(allow_null=True, required=False)
    findings = serializers.PrimaryKeyRelatedField(many=True, queryset=Finding.objects.none(), required=False)
    target_public = words("Publics.")
    themes = words("Thèmes.")
    resources = text(help_text="Moyens humains et techniques.")
    starts_on = day()
    ends_on = day()
    schedule = text(help_text="Calendrier, en mots.")
    yearly = serializers.BooleanField(allow_null=True, required=False)
    approach = choice(Approach.choices)
    proportionality = text()
    participation = choice(Participation.choices)
    inhabitants_said = text()
    inhabitants_changed = text()
    answer_to_inhabitants = text()
    determinants = codes(Determinant.choices)
    care_path = codes(CarePath.choices)
    obstacles = text()
    levers = text()
    leads = OrganisationRefSerializer(many=True, required=False)
    partners = OrganisationRefSerializer(many=True, required=False)
    lead_people = PersonRefSerializer(many=True, required=False)
    sponsors = PersonRefSerializer(many=True, required=False)
    places = PlaceRefSerializer(many=True, required=False)
    position = position()
    version = serializers.IntegerField(read_only=True)
    created_at = serializers.DateTimeField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True, help_text="De la fiche ou d’une de ses lignes.")

    class Meta:
        list_serializer_class = ActionListSerializer

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contracts = self.context.get("contracts")
        if contracts is not None:
            self.fields["axis"].queryset = Axis.objects.filter(contract__in=contracts).select_related("contract")
            self.fields["objective"].queryset = Objective.objects.filter(contract__in=contracts)
            self.fields["findings"].child_relation.queryset = Finding.objects.filter(contract__in=contracts)
            for name in ("lead_people", "sponsors"):
                self.fields[name].child.fields["user"].queryset = people_near(contracts)

    def to_representation(self, action):
        for fiche in told([action.pk], today=timezone.localdate()):
            return fiche
        raise Http404

    def validate(self, data):
        data = super().validate(data)
        for name in ("leads", "partners"):
            if name in data:
                data[name] = [each["id"] for each in data[name]]
        for name, part in {"lead_people": "lead", "sponsors": "sponsor"}.items():
            if name in data and self.instance is not None:
                data[name] = [_with_address(person, self.instance, part) for person in data[name]]
        return data


def _with_address(person, action, part):
    """Who reads no address must not erase it: somebody given again as she was read keeps hers."""
    known = [row for row in action.person_parts.all() if row.part == part and row.name == person.get("name", "")]
    if known and "email" not in person:
        person["email"] = known[0].email
    if known and "user" not in person:
        person["user"] = known[0].user
    return person


class RowSerializer(serializers.ModelSerializer):
    """A row of a fiche: the contract's reference beside it, its version, when it last changed."""

    contract = serializers.SlugRelatedField(slug_field="reference", read_only=True)
    #: Given at the creation, then kept.
    host = "action"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contracts = self.context.get("contracts")
        if self.instance is not None and not hasattr(self.instance, "__iter__"):
            self.fields[self.host].read_only = True
        # Who sees no contract at all finds no fiche: an empty set counts.
        elif contracts is not None:
            hosts = self.fields[self.host].queryset
            self.fields[self.host].queryset = hosts.filter(contract__in=contracts)


HEAD = ["id", "contract", "action"]
TAIL = ["version", "updated_at"]


class StepSerializer(ReasonSerializer, RowSerializer):
    class Meta:
        model = Step
        fields = [*HEAD, "title", "due_on", "done_on", *TAIL, *REASON]
        read_only_fields = TAIL


class YearSerializer(RowSerializer):
    class Meta:
        model = YearProgress
        fields = [*HEAD, "year", "status", "attainment", "text", *TAIL]
        read_only_fields = TAIL
        validators = []


class NoteSerializer(RowSerializer):
    class Meta:
        model = Note
        fields = [*HEAD, "on", "text", "author", *TAIL]
        read_only_fields = TAIL


class FactorSerializer(RowSerializer):
    class Meta:
        model = Factor
        fields = [*HEAD, "kind", "about", "text", "since", "closed_on", *TAIL]
        read_only_fields = TAIL


class ChangeReasonSerializer(serializers.ModelSerializer):
    contract = serializers.SlugRelatedField(slug_field="reference", read_only=True)

    class Meta:
        model = ChangeReason
        fields = [*HEAD, "on", "what", "before", "after", "reason", "text", "author", *TAIL]


class FundingSerializer(ReasonSerializer, RowSerializer):
    class Meta:
        model = Funding
        fields = [
            *HEAD,
            *("funder", "year", "kind", "nature", "planned", "granted", "spent", "fte"),
            *("agreement", "agreement_ends_on", "funding_agreement", *TAIL, *REASON),
        ]
        read_only_fields = TAIL

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contracts = self.context.get("contracts")
        if contracts is not None:
            agreements = self.fields["funding_agreement"].queryset
            self.fields["funding_agreement"].queryset = agreements.filter(contract__in=contracts)


class FundingAgreementSerializer(serializers.ModelSerializer):
    """A convention of a contract, its parties given whole by their ids; `accounts` is computed on the day."""

    contract = serializers.SlugRelatedField(slug_field="reference", queryset=Contract.objects.none())
    accounts = serializers.SerializerMethodField(help_text="Où en est le compte rendu financier aujourd’hui.")

    class Meta:
        model = FundingAgreement
        fields = [
            *("id", "contract", "reference", "title", "parties", "span", "starts_on", "ends_on"),
            *("accounts_due_on", "accounts_received_on", "accounts", *TAIL),
        ]
        read_only_fields = TAIL
        validators = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance is not None and not hasattr(self.instance, "__iter__"):
            self.fields["contract"].read_only = True
        elif self.context.get("contracts") is not None:
            self.fields["contract"].queryset = self.context["contracts"]

    def get_accounts(self, agreement) -> AccountsState:
        today = timezone.localdate()
        return agreement.accounts_state(today)


def euros():
    return serializers.DecimalField(max_digits=16, decimal_places=2, read_only=True)


class MoneySerializer(serializers.Serializer):
    """Euros, and ETP for `fte`."""

    planned, granted, spent = euros(), euros(), euros()
    missing, unplanned = euros(), euros()
    fte = serializers.DecimalField(max_digits=10, decimal_places=2, read_only=True)
    spent_share = serializers.DecimalField(
        max_digits=8, decimal_places=1, read_only=True, allow_null=True, help_text="Réalisé sur notifié, en centièmes."
    )


class MoneyOfAxisSerializer(MoneySerializer):
    axis = serializers.IntegerField(read_only=True)


class MoneyOfFunderSerializer(MoneySerializer):
    funder = serializers.IntegerField(read_only=True)


class MoneyOfYearSerializer(MoneySerializer):
    year = serializers.IntegerField(read_only=True, allow_null=True)


class MoneyOfFicheSerializer(MoneySerializer):
    action = serializers.IntegerField(read_only=True)


class ContractMoneySerializer(MoneySerializer):
    """The money of one contract, and the same cut in four ways; each cut adds up to the whole."""

    contract = serializers.CharField(read_only=True, help_text="La référence du contrat.")
    by_axis = MoneyOfAxisSerializer(many=True, read_only=True)
    by_funder = MoneyOfFunderSerializer(many=True, read_only=True)
    by_year = MoneyOfYearSerializer(many=True, read_only=True)
    by_action = MoneyOfFicheSerializer(many=True, read_only=True)
