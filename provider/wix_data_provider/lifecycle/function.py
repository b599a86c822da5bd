"""The one interface of all functions, and how a call of one is answered.

A function reads and never changes anything; it sees typed arguments and gives a typed result.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from wix_data_provider.deadline import READ_S, until
from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.codec import Problem, decode, encode
from wix_data_provider.lifecycle.fields import Inputs
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.lifecycle.strict import decode_inputs, hushed
from wix_data_provider.lifecycle.values import Secret, has_secret, has_unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wix_data_provider.session import Session

Values = dict[str, Any]

A = TypeVar("A", bound=Inputs)
R = TypeVar("R", bound=Inputs)


class Function(ABC, Generic[A, R]):
    """One function: its token, its types and what it reads."""

    token: ClassVar[str]
    args: type[A]
    result: type[R]

    def __init__(self, session: Session) -> None:
        self.session = session

    def check(self, args: A) -> Checked:  # noqa: ARG002 - for the functions that need it
        """Rules beyond types, and what is effective where an argument is left out."""
        return Checked()

    @abstractmethod
    async def invoke(self, args: A) -> R:
        """The result. No property of it is secret: one would make the whole result secret."""


AnyFunction = Function[Any, Any]


class Functions:
    """All functions over one session."""

    def __init__(self, session: Session, functions: Mapping[str, type[AnyFunction]]) -> None:
        self._session = session
        self._functions = functions

    async def invoke(self, token: str, values: Values) -> tuple[Values, list[Problem]]:
        """The result, or none and what is wrong with the arguments.

        What was asked with a secret is answered with secrets.

        Raises: ConfigError for a function that there is not; whatever the function raises.
        """
        function = self._function(token)
        args, problems = decode_inputs(function.args, values)
        checked = Checked() if args is None else function.check(args)
        problems = [*problems, *_unknown(values), *hushed(checked.problems, values)]
        if args is None or problems:
            return {}, problems
        effective, _ = decode(function.args, {**values, **checked.effective})
        with until(self._session.clock.now() + READ_S):
            result = encode(await function.invoke(effective))
        if has_secret(values):
            result = {name: Secret(value) for name, value in result.items()}
        return result, []

    def _function(self, token: str) -> AnyFunction:
        if token not in self._functions:
            known = ", ".join(sorted(self._functions))
            raise ConfigError(f"there is no function {token}; this version has: {known}")
        return self._functions[token](self._session)


def _unknown(values: Values) -> list[Problem]:
    return [
        Problem(name, f"`{name}` is not known before `pulumi up`: nothing can be read with it")
        for name, value in values.items()
        if has_unknown(value)
    ]
