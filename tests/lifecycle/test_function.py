"""lifecycle/function.py: a call of a function, from plain values to plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wix_data_provider.config import Config
from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import Choice, Inputs, field
from wix_data_provider.lifecycle.function import Function, Functions
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.lifecycle.schema import function_spec, type_specs
from wix_data_provider.lifecycle.values import UNKNOWN, Secret
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from tests.fake_clock import FakeClock

pytestmark = pytest.mark.anyio


class Season(Choice):
    """A part of a year."""

    SUMMER = "summer", "It is warm."
    WINTER = "winter", "It is not."


class Plant(Inputs):
    """What grows."""

    name: str = field("Its name.")
    height: int | None = field("In centimetres.", default=None)


class GetPlantsArgs(Inputs):
    plot: str = field("Where it is.")
    season: Season = field("When.", default=Season.SUMMER)
    gardener: str | None = field("Who grows them.", default=None)


class GetPlantsResult(Inputs):
    plants: list[Plant] = field("What grows there.")
    note: str | None = field("What else is to be said.", default=None)


class GetPlants(Function[GetPlantsArgs, GetPlantsResult]):
    token = "wix-data:index:getPlants"
    args = GetPlantsArgs
    result = GetPlantsResult

    def check(self, args: GetPlantsArgs) -> Checked:
        if args.plot == "moon":
            return Checked(problems=[Problem("plot", "nothing grows there")])
        return Checked({"gardener": args.gardener or "Anna"})

    async def invoke(self, args: GetPlantsArgs) -> GetPlantsResult:
        assert args.plot != "fire", "nobody may go there"
        plants = [Plant(name=f"{args.season.value} rose"), Plant(name="oak", height=900)]
        return GetPlantsResult(plants=plants if args.gardener == "Anna" else [])


TOKEN = GetPlants.token
PLANTS = [{"name": "summer rose"}, {"name": "oak", "height": 900}]


@pytest.fixture
def functions(clock: FakeClock) -> Functions:
    return Functions(Session(Config(), clock=clock), {TOKEN: GetPlants})


async def test_typed_in_and_plain_out_with_what_is_effective(functions: Functions) -> None:
    assert await functions.invoke(TOKEN, {"plot": "a"}) == ({"plants": PLANTS}, [])
    winter = await functions.invoke(TOKEN, {"plot": "a", "season": "winter", "version": "0.1.0"})
    assert winter[0]["plants"][0] == {"name": "winter rose"}
    assert await functions.invoke(TOKEN, {"plot": "a", "gardener": "Bo"}) == ({"plants": []}, [])


@pytest.mark.parametrize(
    ("values", "problems"),
    [
        ({}, ["`plot` is missing: a string is required"]),
        ({"plot": "fire", "season": "May"}, ["`season` must be `summer` or `winter`, not 'May'"]),
        (
            {"plott": "fire"},
            [
                "there is no property `plott`; did you mean `plot`?",
                "`plot` is missing: a string is required",
            ],
        ),
        ({"plot": "moon"}, ["nothing grows there"]),
        ({"plot": "fire", "zzz": 1}, ["there is no property `zzz`; there are: plot, season, gard"]),
        ({"plot": UNKNOWN}, ["`plot` is not known before `pulumi up`: nothing can be read with"]),
    ],
)
async def test_every_problem_is_told_and_nothing_is_read(
    functions: Functions, values: dict[str, Any], problems: list[str]
) -> None:
    result, found = await functions.invoke(TOKEN, values)
    assert result == {}
    assert len(found) == len(problems)
    assert all(one.reason.startswith(words) for one, words in zip(found, problems, strict=True))


async def test_what_is_asked_with_a_secret_is_answered_with_secrets(functions: Functions) -> None:
    result, problems = await functions.invoke(TOKEN, {"plot": Secret("a")})
    assert (result, problems) == ({"plants": Secret(PLANTS)}, [])


async def test_a_secret_argument_is_in_no_reason(functions: Functions) -> None:
    values = {"plot": "a", "season": Secret("hush")}
    [problem] = (await functions.invoke(TOKEN, values))[1]
    assert problem.reason == "`season` must be `summer` or `winter`"


async def test_a_function_that_there_is_not_is_told_with_those_that_there_are(
    functions: Functions,
) -> None:
    with pytest.raises(ConfigError) as error:
        await functions.invoke("wix-data:index:getPlant", {})
    assert str(error.value) == (
        "there is no function wix-data:index:getPlant; this version has: wix-data:index:getPlants"
    )


def test_the_schema_comes_from_the_same_marks() -> None:
    spec = function_spec(GetPlants, "What grows somewhere.")
    assert spec == {
        "description": "What grows somewhere.",
        "inputs": {
            "type": "object",
            "description": f"The arguments of {TOKEN}.",
            "properties": {
                "plot": {"type": "string", "description": "Where it is."},
                "season": {
                    "$ref": "#/types/wix-data:index:Season",
                    "description": "When. Defaults to `summer`.",
                },
                "gardener": {"type": "string", "description": "Who grows them."},
            },
            "required": ["plot"],
        },
        "outputs": {
            "type": "object",
            "description": f"The result of {TOKEN}.",
            "properties": {
                "plants": {
                    "type": "array",
                    "items": {"$ref": "#/types/wix-data:index:Plant"},
                    "description": "What grows there.",
                },
                "note": {"type": "string", "description": "What else is to be said."},
            },
            "required": ["plants"],
        },
    }
    assert list(type_specs([], [GetPlants])) == ["wix-data:index:Plant", "wix-data:index:Season"]
