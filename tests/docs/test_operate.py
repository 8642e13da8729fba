"""What operators are told and given: complete, and true of what there is."""

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from service.commands.cli import main
from service.http.telemetry import registry
from service.settings import Settings, describe, load

_ROOT = Path(__file__).resolve().parents[2]
_OPERATE = (_ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
_SERVICE = (_ROOT / "deploy" / "dateline.service").read_text(encoding="utf-8")
_DOCKERFILE = (_ROOT / "Dockerfile").read_text(encoding="utf-8")


def _yaml(path: str) -> Any:
    return msgspec.yaml.decode((_ROOT / path).read_bytes())


def _shown(value: object) -> str:
    if value is None or value in ("", ()):
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _given_in(text: str) -> list[tuple[str, str]]:
    """The variables that are set, but for those that comments mention."""
    return re.findall(r"\b(DATELINE_\w+)=(\S+)", re.sub(r"^#.*$", "", text, flags=re.M))


def _metrics() -> dict[str, str]:
    """Every metric's name as it is scraped, with its type."""
    return {
        metric.name + ("_total" if metric.type == "counter" else ""): metric.type
        for metric in registry.collect()
    }


def test_every_setting_is_described_as_it_is() -> None:
    table = _OPERATE.partition("| setting | default | meaning |")[2]

    rows = [line for line in table.splitlines() if line.startswith("| `")]

    assert rows == [
        f"| `{name}` | {_shown(value)} | {meaning} |"
        for name, value, meaning in describe(Settings())
    ]


def test_every_metric_is_described_as_it_is() -> None:
    table = _OPERATE.partition("| metric | type | meaning |")[2].partition("\n\n")[0]

    rows = [line for line in table.splitlines() if line.startswith("| `")]

    meanings = [metric.documentation for metric in registry.collect()]
    assert rows == [
        f"| `{name}` | {type_} | {meaning} |"
        for (name, type_), meaning in zip(_metrics().items(), meanings, strict=True)
    ]


@pytest.mark.parametrize("file", ["docs/operate.md", "SECURITY.md"])
def test_links_lead_to_what_there_is(file: str) -> None:
    text = (_ROOT / file).read_text(encoding="utf-8")

    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)

    assert links
    assert [one for one in links if not (_ROOT / file).parent.joinpath(one).exists()] == []


def test_commands_that_are_named_exist() -> None:
    texts = [_OPERATE, _SERVICE, (_ROOT / "compose.yaml").read_text(encoding="utf-8")]
    named = {name for text in texts for name in re.findall(r"`?\bdateline ([a-z]+)\b", text)}

    known = set(
        main.list_commands(main.make_context("dateline", ["--help"], resilient_parsing=True))
    )

    assert {"backup", "keys", "doctor", "reembed"} <= named
    assert {name for name in named if name in known} >= {"backup", "keys", "doctor", "config"}


def test_alert_rules_ask_for_metrics_and_labels_that_exist() -> None:
    rules = [rule for group in _yaml("deploy/alerts.yml")["groups"] for rule in group["rules"]]
    known = {*_metrics(), "up", "dateline_request_seconds_bucket"}

    asked = {
        name
        for rule in rules
        for name in re.findall(r"\b(?:dateline|process)_\w+|\bup\b", rule["expr"])
    }

    assert asked <= known
    assert len({rule["alert"] for rule in rules}) == len(rules) >= 8
    assert all(rule["for"] and rule["annotations"]["summary"] for rule in rules)


def test_the_dashboard_shows_metrics_that_exist_and_all_of_ours() -> None:
    dashboard = msgspec.json.decode((_ROOT / "deploy/grafana.json").read_bytes())
    panels = dashboard["panels"]
    known = {*_metrics(), "dateline_request_seconds_bucket"}

    asked = {
        name
        for panel in panels
        for target in panel["targets"]
        for name in re.findall(r"\b(?:dateline|process)_\w+", target["expr"])
    }

    assert asked <= known
    ours = {name for name in _metrics() if name.startswith("dateline_")}
    assert ours - asked == {"dateline_request_seconds"}
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({(one["gridPos"]["x"], one["gridPos"]["y"]) for one in panels}) == len(panels)


def test_the_container_runs_without_rights_and_reports_its_health() -> None:
    built, final = re.split(r"^FROM ", _DOCKERFILE, flags=re.M)[1:]

    assert " AS build" in built
    assert re.search(r"^USER 10001:10001$", final, re.M)
    assert "HEALTHCHECK" in final
    assert "/ready" in final
    assert "pip install" not in final
    settings = dict(_given_in(final))
    assert load(settings).host == "0.0.0.0"


def test_the_composed_service_can_write_to_its_volume_alone() -> None:
    service = _yaml("compose.yaml")["services"]["dateline"]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["volumes"] == ["data:/data"]
    assert service["ports"] == ["127.0.0.1:8000:8000"]
    given = {
        name: re.sub(r"\$\{\w+:-(.*)}", r"\1", value)
        for name, value in service["environment"].items()
    }
    assert load(given).public_read is False


def test_the_unit_sets_what_there_is_to_set() -> None:
    given = dict(_given_in(_SERVICE))

    settings = load(given)

    assert settings.require_key is True
    assert settings.data == "/var/lib/dateline"
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes"):
        assert line in _SERVICE


@pytest.mark.parametrize("file", ["deploy/Caddyfile", "deploy/nginx.conf"])
def test_proxies_hold_nothing_back_and_name_settings_that_exist(file: str) -> None:
    text = (_ROOT / file).read_text(encoding="utf-8")

    named = set(re.findall(r"\b(DATELINE_[A-Z_]+)=", text))

    known = {f"DATELINE_{name.upper()}" for name, _, _ in describe(Settings())}
    assert {"DATELINE_TRUSTED_PROXIES", "DATELINE_ALLOWED_HOSTS"} <= named <= known
    assert "flush_interval -1" in text or "proxy_buffering off" in text
