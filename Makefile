# The front door. `make help` lists what there is; nothing needs to be installed by hand.
.DEFAULT_GOAL := help
.PHONY: help demo demo-fresh test check screens bench locks try-fresh
.PHONY: assets assets-dev install install-dev packages
MAKEFLAGS += --no-print-directory
PORT ?= 8000
SCALE ?= small
PYTHON_HERE := .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE # every process would compile all of Django anew
STACK := $(PYTHON_HERE) -m skillmap.devstack

demo: install ## the whole product with a demo organisation (PORT=8000, CHECK=1 stops when healthy)
	@$(STACK) up --port $(PORT) $(if $(CHECK),--check)

demo-fresh: install ## the same, from an empty database and with dates of today
	@$(STACK) up --port $(PORT) $(if $(CHECK),--check) --from-scratch

test: assets-dev ## the whole test suite on all cores (ARGS= goes to pytest; -n0 for one process)
	@$(PYTHON_HERE) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: assets-dev ## format, lint, types, import contracts, templates, migrations, OpenAPI, deploy
	@$(STACK) run --fresh -- sh scripts/check.sh

screens: assets-dev ## a picture of every route, width and role in var/screens
	@$(STACK) run --fresh --web 0 --worker -- python -m tests.screens $(ARGS)

bench: assets-dev ## performance as ratios, side by side (TOPIC=planner, SCALE=small|full)
	@$(STACK) run --fresh -- python -m bench --scale $(SCALE) $(TOPIC)

assets: ## front-end files into var/, icons of static/icons.txt
	@$(MAKE) -j2 install packages
	@sh scripts/assets.sh

assets-dev:
	@$(MAKE) -j2 install-dev packages
	@sh scripts/assets.sh

install:
	@sh scripts/install.sh requirements.lock

install-dev:
	@sh scripts/install.sh requirements.lock requirements-dev.lock

packages:
	@sh scripts/assets.sh --early

locks: install-dev ## write all locks anew from the *.in files and package.json
	@sh scripts/locks.sh

try-fresh: ## try `make demo CHECK=1` in empty clones: root, ordinary user, private home, no npm
	@sh scripts/try_fresh.sh

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20
