"""`dateline add --ray` where there is no cluster: it says so, and adds nothing."""

from importlib.util import find_spec
from pathlib import Path

from click.testing import CliRunner

from eval.support.servers import free_port
from service.commands.cli import main


def test_without_a_cluster_nothing_is_added(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text("The new bridge opened on Monday.", encoding="utf-8")
    given = {"DATELINE_EMBEDDER": "letters", "DATELINE_ATTRIBUTION": "rules"}
    run = ("--data", str(tmp_path / "data"))

    added = CliRunner().invoke(
        main,
        [*run, "add", str(tmp_path / "bridge.txt"), "--ray", f"127.0.0.1:{free_port()}"],
        env=given,
    )
    listed = CliRunner().invoke(main, [*run, "list", "--json"], env=given)

    wanted = "no cluster answers there" if find_spec("ray") else "pip install 'dateline[ray]'"
    assert added.exit_code == 1
    assert wanted in added.stderr
    assert listed.stdout == "[]\n"
