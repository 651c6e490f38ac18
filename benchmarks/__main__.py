"""Runs every measure of this folder: each module with a `main`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import benchmarks

for found in sorted(iter_modules(benchmarks.__path__), key=lambda module: module.name):
    if found.name == "__main__":
        continue
    print(f"== {found.name}", flush=True)
    import_module(f"benchmarks.{found.name}").main()
