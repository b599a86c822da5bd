"""What a release asks of the tree, and what it says of itself: run by the release workflow.

`python -m tools.release check v1.2.0` is 0 where that tag can be released as it is, else 1, with
every reason. `python -m tools.release notes v1.2.0` prints the changelog's section.
"""

from __future__ import annotations

import argparse
import re
import sys

from tools.local.paths import ROOT
from wix_data_provider import __version__

CHANGELOG = ROOT / "CHANGELOG.md"
UNRELEASED = "Unreleased"
TAG = re.compile(r"v(\d+\.\d+\.\d+)")
HEADING = re.compile(r"^## +(\S+).*$", re.MULTILINE)


def sections(changelog: str) -> dict[str, str]:
    r"""What stands under each heading of the second level, by its first word.

    >>> sections("# Changelog\n\n## Unreleased\n\n## 1.2.0 (2026-12-01)\n\n- A thing.\n")
    {'Unreleased': '', '1.2.0': '- A thing.'}
    """
    _, *parts = HEADING.split(changelog)
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def objections(tag: str, version: str, changelog: str) -> list[str]:
    """Why a tree of that version, with that changelog, cannot be released under the tag."""
    found = TAG.fullmatch(tag)
    if found is None:
        return [f"{tag}: a release is tagged v<major>.<minor>.<patch>, such as v{version}"]
    wanted, told = found[1], sections(changelog)
    return [
        *_if(
            wanted != version,
            f"{tag}: this tree is {version}. Set __version__ in "
            "provider/wix_data_provider/__init__.py and run `make generate`, or tag another commit",
        ),
        *_if(
            not told.get(wanted),
            f"CHANGELOG.md: nothing under `## {wanted}`. Put that heading above what it brings",
        ),
        *_if(
            bool(told.get(UNRELEASED)),
            f"CHANGELOG.md: what stands under `## {UNRELEASED}` would be in the release and in no "
            f"section. Move it below `## {wanted}`",
        ),
    ]


def notes(tag: str, changelog: str) -> str:
    """The section of a tag that has no objections."""
    return sections(changelog)[tag.removeprefix("v")]


def main(arguments: list[str] | None = None) -> int:
    """Say what stands against it, or print the notes."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    parser.add_argument("what", choices=["check", "notes"])
    parser.add_argument("tag")
    given = parser.parse_args(arguments)
    changelog = CHANGELOG.read_text(encoding="utf-8")
    against = objections(given.tag, __version__, changelog)
    for objection in against:
        print(f"release: {objection}", file=sys.stderr)
    if against:
        return 1
    print(notes(given.tag, changelog) if given.what == "notes" else f"{given.tag} can be released")
    return 0


def _if(so: bool, objection: str) -> list[str]:
    return [objection] if so else []


if __name__ == "__main__":
    sys.exit(main())
