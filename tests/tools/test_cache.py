"""tools/engine/cache.py: a folder is whole or absent, and built once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tools.engine import cache


@pytest.fixture
def slot(tmp_path: Path) -> cache.Slot:
    return cache.Slot(tmp_path / "cache", "cli-v1", ("tool",))


def make_tool(target: Path) -> str:
    (target / "tool").write_text("made", encoding="utf-8")
    return "the test"


def test_the_cache_is_where_the_user_keeps_caches() -> None:
    assert cache.root({"XDG_CACHE_HOME": "/caches"}) == Path("/caches/pulumi-wix-data/engine")
    assert cache.root({}) == Path.home() / ".cache/pulumi-wix-data/engine"


def test_the_name_changes_with_version_files_and_flags(tmp_path: Path) -> None:
    module = tmp_path / "go.mod"
    module.write_text("pinned", encoding="utf-8")
    before = cache.key("cli", "1.0", [module], ["-a"])
    assert before == cache.key("cli", "1.0", [module], ["-a"])
    assert before.startswith("cli-v1.0-")
    others = {cache.key("cli", "1.1", [module], ["-a"]), cache.key("cli", "1.0", [module], ["-b"])}
    module.write_text("pinned anew", encoding="utf-8")
    others.add(cache.key("cli", "1.0", [module], ["-a"]))
    assert len(others - {before}) == 3


def test_what_is_there_is_not_built_again(slot: cache.Slot, said: list[str]) -> None:
    slot.fill(make_tool, said.append)
    slot.fill(lambda _: pytest.fail("built again"), said.append)
    assert (slot.bin / "tool").read_text(encoding="utf-8") == "made"
    assert said == []


def test_a_failed_build_leaves_nothing(slot: cache.Slot, said: list[str]) -> None:
    def fail(target: Path) -> str:
        make_tool(target)
        raise RuntimeError("no space")

    with pytest.raises(RuntimeError, match="no space"):
        slot.fill(fail, said.append)
    assert not slot.is_complete()
    assert [path.name for path in slot.folder.parent.iterdir()] == ["cli-v1.lock"]


def test_a_folder_that_lost_a_binary_is_built_again(slot: cache.Slot, said: list[str]) -> None:
    slot.fill(make_tool, said.append)
    (slot.bin / "tool").unlink()
    slot.fill(make_tool, said.append)
    assert slot.is_complete()


def test_what_a_killed_build_left_is_cleared(slot: cache.Slot, said: list[str]) -> None:
    abandoned = slot.folder.parent / ".cli-v1.killed"
    abandoned.mkdir(parents=True)
    slot.fill(make_tool, said.append)
    assert not abandoned.exists()


def test_of_two_at_once_one_builds_and_the_other_waits(
    slot: cache.Slot, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    monkeypatch.setattr(cache, "LOCK_POLL_S", 0.001)
    building, waiting = threading.Event(), threading.Event()
    builds = []

    def build(target: Path) -> str:
        builds.append(target)
        building.set()
        assert waiting.wait(timeout=10)
        return make_tool(target)

    def say(line: str) -> None:
        said.append(line)
        waiting.set()

    first = threading.Thread(target=slot.fill, args=(build, say))
    first.start()
    assert building.wait(timeout=10)
    slot.fill(build, say)
    first.join()
    assert len(builds) == 1
    assert said == ["another build is running, waiting for it…"]
