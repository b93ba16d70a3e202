"""Starts a worker: takes the pipe first, so that nothing a library prints can get into it, then imports the module named."""

from __future__ import annotations

import sys
from importlib import import_module

from engine.children import Wire


def main() -> None:
    wire = Wire()
    try:
        worker = import_module(sys.argv[1])
    except ModuleNotFoundError as error:
        sys.exit(f"{error}. It comes with the training stack: pip install 'veriloop[train]'")
    worker.main(wire, sys.argv[2:])


if __name__ == "__main__":
    main()
