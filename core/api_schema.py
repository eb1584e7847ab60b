"""The OpenAPI document: each operation says which problems it may answer, from the one table of `core.problems`."""

from copy import deepcopy

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework.permissions import AllowAny

from .problems import MEDIA_TYPE, PROBLEMS

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "L’ETag de la ressource telle que vous l’avez lue, ou « * ».",
    "schema": {"type": "string"},
}
ETAG_HEADER = {"ETag": {"description": "La version, à redonner dans If-Match.", "schema": {"type": "string"}}}
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": ", ".join(sorted(problem.type for problem in PROBLEMS.values()))},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
        "missing": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["sentence", "blocking"],
                "properties": {
                    "code": {"type": "string"},
                    "sentence": {"type": "string"},
                    "blocking": {"type": "boolean"},
                    "law": {"type": "string"},
                },
            },
        },
        "etag": {"type": "string"},
        "current_version": {"type": "integer"},
    },
}


class Schema(AutoSchema):
    """Views may add statuses with `extra_problems`.

    `if_match_actions` are POST actions that ask for If-Match, `may_match_actions` those that heed it where it is given,
    `etag_actions` the actions that answer with an ETag beside the usual ones.
    """

    def get_operation(self, *args, **kwargs):
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        if self._is_conditional():
            operation.setdefault("parameters", []).append(IF_MATCH)
        elif self._may_be_conditional():
            operation.setdefault("parameters", []).append({**IF_MATCH, "required": False})
        if self._gives_etag():
            for code, answer in operation["responses"].items():
                if code.startswith("2") and code != "204":
                    answer.setdefault("headers", {}).update(ETAG_HEADER)
        for answer in operation["responses"].values():
            if table := answer.get("content", {}).get("text/csv"):
                table["schema"] = {"type": "string", "description": "Une ligne d’en-tête, puis une ligne par élément."}
        for status in self.problem_statuses():
            operation["responses"].setdefault(str(status), self._problem(status))
        return operation

    def problem_statuses(self) -> list[int]:
        """What this operation may answer beside success."""
        statuses = {400, 404, 406, *getattr(self.view, "extra_problems", ())}
        if not all(isinstance(permission, AllowAny) for permission in self.view.get_permissions()):
            statuses |= {401, 403}
        if self.method not in ("GET", "HEAD", "OPTIONS"):
            statuses |= {409}
        if self.method in ("POST", "PUT", "PATCH"):
            statuses |= {413, 415}
        if self._is_conditional():
            statuses |= {412, 428}
        elif self._may_be_conditional():
            statuses |= {412}
        if self.view.get_throttles():
            statuses |= {429}
        return sorted(statuses)

    def _is_conditional(self) -> bool:
        action = getattr(self.view, "action", None)
        if self.method in ("PUT", "PATCH", "DELETE"):
            return getattr(self.view, "expects_version", True)
        return action in getattr(self.view, "if_match_actions", ())

    def _may_be_conditional(self) -> bool:
        return getattr(self.view, "action", None) in getattr(self.view, "may_match_actions", ())

    def _gives_etag(self) -> bool:
        if getattr(self.view, "action", None) in getattr(self.view, "etag_actions", ()):
            return True
        if not hasattr(getattr(getattr(self.view, "queryset", None), "model", None), "version"):
            return False
        return getattr(self.view, "action", None) in ("retrieve", "create", "update", "partial_update")

    def _problem(self, status):
        self._register_problem_schema()
        known = [problem for problem in PROBLEMS.values() if problem.status == status]
        return {
            "description": " ".join(f"{problem.title}. {problem.when}" for problem in known),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }

    def _register_problem_schema(self):
        component = ResolvedComponent(
            name="Problem", type=ResolvedComponent.SCHEMA, schema=deepcopy(PROBLEM_SCHEMA), object="core.problems"
        )
        self.registry.register_on_missing(component)
