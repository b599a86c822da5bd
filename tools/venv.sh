#!/bin/sh
# The virtual environment .venv with this distribution in it, editable, and all that develops it.
# Usage: tools/venv.sh PYTHON: takes that interpreter where it is new enough, else a newer one.
set -eu

can_make_a_venv='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'
new_enough='import sys; sys.exit(sys.version_info < (3, 10))'

usable() { "$1" -c "$2" >/dev/null 2>&1; }

choose() {
    for python in "$@" python3.13 python3.12 python3.11 python3.10; do
        if usable "$python" "$can_make_a_venv"; then
            echo "$python"
            return
        fi
    done
    if usable "$1" "$new_enough"; then
        echo "$1 cannot make virtual environments: install its venv package" \
            "(Debian, Ubuntu: python3-venv), or name another one: make PYTHON=…" >&2
    else
        echo "no Python 3.10 or newer on PATH: install one, or name it: make PYTHON=…" >&2
    fi
    exit 1
}

if ! usable .venv/bin/python "$new_enough" || ! usable .venv/bin/python 'import pip'; then
    python=$(choose "$1")
    echo "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi
echo "installing what is needed into .venv"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
