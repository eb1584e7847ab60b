"""What services refuse becomes a page with the right status, or for htmx an alert above the page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.test import RequestFactory

from cls_platform.views import csrf_failure
from core import errors
from core.middleware import RefusalMiddleware, place_to_mend, way_back
from core.sent import whole, wholes

HTMX = {"headers": {"HX-Request": "true"}}


def answer(exception, **request):
    return RefusalMiddleware(None).process_exception(RequestFactory().get("/", **request), exception)


@pytest.mark.parametrize(
    "exception, status",
    [
        (errors.Refused("Non."), 409),
        (errors.Forbidden("Non."), 403),
        (errors.Invalid("Non."), 400),
    ],
)
def test_each_refusal_has_its_status_and_says_why(exception, status):
    page = answer(exception)
    assert page.status_code == status
    assert "Non." in page.content.decode() and "<h1>" in page.content.decode()


def test_htmx_gets_an_alert_above_the_page():
    fragment = answer(errors.Refused("Non."), **HTMX)
    assert fragment.status_code == 409 and fragment["HX-Retarget"] == "#messages"
    assert "<html" not in fragment.content.decode()


def test_a_denied_permission_is_an_alert_for_htmx_alone():
    assert answer(PermissionDenied()) is None
    assert answer(PermissionDenied(), **HTMX).status_code == 403


def test_other_exceptions_are_left_alone():
    assert answer(ValueError()) is None
    # Without anything sent, it is a bug of ours.
    assert answer(OverflowError()) is None


@pytest.mark.parametrize("exception", [OverflowError("secret"), DataError("secret"), ValueError("NUL (0x00)")])
def test_what_no_database_can_be_asked_is_refused_in_words(exception):
    page = answer(exception, data={"pk": "9" * 25})
    assert page.status_code == 400
    assert "hors de ce qui peut être enregistré" in page.content.decode() and "secret" not in page.content.decode()


@pytest.mark.parametrize(
    ("sent", "number"), [("12", 12), ("", None), (None, None), ("-1", None), ("1.5", None), ("9" * 19, None)]
)
def test_a_number_that_was_sent(sent, number):
    assert whole(sent) == number
    assert wholes([sent, "3"]) == [3] if number is None else [number, 3]


def test_a_lost_session_says_that_the_text_is_kept():
    page = csrf_failure(RequestFactory().post("/"))
    assert page.status_code == 403 and "Reprendre ma saisie" in page.content.decode()
    fragment = csrf_failure(RequestFactory().post("/", **HTMX))
    assert fragment.status_code == 403 and "<html" not in fragment.content.decode()


def test_the_way_back_stays_on_the_site():
    ours = RequestFactory().get("/", headers={"referer": "http://testserver/aide/"})
    foreign = RequestFactory().get("/", headers={"referer": "https://ailleurs.example/"})
    assert way_back(ours) == "http://testserver/aide/"
    assert way_back(foreign) == "/"


def test_the_place_to_mend_is_an_address_or_nothing():
    assert place_to_mend(("help", {}, "#sigles")) == "/aide/#sigles"
    assert place_to_mend(("nowhere", {}, "")) == ""


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_error_pages_render(status, rf):
    from django.template.loader import render_to_string

    html = render_to_string(f"{status}.html", request=rf.get("/"))
    assert html.count("<h1>") == 1


def test_a_nul_in_an_address_is_nowhere(client):
    assert client.get("/contrats/%00/").status_code == 404
