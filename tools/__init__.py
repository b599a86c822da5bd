"""What builds and runs this repository; nothing of it is in the wheel.

venv.sh        the virtual environment, from the Python at hand
engine/        the Pulumi engine on any machine, cached outside the repository
generate.py    schema and SDK from the resource definitions (`make generate`)
local/         the emulator as a background process, and the example's stack on it
up.py, down.py the example on the local site (`make up`, `make down`)
"""
