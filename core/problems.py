"""What the REST interface answers when it does not do what was asked (RFC 9457).

`PROBLEMS` is the only list: the answers are made from it, and so is their description in the OpenAPI document.
"""

from dataclasses import dataclass

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import IntegrityError, models
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from . import errors

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    status: int
    code: str
    title: str
    when: str

    @property
    def type(self) -> str:
        return f"urn:cls:problem:{self.code}"


PROBLEMS = {
    problem.code: problem
    for problem in [
        Problem(400, "invalid", "Demande incorrecte", "Un paramètre ou un champ est faux\xa0; `errors` dit lesquels."),
        Problem(401, "unauthenticated", "Identification nécessaire", "Sans clé ni session, ou avec une clé refusée."),
        Problem(403, "forbidden", "Action non permise", "Vous le voyez, mais ne pouvez pas faire cela."),
        Problem(404, "not-found", "Introuvable", "N’existe pas, ou n’est pas visible pour vous."),
        Problem(405, "method-not-allowed", "Méthode non permise", "L’adresse ne connaît pas cette méthode."),
        Problem(406, "not-acceptable", "Format non disponible", "Aucun des formats de `Accept` n’est produit ici."),
        Problem(409, "refused", "Refusé dans cet état", "L’état des choses ne le permet pas."),
        Problem(409, "frozen", "Texte signé", "Ce qui a été signé ne change plus que par un avenant."),
        Problem(409, "passage-refused", "Passage refusé", "Des conditions manquent\xa0; `missing` en est la liste."),
        Problem(412, "stale", "Modifié entre-temps", "`If-Match` n’est plus la version actuelle\xa0; `etag` la donne."),
        Problem(413, "too-large", "Demande trop volumineuse", "Le corps dépasse la taille permise."),
        Problem(415, "unsupported-media-type", "Format non lu", "Le corps n’est pas en JSON."),
        Problem(428, "precondition-required", "Version nécessaire", "Une modification demande `If-Match`."),
        Problem(429, "throttled", "Trop de demandes", "Réessayez après le délai de `Retry-After`."),
    ]
}
_BY_STATUS = {problem.status: problem for problem in reversed(PROBLEMS.values())}


class PreconditionRequired(exceptions.APIException):
    status_code = 428
    default_detail = "Donnez dans If-Match la version que vous avez lue (l’ETag de la ressource)."


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = "Le corps de la demande dépasse la taille permise."


def exception_handler(exc, context):
    """DRF's hook: a problem for everything that is a refusal, nothing (so 500) for a bug."""
    answer = _of_service(exc) or _of_rest(_as_rest(exc))
    if answer is not None and (request := context.get("request")) is not None:
        # A problem is JSON, even where the view renders something else.
        request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
    return answer


def problem(code, detail, *, headers=None, **members) -> Response:
    body = _body(code, detail, **members)
    return Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)


def bare_problem(code, detail) -> JsonResponse:
    """The same answer where no REST view was reached."""
    body = _body(code, detail)
    return JsonResponse(body, status=body["status"], content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


def _body(code, detail, **members):
    known = PROBLEMS[code]
    return {"type": known.type, "title": known.title, "status": known.status, "detail": str(detail), **members}


def etag_of(instance) -> str:
    return f'"{instance.version}"'


def _of_service(exc):
    detail = str(exc)
    match exc:
        case errors.Invalid():
            return problem("invalid", detail, errors=_errors_by_path(exc.fields))
        case errors.Forbidden():
            return problem("forbidden", detail)
        case errors.Frozen():
            return problem("frozen", detail)
        case errors.PassageRefused():
            return problem("passage-refused", exc.sentences[0], missing=[_missing(item) for item in exc.missing])
        case errors.Refused():
            return problem("refused", detail)
        case errors.Stale():
            etag = etag_of(exc.current)
            return problem("stale", detail, headers={"ETag": etag}, etag=etag, current_version=exc.current.version)
    return None


def _missing(item):
    return {"code": item.code, "sentence": item.sentence, "blocking": item.blocking, "law": item.law}


def _errors_by_path(fields):
    return [
        {"pointer": pointer(path), "detail": str(sentence)}
        for path, sentences in fields.items()
        for sentence in sentences
    ]


def pointer(path) -> str:
    """« axes[2].title » → « /axes/2/title » (RFC 6901); what concerns the whole is the empty pointer."""
    parts = str(path).replace("[", ".").replace("]", "").split(".")
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts if part and part != "__all__")


def _as_rest(exc):
    match exc:
        case Http404():
            return exceptions.NotFound()
        case PermissionDenied():
            return exceptions.PermissionDenied()
        case RequestDataTooBig():
            return TooLarge()
        case SuspiciousOperation():
            return exceptions.ParseError()
        case models.ProtectedError() | models.RestrictedError():
            return _Conflict("D’autres éléments en dépendent.")
        case IntegrityError():
            return _Conflict("Cela contredit ce qui est déjà enregistré.")
    return exceptions.ValidationError(errors.OUT_OF_BOUNDS) if errors.out_of_bounds(exc) else exc


class _Conflict(exceptions.APIException):
    status_code = 409


def _of_rest(exc):
    if not isinstance(exc, exceptions.APIException):
        return None
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait) + 1)
    known = _BY_STATUS.get(exc.status_code, PROBLEMS["invalid"])
    if isinstance(exc, exceptions.ValidationError):
        found = list(_flat(exc.detail))
        detail = " ".join(dict.fromkeys(item["detail"] for item in found))
        return problem(known.code, detail, headers=headers, errors=found)
    return problem(known.code, exc.detail, headers=headers)


def _flat(detail, path=""):
    """DRF's nested errors as a list of pointers and sentences."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _flat(inner, path if name == "non_field_errors" else path + pointer(name))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _flat(inner, f"{path}/{index}" if nested else path)
    else:
        yield {"pointer": path, "detail": str(detail)}
