"""What builds and runs this repository; nothing of it is in the wheel.

venv.sh         the virtual environment, from the Python at hand
engine/         the Pulumi engine on any machine, cached outside the repository
node/           Node and packages of npm, cached likewise
actionlint.py   the linter of workflows, cached likewise
generate.py     schema, SDKs and docs from the resource definitions (`make generate`), with
sdks.py         the SDKs as they are committed: what the generator makes, less what we leave out,
sdk_extras/     what is in an SDK and written by hand,
dynamic_module.py  `pulumi_wix_data.dynamic`,
stated.py       our version where files written by hand state it,
snake.py        names as Python has them, and
docs/           examples in every language, and the reference pages
bench/          figures beside other ways to do the same (`make bench`)
record/         states of this version, for later ones (`make record`)
release.py      whether a tree can be released, and its notes (`make release-check`)
wix/            a real site held against what we state of Wix (`make test-wix`)
local/          the emulator as a background process, and the example's stack on it
up.py, down.py  the example on the local site (`make up`, `make down`)
piped.py        a command under way, read line by line
file_lock.py    a lock that ends with its process
"""
