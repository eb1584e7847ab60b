"""The reviews of a département or a region in one go: one job each, followed together, the failed ones restarted."""

from django.db import transaction
from django.db.models import Count, Q

from contracts.enums import Stage
from contracts.models import Contract
from core.errors import Forbidden, Refused
from core.job_model import JobState
from core.jobs import restart_job
from evaluation.models import Review, ReviewBatch
from evaluation.review_enums import OPEN_STATES

from .reviews import open_review, request_reading


def may_ask(user, *, region=None, department=None) -> bool:
    """The ARS of the region, or of the département."""
    roles = user.roles
    if department is not None:
        return department.pk in roles.department_codes or department.region_id in roles.region_codes
    return region.pk in roles.region_codes


def contracts_of(*, region=None, department=None):
    """In force there."""
    place = Q(territory__departments=department) if department else Q(territory__departments__region=region)
    return Contract.objects.filter(place, stage=Stage.IN_FORCE).distinct().order_by("reference")


@transaction.atomic
def request_batch(*, year, actor, today, region=None, department=None) -> ReviewBatch:
    """A review for each contract in force; one that was handed in is left as it is."""
    if not may_ask(actor, region=region, department=department):
        raise Forbidden("Seule l’ARS de ce territoire prépare ses bilans ensemble.")
    locked = Review.objects.filter(year=year).exclude(state__in=OPEN_STATES).values("contract")
    contracts = list(contracts_of(region=region, department=department).exclude(pk__in=locked))
    if not contracts:
        raise Refused("Aucun bilan n’est à préparer\xa0: aucun contrat en vigueur, ou tous sont déjà transmis.")
    batch = ReviewBatch.objects.create(year=year, region=region, department=department, by=actor)
    jobs = []
    for contract in contracts:
        review = open_review(contract=contract, year=year, actor=None, today=today)
        jobs.append(request_reading(review=review, actor=actor))
    batch.jobs.set(jobs)
    return batch


def progress_of(batch) -> dict:
    """How many jobs, done, failed, and the whole progress in hundredths."""
    counts = {state: Count("pk", filter=Q(state=state)) for state in JobState.values}
    told = batch.jobs.order_by().aggregate(total=Count("pk"), **counts)
    finished = told["done"] + told["failed"]
    return {**told, "finished": finished, "percent": 100 * finished // told["total"] if told["total"] else 0}


@transaction.atomic
def restart_failed(batch, *, actor) -> int:
    """Only those that failed; returns how many."""
    if batch.by_id != actor.pk:
        raise Forbidden("Cette série de bilans est celle d’une autre personne.")
    failed = list(batch.jobs.filter(state=JobState.FAILED))
    for job in failed:
        restart_job(job=job, actor=actor)
    return len(failed)
