"""tools/docs/choosers.py: an example is found, and shown as each reader wants it."""

from __future__ import annotations

from tools.docs.choosers import (
    END,
    LANGUAGES,
    START,
    chooser,
    examples,
    folded,
    overview_example,
    unmarked,
    with_examples,
    with_overview_example,
)

ONE, TWO = (f"{START}\n```yaml\n{text}\n```\n{END}\n" for text in ("a: 1", "b: 2"))
TEXT = f"Before.\n\n{ONE}\nBetween.\n\n{TWO}"
EVERY = {language: f"in {language}\n" for language in LANGUAGES}


def test_examples_are_found_in_their_order() -> None:
    assert examples(TEXT) == [{"yaml": "a: 1\n"}, {"yaml": "b: 2\n"}]


def test_what_was_put_in_is_found_again_and_the_text_around_it_stays() -> None:
    text = with_examples(TEXT, lambda _: chooser(EVERY))
    assert examples(text) == [EVERY, EVERY]
    assert text.startswith("Before.\n\n<!--Start PulumiCodeChooser -->\n```typescript\n")
    assert "Between." in text


def test_the_languages_stand_in_the_order_of_the_registry() -> None:
    assert list(examples(chooser(EVERY))[0]) == [
        "typescript",
        "python",
        "go",
        "csharp",
        "java",
        "yaml",
    ]


def test_without_its_marks_a_description_has_its_blocks_still() -> None:
    assert unmarked(TEXT) == "Before.\n\n```yaml\na: 1\n```\n\nBetween.\n\n```yaml\nb: 2\n```\n"


def test_on_github_python_is_open_and_the_others_are_folded() -> None:
    shown = folded(EVERY)
    assert shown.count("<details>") == len(LANGUAGES) - 1
    assert "<details open>\n<summary>Python</summary>\n\n```python\nin python\n```\n" in shown


def test_the_overview_keeps_its_text_and_gets_each_language() -> None:
    page = '---\ntitle: x\n---\nA.\n\n{{< chooser language "yaml" >}}\n\n'
    page += "{{% choosable language yaml %}}\n\n```yaml\na: 1\n```\n\n{{% /choosable %}}\n\n"
    page += "{{< /chooser >}}\n\nZ.\n"
    assert overview_example(page) == {"yaml": "a: 1\n"}
    made = with_overview_example(page, EVERY)
    assert made.startswith("---\ntitle: x\n---\nA.\n\n{{< chooser language ")
    assert made.endswith("{{< /chooser >}}\n\nZ.\n")
    assert overview_example(made) == EVERY
    assert with_overview_example(made, EVERY) == made
