"""A card's code as tabs, one for each framework; the reader's choice holds for the whole book.

`catalogue.card` makes plain Markdown, which JupyterLab shows as it is: a name in bold, the code below
it. Here such a run of names becomes a set of tabs. Without scripts, and on paper, all are shown
(`book.css`).
"""

from collections import Counter

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx_design.shared import create_component

from pairings.catalogue.code import FRAMEWORKS

GROUP = (
    "framework"  # what the browser remembers the choice by; `?framework=jax` in an address sets it
)


class FrameworkTabs(SphinxTransform):
    default_priority = 300

    def apply(self, **kwargs):
        parents = Counter(name.parent for name in self.document.findall(is_name))
        for parent, names in parents.items():
            if names == len(FRAMEWORKS):
                put_in_tabs(parent)
        for label in self.document.findall(nodes.rubric):  # of tabs that a page wrote by hand
            if "sync_id" in label:
                label["sync_group"] = GROUP


def is_name(node) -> bool:
    """A paragraph that holds a framework's name in bold and nothing else."""
    if not isinstance(node, nodes.paragraph) or node.astext() not in FRAMEWORKS:
        return False
    return any(isinstance(child, nodes.strong) for child in node.children)


def put_in_tabs(parent):
    """From the first name to the end of what it stands in."""
    children = list(parent.children)
    first = next(n for n, child in enumerate(children) if is_name(child))
    tabs = create_component("tab-set", classes=["sd-tab-set"])
    for child in children[first:]:
        parent.remove(child)
        if is_name(child):
            content = create_component("tab-content", classes=["sd-tab-content"])
            tabs += tab(child.astext(), content)
        else:
            content += child
    parent += tabs


def tab(name, content):
    label = nodes.rubric(name, name, classes=["sd-tab-label"])
    label["sync_id"], label["sync_group"] = FRAMEWORKS[name], GROUP
    return create_component("tab-item", classes=["sd-tab-item"], children=[label, content])


def setup(app):
    app.add_transform(FrameworkTabs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
