"""The container and the chart for Kubernetes are sound, and fit each other and the settings."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from service.settings import Settings

_ROOT = Path(__file__).resolve().parents[2]
_CHART = _ROOT / "deploy" / "helm"


def _run(command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name(command)
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def _rendered(*values: str) -> dict[str, Any]:
    """What the chart makes of some values, by kind."""
    done = _run("helm", "template", "news", _CHART, *(f"--set={value}" for value in values))
    assert done.returncode == 0, done.stderr
    parts = [msgspec.yaml.decode(part) for part in done.stdout.split("\n---\n")]
    return {part["kind"]: part for part in parts}


def test_the_container_has_nothing_that_a_linter_finds() -> None:
    done = _run("hadolint", _ROOT / "Dockerfile")

    assert (done.returncode, done.stdout) == (0, "")


def test_the_chart_has_nothing_that_a_linter_finds() -> None:
    done = _run("helm", "lint", "--strict", _CHART)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("public", [False, True])
def test_the_chart_runs_the_container_as_it_is_made(*, public: bool) -> None:
    found = _rendered(f"publicRead={str(public).lower()}", "settings.ALLOWED_HOSTS=news.example")

    pod = found["StatefulSet"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    dockerfile = (_ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert f"USER {pod['securityContext']['runAsUser']}:" in dockerfile
    assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/data", "/tmp"}
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert f"EXPOSE {container['ports'][0]['containerPort']}" in dockerfile
    variables = {one["name"]: one["value"] for one in container["env"]}
    assert variables["DATELINE_PUBLIC_READ"] == str(public).lower()
    names = {name.removeprefix("DATELINE_").lower() for name in variables}
    assert names <= set(Settings.__struct_fields__)
    # Where not everybody may ask, nothing is served before there is a key.
    assert ("initContainers" in pod) is not public


def test_several_servers_need_a_database() -> None:
    refused = _run("helm", "template", "news", _CHART, "--set=replicas=2")
    found = _rendered("replicas=2", "database.secret=articles", "ingress.enabled=true")

    assert "more than one need a database" in refused.stderr
    (container,) = found["StatefulSet"]["spec"]["template"]["spec"]["containers"]
    references = [
        one["valueFrom"]["secretKeyRef"] for one in container["env"] if "valueFrom" in one
    ]
    assert references == [{"name": "articles", "key": "address"}]
    assert found["Ingress"]["spec"]["rules"][0]["host"] == "news.example"
    assert found["Service"]["spec"]["selector"].items() <= (
        found["StatefulSet"]["spec"]["template"]["metadata"]["labels"].items()
    )
