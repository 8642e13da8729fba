"""The schema: what `/schema/swagger` says about every operation."""

from pathlib import Path

from service.http.app import create_app
from tests.service.conftest import settings_in


def test_every_operation_is_described_by_the_docstring_of_its_handler(tmp_path: Path) -> None:
    schema = create_app(settings_in(tmp_path)).openapi_schema.to_schema()

    operations = {
        f"{method} {path}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "responses" in operation
    }
    assert len(operations) > 20
    assert [name for name, it in operations.items() if not it.get("description")] == []
    asked = operations["post /v1/ask"]["description"]
    assert asked.startswith("Answer one question with verbatim, cited quotes")
