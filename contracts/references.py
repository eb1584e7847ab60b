"""The public reference of a contract, given by the platform where nobody gave one: `CLS-26-2025-01`."""

from .models import Contract


def next_reference(*, department, year) -> str:
    """The first free reference of that département and year. The unique constraint settles a race."""
    stem = f"CLS-{department.pk if department else 'FR'}-{year}-"
    taken = Contract.objects.filter(reference__startswith=stem).values_list("reference", flat=True)
    numbers = [int(tail) for reference in taken if (tail := reference.removeprefix(stem)).isdecimal()]
    return f"{stem}{max(numbers, default=0) + 1:02d}"
