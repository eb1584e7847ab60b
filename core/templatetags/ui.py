"""The words of our pages: badges, dates, money, forms. A builtin: no `load` needed in templates."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from js_asset import Media

from core import richtext, wording
from core.acronyms import explained, learned
from core.middleware import place_to_mend

register = template.Library()

# --- Figures and dates (French typography) -----------------------------------------------------
register.filter("money", wording.money)
register.filter("number", wording.number)
register.filter("percent", wording.percent)
register.filter("day", wording.day)
register.filter("short_day", wording.short_day)
register.filter("moment", wording.moment)
register.filter("ago", wording.ago)
register.filter("count_of", wording.count_of)
register.filter("size", wording.size)
register.filter("inside", wording.inside)


@register.filter
def rich(html, level=3):
    """Stored rich text, sanitised again on the way out; plain text becomes paragraphs. Under a title of another rank
    than the second, say where its own titles begin: `{{ text|rich:2 }}` right under the `h1`."""
    text = html or ""
    clean = richtext.sanitize(text if "<" in text else richtext.from_text(text))
    return mark_safe(richtext.below(clean, level))  # noqa: S308 - sanitised


@register.filter
def plain(html):
    return richtext.to_text(html or "")


@register.filter
def where_url(missing):
    return place_to_mend(missing.where)


@register.filter
def lookup(mapping, key):
    """`{{ labels|lookup:code }}`: the value of a dictionary under a key that the template holds; else the key."""
    return mapping.get(key, key)


class _Acronyms(template.Node):
    def __init__(self, body, aloud):
        self.body, self.aloud = body, aloud

    def render(self, context):
        html = self.body.render(context)
        request = context.get("request")
        # A fragment goes into a page that has already explained its own.
        if request is not None and request.headers.get("HX-Request") == "true":
            return html
        signed_in = request is not None and getattr(request, "user", None) and request.user.is_authenticated
        more = learned() if signed_in else None
        return mark_safe(explained(html, aloud=self.aloud, more=more))  # noqa: S308 - what templates escaped


@register.tag
def acronyms(parser, token):
    """`{% acronyms %}…{% endacronyms %}` explains the first use of each; `{% acronyms aloud %}` does so in brackets."""
    body = parser.parse(("endacronyms",))
    parser.delete_first_token()
    return _Acronyms(body, aloud="aloud" in token.split_contents()[1:])


# --- Badges: a word and an icon, never a colour alone ------------------------------------------
_TONES = {
    "success": "fr-badge--success",
    "warning": "fr-badge--warning",
    "error": "fr-badge--error",
    "info": "fr-badge--info",
    "new": "fr-badge--new",
    "neutral": "cls-badge--neutral",
}
_STAGES = {
    "initiative": "neutral",
    "diagnosis": "neutral",
    "drafting": "info",
    "consultation": "info",
    "signature": "new",
    "in_force": "success",
    "suspended": "warning",
    "expired": "warning",
    "closed": "neutral",
    "terminated": "error",
    "abandoned": "error",
}
_STATUSES = {
    "planned": "neutral",
    "not_started": "neutral",
    "in_progress": "info",
    "ongoing": "info",
    "done": "success",
    "completed": "success",
    "late": "warning",
    "blocked": "error",
    "suspended": "warning",
    "postponed": "warning",
    "abandoned": "error",
    "cancelled": "error",
    "favourable": "success",
    "reserved": "warning",
    "unfavourable": "error",
    "asked": "info",
    "open": "info",
    "awaited": "info",
    "received": "success",
    "none": "neutral",
    "closed": "neutral",
    "answered": "success",
    "to_discuss": "neutral",
    "paused": "warning",
    "reached": "success",
    "partly_reached": "warning",
    "not_reached": "error",
    "postponed_or_redirected": "warning",
    "to_keep": "neutral",
    "kept": "success",
    "not_kept": "error",
    "moot": "neutral",
}


@register.simple_tag
def badge(text, tone="neutral", small=True):
    """`{% badge "En cours" "info" %}`; tones: neutral, info, success, warning, error, new."""
    size = " fr-badge--sm" if small else ""
    return format_html('<span class="fr-badge {}{}">{}</span>', _TONES.get(tone, _TONES["neutral"]), size, text)


@register.simple_tag
def stage_badge(stage, label=""):
    """`{% stage_badge contract.stage contract.get_stage_display %}`."""
    return badge(label or stage, _STAGES.get(str(stage), "neutral"), small=False)


@register.simple_tag
def status_badge(status, label=""):
    return badge(label or status, _STATUSES.get(str(status), "neutral"))


@register.simple_tag
def severity_badge(missing):
    """« Bloquant », « À justifier » or « Conseil » for a `core.errors.Missing`."""
    return badge(*wording.severity(missing))


@register.filter
def severity_word(missing):
    return wording.severity(missing)[0]


# --- Fragments ----------------------------------------------------------------------------------
@register.inclusion_tag("components/empty.html")
def empty_state(title, sentence="", action_url="", action_label=""):
    return {"title": title, "sentence": sentence, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("components/missing_list.html")
def missing_list(items, empty="Rien ne manque.", linked=True):
    """Not `linked` for whoever cannot mend: the forms would refuse her."""
    items = list(items or [])
    ordered = sorted(items, key=lambda item: wording.severity_rank(item))
    return {"items": ordered, "empty": empty, "linked": linked}


@register.simple_block_tag
def folded(content, title, gist=""):
    """`{% folded "Argent" total %}…{% endfolded %}`: on a telephone one line that opens, with its figure; elsewhere and
    on paper, the content alone."""
    return format_html(
        '<details class="cls-fold cls-fold--phone" data-fold="telephone" open>'
        '<summary><span class="cls-fold__title">{}</span><span class="cls-fold__gist">{}</span></summary>{}</details>',
        title,
        gist,
        content,
    )


@register.inclusion_tag("components/progress.html")
def progress(value, label, maximum=100, text=""):
    """A bar with its words beside: `{% progress 40 "Avancement" %}`."""
    return {"value": value or 0, "label": label, "maximum": maximum or 100, "text": text}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page):
    return {"page": page, "request": context["request"], "pages": wording.page_window(page)}


@register.inclusion_tag("components/person.html")
def person(user, role=""):
    """Someone, with or without account; nobody is said."""
    return {"name": wording.name_of(user), "role": role}


@register.inclusion_tag("components/organisation.html")
def organisation(organisation, link=True):
    return {"organisation": organisation, "link": link}


@register.simple_tag
def key_values(*pairs):
    """`{% key_values "Porteur" contract.carrier "Début" start|day as rows %}` for `components/key_values.html`."""
    return [{"label": label, "value": value} for label, value in zip(pairs[::2], pairs[1::2], strict=True)]


@register.simple_tag
def crumbs(*pairs):
    """`{% crumbs "Contrats" url as above %}`, then `components/breadcrumb.html` with `crumbs=above here="Aperçu"`."""
    return [{"label": label, "url": url} for label, url in zip(pairs[::2], pairs[1::2], strict=True)]


@register.simple_tag
def saved_at(instance):
    """« Enregistré le 14 octobre 2025 à 09:12 » for a `Versioned` instance."""
    at = getattr(instance, "updated_at", None)
    return f"Enregistré le {wording.moment(at)}" if at else ""


@register.filter
def title_line(title, site_name):
    """The words of the browser's tab, on one line however the block was written."""
    words = " ".join(str(title).split())
    return f"{words} — {site_name}" if words else site_name


@register.filter
def unlocal(value):
    """A figure for an attribute, where a French comma would be wrong."""
    return str(value).replace(",", ".")


# --- Forms -----------------------------------------------------------------------------------
_INPUT_CLASSES = {"select": "fr-select", "nullbooleanselect": "fr-select", "selectmultiple": "cls-select-multiple"}
_NO_CLASS = {"checkbox", "radioselect", "checkboxselectmultiple", "combobox", "comboboxmultiple", "richtext"}


@register.filter
def dsfr(field):
    """The widget of any Django field with the classes of the design system."""
    kind = field.widget_type
    if kind in _NO_CLASS:
        return field.as_widget()
    base = "fr-upload" if kind in ("file", "clearablefile") else _INPUT_CLASSES.get(kind, "fr-input")
    own = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{base} {own}".strip()})


@register.filter
def attr(mapping, name):
    return mapping.get(name, "")


@register.simple_tag(takes_context=True)
def form_media(context, *forms):
    """The scripts and styles of the widgets, with the nonce that the import map needs."""
    media = sum((form.media for form in forms[1:]), forms[0].media)
    return Media.from_media(media, nonce=str(context["request"].csp_nonce)).render()


@register.inclusion_tag("components/save_bar.html")
def save_bar(instance=None, cancel_url="", label="Enregistrer"):
    return {"instance": instance, "cancel_url": cancel_url, "label": label}


@register.inclusion_tag("components/field.html")
def form_field(field):
    return {"field": field}


@register.inclusion_tag("components/grid.html")
def grid(grid):
    """A table of inputs for the keyboard and for pasting: see `core.grid`."""
    return {"grid": grid}


@register.simple_tag
def grid_cell(cell, line, column):
    """One input of a grid, told where it stands and what it is called."""
    field = cell.field
    base = _INPUT_CLASSES.get(field.widget_type, "fr-input")
    name = f"{column.label}, {line.label}" if line.label else column.label
    own = field.field.widget.attrs.get("class", "")
    place = {"data-row": field.form.prefix or "", "data-col": column.label, "aria-label": name}
    shape = {} if field.widget_type in _NO_CLASS else {"class": f"{base} {own}".strip()}
    return field.as_widget(attrs={**shape, **place})


@register.filter
def at(items, place):
    return items[place]


@register.inclusion_tag("components/form_sections.html")
def form_sections(form):
    sections = form.bound_sections() if hasattr(form, "bound_sections") else []
    shown = {field.name for section in sections for field in section["fields"]}
    return {
        "form": form,
        "sections": sections,
        "others": [field for field in form.visible_fields() if field.name not in shown],
    }


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context, form, target="", label="Filtrer la liste"):
    """A GET form; `target` is the id of the list that htmx replaces; each active filter is a chip that removes it.

    The fields that the form names in `secondary` stand folded, unless one of them is in use.
    """
    request = context["request"]
    folded = [form[name] for name in getattr(form, "secondary", ()) if name in form.fields]
    names = {field.name for field in folded}
    return {
        "form": form,
        "hidden": form.hidden_fields(),
        "shown": [field for field in form.visible_fields() if field.name not in names],
        "folded": folded,
        "unfolded": any(request.GET.get(field.html_name) for field in folded),
        "target": target,
        "label": label,
        "request": request,
        "chips": list(wording.active_filters(form, request.GET)),
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context, label, current, up, down=""):
    """A column header that sorts by `?order=`: first `up`, then `down`, then as usual."""
    turn = {up: (down, "ascending"), down: ("", "descending")} if down else {up: ("", "ascending")}
    following, sorted_now = turn.get(current, (up, "")) if current else (up, "")
    return {"request": context["request"], "label": label, "following": following or None, "sorted_now": sorted_now}
