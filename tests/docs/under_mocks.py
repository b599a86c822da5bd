"""Runs programs in Python one after the other, without an engine: the SDK takes what they give it.

python -m tests.docs.under_mocks <a file with a list of programs>
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pulumi


class Anything(pulumi.runtime.Mocks):
    """Every resource is made, and every function answers."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[Any, Any]]:
        return args.name, dict(args.inputs)

    def call(self, _: pulumi.runtime.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]]]:
        return {}, []


def run(program: str) -> None:
    names = {f"project:{name}": "x" for name in ("commit", "release", "developmentSite", "jobId")}
    pulumi.runtime.set_mocks(Anything())
    pulumi.runtime.set_all_config(names)
    under_test = pulumi.runtime.test(  # type: ignore[no-untyped-call]  # Pulumi's has no types
        lambda: exec(compile(program, "an example", "exec"), {})  # noqa: S102
    )
    under_test()


if __name__ == "__main__":
    for text in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        run(text)
    print("all ran")  # noqa: T201
