"""What builds and runs this repository; nothing of it is in the wheel.

venv.sh        the virtual environment, from the Python at hand
engine/        the Pulumi engine on any machine, cached outside the repository
generate.py    schema and SDK from the resource definitions (`make generate`), with
dynamic_module.py, which writes `pulumi_wix_data.dynamic`
bench/         figures beside other ways to do the same (`make bench`)
record/        states of this version, for later ones (`python -m tools.record`)
wix/           a real site held against what we state of Wix (`make test-wix`)
node/          Node and Wix's own client, cached outside the repository
local/         the emulator as a background process, and the example's stack on it
up.py, down.py the example on the local site (`make up`, `make down`)
"""
