"""Our version where files written by hand state it: what a user of the SDKs asks a registry for.

`make generate` keeps it that of the schema. Only the number is generated, the rest is left alone.
"""

from __future__ import annotations

import re
from pathlib import Path

_STORY = Path("examples/pre-deploy-backup")
_STATED = {
    Path("docs/installation-configuration.md"): r"<artifactId>wixdata</artifactId>\s*<version>",
    _STORY / "typescript/package.json": r'"pulumi-wix-data": "\^',
    _STORY / "go/go.mod": r"/sdk/go/wixdata v",
    _STORY / "java/pom.xml": r"<artifactId>wixdata</artifactId>\s*<version>",
}
_IN_PYTHON = r"pulumi-wix-data~="


def patterns(root: Path) -> dict[Path, str]:
    """What stands before the version in each file, by its path in the repository."""
    python = {file.relative_to(root) for file in root.glob("examples/*/*/requirements.txt")}
    return {**_STATED, **dict.fromkeys(sorted(python), _IN_PYTHON)}


def files(version: str, root: Path) -> dict[Path, bytes]:
    """Each of these files with that version, by its path in the repository.

    Raises: OSError where a file cannot be read.
    """
    return {
        path: with_version((root / path).read_text(encoding="utf-8"), before, version).encode()
        for path, before in patterns(root).items()
    }


def with_version(text: str, before: str, version: str) -> str:
    """
    >>> with_version('"pulumi-wix-data": "^0.1.0", "other": "^0.1.0"', r'data": "\\^', "1.2.3")
    '"pulumi-wix-data": "^1.2.3", "other": "^0.1.0"'
    """
    return re.sub(rf"({before})\d+\.\d+\.\d+", rf"\g<1>{version}", text)
