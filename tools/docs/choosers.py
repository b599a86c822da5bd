"""Pure: where examples stand in a text, and how each kind of text shows them.

In descriptions: what the registry makes a language chooser of, as of other providers' schemas.
Source: https://github.com/pulumi/registry, tools/resourcedocsgen/pkg/docs/description.go
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Programs = Mapping[str, str]

LANGUAGES = {
    "typescript": "TypeScript",
    "python": "Python",
    "go": "Go",
    "csharp": "C#",
    "java": "Java",
    "yaml": "YAML",
}
"""By the name of their fences, in the order of the registry."""

START = "<!--Start PulumiCodeChooser -->"
END = "<!--End PulumiCodeChooser -->"

_CHOOSER = re.compile(rf"{START}\n(.*?){END}\n?", re.DOTALL)
_SHORTCODE = re.compile(r"\{\{< chooser [^>]*>\}\}\n(.*?)\{\{< /chooser >\}\}", re.DOTALL)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def examples(text: str) -> list[Programs]:
    """The examples of a description, in its order: each a program in one or more languages.

    >>> examples(f"Text.\\n\\n{START}\\n```yaml\\na: 1\\n```\\n{END}\\n")
    [{'yaml': 'a: 1\\n'}]
    """
    return [_programs(found[1]) for found in _CHOOSER.finditer(text)]


def with_examples(text: str, shown: Callable[[Programs], str]) -> str:
    """The description with each example shown otherwise."""
    return _CHOOSER.sub(lambda found: shown(_programs(found[1])), text)


def chooser(programs: Programs) -> str:
    """An example in a description."""
    return f"{START}\n{''.join(_fence(name, programs[name]) for name in LANGUAGES)}{END}\n"


def unmarked(text: str) -> str:
    """The description without what marks its examples."""
    return text.replace(f"{START}\n", "").replace(f"{END}\n", "")


def folded(programs: Programs) -> str:
    """An example in a page that is read at GitHub: Python is open."""
    return "\n".join(
        f"<details{' open' if name == 'python' else ''}>\n<summary>{title}</summary>\n\n"
        f"{_fence(name, programs[name])}\n</details>\n"
        for name, title in LANGUAGES.items()
    )


def overview_example(text: str) -> Programs:
    """The example of the overview, which the registry takes as it is."""
    found = _SHORTCODE.search(text)
    return _programs(found[1]) if found else {}


def with_overview_example(text: str, programs: Programs) -> str:
    """The overview with its example in each language."""
    choosable = "\n".join(
        f"{{{{% choosable language {name} %}}}}\n\n{_fence(name, programs[name])}\n"
        f"{{{{% /choosable %}}}}\n"
        for name in LANGUAGES
    )
    head = f'{{{{< chooser language "{",".join(LANGUAGES)}" >}}}}'
    shown = f"{head}\n\n{choosable}\n{{{{< /chooser >}}}}"
    return _SHORTCODE.sub(lambda _: shown, text)


def _programs(text: str) -> Programs:
    return {found[1]: found[2] for found in _BLOCK.finditer(text)}


def _fence(language: str, program: str) -> str:
    return f"```{language}\n{program}```\n"
