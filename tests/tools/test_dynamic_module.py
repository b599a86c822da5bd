"""tools/dynamic_module.py: the SDK's classes over pulumi.dynamic, from the schema."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from typing import TYPE_CHECKING

from tools.dynamic_module import dynamic_module
from tools.local import paths

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = {
    "name": "wix-data",
    "resources": {
        "wix-data:index:Backup": {"description": "Takes one.\nAnd keeps it.\n\nMore."},
        "wix-data:index:ImportJob": {"description": "Imports."},
    },
}


def test_there_is_a_class_for_each_resource_with_the_first_paragraph_of_its_page() -> None:
    text = dynamic_module(SCHEMA)
    classes = {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}
    assert list(classes) == ["Backup", "ImportJob"]
    assert ast.get_docstring(classes["Backup"]) == "Takes one.\nAnd keeps it."
    assert "from .import_job import ImportJob as _ImportJob" in text
    assert json.loads(f"[{text.split('__all__ = [')[1].split(',' + chr(10) + ']')[0]}]") == [
        "Backup",
        "ImportJob",
    ]


def test_programs_over_it_pass_the_strictest_type_check_and_mistakes_do_not(
    tmp_path: Path,
) -> None:
    good = (paths.EXAMPLE / "dynamic" / "__main__.py").read_text(encoding="utf-8")
    more = (
        "move: wix.DataMovementJob\n"
        "args = wix.BackupArgs(keep=2)\n"
        "name: pulumi.Output[str] = wix.Backup('a', args).backup_id\n"
    )
    bad = "wix.Backup('b', keep='two')\nwrong: pulumi.Output[int] = backup.backup_id\n"
    (tmp_path / "program.py").write_text(good + more + bad, encoding="utf-8")
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = True\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "program.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in done.stdout.splitlines() if ": error: " in line]
    last = len((good + more + bad).splitlines())
    lines = {int(line.split(":")[1]) for line in errors}
    assert lines == {last - 1, last}, done.stdout
