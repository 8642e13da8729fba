"""What the README promises exists: commands, make targets, endpoints, settings, files, quotes."""

import re
from pathlib import Path

import pytest
from click import Context

from eval.command import evaluate
from service.commands.cli import main
from service.demo import articles_folder
from service.http.app import create_app
from service.settings import Settings, load

_ROOT = Path(__file__).resolve().parents[1]
_README = (_ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def endpoints(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The paths of the application, as the README writes them."""
    app = create_app(load({}, data=str(tmp_path_factory.mktemp("readme"))))
    return {re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path) for route in app.routes}


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"(?:^|`|\| |\$ )dateline (?:--demo )?(\w+)", _README, re.M)))
)
def test_a_command_of_the_readme_exists(name: str) -> None:
    assert name in main.list_commands(Context(main))


@pytest.mark.parametrize("name", sorted(set(re.findall(r"[\n`]dateline eval (\w+)", _README))))
def test_a_command_of_eval_in_the_readme_exists(name: str) -> None:
    assert name in evaluate.commands


@pytest.mark.parametrize("name", sorted(set(re.findall(r"\bmake (\w+) ", _README))))
def test_a_make_target_of_the_readme_exists(name: str) -> None:
    makefile = (_ROOT / "Makefile").read_text(encoding="utf-8")

    assert f"\n{name}: " in makefile or name == "yet"


@pytest.mark.parametrize("path", sorted(set(re.findall(r"/v1/[\w/{}]+(?:\.atom)?", _README))))
def test_an_endpoint_of_the_readme_exists(path: str, endpoints: set[str]) -> None:
    assert path in endpoints


@pytest.mark.parametrize("name", sorted(set(re.findall(r"DATELINE_(\w+)", _README))))
def test_a_setting_of_the_readme_exists(name: str) -> None:
    assert name.lower() in Settings.__struct_fields__


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([\w/.]+)\)", _README))))
def test_a_file_that_the_readme_links_to_exists(link: str) -> None:
    assert (_ROOT / link).exists()


def test_the_example_quotes_the_demo_articles() -> None:
    articles = [
        path.read_bytes().decode(errors="ignore") for path in articles_folder().rglob("*.*")
    ]

    quotes = re.findall(r"^│ (.+)$", _README, re.M)

    assert quotes
    assert all(any(quote in article for article in articles) for quote in quotes)


def test_the_readme_is_short() -> None:
    assert len(_README.splitlines()) <= 175
