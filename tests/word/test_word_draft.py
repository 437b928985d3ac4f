"""The Word document in `examples/` is made of the text beside it, and says the same."""

from __future__ import annotations

import io
import zipfile

import pytest

import bracketed as bt
from docs.make_word_draft import TEXT, WORD, as_word
from tests.word.test_same_draft import brackets, positions, provisions


def test_the_document_is_what_the_script_makes() -> None:
    made, shipped = (zipfile.ZipFile(io.BytesIO(data)) for data in (as_word(bt.read(TEXT)), WORD.read_bytes()))
    # How well zlib packs differs from one to the next; what it packs does not.
    assert [(name, made.read(name)) for name in made.namelist()] == [
        (name, shipped.read(name)) for name in shipped.namelist()
    ]
    assert WORD.stat().st_size < 40_000


def test_the_document_and_the_text_are_the_same_draft() -> None:
    text, word = bt.read(TEXT), bt.read(WORD)
    assert brackets(word) == brackets(text)
    assert [one for one in provisions(word) if one[1]] == [one for one in provisions(text) if one[1]]  # type: ignore[index]
    # Two comments on one line stand in another order where one of them is on words inside the other's.
    for of_word, of_text in zip(positions(word), positions(text), strict=True):
        assert sorted(map(repr, of_word)) == sorted(map(repr, of_text))
    assert [one.code for one in word.diagnostics] == [one.code for one in text.diagnostics]
    assert [one.message for one in bt.positions(word).diagnostics] == [
        one.message for one in bt.positions(text).diagnostics
    ]


def test_the_comments_are_on_their_words_and_answer_each_other() -> None:
    word = bt.read(WORD)
    on = {one.number: word.source[slice(*one.anchor)] for one in word.comments if one.anchor}
    assert len(on) == 27
    assert (on[2], on[3], on[5]) == ("[and dry ports]", "[voluntary/assessed]", "tariffs")
    assert [(one.number, one.parent) for one in word.comments if one.parent] == [(12, 11), (13, 11)]
    assert word.comments[0].date


def test_others_can_read_the_document() -> None:
    document = pytest.importorskip("docx").Document(str(WORD))
    assert document.paragraphs[0].style.name == "Title"
    assert len(document.tables) == 6
    assert len(list(document.comments)) == 27
