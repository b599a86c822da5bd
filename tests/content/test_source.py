"""content/source.py: where the bytes of an import come from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NoReturn

import pytest

from wix_data_provider.content.source import BLOCK, Content, local, name_of, opened
from wix_data_provider.errors import ContentError, TransportError
from wix_data_provider.lifecycle.values import Asset

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DATA = b"_id,title\n1,One\n"


async def never(*_: object) -> NoReturn:
    raise AssertionError("nothing is fetched for this")


@pytest.mark.parametrize(
    ("asset", "name"),
    [
        (Asset("", path="data/products.csv"), "products.csv"),
        (Asset("", uri="https://example.com/a/products.csv?token=x#y"), "products.csv"),
        (Asset("", uri="https://example.com/a/m%C3%BCller.csv"), "müller.csv"),
        (Asset("", uri="https://example.com/"), ""),
        (Asset("", text="a,b"), ""),
        (Asset(""), ""),
    ],
)
def test_name_of(asset: Asset, name: str) -> None:
    assert name_of(asset) == name


def test_content_is_read_block_by_block_and_again(tmp_path: Path) -> None:
    data = bytes(range(256)) * 8200
    file = tmp_path / "a.bin"
    file.write_bytes(data)
    for content in (Content("a", path=file), Content("a", data=data)):
        for _ in range(2):
            blocks = list(content.blocks())
            assert b"".join(blocks) == data
            assert [len(block) for block in blocks[:-1]] == [BLOCK, BLOCK]
        assert content.size() == len(data)
        assert content.sha256() == hashlib.sha256(data).hexdigest()


def test_an_unreadable_file_is_said_by_name(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "none.csv", "No such file"), (tmp_path, "Is a directory")):
        with pytest.raises(ContentError, match=f"^{path} cannot be read: {reason}"):
            local(str(path)).size()


def test_a_path_may_begin_with_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.csv").write_bytes(DATA)
    assert local("~/a.csv").size() == len(DATA)


def test_no_content_is_in_a_repr() -> None:
    assert "One" not in repr(Content("a", data=DATA))


@pytest.mark.anyio
async def test_opened_gives_the_content_of_every_kind_of_asset(tmp_path: Path) -> None:
    file = tmp_path / "with space.csv"
    file.write_bytes(DATA)
    kinds = {
        "path": Asset("", path=str(file)),
        "file URL": Asset("", uri=file.as_uri()),
        "text": Asset("", text=DATA.decode()),
    }
    for kind, asset in kinds.items():
        async with opened(asset, never) as content:
            assert b"".join(content.blocks()) == DATA, kind


@pytest.mark.anyio
async def test_a_remote_asset_is_fetched_into_a_file_that_goes_away() -> None:
    async def fetch(url: str, write: Callable[[bytes], None]) -> None:
        assert url == "https://example.com/a.csv"
        write(DATA[:5])
        write(DATA[5:])

    async with opened(Asset("", uri="https://example.com/a.csv"), fetch) as content:
        assert content.name == "a.csv"
        assert (content.size(), b"".join(content.blocks())) == (len(DATA), DATA)
        path = content.path
    assert path is not None
    assert not path.exists()


@pytest.mark.anyio
async def test_a_fetch_that_breaks_is_told() -> None:
    async def fetch(*_: object) -> None:
        raise TransportError("could not read https://example.com/a.csv")

    with pytest.raises(TransportError):
        async with opened(Asset("", uri="https://example.com/a.csv"), fetch):
            pass


@pytest.mark.anyio
async def test_an_asset_without_content_says_what_to_use_instead() -> None:
    with pytest.raises(ContentError, match="use `sourcePath` with the path instead"):
        async with opened(Asset("a" * 64), never):
            pass
