"""How Sphinx builds the documentation: `sphinx-build -W -b html docs docs/_build/html`."""

from __future__ import annotations

import shutil
from pathlib import Path

import bracketed

HERE = Path(__file__).parent
ROOT = HERE.parent

project = "bracketed"
author = "The bracketed authors"
release = bracketed.__version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
# The records of a made-up negotiation lie beside the examples, and are no pages.
exclude_patterns = ["_build", "*.py", "**.ipynb_checkpoints", "examples/negotiation"]

html_theme = "pydata_sphinx_theme"
html_title = "bracketed"
# Nothing is fetched from elsewhere, neither in building the pages nor in looking at them.
html_theme_options = {
    "navbar_end": ["theme-switcher"],
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": False,
}
html_sidebars = {"index": []}
html_show_sourcelink = False
html_static_path = ["_static"]
html_css_files = ["custom.css"]
# What is in single backticks in a docstring is a name or a piece of code.
default_role = "code"

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

myst_heading_anchors = 4
nb_execution_mode = "force"
nb_execution_timeout = 120
nb_execution_raise_on_error = True
nb_custom_formats = {".py": ["jupytext.reads", {"fmt": "py:percent"}]}

# The examples are notebooks; they run where their drafts lie beside them.
shutil.rmtree(HERE / "examples", ignore_errors=True)
shutil.copytree(ROOT / "examples", HERE / "examples", ignore=shutil.ignore_patterns("__pycache__", "README.md"))
