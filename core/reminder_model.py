"""What was reminded, what somebody asked not to be, and what each put off."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Reminder(models.Model):
    """One mail of one week to one person: the constraint is the promise « une fois par semaine au plus »."""

    email = models.EmailField("courriel", max_length=254)
    year = models.PositiveSmallIntegerField("année")
    week = models.PositiveSmallIntegerField("semaine")
    count = models.PositiveSmallIntegerField("raisons")
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)

    class Meta:
        verbose_name = "rappel"
        constraints = [models.UniqueConstraint(fields=["email", "year", "week"], name="reminder_once_a_week")]

    def __str__(self):
        return f"{self.email}, semaine {self.week} de {self.year}"


class ReminderPauseQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))


class ReminderPause(models.Model):
    """No reminder to this person about this contract (`scope`), until a date or until somebody resumes it."""

    scope = models.BigIntegerField("contrat", db_index=True)
    email = models.EmailField("courriel", max_length=254)
    until = models.DateField("jusqu’au", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReminderPauseQuerySet.as_manager()

    class Meta:
        verbose_name = "pause des rappels"
        verbose_name_plural = "pauses des rappels"
        constraints = [models.UniqueConstraint(fields=["scope", "email"], name="reminder_paused_once")]

    def __str__(self):
        return self.email


class PostponedQuerySet(models.QuerySet):
    def on(self, day):
        """Still put off: it comes back on its day."""
        return self.filter(until__gt=day)


class Postponed(models.Model):
    """« Me le rappeler le … »: what one person put off (`Reason.cause`), and the day it comes back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField("chose à faire", max_length=300)
    until = models.DateField("me le rappeler le")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PostponedQuerySet.as_manager()

    class Meta:
        verbose_name = "chose remise à plus tard"
        verbose_name_plural = "choses remises à plus tard"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="postponed_once")]

    def __str__(self):
        return self.key
