"""The composition root: settings in, everything that answers and ingests out."""

import logging
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from index.embedders import load as load_embedder
from index.embedders.contract import Embedder
from index.errors import SettingsError
from index.followers.catalogue import Catalogue
from index.followers.dense import DensePolicy
from index.ingest import Ingester
from index.quotations.contract import Tagging
from index.quotations.tagger.shipped import check_files, load_tagging
from index.search import FINGERPRINT as SEARCH
from index.search import Freshness
from index.store.library import Library
from index.store.values import Collection
from prompts import PromptError, model_prompts, validate
from service.answerer import Answerer, AnswerPolicy
from service.answers.calibration import FILE, Calibration, Subject
from service.answers.calibration import load as load_calibration
from service.readers import load as load_reader
from service.settings import Settings

_log = logging.getLogger(__name__)


class Engine:
    """An open data folder with its models and indexes."""

    def __init__(
        self, settings: Settings, *, calibrated: bool = True, calibration_file: Path | None = None
    ) -> None:
        """Open everything; this loads the models and takes the seconds that takes.

        Args:
            settings: where things are and how to answer.
            calibrated: apply the data folder's calibration and the risk target; without, as for
                adding articles and for calibrating, confidences are the reader's own.
            calibration_file: instead of the one in the data folder.

        Raises:
            SettingsError: an unknown embedder or reader, a damaged file of ours, or a calibration
                made for others than these.
            StoreError: the data folder cannot be used.
        """
        _check_prompts()
        self.settings = settings
        self.library = Library(settings.database)
        self.library.create_collection(settings.collection)
        self.embedder: Embedder = _embedder(settings.embedder)
        self.catalogue = Catalogue(
            self.library,
            settings.indexes,
            self.embedder,
            DensePolicy(flat_until=settings.flat_until),
        )
        self.ingester = Ingester(
            self.library, self.embedder, self.catalogue.follow, _tagging(settings.attribution)
        )
        self.reader = load_reader(settings.reader)
        self.calibration_file = calibration_file or settings.folder / FILE
        self.calibration: Calibration | None = None
        least = settings.min_confidence
        if calibrated:
            self.calibration = load_calibration(self.calibration_file, self.subject)
            least = _least(settings, self.calibration)
        policy = _policy(settings, least)
        self.answerer = Answerer(self.catalogue, self.reader, policy, self.calibration)

    @property
    def subject(self) -> Subject:
        """What a calibration is made for."""
        return Subject(
            embedder=self.embedder.fingerprint,
            reader=self.reader.fingerprint,
            search=f"{SEARCH}-fresh-{self.settings.freshness_weight:g}",
        )

    def open(self) -> None:
        """Bring every collection's indexes up to date with the truth."""
        self.catalogue.open_all()

    def collection(self, name: str | None) -> Collection:
        """The named collection, or the default one.

        Raises:
            NotFoundError: there is none of that name.
        """
        return self.library.collection(name or self.settings.collection)

    def drop_collection(self, name: str) -> None:
        """Erase a collection with its articles and indexes.

        Raises:
            NotFoundError: there is none of that name.
        """
        collection = self.library.collection(name)
        self.library.drop_collection(name)
        self.catalogue.forget(collection)

    def close(self) -> None:
        """Write snapshots and close the library."""
        self.catalogue.save()
        self.library.close()


def _check_prompts() -> None:
    try:
        validate()
    except PromptError as exc:
        raise SettingsError(f"prompts: {exc}") from exc


def _embedder(name: str) -> Embedder:
    """The embedder, with the words that its model expects before questions and passages."""
    words = model_prompts(name)
    return load_embedder(name, question_prompt=words.question, passage_prompt=words.passage)


def _tagging(attribution: str) -> Callable[[], Tagging | None]:
    """What finds quotations beside the rules; checked here, loaded at the first article."""
    if attribution == "rules":
        return lambda: None
    check_files()
    return _tagger


@cache
def _tagger() -> Tagging | None:
    try:
        return load_tagging()
    except ImportError as exc:
        _log.warning("OpenVINO cannot be imported (%s): quotations are found by rules alone", exc)
        return None


def thread_count(settings: Settings) -> int:
    """Threads for model work."""
    return settings.threads or os.cpu_count() or 1


def _policy(settings: Settings, min_confidence: float) -> AnswerPolicy:
    return AnswerPolicy(
        collection=settings.collection,
        language=settings.language,
        min_confidence=min_confidence,
        seconds=settings.answer_ms / 1000 or None,
        freshness=Freshness(settings.freshness_weight, settings.freshness_half_life_days),
    )


def _least(settings: Settings, calibration: Calibration | None) -> float:
    """The confidence that an answer must have.

    Raises:
        SettingsError: a risk target without a calibration, or one that cannot be kept.
    """
    if settings.risk_target is None:
        return settings.min_confidence
    if calibration is None:
        raise SettingsError(
            f"risk_target {settings.risk_target:g}: there is no {settings.folder / FILE}; "
            "run `dateline eval calibrate` first, or set min_confidence instead"
        )
    return calibration.threshold(settings.risk_target)
