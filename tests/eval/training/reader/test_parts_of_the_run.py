"""What the accelerator trains on and with, held to the parts that train elsewhere."""

from argparse import Namespace
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.training.data.material import Asked, Material
from eval.training.data.pack import Packer
from eval.training.data.packed import Packed, read, read_recipe, write
from eval.training.data.windows import tokenizer_of_the_base
from eval.training.reader import base_weights
from eval.training.reader.asking import Asker, sources
from eval.training.reader.encoder import Encoder, Kept, from_bert, to_bert
from eval.training.reader.mining import mine
from eval.training.reader.spans_network import Reader, best_spans, chances, loss
from eval.training.reader.texts import Order, Texts
from eval.training.reader.trainer import PARTS, Log, Share, Trainer
from index.embedders.minilm import model_folder
from index.errors import UnreadableFileError
from index.records import Span

_PASSAGES = (
    "The ferry to Skagen left at noon. Captain Ines Duarte blamed fog for the delay. "
    "Passengers waited two hours. The harbour paid for their lunch.",
    "A bridge near Lund was closed on Friday. Engineers found 14 cracks in its deck.",
    "Fog is common in the strait in spring.",
)
_ASKED = (
    ("Who blamed fog for the delay?", 0, "Captain Ines Duarte"),
    ("How many cracks were found?", 1, "14"),
    ("When did the ferry leave?", 0, "noon"),
    ("Who paid for the fuel?", 0, ""),
)


@pytest.fixture(scope="module")
def base() -> dict[str, torch.Tensor]:
    from index.embedders.weights import read_safetensors

    arrays = read_safetensors(model_folder() / "model.safetensors")
    return {n: torch.from_numpy(np.array(a)) for n, a in arrays.items() if "position_ids" not in n}


@pytest.fixture
def packed() -> Packed:
    packer = Packer()
    packer.add(_material(), 0)
    packer.add_unasked([_PASSAGES[2]], 50)
    return packer.packed()


@pytest.fixture
def texts(packed: Packed) -> Texts:
    torch.manual_seed(0)
    return Texts(packed, torch.device("cpu"))


def _material() -> Material:
    asked = []
    for number, (question, passage, answer) in enumerate(_ASKED):
        at = _PASSAGES[passage].find(answer)
        spans = (Span(at, at + len(answer)),) if answer else ()
        asked.append(Asked(id=f"{number}", question=question, passage=passage,
                           spans=spans, relevant=bool(answer)))  # fmt: skip
    return Material(name="own", passages=list(_PASSAGES[:2]), asked=asked, heads=["", ""])


def test_the_encoder_gives_the_states_of_a_bert_model(base: dict[str, torch.Tensor]) -> None:
    from transformers import BertModel

    bert = BertModel.from_pretrained(str(model_folder()), add_pooling_layer=False).eval()
    encoder = Encoder()
    encoder.load_state_dict(from_bert(base))
    encoder.eval()
    ids = torch.randint(1000, 20000, (3, 20), generator=torch.Generator().manual_seed(1))
    segments = (torch.arange(20) > 8).long().expand(3, -1)
    mask = torch.arange(20) < torch.tensor([20, 15, 9])[:, None]
    with torch.no_grad():
        theirs = bert(
            input_ids=ids, token_type_ids=segments, attention_mask=mask.long()
        ).last_hidden_state
        embedded = encoder.embedded(ids, segments, torch.arange(20)[None])
        ours = encoder(embedded, mask[:, None, None, :])
    assert torch.allclose(theirs[mask], ours[mask], atol=1e-4)
    there_and_back = to_bert(encoder.state_dict())
    assert all(torch.equal(tensor, base[name]) for name, tensor in there_and_back.items())
    assert set(there_and_back) <= set(base)


def test_what_was_packed_is_read_again(packed: Packed, tmp_path: Path) -> None:
    write(packed, tmp_path / "packed.xz")
    again = read(tmp_path / "packed.xz")
    arrays = again._asdict()
    assert all(np.array_equal(array, arrays[name]) for name, array in packed._asdict().items())


def test_base_weights_are_those_of_the_model_in_float16(
    base: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    base_weights.main(["--out", str(tmp_path / "base")])
    again = base_weights.read(tmp_path / "base")
    assert all(torch.equal(again[n], t.half().float()) for n, t in base.items() if t.ndim)


@pytest.mark.parametrize("room", [12, 25, 200])
def test_windows_hold_the_question_and_its_answer(texts: Texts, room: int) -> None:
    tokenizer = tokenizer_of_the_base()
    asked = np.arange(4)
    for _ in range(20):
        begin = texts.around_answers(asked, room)
        rows = texts.rows(asked, texts.passage[asked], begin, room, dumb=False)
        for row, (question, passage, answer) in enumerate(_ASKED):
            ids = rows.ids[row][rows.mask[row]].tolist()
            read_as = tokenizer.decode(ids, skip_special_tokens=False)
            assert f"[CLS] {question.lower()[:-1]}" in read_as.replace(" ?", "?")
            inside = rows.ids[row][rows.segments[row].bool()].tolist()
            assert len(inside) <= room + 1
            # A part of the passage, and the mark that closes it.
            part, whole = inside[:-1], tokenizer.encode(_PASSAGES[passage]).ids
            assert any(whole[at : at + len(part)] == part for at in range(len(whole)))
            first, last = (int(place[row].int().argmax()) for place in (rows.starts, rows.ends))
            if answer:
                assert tokenizer.decode(rows.ids[row, first : last + 1].tolist()) == answer.lower()
            else:
                assert (first, last) == (0, 0)
            assert bool(rows.relevant[row]) == bool(answer)


def test_a_window_that_cuts_an_answer_counts_for_nothing(texts: Texts) -> None:
    asked = np.array([0])
    first, last = texts.spans[0, 0].tolist()
    rows = texts.rows(asked, texts.passage[asked], torch.tensor([first + 1]), 30, dumb=False)
    assert last > first
    assert not rows.whole[0]
    assert not rows.answered[0]
    other = texts.rows(asked, texts.passage[np.array([1])], torch.tensor([0]), 30, dumb=False)
    assert other.whole[0]
    assert not other.relevant[0]


def test_added_questions_are_asked_of_their_passage(texts: Texts) -> None:
    tokenizer = tokenizer_of_the_base()
    ids = tokenizer.encode("Who paid for lunch?", add_special_tokens=False).ids
    at = _PASSAGES[0].find("The harbour")
    encoded = tokenizer.encode(_PASSAGES[0], add_special_tokens=False)
    first = next(n for n, (start, _) in enumerate(encoded.offsets) if start == at)
    padded = torch.tensor([[*ids, 0, 0]])
    numbers = texts.add(padded, torch.tensor([len(ids)]), texts.passage[:1],
                        torch.tensor([[first, first + 1]]), 7)  # fmt: skip
    begin = texts.around_answers(numbers, 20)
    rows = texts.rows(numbers, texts.passage[numbers], begin, 20, dumb=False)
    start, end = int(rows.starts[0].int().argmax()), int(rows.ends[0].int().argmax())
    assert tokenizer.decode(rows.ids[0, start : end + 1].tolist()) == "the harbour"
    assert texts.of[numbers].tolist() == [7]


def test_negatives_do_not_hold_the_answer(texts: Texts, base: dict[str, torch.Tensor]) -> None:
    mined = mine(texts, base, np.arange(4), 1)
    passages, _ = mined.choose(np.array([0, 1]), np.random.default_rng(0))
    assert texts.passage[0] not in passages[:1]
    assert mined.count() > 0


def test_a_network_learns_the_few_questions_it_sees(
    texts: Texts, base: dict[str, torch.Tensor]
) -> None:
    torch.manual_seed(1)
    reader = Reader(base)
    optimizer = torch.optim.AdamW([p for p in reader.parameters() if p.requires_grad], lr=3e-4)
    asked = np.arange(4)
    each = np.repeat(asked, 2)
    passages = np.stack([texts.passage[asked], 1 - texts.passage[asked]], axis=1).ravel()
    rows = texts.rows(each, passages, torch.zeros(8, dtype=torch.long), 60, dumb=False)
    for _ in range(25):
        logits, relevance = reader(rows)
        loss(logits, relevance, rows, 2).backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        optimizer.zero_grad()
    reader.eval()
    spans, relevant = chances([reader], rows)
    first, last, _ = best_spans(torch.log(spans.clamp(min=1e-9)), 10, 1)
    right = rows.answered
    assert torch.equal(first[right, 0], rows.starts[right].int().argmax(dim=1))
    assert torch.equal(last[right, 0], rows.ends[right].int().argmax(dim=1))
    assert (relevant[rows.relevant] > relevant[~rows.relevant].max()).all()


def test_asking_a_word_at_a_time_is_asking_at_once(
    texts: Texts, base: dict[str, torch.Tensor]
) -> None:
    torch.manual_seed(1)
    asker = Asker(base, 2, 0.0).eval()
    asked = np.arange(3)
    rows = texts.rows(asked, texts.passage[asked], torch.zeros(3, dtype=torch.long), 30, dumb=True)
    ids, marks, counts = sources(
        rows.ids[:, 2:], rows.mask.sum(dim=1) - 3, rows.starts.int().argmax(dim=1) - 2,
        rows.ends.int().argmax(dim=1) - 2, torch.tensor([0, 1, 1]),
    )  # fmt: skip
    tokenizer = tokenizer_of_the_base()
    answer = ids[0][marks[0] == 1].tolist()
    assert tokenizer.decode(answer) == "captain ines duarte"
    question = torch.tensor([[2040, 11248, 9666], [2129, 2116, 0], [2043, 0, 0]])
    lengths = torch.tensor([3, 2, 1])
    with torch.no_grad():
        whole = asker.loss(ids, marks, counts, question, lengths)
        kept = Kept([], [])
        at = torch.arange(ids.shape[1])[None]
        mask = at < counts[:, None]
        states = asker.encoder(
            asker.embedded(ids, at.expand(3, -1), marks), mask[:, None, None, :], kept
        )
        last = states[torch.arange(3), counts - 1]
        losses = []
        for step in range(4):
            wanted = torch.where(step < lengths, question[:, min(step, 2)], 102)
            value = torch.nn.functional.cross_entropy(
                asker.logits(last), wanted, reduction="none", label_smoothing=0.05
            )
            losses.append(value[step <= lengths])
            token = question[:, min(step, 2)]
            mask = torch.nn.functional.pad(mask, (0, 1), value=True)
            embedded = asker.embedded(
                token[:, None], (counts + step)[:, None], torch.full((3, 1), 2)
            )
            last = asker.encoder(embedded, mask[:, None, None, :], kept).squeeze(1)
    assert torch.cat(losses).mean().item() == pytest.approx(whole.item(), abs=1e-3)


def test_each_set_comes_as_often_as_it_should() -> None:
    order = Order([(np.arange(3), 2.0), (np.arange(3, 13), 0.5)], np.random.default_rng(0))
    taken = np.concatenate([order.take(4) for _ in range(22)])
    assert len(taken) == 88
    counts = np.bincount(taken, minlength=13)
    assert counts[:3].sum() == pytest.approx(48, abs=6)
    assert order.epochs == 7


_RECIPE = """
seed = 7
measured = []
unasked = []
sets = [{ path = "own", times = 1, licence = "none" }]
"""


@pytest.fixture
def run(packed: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Namespace:
    """What a run is told that trains two steps a part."""
    monkeypatch.setitem(PARTS, "plain", Share(2, 1.0))
    monkeypatch.setitem(PARTS, "teacher", Share(2, 1.0))
    write(packed, tmp_path / "packed.xz")
    base_weights.main(["--out", str(tmp_path / "base")])
    (tmp_path / "recipe.toml").write_text(_RECIPE)
    return Namespace(
        packed=tmp_path / "packed.xz",
        base=tmp_path / "base",
        recipe=tmp_path / "recipe.toml",
        out=tmp_path / "run",
        seconds=60.0,
        tokens=400,
        device="cpu",
    )


def _trained(run: Namespace) -> tuple[list[dict[str, torch.Tensor]], str]:
    """The networks of two parts, and what the log says of this call."""
    run.out.mkdir(exist_ok=True)
    log = run.out / "log.jsonl"
    before = log.read_text() if log.exists() else ""
    trainer = Trainer(run, read_recipe(run.recipe), Log(log))
    readers = [
        trainer.read(name, trainer.order(lambda _: True), None, rate=1e-3, weight=0.0)
        for name in ("plain", "teacher")
    ]
    return [reader.state_dict() for reader in readers], log.read_text().removeprefix(before)


def _same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return all(torch.equal(tensor, other[name]) for name, tensor in one.items())


@pytest.mark.model
def test_finished_parts_are_taken_up_and_the_others_trained_as_if_at_once(run: Namespace) -> None:
    whole, said = _trained(run)
    assert said.count('"step":2') == 2
    again, said = _trained(run)
    assert said.count("taken_up") == 2
    (second,) = (run.out / "parts").glob("01-*")
    second.unlink()
    resumed, said = _trained(run)
    assert (said.count("taken_up"), said.count('"step":2')) == (1, 1)
    assert all(map(_same, whole, again))
    assert all(map(_same, whole, resumed))
    assert not _same(whole[0], whole[1])


@pytest.mark.model
def test_parts_of_another_run_or_damaged_ones_are_refused(run: Namespace) -> None:
    _trained(run)
    (first,) = (run.out / "parts").glob("00-*")
    first.write_bytes(first.read_bytes()[:1000])
    with pytest.raises(UnreadableFileError, match=r"00-plain\.pt: .*delete it"):
        _trained(run)
    run.recipe.write_text(_RECIPE.replace("seed = 7", "seed = 8"))
    with pytest.raises(UnreadableFileError, match="trained on something else"):
        _trained(run)
