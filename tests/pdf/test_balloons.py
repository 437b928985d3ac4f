"""Comments that Word prints into a PDF, beside the text or between its lines."""

from __future__ import annotations

from bracketed.draft.annotated_text import AnnotatedText
from bracketed.reading.pdf.document import annotated_text_of
from bracketed.reading.pdf.pages import read_pages
from tests.pdf.making import LEFT, PdfBuilder

RIGHT = 380  # of text with comments beside it
ONE = "1. Ports [shall/should] tell the Board every year how deep their channels are, and how many pilots they have."
OTHER = "2. The Board [may] close a port whose channels are not deep enough, and says so to all ships that are near it."


def read(made: PdfBuilder) -> AnnotatedText:
    return annotated_text_of(list(read_pages(made.bytes(), "draft.pdf")), "draft.pdf")


def text_of(annotated: AnnotatedText) -> list[str]:
    return [line.partition("\t")[0] for line in annotated.text.splitlines() if line]


def comments(annotated: AnnotatedText) -> list[tuple[str, str, int | None, str]]:
    """Return author, words, the number of what is answered, and the first word of the paragraph that each stands at."""
    found = []
    for note in annotated.comments or ():
        start = annotated.text.rfind("\n", 0, note.span.start) + 1
        words = annotated.text[slice(*note.text_span)]
        found.append((note.author, words, note.parent, annotated.text[start:].split()[0]))
    return found


def balloon(made: PdfBuilder, y: float, *lines: str, x: float = 400) -> None:
    for number, words in enumerate(lines):
        made.line(words, x=x, y=y - 9.5 * number, size=8)


def test_comments_beside_the_text_are_comments_and_no_text() -> None:
    made = PdfBuilder()
    top = made.y
    made.paragraph(ONE, right=RIGHT)
    second = made.y
    made.paragraph(OTHER, right=RIGHT)
    balloon(made, top, "Commented [A1]: As in the rules of the", "Board; [20] metres would do.")
    balloon(made, second - 5, "Commented [PQ2]: Which ships?", "Those at anchor, too?")
    annotated = read(made)
    assert text_of(annotated) == [ONE, OTHER]
    assert comments(annotated) == [
        ("A", "As in the rules of the Board; [20] metres would do.", None, "1."),
        ("PQ", "Which ships? Those at anchor, too?", None, "2."),
    ]


def test_an_answer_is_with_what_it_answers_also_from_the_next_page() -> None:
    made = PdfBuilder()
    balloon(made, made.y, "Commented [A1]: Too strict.", "Commented [JB2R1]: Agree", "Commented [JB3]: Every year?")
    made.paragraph(ONE, right=RIGHT)
    made.page()
    balloon(made, made.y, "Comment [A4R3]: Every other one.")
    made.paragraph(OTHER, right=RIGHT)
    assert comments(read(made)) == [
        ("A", "Too strict.", None, "1."),
        ("JB", "Agree", 1, "1."),
        ("JB", "Every year?", None, "1."),
        ("A", "Every other one.", 3, "1."),
    ]


def test_comments_left_of_the_text_and_their_frames() -> None:
    made = PdfBuilder()
    made.box((40, 180), (772, 740, 715))
    balloon(made, 760, "Kommentiert [A B1]: Warum", "jährlich?", x=45)
    balloon(made, 730, "Commented [A2]:Or monthly.", x=45)
    made.paragraph(ONE, x=200)
    annotated = read(made)
    assert text_of(annotated) == [ONE]
    assert comments(annotated) == [("A B", "Warum jährlich?", None, "1."), ("A", "Or monthly.", None, "1.")]
    assert annotated.cells == ()


def test_a_comment_in_smaller_type_between_the_lines_belongs_to_the_paragraph_above() -> None:
    made = PdfBuilder()
    for words, said in (
        ("1. Ports tell the Board how deep their channels are,", "Comment [A1]: The Board has asked"),
        ("and how many pilots they have.", "for this twice."),
    ):
        made.line(words)
        made.line(said, y=made.y + 6, size=7)
    made.y -= 30
    made.paragraph(OTHER)
    annotated = read(made)
    assert text_of(annotated) == [
        "1. Ports tell the Board how deep their channels are, and how many pilots they have.",
        OTHER,
    ]
    assert comments(annotated) == [("A", "The Board has asked for this twice.", None, "1.")]


def test_what_is_written_like_a_comment_in_the_text_itself_stays_there() -> None:
    made = PdfBuilder()
    lines = ["1. Ports pay. Commented [A1]: Why?", "Commented [A2] by the Board.", "Commented [A3]: Since when?"]
    for words in lines:
        made.line(words)
        made.y -= 20
    for number in ("2.", "3."):
        made.line(number, y=made.y)
        made.line("Commented [A4]: The Board.", x=LEFT + 30)
        lines.append(f"{number} Commented [A4]: The Board.")
    annotated = read(made)
    assert text_of(annotated) == lines
    assert annotated.comments is None


def test_a_balloon_of_a_change_is_no_part_of_the_comment_above_it() -> None:
    made = PdfBuilder()
    balloon(made, made.y, "Commented [A1]: Why?", "Deleted: yearly")
    made.paragraph(ONE, x=LEFT, right=RIGHT)
    assert comments(read(made)) == [("A", "Why?", None, "1.")]
