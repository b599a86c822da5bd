"""What one writes today without a provider: a dynamic one that submits a job and polls it."""

import os
import time
from typing import Any

import httpx
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

POLL_S = 2
TRIES = 10
ENDED = ("COMPLETED", "PARTIALLY_SUCCESSFUL", "FAILED")


def call(method: str, path: str, **body: Any) -> dict[str, Any]:
    headers = {
        "Authorization": os.environ["WIX_API_KEY"],
        "wix-site-id": os.environ["WIX_SITE_ID"],
    }
    for _ in range(TRIES):
        answer = httpx.request(
            method, os.environ["WIX_API_URL"] + path, headers=headers, json=body or None, timeout=60
        )
        if answer.status_code != httpx.codes.TOO_MANY_REQUESTS:
            break
        time.sleep(int(answer.headers.get("Retry-After", POLL_S)))
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()["job"]
    return found


class ExportJobs(ResourceProvider):
    def create(self, props: dict[str, Any]) -> CreateResult:
        job = call(
            "POST",
            "/data-mover/v1/jobs",
            name=props["name"],
            source={"wixDataCollection": {"collectionId": props["collectionId"]}},
            destination={"file": {"format": "CSV"}},
        )
        while job["status"] not in ENDED:
            time.sleep(POLL_S)
            job = call("GET", f"/data-mover/v1/jobs/{job['id']}")
        if job["status"] != "COMPLETED":
            raise RuntimeError(f"job {job['id']} is {job['status']}")
        return CreateResult(job["id"], {**props, "jobId": job["id"]})


class ExportJob(Resource):
    def __init__(self, name: str, collection_id: str) -> None:
        super().__init__(ExportJobs(), name, {"name": name, "collectionId": collection_id})


if __name__ == "__main__":
    for number in range(int(os.environ["BENCH_JOBS"])):
        ExportJob(f"job-{number}", os.environ["BENCH_COLLECTION"])
