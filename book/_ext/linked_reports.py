"""A report names a page by its file; on the site the name is a link with the page's title.

What a cell stored stays as it is: a notebook at the desk does not know where the book is.
"""

import re
from html import escape

FOLDER = "book/"
NAMED = re.compile(r"(?<=<br>page: )[\w-]+(?=</p>)")  # as pairings.advice writes it


def linked(html: str, here: str, titles: dict[str, str], address) -> str:
    """`html` of the page `here`, in which what a report says of another page is a link.

    titles: {page: its title}; address(page): where it lies, seen from here.
    """

    def link(found):
        page = f"{FOLDER}{found[0]}"
        if page not in titles:
            return found[0]
        title = escape(titles[page])
        return title if page == here else f'<a href="{address(page)}">{title}</a>'

    return NAMED.sub(link, html)


def link_reports(app, pagename, templatename, context, doctree):
    if "body" in context:
        titles = {page: title.astext() for page, title in app.env.titles.items()}
        context["body"] = linked(context["body"], pagename, titles, context["pathto"])


def setup(app):
    app.connect("html-page-context", link_reports)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
