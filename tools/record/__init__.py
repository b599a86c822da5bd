"""`python -m tools.record`: states of this version, which later versions will be held to.

__main__.py   the command line; writes tests/recorded/v<version>/, and never over an older set
stage.py      one project, one emulator and two sites; what is left of them is written down
scenarios.py  one function a state: green, failed, pending, adopted

Each state is a folder: `state.json` (`pulumi stack export`, its secrets under an empty passphrase),
`program/` (with the stack's configuration, and so the salt) and `wix.json` (what Wix knew).
tests/engine/test_recorded.py opens them again; it drives the engine as this does.
"""
