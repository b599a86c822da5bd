"""The ends of a data movement job: from a program to the wire, and back. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
)

if TYPE_CHECKING:
    from wix_data_provider.client.job_models import Job, JobCollection, JobEnd


def collection_on_wire(source: CollectionSource) -> dict[str, Any]:
    """`source.wixDataCollection` of a job."""
    if source.aggregation is not None:
        query = {"aggregationPipeline": source.aggregation}
        keys = [{"key": key} for key in source.fields or []]
        aggregation = {**query, **({"fields": keys} if keys else {})}
        return {"collectionId": source.collection_id, "aggregationQuery": aggregation}
    asked = {"filter": source.filter, "fields": source.fields}
    given = {name: value for name, value in asked.items() if value is not None}
    return {"collectionId": source.collection_id, **({"filterQuery": given} if given else {})}


def collection_of(shown: JobCollection) -> CollectionSource:
    """What a program would say for the collection of a job, in either form of its query."""
    aggregation = shown.aggregation_query
    if aggregation is not None:
        keys = [str(item["key"]) for item in aggregation.fields if "key" in item]
        return CollectionSource(
            collection_id=shown.collection_id,
            aggregation=aggregation.aggregation_pipeline,
            fields=keys or None,
        )
    query = shown.filter_query
    return CollectionSource(
        collection_id=shown.collection_id,
        filter=(query.filter if query else shown.filter) or None,
        fields=list(query.fields if query else shown.fields) or None,
    )


def source_on_wire(source: MovementSource) -> dict[str, Any]:
    """`source` of a job."""
    if source.wix_data_collection is not None:
        return {"wixDataCollection": collection_on_wire(source.wix_data_collection)}
    if source.localization is not None:
        return {"localization": {"languages": source.localization.languages}}
    assert source.file is not None  # noqa: S101 - Check saw exactly one
    format = {"format": source.file.format.value} if source.file.format else {}
    return {"file": {"fileId": source.file.file_id, **format}}


def destination_on_wire(destination: MovementDestination) -> dict[str, Any]:
    """`destination` of a job."""
    collection = destination.wix_data_collection
    if collection is not None:
        policy = collection.write_policy.value
        return {
            "wixDataCollection": {"collectionId": collection.collection_id, "writePolicy": policy}
        }
    if destination.localization is not None:
        return {"localization": {"languages": destination.localization.languages}}
    assert destination.file is not None  # noqa: S101 - Check saw exactly one
    name = {"fileName": destination.file.file_name} if destination.file.file_name else {}
    return {"file": {"format": destination.file.format.value, **name}}


def source_of(job: Job) -> MovementSource:
    """What a program would say for the source of a job. Raises ConfigError."""
    end = _end(job, job.source)
    if end.wix_data_collection is not None:
        return MovementSource(wix_data_collection=collection_of(end.wix_data_collection))
    if end.localization is not None:
        return MovementSource(localization=_languages(end))
    assert end.file is not None  # noqa: S101 - _end saw one of them
    format = FileFormat.of(end.file.format)
    return MovementSource(file=FileAtWix(file_id=end.file.file_id or "", format=format))


def destination_of(job: Job) -> MovementDestination:
    """What a program would say for the destination of a job. Raises ConfigError."""
    end = _end(job, job.destination)
    if end.wix_data_collection is not None:
        policy = WritePolicy.of(end.wix_data_collection.write_policy) or WritePolicy.OVERWRITE
        collection_id = end.wix_data_collection.collection_id
        return MovementDestination(
            wix_data_collection=CollectionDestination(
                collection_id=collection_id, write_policy=policy
            )
        )
    if end.localization is not None:
        return MovementDestination(localization=_languages(end))
    assert end.file is not None  # noqa: S101 - _end saw one of them
    return MovementDestination(
        file=FileToMake(
            format=FileFormat.of(end.file.format) or FileFormat.CSV, file_name=end.file.file_name
        )
    )


def _languages(end: JobEnd) -> LocalizationEnd:
    assert end.localization is not None  # noqa: S101 - the caller looked
    return LocalizationEnd(languages=list(end.localization.languages))


def _end(job: Job, end: JobEnd | None) -> JobEnd:
    if end is None or not (end.wix_data_collection or end.localization or end.file):
        raise ConfigError(f"job {job.id} moves data from or to something this version lacks")
    return end
