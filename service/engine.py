"""The composition root: settings in; everything that answers and ingests out."""

import logging
import os
from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path

from index.embedders import load as load_embedder
from index.embedders.contract import Embedder
from index.errors import SettingsError
from index.followers import load_vector_store
from index.followers.catalogue import Catalogue
from index.followers.contract import VectorOptions
from index.followers.embedder_pool import EmbedderPool
from index.followers.old_vectors import delete_old_vectors
from index.ingest import Ingester
from index.quotations.contract import Tagging
from index.quotations.tagger.shipped import load_tagging
from index.reembed import Progress, Target, reembed
from index.reread import Reread, reread
from index.search import FINGERPRINT as SEARCH
from index.search import Freshness
from index.store.conversation_table import ConversationTable
from index.store.feedback_table import FeedbackTable
from index.store.library import Library
from index.store.moving.mover import moved_away
from index.store.values import Collection
from index.web.policy import FetchPolicy
from prompts import PromptError, model_prompts, validate
from service.access.key_ring import KeyRing
from service.aliases.names import load as load_aliases
from service.answerer import Answerer, AnswerPolicy
from service.answers.calibration import FILE, Calibration, Subject
from service.answers.calibration import load as load_calibration
from service.conversations.conversing import Conversing
from service.feedback.asked_questions import AskedQuestions
from service.feedback.asked_questions import forget as forget_questions
from service.feedback.latest_answers import LatestAnswers, forget
from service.feedback.taking import Box
from service.questions.followups.filling_in import Scoring
from service.questions.followups.terms.shipped import score
from service.readers import load as load_reader
from service.readers.contract import Reader
from service.settings import Settings
from service.suggestions.suggester import Suggester
from service.wire.answer import Answer
from service.wire.asking import AskRequest

_log = logging.getLogger(__name__)


_MOST_AT_ONCE = 4
_SHIPPED_EMBEDDERS = ("minilm", "letters")


class Engine:
    """An open data folder. Models and indexes are loaded when they are first needed."""

    def __init__(
        self,
        settings: Settings,
        *,
        calibrated: bool = True,
        calibration_file: Path | None = None,
        serving: bool = False,
    ) -> None:
        """Open the library.

        Without `calibrated`, as for calibrating, confidences are the reader's own;
        `calibration_file` replaces that of the data folder. When `serving`, the latest answers are
        stored for feedback, unless the settings forbid it.

        Raises:
            SettingsError: an unknown vector store, or a damaged file of Dateline's. Models and the
                calibration raise it when they are first needed.
            StoreError: the data folder cannot be used.
        """
        _check_prompts()
        self.settings = settings
        self.library = Library(settings.library)
        self.library.views.wanted = KeyRing(settings.folder).label_sets
        self.library.create_collection(settings.collection)
        self.calibration_file = calibration_file or settings.folder / FILE
        self._calibrated = calibrated
        self._serving = serving
        self._stale_calibration: str | None = None
        self.embedders = EmbedderPool(settings.embedder, _embedder, _SHIPPED_EMBEDDERS)
        self._create_store = load_vector_store(settings.vector_store)
        self._options = VectorOptions(flat_until=settings.flat_until)
        # Indexes of one database must not pass for another's.
        indexes = settings.indexes / self.library.database.id
        self.catalogue = Catalogue(
            self.library, indexes, self.embedders, self._create_store, self._options
        )

    @property
    def embedder(self) -> Embedder:
        """The embedder that the default collection is searched with."""
        return self.catalogue.embedder_of(self.collection(None))

    def tagging(self) -> Tagging | None:
        """The quotation tagger, loaded at the first call; None if disabled."""
        return None if self.settings.attribution == "rules" else _tagger()

    @cached_property
    def ingester(self) -> Ingester:
        """What puts documents into the library."""
        return Ingester(
            self.library,
            self.catalogue.embedder_of,
            self.catalogue.follow,
            self.tagging,
            self.settings.max_article_characters,
        )

    @cached_property
    def reader(self) -> Reader:
        """What finds answers in passages."""
        return load_reader(self.settings.reader)

    @cached_property
    def calibration(self) -> Calibration | None:
        """The data folder's calibration; None if there is none or it is disabled.

        Raises:
            SettingsError: it is damaged, or was made for another model or search.
        """
        if not self._calibrated:
            return None
        return load_calibration(self.calibration_file, self.subject)

    @cached_property
    def answerer(self) -> Answerer:
        """What answers questions."""
        policy = AnswerPolicy(
            collection=self.settings.collection,
            language=self.settings.language,
            min_confidence=self._least_confidence(),
            maybe_confidence=self.settings.maybe_confidence,
            seconds=self.settings.answer_ms / 1000 or None,
            freshness=self.freshness,
        )
        aliases = load_aliases(self.settings.folder)
        return Answerer(self.catalogue, self.reader, policy, self._usable_calibration(), aliases)

    @cached_property
    def conversing(self) -> Conversing:
        """What answers questions after the turns of their conversations."""
        days = self.settings.conversation_days
        table = ConversationTable(self.library.database, days)
        kept = [one for one in (self.feedback.latest, self.asked) if one is not None]

        def remember(request: AskRequest, answer: Answer, collection: str) -> None:
            for one in kept:
                one.keep(request, answer, collection)

        return Conversing(self.answerer, table, _scoring(self.settings.reader), remember)

    @cached_property
    def feedback(self) -> Box:
        """The store for readers' feedback."""
        settings = self.settings
        table = FeedbackTable(self.library.database, settings.feedback_days)
        keeps = settings.feedback_days and settings.conversation_days
        if self._serving and not keeps:
            forget(settings.folder)
        latest = LatestAnswers(settings.folder) if self._serving and keeps else None
        return Box(self.library, table, latest)

    @cached_property
    def asked(self) -> AskedQuestions | None:
        """The questions stored for statistics; None if disabled."""
        settings = self.settings
        if not self._serving:
            return None
        if not settings.statistics_days:
            forget_questions(settings.folder)
            return None
        return AskedQuestions(settings.folder, settings.statistics_days)

    @cached_property
    def suggester(self) -> Suggester:
        """What suggests questions to ask next."""
        return Suggester(self.answerer)

    def notices(self) -> list[str]:
        """Notices for the operator although questions are answered."""
        told = (moved_away(self.library.database), self._stale_calibration)
        return self.catalogue.notices() + [notice for notice in told if notice]

    def _usable_calibration(self) -> Calibration | None:
        """The calibration; None, and a notice, if it is stale: no risk was promised by it."""
        try:
            return self.calibration
        except SettingsError as exc:
            self._stale_calibration = f"confidences are not calibrated: {exc}"
            _log.warning("%s", self._stale_calibration)
            return None

    @property
    def freshness(self) -> Freshness:
        """How much newer articles are preferred."""
        settings = self.settings
        return Freshness(settings.freshness_weight, settings.freshness_half_life_days)

    @property
    def subject(self) -> Subject:
        """The components a calibration is made for."""
        return Subject(
            embedder=self.embedder.fingerprint,
            reader=self.reader.fingerprint,
            search=f"{SEARCH}-fresh-{self.settings.freshness_weight:g}",
        )

    def open(self) -> None:
        """Bring the indexes of all collections up to date with the database.

        Raises:
            SettingsError: the embedder of one of them cannot be loaded.
        """
        self.catalogue.open_all()
        self.catalogue.prepare()

    def reread(self, collection: Collection) -> Iterator[Reread]:
        """Analyse a collection's texts again, batch by batch.

        It can be stopped at any time.

        Raises:
            StoreError: the data folder cannot be written to.
        """
        yield from reread(self.library, self.ingester, collection)

    def reembed(self, collection: Collection) -> Iterator[Progress]:
        """Re-embed a collection with the configured embedder, batch by batch.

        It can be stopped at any time; the next call continues.

        Raises:
            SettingsError: the embedder cannot be loaded.
            StoreError: another process is re-embedding it, or the data folder cannot be written.
        """
        ref, embedder = self.embedders.wanted()
        self.catalogue.record_of(collection)
        target = Target(ref, embedder, self._create_store, self._options)
        yield from reembed(self.library, collection, self.catalogue.folder_of(collection), target)

    def delete_old_vectors(self, collection: Collection) -> bool:
        """Delete unused vectors; False if some are still in use."""
        folder = self.catalogue.folder_of(collection)
        return delete_old_vectors(self.library, collection, folder)

    def collection(self, name: str | None) -> Collection:
        """The named collection, or the default one.

        Raises:
            NotFoundError: no such collection.
        """
        return self.library.collection(name or self.settings.collection)

    def settle(self, collection: Collection) -> None:
        """After adding many articles, do the work that would delay the first question."""
        self.catalogue.open(collection).people.settle()

    def drop_collection(self, name: str) -> None:
        """Delete a collection with its articles and indexes.

        Raises:
            NotFoundError: no such collection.
        """
        collection = self.library.collection(name)
        views = self.library.views.of(collection)
        self.library.drop_collection(name)
        for one in (collection, *views):
            self.catalogue.forget(one)

    def close(self) -> None:
        """Write snapshots and close the library."""
        self.catalogue.close()
        self.feedback.close()
        if self.asked is not None:
            self.asked.close()
        self.library.close()

    def _least_confidence(self) -> float | None:
        """The confidence that an answer must have; None: what is fitted for each situation.

        Raises:
            SettingsError: a risk target without a calibration, or one that cannot be kept.
        """
        settings = self.settings
        if settings.risk_target is None or not self._calibrated:
            return settings.min_confidence
        if self.calibration is None:
            raise SettingsError(
                f"risk_target {settings.risk_target:g}: {settings.folder / FILE} does not exist; "
                "run `dateline eval calibrate` first, or set min_confidence instead"
            )
        return self.calibration.threshold(settings.risk_target)


def _check_prompts() -> None:
    try:
        validate()
    except PromptError as exc:
        raise SettingsError(f"prompts: {exc}") from exc


def _embedder(name: str) -> Embedder:
    """The embedder, with the words that its model expects before questions and passages."""
    words = model_prompts(name)
    return load_embedder(name, question_prompt=words.question, passage_prompt=words.passage)


def _scoring(reader: str) -> Scoring | None:
    """What finds the words that follow-ups leave out; nothing where no network is to be run."""
    return None if reader == "sentence" or find_spec("openvino") is None else score


def _tagger() -> Tagging | None:
    try:
        return load_tagging()
    except ImportError as exc:
        _log.warning(
            "OpenVINO cannot be imported (%s): speakers are found by labels, signatures, colons",
            exc,
        )
        return None


def fetch_policy(settings: Settings) -> FetchPolicy:
    """The policy for fetching from the web.

    Raises:
        SettingsError: a network is invalid.
    """
    for network in settings.fetch_networks:
        try:
            ip_network(network)
        except ValueError as exc:
            raise SettingsError(f"settings: `fetch_networks`: {exc}") from exc
    return FetchPolicy(allowed_networks=settings.fetch_networks)


def thread_count(settings: Settings) -> int:
    """The number of questions a process answers at a time.

    More would not help: networks run one batch after another, each on all cores.
    """
    return settings.threads or max(1, min(_MOST_AT_ONCE, (os.cpu_count() or 1) // settings.workers))
