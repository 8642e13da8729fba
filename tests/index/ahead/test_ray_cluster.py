"""What `dateline add --ray` says of a cluster that it cannot use, and what a killed one costs."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

from eval.support.servers import free_port
from index.ahead.ray_cluster import RayCluster
from index.ahead.worker import Recipe, facts_of
from index.embedders.letters import LettersEmbedder
from index.errors import SettingsError
from index.formats import read_paths
from index.records import Document
from service.demo import articles_folder

_RECIPE = Recipe("letters", None, None, tagging=False, facts=facts_of(LettersEmbedder(), None))
_INSTALLED = find_spec("ray") is not None
_needs_ray = pytest.mark.skipif(not _INSTALLED, reason="dateline[ray] is not installed")


@pytest.mark.skipif(_INSTALLED, reason="dateline[ray] is installed")
def test_where_ray_is_not_installed_it_is_said_how_to_install_it() -> None:
    with pytest.raises(SettingsError, match=r"pip install 'dateline\[ray\]'"):
        RayCluster("127.0.0.1:6379", _RECIPE)


@_needs_ray
@pytest.mark.parametrize("address", ["auto", "local", "127.0.0.1"])
def test_no_cluster_is_started_or_guessed(address: str) -> None:
    with pytest.raises(SettingsError, match="give HOST:PORT"):
        RayCluster(address, _RECIPE)


@_needs_ray
def test_where_no_cluster_answers_that_is_said_at_once() -> None:
    with pytest.raises(SettingsError, match="no cluster answers there"):
        RayCluster(f"127.0.0.1:{free_port()}", _RECIPE)


@_needs_ray
@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a network of its own")
def test_a_cluster_with_a_killed_machine_stores_what_one_process_does(tmp_path: Path) -> None:
    found = [one for one in read_paths([articles_folder()]) if isinstance(one, Document)]
    with (tmp_path / "articles.jsonl").open("wb") as file:
        for number in range(400):
            text = f"{found[number % len(found)].text}\n\nEdition {number}."
            file.write(msgspec.json.encode({"id": f"s{number}", "text": text}) + b"\n")

    command = ("-m", "eval.benches.scale.cluster", "--corpus", str(tmp_path))
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
