"""A card's code as tabs, one for each framework; the reader's choice holds for the whole book.

`catalogue.card` makes plain Markdown, which JupyterLab shows as it is: a name in bold, the code below
it. Here such a run of names becomes a set of tabs. Without scripts, and on paper, all are shown
(`book.css`).

A card of several rows has them side by side, which is too wide for a column of text. Here it becomes
a choice, and below it a card for each row, with its own tabs, where a link can lead.
"""

from collections import Counter

from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.transforms import SphinxTransform
from sphinx_design.shared import create_component

from pairings import CATALOGUE
from pairings.catalogue.code import FRAMEWORKS, anchor

GROUP = (
    "framework"  # what the browser remembers the choice by; `?framework=jax` in an address sets it
)


class FrameworkTabs(SphinxTransform):
    default_priority = 300

    def apply(self, **kwargs):
        parents = Counter(name.parent for name in self.document.findall(is_name))
        for parent, names in parents.items():
            if names == len(FRAMEWORKS):
                contents = taken_from(parent)
                wide = list(parent.findall(nodes.table))
                if any(is_title(node) for content in contents.values() for node in content):
                    self.note_anchors(put_in_cards(parent, wide[0], contents))
                else:
                    parent += tab_set(contents)
        for label in self.document.findall(nodes.rubric):  # of tabs that a page wrote by hand
            if "sync_id" in label:
                label["sync_group"] = GROUP

    def note_anchors(self, names):
        """Let links of other pages lead to the cards."""
        if env := getattr(self.document.settings, "env", None):
            slugs = env.metadata[env.docname].setdefault("myst_slugs", {})
            slugs.update({anchor(name): (0, anchor(name), name) for name in names})


def is_name(node) -> bool:
    """A paragraph that holds a framework's name in bold and nothing else."""
    if not isinstance(node, nodes.paragraph) or node.astext() not in FRAMEWORKS:
        return False
    return any(isinstance(child, nodes.strong) for child in node.children)


def is_title(node) -> bool:
    """A paragraph that holds the name of a row and nothing else."""
    if not isinstance(node, nodes.paragraph) or node.astext() not in CATALOGUE:
        return False
    return any(isinstance(child, nodes.emphasis) for child in node.children)


def taken_from(parent) -> dict[str, list]:
    """{framework: what stands below its name}, no longer in `parent`."""
    children = list(parent.children)
    contents = {}
    for child in children[next(n for n, c in enumerate(children) if is_name(c)) :]:
        parent.remove(child)
        if is_name(child):
            contents[child.astext()] = []
        else:
            contents[list(contents)[-1]].append(child)
    return contents


def tab_set(contents):
    tabs = create_component("tab-set", classes=["sd-tab-set"])
    for framework, parts in contents.items():
        content = create_component("tab-content", classes=["sd-tab-content"], children=parts)
        tabs += tab(framework, content)
    return tabs


def by_row(contents) -> dict[str, dict[str, list]]:
    """{row: {framework: its code}} of {framework: titles, each with its code}."""
    rows = {}
    for framework, parts in contents.items():
        for part in parts:
            if is_title(part):
                code = rows.setdefault(part.astext(), {}).setdefault(framework, [])
            else:
                code.append(part)
    return rows


def put_in_cards(parent, wide, contents) -> list[str]:
    """A choice of rows, then each with what the table said in its column, and its code."""
    rows = by_row(contents)
    head, *lines = [list(row.children) for row in wide.findall(nodes.row)]
    if len(head) != len(rows) + 1:
        raise ExtensionError(f"a card of {len(head) - 1} rows has code for {', '.join(rows)}")
    when, *facts = lines
    choice = [head[:1] + when[:1]]
    cards = []
    columns = zip(rows, head[1:], when[1:], *(fact[1:] for fact in facts), strict=True)
    for name, title, reason, *answers in columns:
        told = title.astext(), title.astext().replace("\\", "")
        if name not in told and CATALOGUE[name].activation.replace("$", "") not in told:
            raise ExtensionError(f"the card has {title.astext()!r} where the code has {name!r}")
        link = nodes.reference("", name, internal=True, refid=anchor(name))
        choice.append([nodes.entry("", nodes.paragraph("", "", link)), reason])
        questions = [fact[0].deepcopy() for fact in facts]
        card = nodes.container(classes=["card-row"], ids=[anchor(name)])
        card += nodes.paragraph("", "", nodes.strong(text=name), classes=["card-name"])
        card += narrow(zip(questions, answers, strict=True))
        card += tab_set(rows[name])
        cards.append(card)
    parent.replace(wide, narrow(choice[1:], choice[0]))
    parent += cards
    return list(rows)


def narrow(lines, head=()):
    """A table of two columns."""
    group = nodes.tgroup("", nodes.colspec(colwidth=1), nodes.colspec(colwidth=3), cols=2)
    if head:
        group += nodes.thead("", nodes.row("", *head))
    group += nodes.tbody("", *(nodes.row("", *line) for line in lines))
    return nodes.table("", group)


def tab(name, content):
    label = nodes.rubric(name, name, classes=["sd-tab-label"])
    label["sync_id"], label["sync_group"] = FRAMEWORKS[name], GROUP
    return create_component("tab-item", classes=["sd-tab-item"], children=[label, content])


def setup(app):
    app.add_transform(FrameworkTabs)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
