"""The package reference, from docstrings that are written as plain text with Unicode formulas.

autodoc reads reStructuredText, where |p − y| and Φ* mean something else; and it passes over the
records (`sigmoid = Activation(...)`), which have no docstring of their own.
"""

import re

# What stays as it is: code, and some words between two stars.
LEFT = re.compile(r"(``?[^`]*``?|(?<![\w*])\*[a-z]+ [^*`|_]*[a-z]\*(?!\w))")


def is_record(thing):
    """A named tuple that stands at the top of a module: an activation, a loss, a pairing, a domain."""
    return hasattr(type(thing), "_fields") and isinstance(getattr(thing, "name", None), str)


def choose(app, what, name, thing, skip, options):
    """Take the records in, leave the fields of their classes out: these are told in the class."""
    if what == "module" and is_record(thing) and not name.startswith("_"):
        return False
    return True if type(thing).__name__ == "_tuplegetter" else None


def say(thing):
    """One line on a record, from its own words."""
    words = {field: getattr(value, "name", value) for field, value in thing._asdict().items()}
    told = "; ".join(f"{k} {v}" for k, v in words.items() if isinstance(v, str) and k != "name")
    return f":py:class:`~{type(thing).__module__}.{type(thing).__name__}` *{thing.name}*: {told}"


def escape(app, what, name, thing, options, lines):
    """Outside backticks, a bar and a star are themselves; words between two stars are stressed."""
    if what == "data" and is_record(thing):
        lines[:] = [say(thing), ""]
    else:
        parts = re.split(LEFT, "\n".join(lines))
        parts[::2] = [re.sub(r"(?<!\\)([|*_])", r"\\\1", part) for part in parts[::2]]
        lines[:] = "".join(parts).split("\n")


def link_equations(app, pagename, templatename, context, doctree):
    """A docstring that a page shows as code names its equation by a role: here by number and link."""

    def numbered(role):
        place, node = equations.get_equation_number_for(role[1]), f"equation-{role[1]}"
        docname = equations.equations[role[1]][0] if place is not None else pagename
        numbers = app.env.toc_fignumbers.get(docname, {}).get("displaymath", {})
        number = ".".join(map(str, numbers.get(node, (place,))))
        address = app.builder.get_relative_uri(pagename, docname)
        return f'<a href="{address}#{node}">({number})</a>' if place is not None else role[0]

    equations = app.env.get_domain("math")
    if "body" in context:
        context["body"] = re.sub(r":eq:`([\w-]+)`", numbered, context["body"])


def setup(app):
    app.connect("autodoc-skip-member", choose)
    app.connect("autodoc-process-docstring", escape)
    app.connect("html-page-context", link_equations, priority=910)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
