"""The address of the repository that publishes, from the environment: a fork's buttons open the fork.

BOOK_REPOSITORY   address of the repository: repository, issue, Binder and Colab buttons appear
BOOK_BRANCH       the branch whose notebooks Binder and Colab open, `main` if not given
BOOK_BASEURL      address of the published site: canonical links, social cards, the 404 page's links
"""

import os
from urllib.parse import urlsplit


def read_environment(app, config):
    repository, base = (
        os.environ.get("BOOK_REPOSITORY"),
        os.environ.get("BOOK_BASEURL"),
    )
    prefix = (urlsplit(base).path.rstrip("/") if base else "") + "/"
    config.notfound_urls_prefix = prefix
    config.notfound_context = {
        "title": "Page not found",
        "body": "<h1>Page not found</h1><p>It has moved, or it never was. "
        f'<a href="{prefix}index.html">The first page</a> leads to every other one.</p>',
    }
    mark = "book/_style/logo.png"  # cards take no SVG
    config.ogp_social_cards = {"enable": bool(base), "image": mark, "image_mini": mark}
    config.ogp_social_cards["line_color"] = "#0b4f5c"
    if base:
        config.html_baseurl = config.ogp_site_url = base.rstrip("/") + "/"
    if repository:
        config.html_theme_options |= {
            "repository_url": repository,
            "repository_branch": os.environ.get("BOOK_BRANCH", "main"),
            "path_to_docs": "",
            "use_repository_button": True,
            "use_issues_button": True,
            "launch_buttons": {
                "binderhub_url": "https://mybinder.org",
                "colab_url": "https://colab.research.google.com",
                "notebook_interface": "jupyterlab",
            },
        }


def setup(app):
    app.connect("config-inited", read_environment, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
