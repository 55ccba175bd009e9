"""Run pages from a fresh kernel and store their outputs: `make refresh`.

Twice gives identical bytes: no times are recorded, metadata is reduced to what the book uses,
and a page is written only when its bytes change.
"""

import asyncio
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import from_dict, v4

BOOK = Path(__file__).parents[1]
METADATA = {
    "kernelspec": {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}
CELL_METADATA = ("mystnb", "tags")
AT_ONCE = 2  # kernels
SECONDS_PER_CELL = 120  # the limit of the tests too


class PageFailed(Exception):
    """A page that could not be run to its end."""


def pages_of(folder: Path) -> list[Path]:
    """Every notebook below `folder`, without hidden and built copies."""
    inner = ((path, path.relative_to(folder).parts) for path in folder.rglob("*.ipynb"))
    return sorted(path for path, parts in inner if not any(p[0] in "._" for p in parts))


def kept(metadata: dict, keys) -> dict:
    return {key: metadata[key] for key in keys if metadata.get(key)}


def with_ids(cells: list) -> list:
    """A cell without an id gets the first free one of cell-1, cell-2, …"""
    taken = {cell.get("id") for cell in cells}
    free = (name for n in count(1) if (name := f"cell-{n}") not in taken)
    return [cell if cell.get("id") else {**cell, "id": next(free)} for cell in cells]


def normal_output(output: dict) -> dict:
    """An output without what differs from run to run."""
    if "metadata" in output:
        output = {
            **output,
            "metadata": kept(output["metadata"], ["scrapbook"]),
        }  # glue's own
    if output["output_type"] == "error":  # the full traceback names files of this machine
        output = {
            **output,
            "traceback": [f"{output['ename']}: {output['evalue']}"],
        }
    return output


def normal_cell(cell: dict) -> dict:
    cell = {**cell, "metadata": kept(cell["metadata"], CELL_METADATA)}
    if cell["cell_type"] == "code":
        cell["outputs"] = [normal_output(output) for output in cell["outputs"]]
    return cell


def normal(page: dict) -> dict:
    """The one form in which a page is stored."""
    cells = [normal_cell(cell) for cell in with_ids(page["cells"])]
    return {
        "cells": cells,
        "metadata": METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def as_text(page: dict) -> str:
    """A page as stored: keys sorted, indented by one, letters as they are, a newline at the end."""
    return v4.writes(from_dict(page)) + "\n"


def run(page: dict, folder: Path) -> dict:
    """The page with new outputs, run in `folder` by a kernel of its own."""
    notebook = from_dict(normal(page))
    started = [0]
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS_PER_CELL,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=lambda cell, cell_index: started.append(cell_index),
    )
    try:
        asyncio.run(client.async_execute())
    except (CellControlSignal, DeadKernelError) as failure:
        cell = notebook.cells[started[-1]]
        why = re.sub(r"\x1b\[[\d;]*m", "", str(failure))  # without colours
        raise PageFailed(f"cell {started[-1]} (id {cell.id}):\n{why}") from failure
    return normal(notebook)


def refresh(path: Path) -> str:
    """Run one page and store it if its bytes changed; say what happened."""
    before = path.read_text(encoding="utf-8")
    try:
        after = as_text(run(v4.reads(before), path.parent))
    except PageFailed as failure:
        return f"FAILED   {path}, {failure}"
    if after == before:
        return f"same     {path}"
    fresh = path.with_suffix(".fresh")
    fresh.write_text(after, encoding="utf-8", newline="\n")
    os.replace(fresh, path)  # whole or not at all
    return f"changed  {path}"


def main(names: list[str]) -> int:
    pages = [Path(name) for name in names] or pages_of(BOOK)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = []
        for line in pool.map(refresh, pages):
            print(line, flush=True)
            said.append(line)
    return int(any(line.startswith("FAILED") for line in said))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
