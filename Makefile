# Everything works on a machine that has Python 3.11 or newer and make. `make demo` is the place to begin.
PYTHON := .venv/bin/python
# Two processes: as many as the smallest machine that the suite is meant for has cores.
JOBS ?= 2
PORT ?= 8000
DEMO_CHILDREN ?= 2000
export PORT DEMO_CHILDREN

.PHONY: demo test lint bench faults format frontend requirements

demo:
	@exec python3 -m parts.demo

test: .venv/.requirements-dev frontend
	$(PYTHON) -m parts.browser
	$(PYTHON) -m pytest -n $(JOBS) --dist loadscope --no-loadscope-reorder

lint: .venv/.requirements-dev
	$(PYTHON) -m parts.lint

# A million people and a table of ratios: docs/benchmarks.md.
bench: .venv/.requirements-dev frontend
	@$(PYTHON) -m bench

# Processes killed and servers restarted at seeded random moments, in rounds; FAULTS_SEED, FAULTS_ROUNDS, FAULTS_ONLY=web,redis
faults: .venv/.requirements-dev frontend
	@$(PYTHON) -m faults

format: .venv/.requirements-dev
	.venv/bin/ruff check --fix --quiet .
	.venv/bin/ruff format --quiet .

frontend: .venv/.requirements-dev
	@$(PYTHON) -m parts.frontend

# The pins, resolved again from the two short lists of what we ask for by name.
requirements: .venv/.requirements-dev
	.venv/bin/uv pip compile --quiet --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt
	.venv/bin/uv pip compile --quiet --no-emit-index-url --python-version 3.11 requirements-dev.in -o requirements-dev.txt

.venv/.requirements-dev: requirements-dev.txt
	@python3 -m parts.venv requirements-dev.txt
	@touch $@
