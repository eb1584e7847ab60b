# Everything starts here. `make` alone lists what can be done.
.DEFAULT_GOAL := help
.PHONY: help run test check backup restore bench format clean
SHELL := /bin/bash
PYTHON := .venv/bin/python

help: ## this list
	@echo "Contrats locaux de santé :"
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{ printf "  make %-9s %s\n", $$1, $$2 }'

run: ## from nothing to a live site on http://127.0.0.1:8000 (HOST, PORT change it); Ctrl-C stops it
	@scripts/venv.sh base && scripts/system.sh pango && exec $(PYTHON) scripts/run.py

test: ## the whole suite: PostgreSQL, Redis, a worker and a browser, then SQLite
	@scripts/venv.sh dev && exec scripts/test.sh

check: ## lint, formatting, types, import order, migrations, deployment check
	@scripts/venv.sh dev && exec scripts/check.sh

backup: ## database and media in one dated archive under var/backups/
	@scripts/venv.sh base && $(PYTHON) manage.py backup

restore: ## puts an archive back: make restore FILE=var/backups/cls-….tar.gz
	@test -n "$(FILE)" || { echo "Dites quelle archive : make restore FILE=chemin/de/l’archive.tar.gz" >&2; exit 2; }
	@scripts/venv.sh base && $(PYTHON) manage.py restore "$(FILE)" && $(PYTHON) manage.py migrate -v 0

bench: ## the benchmarks, as a table of ratios (on PostgreSQL); BENCH_LONG=1 adds reviews by real workers
	@scripts/venv.sh dev && exec $(PYTHON) scripts/bench.py

format: ## puts code and templates in our style
	@scripts/venv.sh dev && .venv/bin/ruff check --fix . ; .venv/bin/ruff format . ; .venv/bin/djlint templates --reformat --quiet

clean: ## forgets the virtual environment and the caches, keeps the data
	rm -rf .venv .ruff_cache .pytest_cache .hypothesis var/mypy_cache
