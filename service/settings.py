"""Settings, read once at startup: environment variables first, then a TOML file, then defaults.

Every field is a setting: `min_confidence` is `DATELINE_MIN_CONFIDENCE` in the environment and
`min_confidence` in the file. Unknown names are errors, so that a misspelt limit is not ignored.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, structs

from index.errors import SettingsError
from index.store.postgresql.address import without_password
from prompts import languages, matching_language

_PREFIX = "DATELINE_"
_LISTED = "`dateline config` lists them"
_SECRETS = ("key",)
# Set by `dateline serve` for its worker processes.
_NOT_SETTINGS = ("DATELINE_SERVE_SETTINGS",)

Port = Annotated[int, Meta(ge=0, le=65_535)]
Fraction = Annotated[float, Meta(ge=0, le=1)]
Host = Annotated[str, Meta(pattern=r"^(\*|[A-Za-z0-9._:\[\]-]+)$")]
Origin = Annotated[str, Meta(pattern=r"^https?://[A-Za-z0-9._:\[\]-]+$")]
Proxy = Annotated[str, Meta(pattern=r"^[0-9a-fA-F.:]+(/[0-9]{1,3})?$")]
Positive = Annotated[int, Meta(ge=1)]


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings."""

    data: Annotated[str, Meta(description="Data folder: the library and its indexes.")] = ""
    database: Annotated[
        str,
        Meta(
            pattern=r"^(postgres(ql)?(\+psycopg)?://\S+)?$",
            description="PostgreSQL database for the articles, shared by servers on several "
            "machines: postgresql+psycopg://USER:PASSWORD@HOST/NAME. Needs `pip install "
            "'dateline[postgresql]'`. By default, articles are in a file in the data folder.",
        ),
    ] = ""
    config: Annotated[str, Meta(description="TOML file with settings; none by default.")] = ""
    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[Port, Meta(description="Port to listen on.")] = 8000
    allowed_hosts: Annotated[
        tuple[Host, ...],
        Meta(
            description="Host names that browsers and proxies may use to reach the server, besides "
            "loopback and `host`; * allows any."
        ),
    ] = ()
    allowed_origins: Annotated[
        tuple[Origin, ...],
        Meta(
            description="Origins of other sites whose pages may use the whole API, including "
            "writes, such as https://news.example."
        ),
    ] = ()
    cors_origins: Annotated[
        tuple[Origin, ...],
        Meta(
            description="Origins of sites whose pages may, without a token, ask, complete "
            "questions, read cited articles and send feedback, but nothing else. Pages "
            "with a widget token need not be listed."
        ),
    ] = ()
    trusted_proxies: Annotated[
        tuple[Proxy, ...],
        Meta(
            description="Addresses or networks of reverse proxies, such as 10.0.0.0/8, whose "
            "X-Forwarded-For is trusted. By default, none is."
        ),
    ] = ()
    user_header: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z0-9-]*$",
            max_length=100,
            description="Header in which `trusted_proxies` send the user's name, such as "
            "X-Auth-Request-Email. It is only logged and grants no access.",
        ),
    ] = ""
    token_per_minute: Annotated[
        int,
        Meta(
            ge=0,
            description="Requests per minute for each key or widget token, counted across "
            "processes; a completion counts as a tenth. Beyond that, status 429. 0: no limit.",
        ),
    ] = 600
    address_per_minute: Annotated[
        int,
        Meta(
            ge=0,
            description="Requests per minute from each address, for pages of other sites, "
            "feedback, wrong keys, and clients without a key unless everything is open "
            "to them. Beyond that, status 429. 0: no limit.",
        ),
    ] = 60
    feedback_days: Annotated[
        int,
        Meta(
            ge=0,
            le=36_500,
            description="Days to keep feedback. Recent questions are kept for a day, so that "
            "feedback can refer to them. 0: keep neither.",
        ),
    ] = 365
    statistics_days: Annotated[
        int,
        Meta(
            ge=0,
            le=3_650,
            description="Days to keep questions, with their outcome and duration, for `dateline "
            "stats`. 0: keep none.",
        ),
    ] = 0
    public_read: Annotated[
        bool,
        Meta(
            description="Let everyone ask and read without a key, scores included. Otherwise, any "
            "address but loopback needs a key: see `dateline keys`."
        ),
    ] = False
    require_key: Annotated[
        bool,
        Meta(
            description="Require a key on loopback too. Set this behind a proxy on the same "
            "machine."
        ),
    ] = False
    key: Annotated[
        str,
        Meta(
            max_length=200,
            pattern=r"^[\x21-\x7e]*$",
            description="Secret key that commands with --url send to the server; hidden by "
            "`dateline config`.",
        ),
    ] = ""
    workers: Annotated[Positive, Meta(description="Number of server processes.")] = 1
    collection: Annotated[str, Meta(description="Default collection.")] = "default"
    language: Annotated[
        str,
        Meta(description="Language of messages: en, de, es or fr. Quotes are never translated."),
    ] = "en"
    embedder: Annotated[
        str,
        Meta(
            description="Embedder: minilm, or the name or folder of a model. Collections that have "
            "articles keep their embedder until `dateline reembed`."
        ),
    ] = "minilm"
    reader: Annotated[
        str,
        Meta(
            description="Reader: span, sentence (the smallest), or the name or folder of a Hugging "
            "Face question-answering model."
        ),
    ] = "span"
    attribution: Annotated[
        str,
        Meta(
            pattern="^(tagger|rules)$",
            description="How quotations are attributed: tagger (a small network) or rules (only "
            "labels, signatures and colons; uses the least memory).",
        ),
    ] = "tagger"
    min_confidence: Annotated[
        Fraction | None,
        Meta(
            description="Minimum confidence of an answer. Default: .4 in a collection, .28 in one "
            "chosen article, .3 for quotations of a person; most follow-ups need .65."
        ),
    ] = None
    maybe_confidence: Annotated[
        Fraction | None,
        Meta(
            description="Minimum confidence of a maybe: the best candidate, shown as uncertain if "
            "nothing reaches min_confidence. At most half are right. 1: show none. Default: .3 "
            "in a collection, .2 in one chosen article, .15 for quotations of a person; .45 for "
            "most follow-ups."
        ),
    ] = None
    risk_target: Annotated[
        Fraction | None,
        Meta(
            description="Maximum share of wrong answers among answered questions; replaces "
            "min_confidence and needs `dateline eval calibrate`."
        ),
    ] = None
    answer_ms: Annotated[
        int,
        Meta(
            ge=0,
            description="Time limit per question in milliseconds, including its wait in the queue. "
            "When it runs out, no more passages are read. 0: no limit.",
        ),
    ] = 0
    freshness_weight: Annotated[
        Fraction,
        Meta(description="How strongly to prefer newer articles, from 0 (not at all) to 1."),
    ] = 0.0
    freshness_half_life_days: Annotated[
        float, Meta(gt=0, description="Age in days at which this preference is halved.")
    ] = 30.0
    conversation_days: Annotated[
        int,
        Meta(
            ge=0,
            le=36_500,
            description="Days to keep a conversation after its last question. 0: store none.",
        ),
    ] = 30
    chat_history: Annotated[
        bool,
        Meta(description="Keep the input history of `dateline chat` between sessions."),
    ] = True
    vector_store: Annotated[
        str,
        Meta(
            description="Vector store: faiss, exact (slower; uses the least memory), or pgvector "
            "(vectors in the PostgreSQL `database`, none in the server)."
        ),
    ] = "faiss"
    flat_until: Annotated[
        Positive,
        Meta(
            description="Number of passages up to which vector search is exact (with pgvector, at "
            "most 20,000)."
        ),
    ] = 300_000
    allow_fetch: Annotated[
        bool, Meta(description="Allow the HTTP API to fetch URLs and feeds.")
    ] = False
    follow_minutes: Annotated[
        int,
        Meta(
            ge=0,
            le=10_080,
            description="Minutes between visits to a feed without its own interval (`dateline "
            "follow`). 0: this server visits no feeds.",
        ),
    ] = 15
    fetch_networks: Annotated[
        tuple[Proxy, ...],
        Meta(
            description="Private networks from which pages and feeds may be fetched, such as "
            "10.1.2.0/24."
        ),
    ] = ()
    demo: Annotated[
        bool,
        Meta(description="Use the demo articles, in their own data folder unless `data` is set."),
    ] = False
    max_upload_bytes: Annotated[
        Positive,
        Meta(
            description="Maximum size of a request body in bytes, and of all large ones together."
        ),
    ] = 256 * 1024 * 1024
    max_archive_bytes: Annotated[
        Positive,
        Meta(description="Maximum unpacked size of an archive in bytes; the rest is not read."),
    ] = 4 * 1024 * 1024 * 1024
    max_article_characters: Annotated[
        int,
        Meta(ge=1, le=64 * 1024 * 1024, description="Maximum length of an article in characters."),
    ] = 1024 * 1024
    threads: Annotated[
        int,
        Meta(
            ge=0,
            description="Questions that each process answers at a time. 0: its share of the cores, "
            "up to 4.",
        ),
    ] = 0
    queue_length: Annotated[
        int,
        Meta(
            ge=0,
            description="Questions that may wait in each process; more get status 503 at once. 0: "
            "four for each question being answered, fewer if they would wait much "
            "longer than two others take or if most are being refused.",
        ),
    ] = 0
    queue_ms: Annotated[
        Positive, Meta(description="Maximum wait in the queue in milliseconds; then status 503.")
    ] = 10_000
    idle_seconds: Annotated[
        float,
        Meta(
            gt=0,
            description="Seconds after which an idle connection, or one that sends its request too "
            "slowly, is closed.",
        ),
    ] = 20.0
    log_level: Annotated[
        str,
        Meta(
            pattern="^(debug|info|warning|error)$",
            description="Minimum level of messages to log: debug, info, warning or error.",
        ),
    ] = "info"
    log_format: Annotated[
        str,
        Meta(
            pattern="^(auto|text|json)$",
            description="Log format: text, json, or auto (text on a terminal).",
        ),
    ] = "auto"

    trace_endpoint: Annotated[
        str,
        Meta(
            pattern=r"^(https?://\S+)?$",
            description="OTLP/HTTP endpoint for traces, with a span for each request and each "
            "stage of a question: http://127.0.0.1:4318/v1/traces. Needs `pip install "
            "'dateline[traces]'`.",
        ),
    ] = ""

    @property
    def folder(self) -> Path:
        """The data folder."""
        return Path(self.data)

    @property
    def file(self) -> Path:
        """The SQLite file in the data folder, unless a database is set."""
        return self.folder / "library.db"

    @property
    def library(self) -> Path | str:
        """Where the articles are stored: that file, or the address of a database."""
        return self.database or self.file

    @property
    def indexes(self) -> Path:
        """The folder of the search indexes, which can be rebuilt from the database."""
        return self.folder / "indexes"


def load(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Read the settings; those `given` (from the command line) take precedence.

    Raises:
        SettingsError: an unknown name or an invalid value; the message names it and where it is.
    """
    environment = os.environ if environment is None else environment
    chosen = {name: value for name, value in given.items() if value is not None}
    found = _from_environment(environment)
    path = chosen.get("config") or found.get("config", "")
    values = {**_from_file(path), **found, **chosen}
    if chosen.get("data") == "":
        raise SettingsError("--data: is empty; name a folder, or leave it out")
    try:
        # Not strict: environment variables are always strings.
        settings = msgspec.convert(_with_lists(values), Settings, strict=False)
    except msgspec.ValidationError as exc:
        raise SettingsError(f"settings: {_plain(str(exc))}; `dateline config` lists them") from exc
    if matching_language(settings.language) is None:
        known = ", ".join(languages())
        raise SettingsError(f"settings: `language` is {settings.language!r}; use one of {known}")
    return structs.replace(settings, data=settings.data or _default_data(demo=settings.demo))


def describe(settings: Settings) -> list[tuple[str, Any, str]]:
    """Name, value and meaning of every setting; secrets are masked."""
    hints = msgspec.inspect.type_info(Settings)
    assert isinstance(hints, msgspec.inspect.StructType)  # noqa: S101
    return [
        (field.name, _shown(settings, field.name), _meaning(field.type)) for field in hints.fields
    ]


def _shown(settings: Settings, name: str) -> Any:
    value = getattr(settings, name)
    if name == "database":
        return without_password(value)
    return "***" if name in _SECRETS and value else value


def _with_lists(values: dict[str, Any]) -> dict[str, Any]:
    """The values, with "a, b" split where a setting is a list."""
    lists = {field.name for field in structs.fields(Settings) if field.default == ()}
    return {
        name: [part.strip() for part in value.split(",") if part.strip()]
        if name in lists and isinstance(value, str)
        else value
        for name, value in values.items()
    }


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    names = {field.name for field in structs.fields(Settings)}
    values: dict[str, Any] = {}
    for key, value in environment.items():
        if key.startswith(_PREFIX) and key not in _NOT_SETTINGS:
            name = key.removeprefix(_PREFIX).lower()
            if name not in names:
                raise SettingsError(f"{key}: unknown setting; {_nearest(name, names, _PREFIX)}")
            values[name] = value
    return values


def _from_file(path: str) -> dict[str, Any]:
    if not path:
        return {}
    try:
        values = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as exc:
        raise SettingsError(f"{path}: cannot be read: {exc.strerror or exc}") from exc
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise SettingsError(f"{path}: {exc}") from exc
    names = {field.name for field in structs.fields(Settings)}
    if unknown := sorted(values.keys() - names):
        hint = _nearest(unknown[0], names) if len(unknown) == 1 else _LISTED
        raise SettingsError(f"{path}: unknown setting {', '.join(unknown)}; {hint}")
    return values


def _nearest(name: str, names: Iterable[str], prefix: str = "") -> str:
    """What to do about a name that no setting has."""
    near = get_close_matches(name.lower(), names, n=1)
    if not near:
        return _LISTED
    meant = f"{prefix}{near[0].upper()}" if prefix else near[0]
    return f"did you mean {meant}? {_LISTED}"


def _default_data(*, demo: bool) -> str:
    """The folder for your own articles; the demo has one beside it."""
    from platformdirs import user_data_dir

    return user_data_dir("dateline-demo" if demo else "dateline", appauthor=False)


def _meaning(type_: msgspec.inspect.Type) -> str:
    extra = getattr(type_, "extra_json_schema", None) or {}
    return str(extra.get("description", ""))


def _plain(message: str) -> str:
    return message.replace("`$.", "`")
