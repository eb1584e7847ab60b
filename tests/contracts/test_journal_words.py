"""The journal speaks French: each field that it tells has a name that is not its identifier."""

from auditlog.registry import auditlog

from contracts.journal import HIDDEN, label_of

#: Identifiers that are also French words.
SAME = {
    *("axe", "code", "contact", "date", "description", "document", "organisation", "population", "position"),
    *("question", "quorum", "source", "sources", "axes", "parties", "search", "contract", "scan"),
}


def test_each_field_that_the_journal_tells_has_a_french_name():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in auditlog.get_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.name not in HIDDEN | SAME | {"id"}
        and field.name not in auditlog.get_model_fields(model)["exclude_fields"]
        and label_of(field) == field.name.replace("_", " ")
    ]
    assert wrong == []
