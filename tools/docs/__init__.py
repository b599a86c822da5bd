"""The generated part of the documentation: examples in six languages, and the reference pages.

choosers.py     where examples stand in a text, and how each kind of text shows them
programs.py     programs in YAML → the same in Python, TypeScript, Go, C# and Java
corrections.py  what Pulumi's generators get wrong for our schema, put right
descriptions.py the schema with each example in six languages
pages.py        a page for each resource and function
shown.py        files of the repository that a page shows whole
overview.py     docs/_index.md, whose example is generated too
files.py        all of it, by path

An example is written once, in YAML, in the page beside its resource or function.
"""

from tools.docs.descriptions import in_every_language, without_choosers
from tools.docs.files import files
from tools.docs.programs import ExampleError

__all__ = ["ExampleError", "files", "in_every_language", "without_choosers"]
