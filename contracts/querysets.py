"""What one may read of the contracts, in the field's own words."""

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from .enums import SIGNED_STAGES, CommitmentState, ContractKind, Stage

#: Nothing more is awaited of a promise in these states.
SETTLED = (CommitmentState.KEPT, CommitmentState.NOT_KEPT, CommitmentState.MOOT)


class ContractQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The contracts that `user` may read.

        - a role on the contract shows it, at any stage;
        - a référent sees the contracts whose perimeter touches one of his départements, drafts included;
        - the siège sees all contracts of its region, drafts included;
        - signed contracts are read by every ARS agent of the region, and by administrators everywhere.
        Drafts are seen by nobody else.
        """
        if not user.is_authenticated:
            return self.none()
        roles = user.roles
        allowed = Q(pk__in=self._role_contract_ids(user))
        if roles.department_codes:
            allowed |= self._touching(department=roles.department_codes)
        if roles.region_codes:
            allowed |= self._touching(region=roles.region_codes)
        signed = Q(stage__in=SIGNED_STAGES)
        if roles.administrator:
            allowed |= signed
        # The siège reads all of its own region already.
        elif elsewhere := roles.ars_region_codes - roles.region_codes:
            allowed |= signed & self._touching(region=elsewhere)
        return self.filter(allowed)

    def _role_contract_ids(self, user):
        from .models import ContractRole

        return ContractRole.objects.filter(user=user).values("contract_id")

    def _touching(self, *, department=None, region=None):
        """A condition without joins that multiply rows."""
        from territories.models import Territory

        through = Territory.departments.through.objects
        if department:
            inside = through.filter(department_id__in=department).values("territory_id")
            return Q(territory_id__in=inside) | Q(department_id__in=department)
        inside = through.filter(department__region_id__in=region).values("territory_id")
        return Q(territory_id__in=inside) | Q(department__region_id__in=region)

    def in_departments(self, codes):
        return self.filter(self._touching(department=list(codes))) if codes else self.none()

    def in_regions(self, codes):
        return self.filter(self._touching(region=list(codes)))

    def followed_by(self, user):
        """Those of the person: by a role on them, else by her département, else by her region."""
        roles = user.roles
        mine = Q(pk__in=self._role_contract_ids(user))
        if roles.department_codes:
            mine |= self._touching(department=roles.department_codes)
        elif roles.region_codes:
            mine |= self._touching(region=roles.region_codes)
        return self.filter(mine)

    def signed(self):
        return self.filter(stage__in=SIGNED_STAGES)

    def with_effective_end(self):
        """Annotates `effective_end`: the end, signed prorogations counted."""
        last = Max("amendments__new_ends_on", filter=Q(amendments__signed_on__isnull=False))
        return self.annotate(_prolonged=last).annotate(
            effective_end=Greatest(Coalesce(F("ends_on"), "_prolonged"), Coalesce("_prolonged", F("ends_on")))
        )

    def valid_on(self, day):
        """« En vigueur » on that day."""
        return (
            self.with_effective_end()
            .filter(stage=Stage.IN_FORCE)
            .filter(Q(effective_end__gte=day) | Q(effective_end__isnull=True))
        )

    def with_closing(self):
        """Annotates `effective_end` and `_over`, the day when it was closed or terminated."""
        from .models import Passage

        ended = [Stage.CLOSED, Stage.TERMINATED]
        over = Passage.objects.filter(contract=OuterRef("pk"), target__in=ended).order_by("at").values("at__date")[:1]
        return self.with_effective_end().annotate(_over=Subquery(over))

    def last_days(self) -> dict:
        """Contract id → the last day that binds its signatories: its end, or its closing before. One query."""
        return last_days_of(self.ends())

    def ends(self):
        """(contract id, its end, the day when it was closed or terminated), for `last_days_of`."""
        return self.with_closing().order_by().values_list("pk", "effective_end", "_over")

    def running_on(self, day):
        """The contrats locaux de santé (préfigurations left out) that bound their signatories on that day, past or not.

        From the signature (from the start, where its date is not known) to the end, signed prorogations counted, or to
        the day when the contract was closed or terminated before it. A contract closed
        on paper, without any end nor day of closing, never counts.
        """
        return (
            self.signed()
            .filter(kind=ContractKind.CONTRACT)
            .with_closing()
            .annotate(_bound=Coalesce("signed_on", "starts_on"))
            .filter(Q(_bound__lte=day) | Q(_bound__isnull=True, stage=Stage.IN_FORCE))
            .filter(
                Q(effective_end__gte=day)
                | Q(effective_end__isnull=True) & (Q(stage=Stage.IN_FORCE) | Q(_over__isnull=False))
            )
            .filter(Q(_over__gt=day) | Q(_over__isnull=True))
        )

    def expired_on(self, day):
        """« Échu »: at the stage « en vigueur », past its end."""
        return self.with_effective_end().filter(stage=Stage.IN_FORCE, effective_end__lt=day)


def last_days_of(ends) -> dict:
    """Contract id → the first of its days of `ContractQuerySet.ends`, where one is known."""
    found = {pk: [day for day in days if day] for pk, *days in ends}
    return {pk: min(days) for pk, days in found.items() if days}


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import Contract

        return self.filter(contract__in=Contract.objects.visible_to(user))

    def pending(self):
        """Something is still awaited of the signatory."""
        return self.exclude(state__in=SETTLED)

    def late_on(self, day):
        """Past its term, and neither kept nor given up."""
        return self.pending().filter(due_on__lt=day)

    def unseen_since(self, day):
        """Awaited, and nobody has said since `day` where they stand."""
        return self.pending().filter(Q(reviewed_on__lt=day) | Q(reviewed_on__isnull=True))

    def by_signatory(self):
        return self.select_related("signatory__organisation", "reviewed_by").order_by(
            "signatory__position", "signatory_id", "position", "id"
        )


class StageHelpQuerySet(models.QuerySet):
    def told(self):
        """An emptied text is kept for its version, and shown to nobody."""
        return self.exclude(text="").select_related("region")

    def near(self, user):
        """Those of the regions of this person: as an agent of their ARS, or by a contract that she reads."""
        from .models import Contract

        if not user.is_authenticated:
            return self.none()
        mine = Q(region__in=user.roles.ars_region_codes)
        held = Contract.objects.filter(roles__user=user).values("territory__region")
        followed = Contract.objects.filter(roles__user=user).values("department__region")
        return self.filter(mine | Q(region__in=held) | Q(region__in=followed))
