"""The meeting on the projector: one item after another; notes, decisions and follow-ups taken in place."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.permissions import can_write
from contracts.views.conflict import changes_since
from contracts.views.loading import by
from contracts.views.seen import as_seen
from core.errors import Invalid, Refused, Stale
from core.wording import name_of
from governance import figures
from governance.enums import Presence
from governance.forms.live import DecisionForm, FollowUpForm, NotesForm, PresenceForm
from governance.models import Decision, FollowUp
from governance.services import agenda, decisions, follow_ups
from governance.services import meetings as services

from .loading import load_attendance, load_item, load_meeting


@require_safe
def live(request, reference, pk):
    meeting = load_meeting(request, reference, pk, can_write)
    items = _items(meeting)
    return _live_page(request, meeting, items, _chosen(items, request.GET.get("point", "")))


def _items(meeting):
    items = list(meeting.items.prefetch_related("actions", "documents"))
    for item in items:
        item.contract = meeting.contract
    return items


def _chosen(items, wanted):
    """The item asked for, else the first that is not treated."""
    if wanted:
        found = next((item for item in items if str(item.pk) == wanted), None)
        if found is None:
            raise Http404
        return found
    return next((item for item in items if not item.treated), items[0] if items else None)


def _live_page(request, meeting, items, item, *, status=200, **forms):
    rank = items.index(item) if item else 0
    there, quorum = figures.quorum_of(meeting)
    context = {
        "meeting": meeting,
        "contract": meeting.contract,
        "may_change": not meeting.locked,
        "items": items,
        "rank": rank + 1,
        "before": items[rank - 1] if rank else None,
        "after": items[rank + 1] if rank + 1 < len(items) else None,
        "people": list(meeting.attendances.select_related("organisation")),
        "presences": Presence.choices,
        "there": there,
        "quorum": quorum,
        **(_of_item(item, forms) if item else {"item": None}),
    }
    return render(request, "governance/live.html", context, status=status)


def _of_item(item, forms=None):
    """What the open item shows: its notes, what was decided, what follows."""
    taken = list(item.decisions.with_follow_ups().order_by("number"))
    return {
        "item": item,
        "decisions": taken,
        "decision_form": DecisionForm(item=item),
        "follow_up_form": FollowUpForm(decisions=taken),
        **(forms or {}),
    }


# --- notes ----------------------------------------------------------------------------------------
@require_POST
def notes(request, reference, pk):
    """Saved as they are typed. The second of two writers gets both texts, and says which to keep, or both."""
    item = load_item(request, reference, pk, can_write)
    form = NotesForm(request.POST)
    if not form.is_valid():
        raise Invalid("Ces notes ne peuvent pas être enregistrées.")
    text, version = _chosen_text(item, form.cleaned_data)
    try:
        with by(request):
            item = _save(request.user, item, version, "notes", text)
    except Stale as stale:
        return _conflict(request, item, form, stale, text)
    if not request.htmx:
        return redirect(_live_url(item))
    context = {"item": item, "contract": item.contract, "saved": timezone.localtime()}
    return render(request, _template(form), context)


def _save(actor, item, version, name, value):
    """Notes are saved as they are typed: who changed another field meanwhile did not touch this one, no conflict."""
    try:
        return agenda.edit_item(item, actor=actor, version=version, **{name: value})
    except Stale as stale:
        touched = any(name in line.changes for line in changes_since(stale.current, version))
        if touched and getattr(stale.current, name) != value:
            raise
        return agenda.edit_item(item, actor=actor, version=stale.current.version, **{name: value})


def _template(form):
    """A choice between two texts changes the text area too."""
    return "governance/_notes.html" if form.cleaned_data["keep"] else "governance/_notes_state.html"


def _chosen_text(item, said):
    """(text, version): what was typed, or what the writer chose to keep of the two."""
    mine, keep = said["notes"], said["keep"]
    if keep == "theirs":
        return item.notes, said["seen"]
    if keep == "both":
        return f"{item.notes}\n\n{mine}".strip(), said["seen"]
    return mine, said["seen"] if keep else said["version"]


def _conflict(request, item, form, stale, mine):
    last = next(iter(changes_since(stale.current, None)), None)
    theirs = stale.current
    theirs.contract = item.contract
    conflict = {
        "by": name_of(last.actor) if last and last.actor else "Une autre personne",
        "theirs": theirs.notes,
        "seen": theirs.version,
        # Until a choice is made, what is typed goes on being refused.
        "version": form.cleaned_data["version"],
    }
    shown = {"conflict": conflict, "mine": mine}
    if request.htmx:
        context = {"item": theirs, "contract": item.contract, "may_change": True, **shown}
        return render(request, _template(form), context, status=409)
    meeting = load_meeting(request, item.contract.reference, item.meeting_id, can_write)
    items = _items(meeting)
    return _live_page(request, meeting, items, _chosen(items, str(item.pk)), status=409, **shown)


# --- treated, decisions, follow-ups -----------------------------------------------------------------
@require_POST
def treated(request, reference, pk):
    item = load_item(request, reference, pk, can_write)
    with as_seen(request) as version:
        _save(request.user, item, version, "treated", request.POST.get("treated") == "1")
    return redirect(_live_url(item))


@require_POST
def decide(request, reference, pk):
    """Take a decision in place: it is numbered at once, and never rewritten."""
    item = _in_a_meeting(load_item(request, reference, pk, can_write))
    form = DecisionForm(request.POST, item=item, instance=Decision(contract=item.contract))

    def write():
        decisions.take_decision(
            contract=item.contract,
            actor=request.user,
            on=min(item.meeting.on, timezone.localdate()),
            today=timezone.localdate(),
            meeting=item.meeting,
            item=item,
            **form.cleaned_data,
        )

    return _written(request, item, form, write, "decision_form", "decisions")


@require_POST
def follow(request, reference, pk):
    """Who does what by when, after a decision of this item or after the item itself."""
    item = _in_a_meeting(load_item(request, reference, pk, can_write))
    form = FollowUpForm(request.POST, decisions=item.decisions.all(), instance=FollowUp(contract=item.contract))

    def write():
        follow_ups.add_follow_up(contract=item.contract, actor=request.user, meeting=item.meeting, **form.cleaned_data)

    return _written(request, item, form, write, "follow_up_form", "suites")


def _written(request, item, form, write, name, anchor):
    if form.is_valid():
        try:
            with by(request):
                write()
            return redirect(f"{_live_url(item)}#{anchor}")
        except (Invalid, Refused) as error:
            form.add_refusal(error)
    meeting = load_meeting(request, item.contract.reference, item.meeting_id, can_write)
    items = _items(meeting)
    return _live_page(request, meeting, items, _chosen(items, str(item.pk)), status=400, **{name: form})


def _in_a_meeting(item):
    if item.meeting_id is None:
        raise Refused("Ce point attend encore une séance.")
    return item


# --- who is there -----------------------------------------------------------------------------------
@require_POST
def presence(request, reference, pk):
    """One person of the quick list."""
    row = load_attendance(request, reference, pk, can_write)
    form = PresenceForm(request.POST)
    if not form.is_valid():
        raise Invalid("Cette présence n’existe pas.")
    with by(request):
        row = services.note_attendance(row, actor=request.user, **form.cleaned_data)
    if not request.htmx:
        return redirect(reverse("governance:live", args=[reference, row.meeting_id]))
    row.contract = row.meeting.contract
    there, quorum = figures.quorum_of(row.meeting)
    context = {"row": row, "contract": row.contract, "presences": Presence.choices, "there": there, "quorum": quorum}
    return render(request, "governance/_presence.html", {**context, "told": True, "may_change": True})


def _live_url(item):
    return f"{reverse('governance:live', args=[item.contract.reference, item.meeting_id])}?point={item.pk}"
