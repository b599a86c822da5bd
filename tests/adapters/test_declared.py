"""adapters/declared.py: what a program over pulumi_wix_data.dynamic registers with the engine.

Each program runs in a process of its own, with Pulumi's mocks in place of the engine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from wix_data_provider.adapters.declared import pickled

HEAD = """
import json
import sys
import pulumi
from pulumi.runtime import mocks


class Recorder(mocks.Mocks):
    def new_resource(self, args):
        if args.typ != "pulumi:pulumi:Stack":
            sys.stdout.write(json.dumps([args.typ, args.name, args.inputs]) + "\\n")
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args):
        return {}


mocks.set_mocks(Recorder(), project="shop", stack="dev")
import pulumi_wix_data as sdk
import pulumi_wix_data.dynamic as wix

REQUIRED = {"collection_id": "a", "write_policy": "OVERWRITE"}


@pulumi.runtime.test
def program():
"""
TAIL = "\nprogram()\n"


def run(body: str, *, ok: bool = True) -> str:
    code = HEAD + "".join(f"    {line}\n" for line in body.splitlines()) + TAIL
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is ok, done.stderr
    return done.stdout if ok else done.stderr


def registered(body: str) -> dict[str, tuple[str, dict[str, Any]]]:
    lines = [json.loads(line) for line in run(body).splitlines()]
    return {name: (type_, inputs) for type_, name, inputs in lines}


def test_the_engine_is_told_a_dynamic_type_the_inputs_and_what_it_keeps_from_the_provider() -> None:
    found = registered(
        "wix.Backup('it', keep=1, when_full=wix.WhenFull.FAIL, opts=pulumi.ResourceOptions(\n"
        "    custom_timeouts=pulumi.CustomTimeouts(create='5m')))"
    )
    type_, inputs = found["it"]
    assert type_ == "pulumi-python:dynamic/wix-data:Backup"
    assert inputs == {
        "__provider": pickled("wix-data:index:Backup"),
        "__urn": "urn:pulumi:dev::shop::pulumi-python:dynamic/wix-data:Backup::it",
        "__timeouts": {"create": "5m"},
        "keep": 1,
        "whenFull": "fail",
    }


def test_the_arguments_may_come_as_an_object_and_nested_ones_get_pulumis_names() -> None:
    found = registered(
        "wix.Backup('it', wix.BackupArgs(keep=2))\n"
        "end = wix.CollectionSourceArgs(collection_id='a')\n"
        "target = wix.CollectionDestinationArgs(\n"
        "    collection_id='b', write_policy=wix.WritePolicy.OVERWRITE)\n"
        "wix.DataMovementJob('move', source=wix.MovementSourceArgs(wix_data_collection=end),\n"
        "    destination=wix.MovementDestinationArgs(wix_data_collection=target))"
    )
    assert found["it"][1]["keep"] == 2
    assert found["move"][1]["source"] == {"wixDataCollection": {"collectionId": "a"}}
    assert found["move"][1]["destination"] == {
        "wixDataCollection": {"collectionId": "b", "writePolicy": "OVERWRITE"}
    }


def test_the_children_of_a_component_have_its_type_in_their_identity() -> None:
    found = registered(
        "class Deploy(pulumi.ComponentResource):\n"
        "    def __init__(self, name):\n"
        "        super().__init__('shop:index:Deploy', name)\n"
        "        wix.Backup('before', opts=pulumi.ResourceOptions(parent=self))\n"
        "Deploy('deploy')"
    )
    assert found["before"][1]["__urn"].endswith(
        "shop:index:Deploy$pulumi-python:dynamic/wix-data:Backup::before"
    )


def test_assets_travel_in_a_form_of_our_own_wherever_they_are() -> None:
    found = registered(
        "wix.ImportJob('file', source=pulumi.FileAsset('a.csv'), **REQUIRED)\n"
        "wix.ImportJob('text', source=pulumi.StringAsset('x'), **REQUIRED)\n"
        "web = pulumi.Output.from_input(pulumi.RemoteAsset('https://a/b.csv'))\n"
        "wix.ImportJob('web', source=web, **REQUIRED)\n"
        "wix.Backup('it', triggers={'a': [pulumi.StringAsset('x')]})"
    )
    for name, place in {
        "file": {"path": "a.csv"},
        "text": {"text": "x"},
        "web": {"uri": "https://a/b.csv"},
    }.items():
        assert found[name][1]["source"] == {"wix-data:asset": {"sha256": "", **place}}
    triggers = {"a": [{"wix-data:asset": {"sha256": "", "text": "x"}}]}
    assert found["it"][1]["triggers"] == triggers


def test_null_travels_within_a_value_and_is_absent_as_one() -> None:
    found = registered(
        "given = {'soldAt': None, 'title': {'$in': [None, 'x']},\n"
        "    'at': pulumi.Output.from_input(None)}\n"
        "wix.ExportJob('it', collection_id='a', filter=given, name=None,\n"
        "    fields=pulumi.Output.from_input(None))"
    )
    inputs = {name: value for name, value in found["it"][1].items() if name[:2] != "__"}
    null = {"wix-data:null": True}
    filter = {"soldAt": null, "title": {"$in": [null, "x"]}, "at": null}
    assert inputs == {"collectionId": "a", "filter": filter}


def test_null_travels_within_a_typed_value_whose_absent_arguments_stay_absent() -> None:
    found = registered(
        "end = sdk.CollectionSourceArgs(collection_id='a', filter={'soldAt': None})\n"
        "wix.DataMovementJob('it', source=sdk.MovementSourceArgs(wix_data_collection=end),\n"
        "    destination={'file': sdk.FileToMakeArgs(format='CSV')})"
    )
    assert found["it"][1]["source"] == {
        "wixDataCollection": {"collectionId": "a", "filter": {"soldAt": {"wix-data:null": True}}}
    }
    assert found["it"][1]["destination"] == {"file": {"format": "CSV"}}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            "wix.Backup('it', opts=pulumi.ResourceOptions(import_='x'))",
            "it: a dynamic resource cannot be imported: use pulumi_wix_data, with the plugin",
        ),
        ("wix.Backup.get('it', 'x')", "a dynamic resource cannot be read by its ID"),
        (
            "opts = pulumi.ResourceOptions(provider=sdk.Provider('other'))\nwix.Backup('it', opts)",
            "it: a dynamic resource has no provider: configure the stack",
        ),
        (
            "wix.ImportJob('it', None, source=pulumi.FileArchive('.'), **REQUIRED)",
            "an archive cannot be imported: give a FileAsset, StringAsset or RemoteAsset",
        ),
    ],
    ids=["import", "get", "provider", "archive"],
)
def test_what_dynamic_resources_cannot_do_is_refused(body: str, says: str) -> None:
    assert says in run(body, ok=False)


def test_the_sdk_alone_imports_nothing_of_this_way_and_of_the_provider_only_its_launcher() -> None:
    code = "import sys, pulumi_wix_data; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = done.stdout.split()
    assert "pulumi_wix_data.backup" in modules
    assert "pulumi_wix_data.dynamic" not in modules
    assert [name for name in modules if name.startswith("wix_data_provider.adapters.")] == [
        "wix_data_provider.adapters.launcher"
    ]


def test_a_program_imports_nothing_of_what_only_the_providers_process_needs() -> None:
    code = "import sys, pulumi_wix_data.dynamic; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "wix_data_provider.adapters.declared" in done.stdout.split()
    assert not {"httpx", "pydantic", "wix_data_provider.client"} & set(done.stdout.split())
