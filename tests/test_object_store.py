"""Paths of an object store behave as those of a folder do, ask little, and remember nothing."""

import pickle

import pytest
from botocore.exceptions import NoCredentialsError
from machines import object_store

from greening import paths
from greening.errors import CallError

pytestmark = pytest.mark.xdist_group("machines")


@pytest.fixture(scope="module")
def bucket():
    with object_store("paths"):
        yield paths.root("s3://paths")


@pytest.fixture
def folder(bucket, request):
    return bucket / request.node.name


@pytest.fixture
def asked(folder, monkeypatch):
    """The names of the requests that are made from now on."""
    names, really = [], folder.fs._call_s3
    monkeypatch.setattr(folder.fs, "_call_s3", lambda name, *args, **kwargs: names.append(name) or really(name, *args, **kwargs))
    return names


def test_what_is_written_is_there_at_once_and_costs_a_request(folder, asked):
    paths.write_text(folder / "a" / "ä %?#.txt", "é")
    assert asked == ["put_object"]
    assert (folder / "a" / "ä %?#.txt").read_text(encoding="utf-8") == "é"
    assert asked == ["put_object", "get_object"]


def test_an_empty_file_is_a_file(folder):
    paths.write_bytes(folder / "empty.csv", b"")
    assert (folder / "empty.csv").read_bytes() == b""
    assert (folder / "empty.csv").is_file()


def test_a_listing_tells_what_its_entries_are(folder, asked):
    paths.write_bytes(folder / "file", b"123")
    paths.write_bytes(folder / "sub" / "file", b"")
    asked.clear()
    entries = {entry.name: (entry.is_file(), entry.is_dir(), entry.exists()) for entry in folder.iterdir()}
    assert entries == {"file": (True, False, True), "sub": (False, True, True)}
    assert next(entry for entry in folder.glob("f*")).stat().st_size == 3
    assert asked == ["list_objects_v2", "list_objects_v2"]


def test_what_another_process_writes_is_seen(folder):
    paths.write_bytes(folder / "mine", b"")
    assert [entry.name for entry in folder.iterdir()] == ["mine"]
    other = type(folder.fs)(use_listings_cache=True, skip_instance_cache=True)
    other.pipe_file((folder / "theirs").path, b"")
    assert sorted(entry.name for entry in folder.iterdir()) == ["mine", "theirs"]
    assert (folder / "theirs").is_file()
    other.rm_file((folder / "theirs").path)
    assert not (folder / "theirs").exists()


def test_what_is_not_there(folder):
    assert not folder.exists()
    assert not folder.is_dir()
    assert not (folder / "x").is_file()
    assert list(folder.glob("*.json")) == []
    (folder / "x").unlink(missing_ok=True)
    with pytest.raises(FileNotFoundError):
        list(folder.iterdir())
    with pytest.raises(FileNotFoundError):
        (folder / "x").read_bytes()


@pytest.mark.parametrize("error", [NoCredentialsError(), PermissionError("Access Denied")])
def test_a_store_that_may_not_be_read_is_a_wrong_call(folder, monkeypatch, error):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(folder.fs, "ls", refuse)
    with pytest.raises(CallError, match=f"s3://paths/.* cannot be read: {error}"):
        list(folder.iterdir())


def test_a_removed_file_is_gone(folder, asked):
    paths.write_bytes(folder / "x", b"")
    asked.clear()
    (folder / "x").unlink()
    assert asked == ["delete_object"]
    assert not (folder / "x").exists()


def test_a_folder_is_not_made_and_so_no_bucket_by_a_slip(bucket, asked_of_bucket):
    (paths.root("s3://papths") / "reports").mkdir(parents=True, exist_ok=True)
    assert asked_of_bucket == []


@pytest.fixture
def asked_of_bucket(bucket, monkeypatch):
    names = []
    monkeypatch.setattr(bucket.fs, "_call_s3", lambda name, *args, **kwargs: names.append(name))
    return names


def test_a_file_is_read_whole_when_it_is_opened(folder, asked):
    paths.write_bytes(folder / "x", b"abc")
    asked.clear()
    with (folder / "x").open("rb") as file:
        assert (file.read(1), file.read()) == (b"a", b"bc")
    assert asked == ["get_object"]


def test_a_path_goes_to_another_process_and_stays_what_it_is(folder):
    again = pickle.loads(pickle.dumps(folder))
    assert again == folder
    assert again.storage_options == folder.storage_options == {"use_listings_cache": False, "max_concurrency": 1}
    assert str(folder).startswith("s3://paths/")
    assert str(paths.root(str(folder))) == str(folder)
