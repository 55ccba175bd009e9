"""The package reference, from docstrings that are written as plain text with Unicode formulas.

autodoc reads reStructuredText, where |p − y| and Φ* mean something else; and it passes over the
records (`sigmoid = Activation(...)`), which have no docstring of their own.
"""

import re


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
    """Outside backticks, a bar and a star are themselves."""
    if what == "data" and is_record(thing):
        lines[:] = [say(thing), ""]
    else:
        parts = re.split(r"(``?[^`]*``?)", "\n".join(lines))
        parts[::2] = [re.sub(r"(?<!\\)([|*_])", r"\\\1", part) for part in parts[::2]]
        lines[:] = "".join(parts).split("\n")


def setup(app):
    app.connect("autodoc-skip-member", choose)
    app.connect("autodoc-process-docstring", escape)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
