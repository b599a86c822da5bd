"""Exporting and importing translations, and reading items in a language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import OTHER_SITE, Emulator, code_of, field_of

if TYPE_CHECKING:
    from tests.emulator.running import Json

JOBS = "/data-mover/v1/jobs"
ITEMS = "/wix-data/v2/items"
LANGUAGES = {"localization": {"languages": ["EN", "DE", "FR-CA"]}}
HEADER = "Collection ID,Item ID,Field Key,EN,DE,FR-CA"


def add_translatable(emulator: Emulator) -> None:
    plugin = {
        "type": "MULTILINGUAL",
        "multilingualOptions": {"translatableFieldKeys": ["title", "text"]},
    }
    fields = [{"key": key, "type": "TEXT"} for key in ("title", "text", "sku")]
    body = {"collection": {"id": "products", "fields": fields, "plugins": [plugin]}}
    emulator.post("/wix-data/v2/collections", body)
    emulator.add_items({"_id": "a", "title": "Cup", "text": "Of tea", "sku": "1"}, {"_id": "b"})


@pytest.fixture
def shop(emulator: Emulator) -> Emulator:
    add_translatable(emulator)
    emulator.add_collection("plain")
    emulator.add_items({"_id": "x"}, collection="plain")
    return emulator


def export(emulator: Emulator, file_format: str = "CSV") -> str:
    job = emulator.move(LANGUAGES, {"file": {"format": file_format}})
    emulator.advance(10)
    assert emulator.job(job)["status"] == "COMPLETED"
    return emulator.download(job).decode()


def import_(emulator: Emulator, content: str, target: Json = LANGUAGES, **more: object) -> Json:
    file = emulator.upload(content, "texts.csv")
    job = emulator.move({"file": {"fileId": file}}, target, **more)
    emulator.advance(10)
    return emulator.job(job)


def read(emulator: Emulator, language: str | None, item: str = "a") -> Json:
    params = {"dataCollectionId": "products"} | ({"language": language} if language else {})
    data: Json = emulator.get(f"{ITEMS}/{item}", params)["dataItem"]["data"]
    return data


def test_each_translatable_text_is_a_row_under_the_main_language(shop: Emulator) -> None:
    assert export(shop).split("\r\n") == [
        HEADER,
        "products,a,title,Cup,,",
        "products,a,text,Of tea,,",
        "products,b,title,,,",
        "products,b,text,,,",
        "",
    ]


def test_translations_go_out_be_edited_and_come_back(shop: Emulator) -> None:
    edited = export(shop).replace("title,Cup,,", "title,Mug,Tasse,")
    assert import_(shop, edited)["status"] == "COMPLETED"
    assert export(shop).split("\r\n")[1] == "products,a,title,Cup,Tasse,"
    german = read(shop, "de")
    assert (german["title"], german["text"]) == ("Tasse", "Of tea")
    assert [read(shop, tag)["title"] for tag in ("FR-CA", "EN", None)] == ["Cup"] * 3


def test_empty_cells_leave_a_translation_alone(shop: Emulator) -> None:
    import_(shop, f"{HEADER}\nproducts,a,title,,Tasse,Tasse-CA\n")
    import_(shop, f"{HEADER}\nproducts,a,title,,,Bol\n")
    assert export(shop).split("\r\n")[1] == "products,a,title,Cup,Tasse,Bol"


def test_json_lines_hold_the_same(shop: Emulator) -> None:
    first = json.loads(export(shop, "JSONL").splitlines()[0])
    assert first == {
        "Collection ID": "products",
        "Item ID": "a",
        "Field Key": "title",
        "EN": "Cup",
        "DE": None,
        "FR-CA": None,
    }
    import_(shop, json.dumps({**first, "DE": "Tasse"}))
    assert read(shop, "DE")["title"] == "Tasse"


def test_queries_answer_in_a_language_too(shop: Emulator) -> None:
    import_(shop, f"{HEADER}\nproducts,a,title,,Tasse,\n")
    assert [item.get("title") for item in shop.items(language="DE")] == ["Tasse", None]
    query = {"filter": {"title": "Cup"}, "fields": ["sku"]}
    body = {"dataCollectionId": "products", "query": query, "language": "DE"}
    (found,) = shop.post(f"{ITEMS}/query", body)["dataItems"]
    assert found["data"] == {"_id": "a", "sku": "1"}


def test_sandbox_has_no_translations(shop: Emulator) -> None:
    shop.add_items({"_id": "a", "title": "Sand"}, environment="SANDBOX")
    import_(shop, f"{HEADER}\nproducts,a,title,,Tasse,\n")
    (found,) = shop.items(language="DE", environment="SANDBOX")
    assert found["title"] == "Sand"


def test_rows_that_name_nothing_translatable_are_rejected(shop: Emulator) -> None:
    rows = ["gone,a,title", "products,gone,title", "products,a,sku", "products,a,title"]
    done = import_(shop, "\n".join([HEADER, *(f"{row},,X," for row in rows)]))
    assert done["status"] == "PARTIALLY_SUCCESSFUL"
    assert shop.logs(done) == [("a", "WDE0025"), ("gone", "WDE0073"), ("a", "WDE0147")]
    assert read(shop, "DE")["title"] == "X"


@pytest.mark.parametrize(
    "content", ["Item ID,Field Key,DE,FR-CA\na,title,x,y\n", f"{HEADER[:-6]}\nproducts,a,title,,\n"]
)
def test_a_file_without_a_column_fails_the_job(shop: Emulator, content: str) -> None:
    done = import_(shop, content)
    assert (done["status"], done["error"]["code"]) == ("FAILED", "WDH0003")


def test_translations_can_be_another_site_s(shop: Emulator) -> None:
    other = shop.at(OTHER_SITE)
    add_translatable(other)
    content = f"{HEADER}\nproducts,a,title,,Tasse,\n"
    import_(shop, content, destinationSiteId=OTHER_SITE)
    assert (read(shop, "DE")["title"], read(other, "DE")["title"]) == ("Cup", "Tasse")


@pytest.mark.parametrize(
    "languages", [[], ["EN"], ["EN", "German"], ["EN", "D"], ["EN", "en"], ["EN"] * 65, ["EN", 1]]
)
def test_wrong_languages_are_refused(shop: Emulator, languages: list[object]) -> None:
    end = {"localization": {"languages": languages}}
    body = {"source": end, "destination": {"file": {"format": "CSV"}}}
    refused = shop.send("POST", JOBS, json=body)
    assert field_of(refused) == (400, "source.localization.languages")
    file = {"file": {"fileId": shop.upload("x")}}
    refused = shop.send("POST", JOBS, json={"source": file, "destination": end})
    assert field_of(refused) == (400, "destination.localization.languages")


def test_translations_go_to_files_only(shop: Emulator) -> None:
    target = {"wixDataCollection": {"collectionId": "products"}}
    refused = shop.send("POST", JOBS, json={"source": LANGUAGES, "destination": target})
    assert field_of(refused) == (400, "destination.wixDataCollection")


def test_without_multilingual_nothing_is_translated(shop: Emulator) -> None:
    shop.set(withoutMultilingual=[shop.site.upper()])
    body = {"source": LANGUAGES, "destination": {"file": {"format": "CSV"}}}
    assert code_of(shop.send("POST", JOBS, json=body)) == (400, "WDE0161")
    params = {"dataCollectionId": "products", "language": "DE"}
    assert code_of(shop.send("GET", f"{ITEMS}/a", params=params)) == (400, "WDE0161")
    elsewhere = {**body, "sourceSiteId": OTHER_SITE}
    assert shop.send("POST", JOBS, json=elsewhere).status_code == 200


def test_a_language_that_is_none_is_refused(shop: Emulator) -> None:
    params = {"dataCollectionId": "products", "language": "German"}
    assert field_of(shop.send("GET", f"{ITEMS}/a", params=params)) == (400, "language")
    assert read(shop, "")["title"] == "Cup"
