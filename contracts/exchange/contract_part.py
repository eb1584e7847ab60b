"""The contract's own share of the file: perimeter, texts, parties, axes, findings, dated facts."""

from contracts import models
from contracts.enums import Capacity, SchemeRole

from . import tables
from .fields import put, write_row, write_rows

_TEXT = {"$ref": "#/$defs/text"}
#: Keys of ours: the entry of the register that a scheme is, who does what on each theme, what is said of a promise.
OWN_KEYS: dict[str, dict[str, dict]] = {
    "scheme": {"registered": _TEXT},
    "contract.signatories.commitments": {"comment": _TEXT, "reviewed_on": {"$ref": "#/$defs/date"}},
    "contract": {"theme_roles": {"type": "array", "items": {"$ref": "#/$defs/theme_role"}}},
    "theme_role": {
        "theme": {"type": "string", "minLength": 1, "maxLength": 300},
        # The place of the scheme in `schemes`, from 1; none is the contract itself.
        "scheme_number": {"type": ["integer", "null"], "minimum": 1},
        "role": {"enum": [*SchemeRole.values, None]},
        "sentence": _TEXT,
    },
}


def write(context):
    contract, node = context.contract, context.node
    _write_territory(contract.territory, node)
    put(node, "predecessors", [p.known.reference if p.known else p.label for p in _predecessors(contract)])
    put(node, "articles", write_rows(contract.articles.all(), tables.ARTICLE))
    put(node, "visas", [visa.text for visa in contract.visas.all()])
    put(node, "core_themes", write_rows(contract.contractthemes.all(), tables.THEME))
    put(node, "opinions", write_rows(_with_organisation(contract.opinions), tables.OPINION))
    put(node, "signatories", [_signatory_node(s) for s in _with_organisation(contract.signatories)])
    _write_schemes(context)
    put(node, "amendments", write_rows(contract.amendments.all(), tables.AMENDMENT))
    put(node, "suspensions", write_rows(contract.suspensions.all(), tables.SUSPENSION))
    _write_axes(context)
    _write_findings(context)


def _with_organisation(rows):
    return rows.select_related("organisation").prefetch_related("organisation__aliases")


def _predecessors(contract):
    return contract.predecessors.select_related("known")


def _write_territory(territory, node):
    members = [
        {"level": m.level, "code": m.code, **({"name": m.name} if m.name else {})} for m in territory.members.all()
    ]
    node["territory"] = {"name": territory.name}
    if territory.kind:
        node["territory"]["kind"] = territory.kind
    put(node["territory"], "members", members)


def _signatory_node(signatory):
    node = write_row(signatory, tables.SIGNATORY)
    put(node, "commitments", write_rows(signatory.commitments.all(), tables.COMMITMENT))
    return node


def _write_schemes(context):
    links = list(context.contract.schemes.select_related("registered"))
    nodes = [write_row(link, tables.SCHEME) for link in links]
    for link, node in zip(links, nodes, strict=True):
        put(node, "registered", link.registered.name if link.registered else None)
    put(context.node, "schemes", nodes)
    places = {link.pk: place for place, link in enumerate(links, start=1)}
    roles = context.contract.theme_schemes.all()
    put(context.node, "theme_roles", [_theme_role_node(role, places) for role in roles])


def _theme_role_node(role, places):
    number = places.get(role.link_id)
    return write_row(role, tables.THEME_ROLE) | ({"scheme_number": number} if number else {})


def _write_axes(context):
    nodes = []
    rows = context.contract.axes.select_related("lead").prefetch_related("lead__aliases", "objectives")
    for axis in rows:
        node = write_row(axis, tables.AXIS)
        for objective in axis.objectives.all():
            context.objectives[objective.pk] = write_row(objective, tables.OBJECTIVE)
        put(node, "objectives", [context.objectives[objective.pk] for objective in axis.objectives.all()])
        context.axes[axis.pk] = node
        nodes.append(node)
    put(context.node, "axes", nodes)


def _write_findings(context):
    nodes = []
    axes = list(context.contract.axes.all())
    findings = context.contract.findings.select_related("funder").prefetch_related("funder__aliases", "axes")
    for finding in findings:
        node = write_row(finding, tables.FINDING)
        put(node, "axes", [called(axis, axes) for axis in finding.axes.all()])
        context.findings[finding.pk] = node
        nodes.append(node)
    put(context.node, "findings", nodes)


def called(row, rows):
    """How the file names an axis or a fiche: by its number where it is alone to bear it, else by its title."""
    alone = row.number and sum(other.number == row.number for other in rows) == 1
    return row.number if alone else row.title


def named(rows, name):
    """The axis or fiche that the file calls so, or `None`."""
    for attribute in ("number", "title"):
        found = [row for row in rows if getattr(row, attribute) == name]
        if len(found) == 1:
            return found[0]
    return None


def read(reader):
    node = reader.node
    _read_predecessors(reader)
    reader.rows(models.Article, node.get("articles"), "contract.articles", tables.ARTICLE)
    visas = [{"text": text} for text in node.get("visas") or ()]
    reader.rows(models.Visa, visas, "contract.visas", (tables.Text("text"),))
    reader.refuse_repeated("core_themes", "theme")
    reader.rows(models.ContractTheme, node.get("core_themes"), "contract.core_themes", tables.THEME)
    reader.rows(models.Opinion, node.get("opinions"), "contract.opinions", tables.OPINION)
    _read_schemes(reader)
    _read_signatories(reader)
    _read_axes(reader)
    _read_findings(reader)
    _read_life(reader)


def _read_predecessors(reader):
    """Only a contract that the person may read is recognised: a file is no way to learn which others exist."""
    visible = models.Contract.objects.exclude(pk=reader.contract.pk)
    if reader.actor is not None:
        visible = visible.visible_to(reader.actor)
    labels = list(dict.fromkeys(reader.node.get("predecessors") or ()))
    rows = []
    for index, label in enumerate(labels):
        if len(label) > 300:
            reader.problem(f"contract.predecessors[{index}]", "Ce nom dépasse 300 caractères.")
            continue
        known = visible.filter(reference=label).first()
        if known is None:
            reader.doubt(f"contract.predecessors[{index}]", f"« {label} » n’est pas un contrat connu ici.")
        rows.append(models.Predecessor(contract=reader.contract, known=known, label=label))
    models.Predecessor.objects.bulk_create(rows)


def _read_schemes(reader):
    nodes = reader.node.get("schemes") or ()
    named = {each["registered"] for each in nodes if each.get("registered")}
    known = {(each.kind, each.name): each for each in models.Scheme.objects.filter(name__in=named)}
    found = {"registered": lambda node: known.get((node["scheme"], node.get("registered")))}
    made = reader.rows(models.SchemeLink, nodes, "contract.schemes", tables.SCHEME, **found)
    for node, path, row in made:
        if node.get("registered") and row.registered_id is None:
            reader.doubt(f"{path}.registered", f"« {node['registered']} » n’est pas au registre des dispositifs d’ici.")
    links = {row.position: row for _node, _path, row in made}
    roles = {"link": lambda node: links.get(node.get("scheme_number"))}
    reader.rows(models.ThemeScheme, reader.node.get("theme_roles"), "contract.theme_roles", tables.THEME_ROLE, **roles)


def _read_signatories(reader):
    made, again, known = [], [], {}
    for index, node in enumerate(reader.node.get("signatories") or ()):
        path = f"contract.signatories[{index}]"
        row = reader.build(models.Signatory, node, path, tables.SIGNATORY, position=index + 1)
        if row is None:
            continue
        row.capacity = row.capacity or Capacity.SIGNATORY
        if row.organisation_id in known:
            reader.doubt(path, f"« {row.organisation} » signe déjà : ses engagements sont réunis.")
            again.append((node, path, known[row.organisation_id]))
            continue
        known[row.organisation_id] = row
        made.append((node, path, row))
    reader.save(models.Signatory, made)
    promises = reader.children(models.Commitment, made + again, "commitments", tables.COMMITMENT, link="signatory")
    reader.commitments = {path: row for _node, path, row in promises}


def _read_axes(reader):
    reader.axes = reader.rows(models.Axis, reader.node.get("axes"), "contract.axes", tables.AXIS)
    made = []
    for axis_node, axis_path, axis in reader.axes:
        for index, node in enumerate(axis_node.get("objectives") or ()):
            path = f"{axis_path}.objectives[{index}]"
            row = reader.build(models.Objective, node, path, tables.OBJECTIVE, axis=axis, position=index + 1)
            if row:
                made.append((node, path, row))
    reader.objectives = reader.save(models.Objective, made)


def _read_findings(reader):
    nodes = reader.node.get("findings")
    reader.findings = reader.rows(models.Finding, nodes, "contract.findings", tables.FINDING)
    axes = [axis for _node, _path, axis in reader.axes]
    links = []
    for node, path, finding in reader.findings:
        for index, name in enumerate(dict.fromkeys(node.get("axes") or ())):
            if axis := named(axes, name):
                links.append(models.Finding.axes.through(finding=finding, axis=axis))
            else:
                reader.doubt(f"{path}.axes[{index}]", f"L’axe « {name} » n’est pas dans ce contrat.")
    models.Finding.axes.through.objects.bulk_create(links, ignore_conflicts=True)


def _read_life(reader):
    reader.refuse_repeated("amendments", "number")
    reader.rows(models.Amendment, reader.node.get("amendments"), "contract.amendments", tables.AMENDMENT)
    nodes = reader.node.get("suspensions")
    reader.rows(models.Suspension, nodes, "contract.suspensions", tables.SUSPENSION, periods=(("since", "until"),))
