# Two commands do all the set-up on a fresh machine: `make start` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help start test check bench lock clean

help: ## What can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

$(BIN)/python:
	@echo "Đang tạo môi trường Python…"
	$(if $(UV),uv venv -q --python $(PYTHON) $(VENV),$(PYTHON) -m venv $(VENV))

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Đang cài thư viện đã khóa phiên bản (lần đầu mất khoảng một phút)…"
	$(if $(UV),uv pip install -q --python $(BIN)/python -r requirements.lock,$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock)
	$(if $(UV),uv pip install -q --python $(BIN)/python --no-deps -e .,$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Đang cài công cụ kiểm thử…"
	$(if $(UV),uv pip install -q --python $(BIN)/python -r requirements-dev.lock,$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements-dev.lock)
	@touch $@

start: $(VENV)/.installed ## Start everything on embedded defaults, with the sample on an empty database
	@$(BIN)/dunghan start --sample

test: check ## Every check and every test

check: $(VENV)/.installed-dev ## Format, lint, types, import rules, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

bench: $(VENV)/.installed-dev ## Benchmarks against a baseline run beside them
	$(BIN)/python -m benchmarks

lock: ## Make the locks anew (needs uv)
	for group in "" "--group dev"; do \
	  out=requirements$${group:+-dev}.lock; \
	  uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
	    $$group pyproject.toml -o $$out && sed -i '1i # Made by `make lock` (uv pip compile --universal). Do not edit.' $$out; \
	done

clean: ## Remove what was built (never data/)
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
