"""The contract on one screen, for an élu·e or anybody who has one minute; and its weather, which a writer says."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contracts.permissions import can_write
from contracts.views.loading import by, contract_page, load_contract
from core.errors import Refused
from evaluation import in_brief as told
from evaluation.asks import asks_of
from evaluation.forms.weather import WeatherForm
from evaluation.services.weather import say_weather, weather_of

ADDRESS = "evaluation:in_brief"


@require_safe
def in_brief(request, reference):
    contract = load_contract(request, reference)
    today = timezone.localdate()
    fiches, axes = told.read_plan(contract, today=today)
    meeting = told.next_meeting(contract, today=today)
    communes = list(told.communes_to_choose(contract))
    if "commune" in request.GET:
        chosen = next((each for each in communes if each.pk == request.GET["commune"]), None)
    else:
        chosen = told.own_commune(request.user, communes)
    context = {
        "sentences": told.sentences(contract, fiches, meeting, today=today),
        "weather": weather_of(contract),
        "asks": asks_of(contract, request.user, today=today),
        "axes": axes,
        "money": told.money_in_words(contract),
        "meeting": meeting,
        "communes": communes,
        "commune": chosen,
        "of_commune": told.of_commune(contract, chosen) if chosen else None,
        "may_say": can_write(request.user, contract),
    }
    return contract_page(request, contract, "evaluation/in_brief.html", context, active="in_brief", steps=False)


@require_http_methods(["GET", "POST"])
def weather(request, reference):
    contract = load_contract(request, reference, can_write)
    last = weather_of(contract)
    form = WeatherForm(request.POST or None, initial={"sky": last.sky if last else "", "seen": last and last.pk})
    if request.method == "POST" and form.is_valid() and _said(request, contract, form):
        messages.success(request, "Météo enregistrée.")
        return redirect(ADDRESS, contract.reference)
    context = {"form": form, "last": last, "history": contract.weathers.select_related("by")}
    status = 400 if form.errors else 200
    return contract_page(request, contract, "evaluation/weather.html", context, active="in_brief", status=status)


def _said(request, contract, form):
    try:
        with by(request):
            say_weather(contract=contract, actor=request.user, today=timezone.localdate(), **form.cleaned_data)
    except Refused as error:
        # The other's weather is now on the page: saying one's own again is said after having read it.
        form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["seen"] = weather_of(contract).pk
        return False
    return True
