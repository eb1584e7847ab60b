"""A job as a row: the row is the truth, the broker only wakes a worker."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class JobState(models.TextChoices):
    QUEUED = "queued", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminée"
    FAILED = "failed", "échouée"


class JobQuerySet(models.QuerySet):
    def due(self, now):
        """Queued, and not waiting for the delay that follows a failure."""
        return self.filter(state=JobState.QUEUED).filter(Q(not_before=None) | Q(not_before__lte=now))

    def unsent(self, now, lost_after):
        """Due, and never sent to the broker, or sent so long ago that the message may be lost."""
        return self.due(now).filter(Q(sent_at=None) | Q(sent_at__lt=now - lost_after))

    def expired(self, now):
        """Held by a worker that no longer says that it lives."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)

    def outlived(self, before):
        """Finished before then."""
        return self.filter(state__in=[JobState.DONE, JobState.FAILED], finished_at__lt=before)

    def held_by(self, worker):
        return self.filter(state=JobState.RUNNING, worker=worker)

    def take(self, job_id, *, worker, now, lease):
        """One conditional UPDATE: of two workers, one reads 1 and the other 0, on SQLite as on PostgreSQL."""
        return (
            self.due(now)
            .filter(pk=job_id)
            .update(
                state=JobState.RUNNING,
                worker=worker,
                lease_until=now + lease,
                heartbeat_at=now,
                started_at=now,
                attempts=F("attempts") + 1,
                progress=0,
                message="",
                error="",
            )
        )


class Job(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("nature", max_length=60)
    key = models.CharField("clé du contenu", max_length=200)
    params = models.JSONField("paramètres", default=dict, blank=True)
    scope = models.BigIntegerField("contrat", null=True, blank=True, db_index=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="demandée par"
    )
    state = models.CharField("état", max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    progress = models.PositiveSmallIntegerField("avancement", default=0)
    message = models.CharField("étape", max_length=200, blank=True)
    error = models.TextField("erreur", blank=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)

    file = models.FileField("fichier", max_length=300, blank=True)
    file_name = models.CharField("nom du fichier", max_length=200, blank=True)
    content_type = models.CharField("type du fichier", max_length=100, blank=True)
    sha256 = models.CharField("empreinte", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("taille", null=True, blank=True)

    worker = models.CharField("tenue par", max_length=120, blank=True)
    created_at = models.DateTimeField("demandée le", default=timezone.now, editable=False)
    sent_at = models.DateTimeField("envoyée le", null=True, blank=True)
    not_before = models.DateTimeField("pas avant", null=True, blank=True)
    started_at = models.DateTimeField("commencée le", null=True, blank=True)
    heartbeat_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    lease_until = models.DateTimeField("réservée jusqu’au", null=True, blank=True)
    finished_at = models.DateTimeField("finie le", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "tâche de fond"
        verbose_name_plural = "tâches de fond"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "not_before"], name="core_job_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="core_job_one_per_content",
                violation_error_message="Ce contenu est déjà demandé.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="core_job_progress",
                violation_error_message="L’avancement va de 0 à 100.",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False) & ~Q(worker=""),
                name="core_job_running_is_held",
                violation_error_message="Une tâche en cours est tenue par un service de fond.",
            ),
        ]

    def __str__(self):
        return f"{self.kind} · {self.get_state_display()}"

    @property
    def is_finished(self):
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def is_waiting_for_service(self):
        """Asked, but the message could not leave: the broker did not answer."""
        return self.state == JobState.QUEUED and self.sent_at is None and self.not_before is None
