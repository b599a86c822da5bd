"""content/fit.py: how a file fits its collection."""

from __future__ import annotations

import pytest

from wix_data_provider.client.collections import CollectionField
from wix_data_provider.content.fit import fit
from wix_data_provider.content.rows import survey
from wix_data_provider.content.source import Content

pytestmark = pytest.mark.anyio

SYSTEM = {"_id": "ID", "_createdDate": "Created Date", "_updatedDate": "Updated", "_owner": "Owner"}
FIELDS = [
    *(CollectionField(key=key, type="TEXT", display_name=name) for key, name in SYSTEM.items()),
    CollectionField(key="title", type="TEXT", display_name="Title"),
    CollectionField(key="price", type="NUMBER", display_name="Price in €"),
    CollectionField(key="link-products-title", type="PAGE_LINK", display_name="Page"),
]


async def warnings(text: str, format: str = "CSV", policy: str = "OVERWRITE") -> list[str]:
    found = await survey(Content("a", data=text.encode()), format, policy=policy)
    return [*fit(found, FIELDS, collection_id="products", policy=policy)]


@pytest.mark.parametrize(
    "header", ["_id,title,price", "ID,Title,Price in €", "Owner,Created Date,title,price,_x"]
)
async def test_keys_display_names_and_fields_of_the_system_fit(header: str) -> None:
    row = ",".join("1" for _ in header.split(","))
    assert await warnings(f"{header}\n{row}\n") == []


async def test_columns_that_are_no_fields_are_named_with_the_field_that_was_perhaps_meant() -> None:
    assert await warnings("_id,TITLE,title,price,colour\n1,a,b,2,c\n") == [
        (
            "columns 'TITLE' (the field is 'title'), 'colour' are no fields of products: Wix "
            "stores what is in there all the same"
        ),
    ]


async def test_an_id_beside_an_underscored_one_is_a_column_like_others() -> None:
    assert await warnings("_id,ID,title,price\n1,2,b,2\n") == [
        ("column 'ID' is no field of products: Wix stores what is in there all the same"),
    ]


@pytest.mark.parametrize(
    ("policy", "end"),
    [
        ("OVERWRITE", "what overwritten items have there is erased"),
        ("TRUNCATE_BEFORE", "they are empty in all items afterwards"),
        ("SKIP_EXISTING", "new items have nothing there"),
        ("", "new items have nothing there"),
    ],
)
async def test_fields_without_a_column_are_named_with_what_becomes_of_them(
    policy: str, end: str
) -> None:
    assert await warnings("_id\n1\n", policy=policy) == [
        f"fields 'title', 'price' of products have no column: {end}"
    ]


async def test_two_columns_for_one_field_are_told() -> None:
    assert await warnings("_id,title,Title,price\n1,a,b,2\n") == [
        "columns 'title', 'Title' fill the same field 'title': the last one counts"
    ]


async def test_values_that_do_not_fit_are_counted_and_their_lines_named() -> None:
    rows = "".join(f"{n},t,{'1,5' if n in (2, 7) else n}\n" for n in range(1, 11))
    text = "_id,title,Price in €\n" + rows.replace("1,5", '"1,5"').replace("\n9,t,9", "\n9,t,")
    assert await warnings(text) == [
        "column 'Price in €': 2 of 9 sampled values are no number such as 12.5 (lines 3, 8)"
    ]


async def test_only_the_first_thousand_rows_are_sampled() -> None:
    text = "_id,title,price\n" + "".join(f"{n},t,x\n" for n in range(1_500))
    assert await warnings(text) == [
        (
            "column 'price': 1,000 of 1,000 sampled values are no number such as 12.5 (lines 2, 3, "
            "4, 5, 6, 7, 8, 9, 10, 11 and 990 more)"
        )
    ]


async def test_jsonl_is_told_by_keys_and_by_its_own_types() -> None:
    text = '{"_id": "1", "Title": "a", "price": "12"}\n{"_id": "2", "price": null}\n'
    assert await warnings(text, "JSONL") == [
        (
            "column 'Title' (the field is 'title') is no field of products: Wix stores what is in "
            "there all the same"
        ),
        "field 'title' of products has no column: what overwritten items have there is erased",
        "column 'price': 1 of 1 sampled value is no number such as 12.5 (line 1)",
    ]


@pytest.mark.parametrize("name", ["id", "Id", "_ID"])
async def test_a_column_that_is_nearly_the_id_is_told(name: str) -> None:
    assert await warnings(f"{name},title,price\na,b,1\n") == [
        (
            f"column '{name}' (the field is '_id') is no field of products: Wix stores what is in "
            "there all the same"
        )
    ]
    assert "(the field is '_id')" not in str(await warnings(f"_id,{name},title,price\n1,a,b,1\n"))


DATES = [CollectionField(key="day", type="DATE"), CollectionField(key="at", type="DATETIME")]
UNSURE = ": Wix does not document which of them it takes, so write dates as 2024-05-31"


async def days(*dates: str, column: str = "day", format: str = "CSV") -> list[str]:
    text = "".join([f"_id,{column},other\n", *(f"{n},{d},{d}\n" for n, d in enumerate(dates))])
    if format == "JSONL":
        text = "".join(f'{{"_id": "{n}", "{column}": "{d}"}}\n' for n, d in enumerate(dates))
    found = await survey(Content("a", data=text.encode()), format)
    told = fit(found, DATES, collection_id="products", policy="SKIP_EXISTING")
    return [words for words in told if words.startswith(f"column '{column}'")]


async def test_dates_that_can_be_read_in_two_ways_are_told() -> None:
    assert await days("03/04/2024", "3/4/2024", "2024-03-04") == [
        f"column 'day': 2 of 3 sampled values are MM/DD or DD/MM (lines 2, 3){UNSURE}"
    ]
    assert await days("03/04/2024 10:00", column="at") == [
        f"column 'at': 1 of 1 sampled value is MM/DD or DD/MM (line 2){UNSURE}"
    ]


async def test_other_dates_of_the_column_tell_what_was_probably_meant() -> None:
    assert await days("03/04/2024", "31/05/2024") == [
        (
            "column 'day': 1 of 2 sampled values is MM/DD or DD/MM (line 2), and another is surely "
            f"DD/MM (line 3){UNSURE}"
        )
    ]
    assert await days("5/31/2024", "3/4/2024", "6/30/2024", "30/6/2024") == [
        (
            "column 'day': 1 of 4 sampled values is MM/DD or DD/MM (line 3), and others are surely "
            f"MM/DD (lines 2, 4), and another is surely DD/MM (line 5){UNSURE}"
        )
    ]


@pytest.mark.parametrize("dates", [["31/05/2024", "05/31/2024"], ["05/05/2024"], ["2024-03-04"]])
async def test_dates_that_mean_one_day_are_fine(dates: list[str]) -> None:
    assert await days(*dates) == []


async def test_what_is_no_date_in_its_field_is_no_matter_of_order() -> None:
    assert await days("03/04/2024", column="other2") == []
    assert await days("3/4") == [
        "column 'day': 1 of 1 sampled value is no date such as 2024-05-31 (line 2)"
    ]
    assert await days("03/04/2024", format="JSONL") == [
        "column 'day': 1 of 1 sampled value is no date such as 2024-05-31 (line 1)"
    ]


async def test_no_value_is_in_a_warning_and_there_are_few() -> None:
    fields = [CollectionField(key=f"n{n}", type="NUMBER") for n in range(40)]
    header = ",".join(field.key for field in fields)
    data = f"{header}\n{','.join(['hunter2'] * 40)}\n".encode()
    found = await survey(Content("a", data=data), "CSV")
    told = fit(found, fields, collection_id="products", policy="OVERWRITE")
    assert len(told) == 11
    assert told[-1] == "30 more differences from products"
    assert "hunter2" not in "".join(told)
