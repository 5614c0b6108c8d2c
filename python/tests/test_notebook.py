"""The notebook of the tutorial runs, and what it shows is still so."""

import os
import pathlib

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = pathlib.Path(__file__).resolve().parents[2] / "Documentation" / "tutorial" / "tutorial.ipynb"


def shown(cell):
    """What a cell shows, as text."""
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)


def test_the_notebook_shows_what_it_says():
    """GRAMARYE_RECORD writes what comes out into the notebook."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    said = [shown(cell) if cell.cell_type == "code" else "" for cell in notebook.cells]
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": NOTEBOOK.parent}}).execute()
    if os.environ.get("GRAMARYE_RECORD"):
        for cell in notebook.cells:
            cell.metadata.pop("execution", None)
        nbformat.write(notebook, NOTEBOOK)
        pytest.skip("recorded")
    for cell, before in zip(notebook.cells, said):
        # Where the processor is of another kind, a network's last digits differ: of those the cells alone must run.
        if cell.cell_type == "code" and "network" not in cell.metadata.get("tags", []):
            assert shown(cell) == before, cell.source
    assert sum(bool(text) for text in said) > 8
