"""A text in any encoding is read right, refused, or doubted: never is a wrong reading silent."""

from __future__ import annotations

import pytest

import bracketed as bt
from bracketed.errors import DraftError

WORDS = {
    "fr": "4. Les Parties [doivent/devraient] présenter un rapport pour l'année, là où les délégués l'ont demandé.",
    "es": "4. Las Partes [deberán/deberían] presentar un informe para el año próximo, según la petición de los países.",
    "pt": "4. As Partes [devem/deveriam] relatar as ações, para que a mitigação não seja só uma opção dos países.",
    "de": "4. Die Länder [müssen/sollen] über die Maßnahmen berichten und eine Übersicht für das nächste Jahr geben.",
    "it": "4. Le Parti [devono/dovrebbero] presentare una relazione, perché la libertà della città non sarà ridotta.",
    "sv": "4. Parterna [skall/bör] varje år lämna en rapport om åtgärder för miljön och om det som inte är gjort.",
    "en": "4. Parties [shall/should] report to São Tomé, as Côte d'Ivoire and the café in Zürich asked of them.",
    "pl": "4. Strony [powinny/muszą] przedstawiać sprawozdania dotyczące postępów w łagodzeniu zmian; że środki.",
    "cs": "4. Smluvní strany [musí/by měly] každý rok předkládat zprávu o opatřeních ke zmírnění změny klimatu.",
    "hu": "4. A Felek [kötelesek/kell] jelentést tenni az elért eredményekről és intézkedésekről, időről időre.",
    "tr": "4. Taraflar [sunmalıdır/sunabilir] her yıl ilerleme hakkında bir rapor; gelişmiş ülkeler değişikliği.",
    "el": "4. Τα Μέρη [πρέπει/οφείλουν] να υποβάλλουν ετήσια έκθεση για την πρόοδο.",
    "ru": "4. Стороны [должны/могут] представлять ежегодный доклад о достигнутом прогрессе.",
    "zh": "4. 各方[应/应当]每年报告在减缓气候变化方面取得的进展。",
    "zh-tw": "4. 各方[應/應當]每年報告在減緩氣候變化方面取得的進展。",
    "ko": "4. 당사국은 매년 진전 상황에 관한 보고서를 [제출한다/제출할 수 있다].",
    "ja": "4. 締約国は毎年報告書を[提出する/提出できる]。",
    "ar": "4. [تقدم/ينبغي أن تقدم] الأطراف تقريرا سنويا عن التقدم المحرز.",
    "he": "4. הצדדים [חייבים/רשאים] להגיש דוח שנתי.",
}  # fmt: skip
WESTERN = ("fr", "es", "pt", "de", "it", "sv", "en")
ENCODINGS = {
    **dict.fromkeys(WESTERN, ("mac_roman", "cp437", "cp850", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")),
    **dict.fromkeys(("pl", "cs", "hu"), ("cp1250", "iso8859-2", "cp852", "mac_latin2")),
    "tr": ("cp1254", "iso8859-9", "cp857"),
    "el": ("cp1253", "iso8859-7", "cp737"),
    "ru": ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac_cyrillic", "utf-16-le"),
    "zh": ("gb18030", "gb2312", "utf-16-be"),
    "zh-tw": ("big5", "big5hkscs", "utf-16-le"),
    "ko": ("euc-kr", "johab", "iso2022_kr"),
    "ja": ("shift_jis", "euc_jp", "iso2022_jp"),
    "ar": ("cp1256", "iso8859-6"),
    "he": ("cp1255", "iso8859-8"),
}
ENGLISH = "1. Parties [shall/should] report each year on what they have done, and on the ports that are theirs.\n"


def holds(encoding: str, text: str) -> bool:
    """Say whether an encoding has all letters of a text, so that somebody can have saved it in this one."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


SAVED = [(lang, code) for lang, codes in ENCODINGS.items() for code in codes if holds(code, WORDS[lang])]


def test_most_pairs_of_words_and_encodings_are_tried() -> None:
    assert len(SAVED) > 60


@pytest.mark.parametrize("before", ["", ENGLISH * 9], ids=["alone", "behind English"])
@pytest.mark.parametrize(("language", "encoding"), SAVED)
def test_another_encoding_is_refused_or_doubted(language: str, encoding: str, before: str) -> None:
    text = before + WORDS[language]
    try:
        draft = bt.read(text.encode(encoding), format="txt")
    except DraftError:
        return
    assert draft.source == text or "encoding-doubtful" in {found.code for found in draft.diagnostics}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("language", WESTERN)
def test_western_texts_are_read_without_a_doubt(language: str, encoding: str) -> None:
    for text in (WORDS[language], ENGLISH * 9 + WORDS[language]):
        draft = bt.read(text.encode(encoding), format="txt")
        assert draft.source == text
        assert "encoding-doubtful" not in {found.code for found in draft.diagnostics}


def test_the_finding_shows_the_words() -> None:
    draft = bt.read(ENGLISH.encode() + WORDS["hu"].encode("cp1250"), format="txt")
    (found,) = (found for found in draft.diagnostics if found.code == "encoding-doubtful")
    assert (found.severity, found.provision) == ("warning", "4")
    assert found.message == (
        "the file was read as Windows-1252, and so has words such as “eredményekrõl”, “intézkedésekrõl”, “idõrõl”"
    )
    assert found.suggestion == "if these words are wrong, save the file as plain text in UTF-8"


def test_a_name_or_two_of_another_language_are_no_doubt() -> None:
    names = "À la demande de Søren et de Þór, les délégations des États ont décidé de créer un comité à Genève. "
    text = (
        names + "Les États présentent leurs résultats à l'Assemblée générale, où ils sont étudiés après la séance. " * 9
    )
    assert not bt.read(text.encode("cp1252"), format="txt").diagnostics


@pytest.mark.parametrize(
    "line",
    [
        "Each State´s duties [shall/should] be reported.",
        "The ¨Plan¨ [shall/should] apply.",
        "The Parties [shall/should] pay dues† and fees‡ in time.",
        "A ½hour break [is/was] taken.",
        "The Parties agree on co¬operation [and re¬use].",
        "The Parties agree…and [shall/should] report.",
        "The Parties took note of this¹²³ [with thanks].",
    ],
)
def test_signs_that_people_type_at_words_refuse_no_text(line: str) -> None:
    assert bt.read(line.encode("cp1252"), format="txt").source == line


def test_units_are_no_doubt() -> None:
    line = "The Parties allow 10 µg [or 15 µg] in 5 µm of dust."
    assert not bt.read(line.encode("cp1252"), format="txt").diagnostics


@pytest.mark.parametrize(
    ("page", "encoding", "words"),
    [
        ("<p>4. 各方[应/应当]报告</p>", "gb18030", "read as UTF-8"),
        ("<meta charset=utf-8><p>4. Les États [doivent]</p>", "cp1252", "has words such as “�tats”"),
        ("<p>4. Strony [powinny] przedstawiać</p>", "cp1250", "read as Windows-1252"),
    ],
)
def test_a_web_page_that_does_not_say_its_encoding_is_doubted(page: str, encoding: str, words: str) -> None:
    draft = bt.read(page.encode(encoding), format="html")
    assert [words in found.message for found in draft.diagnostics if found.code == "encoding-doubtful"] == [True]


def test_a_web_page_that_says_its_encoding_is_believed() -> None:
    draft = bt.read(f"<meta charset=big5><p>{WORDS['zh-tw']}</p>".encode("big5"), format="html")
    assert draft.source.strip() == WORDS["zh-tw"]
    assert "encoding-doubtful" not in {found.code for found in draft.diagnostics}


def test_a_table_in_another_encoding_is_doubted() -> None:
    table = "delegation,bracket,option,stance,evidence\nUK,4#1,a,supports,wolą środki że\n"
    positions = bt.read_positions(table.encode("cp1250"), bt.parse("4. Parties [shall/should] report."))
    (found,) = positions.diagnostics
    assert (found.severity, found.code, found.source) == ("warning", "encoding-doubtful", "table")
    assert found.message.startswith("table: the file was read as Windows-1252, and so has words such as “")
