"""resources/movement_ends.py and movement_wire.py: the ends of a job, said and sent and read."""

from __future__ import annotations

from typing import Any

import pytest

from wix_data_provider.client.job_models import Job, JobCollection
from wix_data_provider.errors import ConfigError
from wix_data_provider.resources.file_source import FileFormat
from wix_data_provider.resources.movement_ends import (
    CollectionDestination,
    CollectionSource,
    FileAtWix,
    FileToMake,
    LocalizationEnd,
    MovementDestination,
    MovementSource,
    WritePolicy,
    check_languages,
    check_query,
)
from wix_data_provider.resources.movement_wire import (
    collection_of,
    destination_of,
    destination_on_wire,
    source_of,
    source_on_wire,
)

XMAS = {"holidays": {"$in": ["xmas"]}}
PIPELINE: dict[str, Any] = {"stages": [{"limit": 3}]}
LANGUAGES = LocalizationEnd(languages=["en", "de"])


def job(source: dict[str, Any], destination: dict[str, Any]) -> Job:
    return Job.from_wire(
        {"id": "j1", "status": "COMPLETED", "source": source, "destination": destination}
    )


def collection(**query: Any) -> MovementSource:
    return MovementSource(wix_data_collection=CollectionSource(collection_id="a", **query))


SOURCES: dict[str, tuple[MovementSource, dict[str, Any]]] = {
    "all": (collection(), {"wixDataCollection": {"collectionId": "a"}}),
    "filter": (
        collection(filter=XMAS),
        {"wixDataCollection": {"collectionId": "a", "filterQuery": {"filter": XMAS}}},
    ),
    "fields": (
        collection(fields=["title"]),
        {"wixDataCollection": {"collectionId": "a", "filterQuery": {"fields": ["title"]}}},
    ),
    "aggregation": (
        collection(aggregation=PIPELINE, fields=["title"]),
        {
            "wixDataCollection": {
                "collectionId": "a",
                "aggregationQuery": {"aggregationPipeline": PIPELINE, "fields": [{"key": "title"}]},
            }
        },
    ),
    "translations": (
        MovementSource(localization=LANGUAGES),
        {"localization": {"languages": ["en", "de"]}},
    ),
    "file": (MovementSource(file=FileAtWix(file_id="f.dat")), {"file": {"fileId": "f.dat"}}),
    "file of a format": (
        MovementSource(file=FileAtWix(file_id="f.dat", format=FileFormat.JSONL)),
        {"file": {"fileId": "f.dat", "format": "JSONL"}},
    ),
}
DESTINATIONS: dict[str, tuple[MovementDestination, dict[str, Any]]] = {
    "collection": (
        MovementDestination(
            wix_data_collection=CollectionDestination(
                collection_id="b", write_policy=WritePolicy.SKIP_EXISTING
            )
        ),
        {"wixDataCollection": {"collectionId": "b", "writePolicy": "SKIP_EXISTING"}},
    ),
    "translations": (
        MovementDestination(localization=LANGUAGES),
        {"localization": {"languages": ["en", "de"]}},
    ),
    "file": (
        MovementDestination(file=FileToMake(format=FileFormat.JSONL)),
        {"file": {"format": "JSONL"}},
    ),
    "file with a name": (
        MovementDestination(file=FileToMake(format=FileFormat.CSV, file_name="b.csv")),
        {"file": {"format": "CSV", "fileName": "b.csv"}},
    ),
}


@pytest.mark.parametrize(("source", "wire"), SOURCES.values(), ids=SOURCES.keys())
def test_a_source_is_sent_as_wix_wants_it_and_read_back(
    source: MovementSource, wire: dict[str, Any]
) -> None:
    """Source: docs/wix-api.md, "Jobs"."""
    assert source_on_wire(source) == wire
    assert source_of(job(wire, {})) == source


@pytest.mark.parametrize(("destination", "wire"), DESTINATIONS.values(), ids=DESTINATIONS.keys())
def test_a_destination_is_sent_as_wix_wants_it_and_read_back(
    destination: MovementDestination, wire: dict[str, Any]
) -> None:
    assert destination_on_wire(destination) == wire
    assert destination_of(job({}, wire)) == destination


def test_the_older_form_of_a_filter_is_read_and_never_sent() -> None:
    old = {"collectionId": "a", "filter": XMAS, "fields": ["title"]}
    said = collection_of(JobCollection.from_wire(old))
    assert said == CollectionSource(collection_id="a", filter=XMAS, fields=["title"])


def test_a_policy_that_wix_does_not_show_is_its_default() -> None:
    read = destination_of(job({}, {"wixDataCollection": {"collectionId": "b"}}))
    assert read.wix_data_collection is not None
    assert read.wix_data_collection.write_policy is WritePolicy.OVERWRITE


@pytest.mark.parametrize("end", [{"googleSheets": {}}, {}])
def test_an_end_of_another_kind_is_refused(end: dict[str, Any]) -> None:
    for read in (source_of, destination_of):
        with pytest.raises(ConfigError, match="job j1 moves data from or to something this"):
            read(job(end, end))


@pytest.mark.parametrize(
    ("languages", "good"),
    [
        (["en", "de"], True),
        (["EN-US", "pt-br"], True),
        (["en", *(f"{a}{b}" for a in "abcdefghi" for b in "abcdefg")], True),
        (["en", "e"], False),
        (["en", "de-DEU"], False),
        (["en", "de "], False),
        (["en-US", "EN-us"], False),
    ],
)
def test_language_tags(languages: list[str], *, good: bool) -> None:
    assert (not check_languages(languages).problems) is good


def test_a_filter_and_an_aggregation_are_two_answers_to_one_question() -> None:
    both = CollectionSource(collection_id="a", filter=XMAS, aggregation=PIPELINE)
    [problem] = check_query(both, "source").problems
    assert (problem.property, "put the filter into" in problem.reason) == ("source", True)
    for one in (both.evolve(filter=None), both.evolve(aggregation=None), None):
        assert not check_query(one, "source").problems
