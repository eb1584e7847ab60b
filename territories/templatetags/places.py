from django import template

from territories import search

register = template.Library()


@register.filter
def people(population):
    return search.people(population) if population is not None else "population inconnue"


@register.filter
def place_hint(place):
    return search.hint(place)
