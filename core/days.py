"""Which days make sense: « 0025 » is a year that is being typed, and days are added to dates, which have an end."""

from datetime import date

from django.db import models

YEARS = range(1900, 3000)


def is_far(day) -> bool:
    return isinstance(day, date) and day.year not in YEARS


def check_the_year(day) -> str:
    return f"Vérifiez l’année\xa0: {day.year}."


def far_days(row: models.Model) -> dict[str, list[str]]:
    """The days of a row whose year makes no sense: a sentence by field."""
    days = {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
    }
    return {name: [check_the_year(day)] for name, day in days.items() if is_far(day)}
