# Names for what developers do often. The product itself needs only `python3 run.py`.
.DEFAULT_GOAL := help
PY := .venv/bin/python

help: ## esta lista
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 12

setup: ## entorno y consola, sin arrancar nada
	python3 run.py setup

up: ## pone Caudal en marcha
	python3 run.py

check: ## exactamente lo que corre en cada cambio
	python3 run.py test

test: ## solo pytest
	$(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

fmt: ## da formato
	.venv/bin/ruff format . && .venv/bin/ruff check --fix .

types: ## tipos
	.venv/bin/basedpyright

contracts: ## quién puede importar a quién
	.venv/bin/lint-imports

PINS := .venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -p 3.11
pins: ## fija con huella lo que pide pyproject.toml
	$(PINS) pyproject.toml -o requirements/runtime.txt
	$(PINS) --group bootstrap -c requirements/runtime.txt -o requirements/bootstrap.txt
	$(PINS) --group build -c requirements/runtime.txt -o requirements/build.txt
	$(PINS) --group dev -c requirements/runtime.txt -c requirements/build.txt -o requirements/dev.txt

.PHONY: help setup up check test fmt types contracts pins
