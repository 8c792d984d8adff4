# Las órdenes del proyecto. Todas instalan lo que les falte; ninguna pide nada por teclado.
PYTHON ?= python3
ARRANQUE := $(PYTHON) -m conferencia.arranque
BIN := .venv/bin

.DEFAULT_GOAL := ayuda
.PHONY: ayuda run test check fmt bench docs manage clean instalado

ayuda: ## esta lista
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: ## el producto en http://127.0.0.1:8000 (PORT=… lo cambia); Ctrl-C lo detiene
	@$(ARRANQUE) correr

instalado:
	@$(ARRANQUE) instalar --pruebas

test: instalado ## linters y la suite completa (ARGS='-k texto' acota pytest)
	@$(ARRANQUE) pruebas -- $(ARRANQUE) revisar -- $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile $(ARGS)

check: instalado ## lo rápido: estilo, tipos, arquitectura, migraciones, Docker
	@$(ARRANQUE) pruebas -- $(ARRANQUE) revisar

fmt: instalado ## corrige lo que ruff sabe corregir y da formato
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

bench: instalado ## cada medición de bench/, un JSON por renglón
	@for medicion in bench/*.py; do \
		[ -e "$$medicion" ] || { echo "No hay mediciones en bench/." >&2; break; }; \
		PYTHONPATH=. $(ARRANQUE) pruebas --duradera -- $(BIN)/python "$$medicion" || exit 1; \
	done

docs: instalado ## vuelve a retratar el tablero que se ve en el README
	@$(ARRANQUE) pruebas -- $(BIN)/python -m tests.e2e.retrato

manage: ## una orden de manage.py sobre lo que corre (ORDEN='verificar_hechos --json')
	@$(ARRANQUE) manage -- $(ORDEN)

clean: ## borra lo instalado y lo generado; DATOS=1 borra también la base y los archivos locales
	@$(if $(DATOS),$(ARRANQUE) borrar-datos,echo "Se conserva var/ (los datos locales); DATOS=1 make clean la borra.")
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
