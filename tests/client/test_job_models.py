"""client/job_models.py: jobs and logs as Wix returns them."""

from __future__ import annotations

from typing import Any

import pytest

from wix_data_provider.client.job_models import Job

SIGNED = "https://files.test/a.csv?sig=secret-signature"


def job(**others: Any) -> Job:
    return Job.from_wire({"id": "j1", "status": "COMPLETED", **others})


def test_a_job_may_be_little_more_than_an_id() -> None:
    assert (job().source, job().progress, job().fraction) == (None, None, None)


def test_an_exported_file_has_a_name_and_a_url_that_is_not_shown() -> None:
    file = {"format": "CSV", "fileName": "a.csv", "url": SIGNED}
    read = job(destination={"file": file})
    assert read.destination is not None
    assert read.destination.file is not None
    assert (read.destination.file.file_name, read.destination.file.url) == ("a.csv", SIGNED)
    assert "secret" not in f"{read}{read!r}"


def test_both_forms_of_a_filter_are_read() -> None:
    query = {"filter": {"title": "Star"}, "fields": ["title"]}
    for shape in ({"filterQuery": query}, query):
        read = job(source={"wixDataCollection": {"collectionId": "a", **shape}})
        assert read.source is not None
        found = read.source.wix_data_collection
        assert found is not None
        asked = found.filter_query or found
        assert (asked.filter, list(asked.fields)) == (query["filter"], query["fields"])


def test_an_aggregation_is_read() -> None:
    asked = {"aggregationPipeline": {"stages": []}, "fields": [{"key": "title"}]}
    read = job(source={"wixDataCollection": {"collectionId": "a", "aggregationQuery": asked}})
    assert read.source is not None
    assert read.source.wix_data_collection is not None
    found = read.source.wix_data_collection.aggregation_query
    assert found is not None
    assert (found.aggregation_pipeline, list(found.fields)) == ({"stages": []}, [{"key": "title"}])


def test_languages_and_sites_are_read() -> None:
    languages = {"localization": {"languages": ["en", "de"]}}
    read = job(source=languages, destination=languages, destinationSiteId="other")
    assert read.source is not None
    assert read.source.localization is not None
    assert list(read.source.localization.languages) == ["en", "de"]
    assert (read.source_site_id, read.destination_site_id) == (None, "other")


@pytest.mark.parametrize("nothing", [{}, {"fields": None}])
def test_lists_that_wix_leaves_out_are_empty(nothing: dict[str, Any]) -> None:
    shape = {"collectionId": "a", "filterQuery": {"filter": {}, **nothing}, **nothing}
    read = job(source={"wixDataCollection": shape})
    assert read.source is not None
    assert read.source.wix_data_collection is not None
    assert read.source.wix_data_collection.filter_query is not None
    assert not read.source.wix_data_collection.fields
    assert not read.source.wix_data_collection.filter_query.fields
