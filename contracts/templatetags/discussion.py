"""The link by which each row of a contract is commented."""

from django import template

register = template.Library()


@register.inclusion_tag("contracts/_comment_link.html", takes_context=True)
def comment_link(context, anchor, row):
    """« Commenter », or how many comments; nothing for whoever has nothing to read there nor to say."""
    return {"row": row, **context["talks"].of(anchor, row)}
