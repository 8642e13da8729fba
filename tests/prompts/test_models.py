"""What embedding models expect before their texts."""

import pytest

from prompts import ModelPrompts, model_prompts

INSTRUCTION = "Represent this sentence for searching relevant passages: "
TASK = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
)


@pytest.mark.parametrize(
    ("name", "question", "passage"),
    [
        ("intfloat/e5-base-v2", "query: ", "passage: "),
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("intfloat/multilingual-e5-large-instruct", f"{TASK} ", ""),
        ("BAAI/bge-small-en-v1.5", INSTRUCTION, ""),
        ("BAAI/bge-large-zh-v1.5", "为这个句子生成表示以用于检索相关文章：", ""),
        ("BAAI/bge-m3", "", ""),
        ("thenlper/gte-small", "", ""),
        ("Alibaba-NLP/gte-modernbert-base", "", ""),
        ("sentence-transformers/all-MiniLM-L6-v2", "", ""),
        ("nomic-ai/nomic-embed-text-v1.5", "search_query: ", "search_document: "),
        ("Snowflake/snowflake-arctic-embed-m-v1.5", INSTRUCTION, ""),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", ""),
        ("mixedbread-ai/mxbai-embed-large-v1", INSTRUCTION, ""),
        ("Qwen/Qwen3-Embedding-0.6B", TASK, ""),
    ],
)
def test_a_known_model_gets_what_it_was_trained_with(
    name: str, question: str, passage: str
) -> None:
    assert model_prompts(name) == ModelPrompts(question, passage)


@pytest.mark.parametrize(
    "name",
    [
        "/srv/models/e5-base-v2",
        "/srv/models/e5-base-v2/",
        "C:\\models\\E5-base-v2",
        "~/.cache/hub/models--intfloat--e5-base-v2/snapshots/1c644c92ad3ba1efdad3f1451a637716616a20e8",
    ],
)
def test_a_folder_is_known_by_its_name(name: str) -> None:
    assert model_prompts(name) == ModelPrompts("query: ", "passage: ")


@pytest.mark.parametrize("name", ["someone/our-own-model", "/srv/e5-base-v2/checkpoint", "", "/"])
def test_nothing_is_said_about_an_unknown_model(name: str) -> None:
    assert model_prompts(name) == ModelPrompts(None, None)
