"""One clear sentence for each mistake - the thing, the cause, what to do - and nothing sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.programs import THREE, backup, import_job

if TYPE_CHECKING:
    from tests.engine.project import Project
    from tests.engine.site import Site


@dataclass(frozen=True)
class Mistake:
    """`art` or `before` is the resource that has it; `says` are parts of the sentence.

    A mistake that preview cannot see yet (`seen_in_preview`) is told by `up`, before a submit.
    """

    says: tuple[str, ...]
    resource: dict[str, Any] = field(default_factory=import_job)
    file: str | bytes | None = THREE
    unset: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    config: dict[str, str] = field(default_factory=dict)
    seen_in_preview: bool = True


CHECKED = {
    "a site that is no GUID": Mistake(
        ("`siteId` must be the GUID of a site, not 'my-site'",),
        import_job(siteId="my-site"),
    ),
    "a provider's site that is no GUID": Mistake(
        ("WIX_SITE_ID: `siteId` must be a GUID such as", "not 'my-site'"),
        environment={"WIX_SITE_ID": "my-site"},
    ),
    "no site": Mistake(
        ("there is no site to act on: set `siteId` here", "WIX_SITE_ID"),
        unset=("WIX_SITE_ID",),
    ),
    "no writePolicy": Mistake(("writePolicy",), import_job(writePolicy=None)),
    "a wrong writePolicy": Mistake(
        ("writePolicy", "OVERWRITE", "SKIP_EXISTING", "TRUNCATE_BEFORE", "REPLACE"),
        import_job(writePolicy="REPLACE"),
    ),
    "a misspelt property": Mistake(("maxRejcted", "maxRejected"), import_job(maxRejcted=3)),
    "two sources": Mistake(
        (
            "give exactly one of `source` (an asset), `sourcePath` (a path) and `fileId`",
            ", not several",
        ),
        import_job(sourcePath="products.csv"),
    ),
    "no source": Mistake(("give exactly one of `source`",), import_job(None)),
    "a wrong maxRejected": Mistake(
        ("`maxRejected` must be a count such as 3 or a percentage such as '2.5%', not 'many'",),
        import_job(maxRejected="many"),
    ),
    "a name that tells no format": Mistake(
        ("the name 'products.dat' does not tell the format: set `format` to `CSV` or `JSONL`",),
        import_job("products.dat"),
    ),
    "keep beyond the slots": Mistake(("`keep` must be 1, 2 or 3, not 5",), backup(keep=5)),
    "an endpoint in clear": Mistake(
        ("WIX_API_URL: `endpoint` must be an https URL", "'http://wix.test'", "in clear"),
        environment={"WIX_API_URL": "http://wix.test"},
    ),
    "half an OAuth app": Mistake(
        ("an OAuth app needs appId, appSecret and instanceId; missing: appSecret, instanceId",),
        unset=("WIX_API_KEY",),
        environment={"WIX_APP_ID": "an-app"},
    ),
    "a key and an OAuth app": Mistake(
        ("give either `apiKey` or an OAuth app (`appId`, …), not both",),
        config={"wix-data:apiKey": "a-key", "wix-data:appId": "an-app"},
    ),
}

LOOKED_AT = {
    "a wrong key, for a backup": Mistake(
        ("Wix does not accept the credentials (401 UNAUTHENTICATED", "check ", "WIX_API_KEY"),
        backup(),
        environment={"WIX_API_KEY": "IST.wrong"},
    ),
    "a wrong key, for an import": Mistake(
        ("Wix does not accept the credentials (401 UNAUTHENTICATED", "check ", "WIX_API_KEY"),
        environment={"WIX_API_KEY": "IST.wrong"},
    ),
    "no key": Mistake(
        ("no credentials for Wix: set WIX_API_KEY, or `pulumi config set --secret wix-data:api",),
        unset=("WIX_API_KEY",),
        seen_in_preview=False,
    ),
    "an unknown collection": Mistake(
        ("has no collection 'produkts': create it first, or correct `collectionId`",),
        import_job(collectionId="produkts"),
    ),
    "a missing file": Mistake(("no such file or directory", "products.csv"), file=None),
    "a missing file by path": Mistake(
        ("products.csv cannot be read: No such file or directory",),
        import_job(None, sourcePath="products.csv"),
        file=None,
        seen_in_preview=False,
    ),
    "an empty file": Mistake(("products.csv is empty: there is nothing to import",), file=""),
    "a header only": Mistake(
        ("products.csv has a header but no rows: there is nothing to import",), file="_id,name\n"
    ),
    "a file that is not text": Mistake(
        ("products.csv is not UTF-8 text (byte 0xff", "save it as UTF-8"),
        file=b"_id\n\xff\xd8\xe0\n",
    ),
    "a picture": Mistake(
        ("products.csv is not text (a NUL byte in line 1)",), file=b"\x00\x00\x01\x00_id\n"
    ),
    "a broken line": Mistake(
        ("products.jsonl, line 2: not JSON",),
        import_job("products.jsonl"),
        file='{"_id": "a"}\n{"_id": \n',
    ),
}


def prepare(project: Project, mistake: Mistake) -> None:
    for name in mistake.unset:
        del project.environment[name]
    project.environment.update(mistake.environment)
    if mistake.file is not None:
        for name in ("products.csv", "products.jsonl", "products.dat"):
            project.write(name, mistake.file)
    project.program({"art": mistake.resource}, config=mistake.config)


@pytest.mark.parametrize("mistake", CHECKED.values(), ids=list(CHECKED))
def test_a_mistake_in_the_program_is_told_by_preview(
    site: Site, project: Project, mistake: Mistake
) -> None:
    prepare(project, mistake)
    refused = project.up(ok=False)
    refused.says(*mistake.says)
    assert "Updating" not in refused.output, "it went beyond the preview"
    assert not any(word in refused.output for word in ("Traceback", "internal error"))
    assert site.requests() == []
    assert project.state() == {}


@pytest.mark.parametrize("mistake", LOOKED_AT.values(), ids=list(LOOKED_AT))
def test_a_mistake_outside_the_program_is_told_before_anything_is_sent(
    site: Site, project: Project, mistake: Mistake
) -> None:
    prepare(project, mistake)
    preview = project.preview(ok=not mistake.seen_in_preview)
    refused = project.deploy(ok=False)
    for run in (refused, preview) if mistake.seen_in_preview else (refused,):
        run.says(*mistake.says)
    assert "Traceback" not in refused.output
    assert "internal error" not in refused.output
    assert site.submits == 0
    assert project.state() == {}


def test_a_preview_without_credentials_shows_what_it_can_and_warns(
    site: Site, project: Project
) -> None:
    del project.environment["WIX_API_KEY"]
    project.write("products.csv", THREE)
    project.program({"before": backup(), "art": import_job()})
    preview = project.preview()
    preview.says("warning: the collection was not looked at: no credentials for Wix")
    preview.says(
        "warning: the slots of the site were not looked at", "3 rows, 3 columns", "3 to create"
    )
    assert site.requests() == []


def test_a_mistake_does_not_lose_what_is_there(site: Site, project: Project) -> None:
    project.write("products.csv", THREE)
    project.program({"before": backup(), "art": import_job()})
    project.deploy()
    state, submits = project.state(), site.submits
    project.program({"before": backup(keep=5), "art": import_job(writePolicy="REPLACE")})
    project.deploy(ok=False)
    project.write("products.csv", "")
    project.program({"before": backup(), "art": import_job()})
    project.up(ok=False).says("products.csv is empty")
    project.deploy(ok=False)
    assert project.state() == state
    assert site.submits == submits
