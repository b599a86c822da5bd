"""The base of every model: camelCase on the wire, open to what Wix may add."""

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from wix_data_provider.errors import ProtocolError

Model = TypeVar("Model", bound="WireModel")
Item = TypeVar("Item")


def _aware(instant: datetime) -> datetime:
    return instant if instant.tzinfo else instant.replace(tzinfo=timezone.utc)


Instant = Annotated[datetime, AfterValidator(_aware)]
"""A point in time; Wix sends UTC."""

ListOf = Annotated[tuple[Item, ...], BeforeValidator(lambda value: () if value is None else value)]
"""A list of the wire; null is an empty one."""


class WireModel(BaseModel):
    """An object of Wix: frozen, unknown fields kept, numbers also as strings of digits."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        populate_by_name=True,
        coerce_numbers_to_str=True,
    )

    @classmethod
    def from_wire(cls: type[Model], answer: object) -> Model:
        """The model of what Wix sent.

        Raises: ProtocolError, which names the fields but not their values.
        """
        try:
            return cls.model_validate(answer)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            what = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)
        raise ProtocolError(
            f"Wix sent a {cls.__name__} that this provider does not understand ({what}); "
            "look for a newer version of it"
        )

    def __repr_args__(self) -> Any:
        """Known fields only: an unknown one may hold content or a signed URL."""
        known = type(self).model_fields
        return [(name, value) for name, value in super().__repr_args__() if name in known]


def unwrapped(answer: Mapping[str, Any], name: str) -> object:
    """The object in its envelope, or the answer itself where it came bare.

    >>> unwrapped({"job": {"id": "1"}}, "job"), unwrapped({"id": "1"}, "job")
    ({'id': '1'}, {'id': '1'})
    """
    inner = answer.get(name)
    return answer if inner is None else inner
