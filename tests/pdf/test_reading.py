"""PDF files: the order of the words, paragraphs, tables, notes, comments and colours, and what is said of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

import bracketed as bt
from bracketed.draft.annotated_text import AnnotatedText
from bracketed.reading.pdf.document import annotated_text_of
from bracketed.reading.pdf.pages import read_pages
from tests.pdf.making import FONT, LEFT, PITCH, RIGHT, SIZE, TOP, PdfBuilder, pdf, stream, written


def read(data: bytes) -> AnnotatedText:
    """Read in this process, which is quicker; `test_trouble` reads as users do."""
    return annotated_text_of(list(read_pages(data, "draft.pdf")), "draft.pdf")


def codes(annotated: AnnotatedText) -> list[str]:
    return [found.code for found in annotated.remarked]


LONG = (
    "Ports [shall/should] report to the secretariat every year on the depth of their channels, the state of their "
    "quays and the number of pilots on duty, in the form that the Conference has agreed on for this purpose."
)


def test_lines_are_joined_to_paragraphs() -> None:
    text = read(written("1. " + LONG, "2. " + LONG, "Short.", "Another one.")).text
    assert text == f"1. {LONG}\n\n2. {LONG}\n\nShort.\n\nAnother one.\n"


def test_paragraphs_without_space_between_them_are_known_by_their_short_last_lines() -> None:
    made = PdfBuilder()
    for words in (LONG, LONG):
        made.paragraph(words, gap=0)
    assert read(made.bytes()).text == f"{LONG}\n\n{LONG}\n"


def test_paragraphs_of_one_line_are_known_by_their_distance() -> None:
    made = PdfBuilder()
    for words in (
        "Recalling with deep concern the winter in which [all] crossings of the river were closed to all ships, so",
        "that nobody came to market,",
    ):
        made.line(words)
    for words in (
        "[Deeply] concerned about the loss of [traditional] crossings, of bridges, of fords, of ferries and of rafts,",
        *["[Noting the work of the Committee on Crossings, and of those who have given it advice on these,]"] * 6,
        "Stressing that herders need water, fodder, shelter and rest on their way, and that no State can give",
    ):
        made.y -= 10
        made.line(words)
    made.line("these to them without the help of others, and in particular not without the help of those through")
    made.line("which they come,")
    paragraphs = read(made.bytes()).text.split("\n\n")
    assert [one[:9] for one in paragraphs] == ["Recalling", "[Deeply] ", *["[Noting t"] * 6, "Stressing"]


def test_the_width_of_justified_lines_is_known_below_a_wider_title() -> None:
    made = PdfBuilder()
    made.line("The treaty on all ports, all ships and all piers of the three cities by the sea")
    made.y -= 20
    rows = "1. Ports shall pay|all their dues in|the month of May. |Ships shall pay on|[the] day on which|they come."
    for row in rows.split("|"):
        made.canvas.drawString(LEFT, made.y, row)
        end = LEFT + stringWidth(row, FONT, SIZE)
        if not row.endswith("come."):
            # The last word is set at the right edge.
            made.canvas.drawString(LEFT + 100, made.y, "yes")
        assert end < LEFT + 100
        made.y -= PITCH
    body = read(made.bytes()).text.split("\n\n")[1]
    assert "the month of May. yes Ships shall pay on yes [the] day on which yes they come." in body


def test_a_range_goes_on_over_the_end_of_a_line() -> None:
    made = PdfBuilder()
    made.line("A title that is wider than the lines below it, as of a table beside them, or of a picture")
    made.y -= 20
    made.line("1. The plan is for 2027–")
    made.line("[2030/2032].")
    assert read(made.bytes()).text.endswith("1. The plan is for 2027–[2030/2032].\n")


def test_columns_are_read_one_after_the_other() -> None:
    made = PdfBuilder()
    made.paragraph("A title that runs over the whole width of the page, as titles do, and a little further than that")
    top = made.y
    made.paragraph("1. " + LONG, right=280)
    made.paragraph("2. " + LONG, right=280)
    # The second column begins half a line lower.
    made.y = top - 6
    made.paragraph("3. " + LONG, x=310)
    made.paragraph("4. " + LONG, x=310)
    made.y = min(made.y, 480)
    made.line("Annex")
    made.y -= 6
    made.paragraph("5. " + LONG)
    text = read(made.bytes()).text
    assert text.split("\n\n")[1:] == [f"{number}. {LONG}" for number in range(1, 5)] + ["Annex", f"5. {LONG}\n"]


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    made = PdfBuilder()
    words = LONG.split()
    top = made.y
    made.paragraph("1. " + " ".join(words[:20]), right=280)
    more = "and more words that fill the first column up to its foot, so that there are enough of them"
    made.paragraph(more, right=280)
    made.y = top
    made.paragraph("of the second column, where the sentence goes on until it ends with some more words.", x=310)
    made.paragraph("2. " + " ".join(words[:24]), x=310)
    made.page()
    made.paragraph(" ".join(words[24:]))
    text = read(made.bytes()).text
    assert "enough of them of the second column" in text
    assert f"2. {LONG}\n" in text


def test_an_item_begins_a_paragraph_though_the_line_before_it_is_full() -> None:
    made = PdfBuilder()
    lines = (
        "Ports pay for what the Board decides to let them do about the depth of their channels, such as for:",
        "a. The removal of mud and of sand from the channels, so that the ships that the Board lets in may pass;",
        "b bis. [New] lights; e.g. those on the mole of a harbour that the Board may or may not close for that year.",
        "Option (a): Ports mark their channels in winter, and the Board lets them do so until it decides otherwise",
        "Option (b): Ports do not, and see what follows from it, as the Board has told them that they ought to do.",
        "o [Piers] that are as good as new and of which the Board is sure that no ship will ever come near them;",
        "e.g. at night.",
    )
    for words in lines:
        made.line(words)
    assert read(made.bytes()).text.split("\n\n") == [*lines[:5], f"{lines[5]} e.g. at night.\n"]


def test_the_codes_of_symbol_fonts_are_read_as_what_they_show() -> None:
    names = b"1 beginbfrange <21> <ff> <f021> endbfrange"
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
    font = "<</Type /Font /Subtype /Type1 /BaseFont /{} {}>>".format
    data = pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800]>>",
        "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <</F 5 0 R /S 6 0 R>>>>>>",
        stream(b"BT /S 10 Tf 60 700 Td (\267 \133) Tj /F 10 Tf 14 0 Td (Ports) Tj /S 10 Tf 30 0 Td (\135\360) Tj ET"),
        font("Helvetica", ""),
        font("Symbol", "/ToUnicode 7 0 R"),
        stream(cmap + names + b" endcmap end"),
    )
    (sheet,) = read_pages(data, "draft.pdf")
    assert [word.text for word in sheet.words] == ["•", "[", "Ports", "]\uf0f0"]
    assert sheet.unreadable == 1


def test_hyphens_at_the_end_of_a_line() -> None:
    made = PdfBuilder()
    for line in (
        "1. Ports in coope-",
        "ration with pilots share their know-",
        "how, and the know-how of others, in knowledge-",
        "sharing. Sharing knowledge is cooperation, and",
        "so is the ex-",
        "traordinary meeting of telecommunication/",
        "ICT experts in 2020–",
        "2030.",
    ):
        made.line(line)
    annotated = read(made.bytes())
    assert annotated.text == (
        "1. Ports in cooperation with pilots share their know-how, and the know-how of others, in knowledge-sharing. "
        "Sharing knowledge is cooperation, and so is the extraordinary meeting of telecommunication/ICT experts in "
        "2020–2030.\n"
    )
    doubtful = [found.message for found in annotated.remarked if found.code == "hyphen-at-line-end"]
    assert doubtful == [
        "a word broken at the end of a line is read as “knowledge-sharing”, not “knowledgesharing”",
        "a word broken at the end of a line is read as “extraordinary”, not “ex-traordinary”",
    ]


def test_headers_footers_and_page_numbers_are_left_out_and_named() -> None:
    made = PdfBuilder()
    for number in range(1, 4):
        made.line("Regional Harbours Conference – draft of 4 May", y=800)
        made.line(f"Page {number} of 3", x=280, y=40)
        made.y = TOP
        made.paragraph(f"{number}. {LONG}")
        made.page()
    annotated = read(made.bytes())
    assert annotated.text == "\n\n".join(f"{number}. {LONG}" for number in range(1, 4)) + "\n"
    (found,) = [found for found in annotated.remarked if found.code == "page-furniture"]
    assert found.message == (
        "left out as headers, footers and page numbers: “Regional Harbours Conference – draft of # May”, “Page # of #”"
    )


def test_a_provision_at_the_head_of_each_page_is_no_header() -> None:
    made = PdfBuilder()
    for number in range(1, 4):
        made.line(f"{number}. Ports [shall] report.", y=800)
        made.page()
    assert len(bt.parse(read(made.bytes()).text).brackets) == 3


def test_line_numbers_are_left_out() -> None:
    made = PdfBuilder()
    for number in range(1, 9):
        made.line(str(number), x=40, y=made.y)
        made.line("4. Ports report on" if number == 1 else "and so on, line by line, to the end")
    annotated = read(made.bytes())
    assert annotated.text == "4. Ports report on" + " and so on, line by line, to the end" * 7 + "\n"
    assert "line-numbers" in codes(annotated)


def test_notes_at_the_foot_of_a_page_are_once_at_the_end() -> None:
    made = PdfBuilder()
    end = made.line("1. Ports report to the Conference", y=700)
    made.line("1", x=end, y=704, size=6)
    made.line("and to the secretariat, both of which have asked for it more than once and", x=end + 8, y=700)
    made.canvas.line(LEFT, 130, 200, 130)
    made.line("1", y=121, size=5)
    made.line("Kenya reserves its position on this paragraph.", x=LEFT + 4, y=118, size=8)
    made.page()
    made.paragraph("have said so in public.")
    assert read(made.bytes()).text == (
        "1. Ports report to the Conference[1] and to the secretariat, both of which have asked for it more than once "
        "and have said so in public.\n\n____\n\n[1] Kenya reserves its position on this paragraph.\n"
    )


def test_a_note_goes_on_over_numbers_and_over_the_end_of_the_page() -> None:
    made = PdfBuilder()
    made.paragraph(f"1. {LONG}")
    made.paragraph("2. Pilots report to the Board on the state of their quays, and each of them does so every year or")
    for y, words in (
        (130, "7. Said by Kenya in the meeting of"),
        (120, "31 May and again in June"),
        (110, "2015. See"),
        (100, "8. The Board has taken note of it, as"),
    ):
        made.line(words, y=y, size=8)
    made.page()
    made.paragraph("more often if the Board asks for it.")
    made.canvas.line(LEFT, 130, 200, 130)
    made.line("is on record.", y=118, size=8)
    made.line("9. It is not public.", y=108, size=8)
    assert read(made.bytes()).text.split("\n\n")[1:] == [
        "2. Pilots report to the Board on the state of their quays, and each of them does so every year or more often "
        "if the Board asks for it.",
        "____",
        "[7] Said by Kenya in the meeting of 31 May and again in June 2015. See",
        "[8] The Board has taken note of it, as is on record.",
        "[9] It is not public.\n",
    ]


def marks(annotated: AnnotatedText) -> list[str]:
    return [annotated.text[slice(*span)] for span in annotated.note_marks]


def test_raised_figures_are_note_marks_also_behind_a_space_and_within_a_word() -> None:
    made = PdfBuilder()
    end = LEFT
    for words, is_raised in (
        ("1. [Ghana ", False),
        ("4", True),
        (" and Fiji,", False),
        ("5,6", True),
        (" in", False),
        ("7", True),
        ("] have [2] piers (AB/3 ", False),
        ("8", True),
        (").", False),
        ("9", True),
    ):
        end = made.line(words, x=end, y=704 if is_raised else 700, size=6 if is_raised else 10)
    annotated = read(made.bytes())
    assert annotated.text == "1. [Ghana [4] and Fiji,[5],[6] in[7]] have [2] piers (AB/3 [8]).[9]\n"
    assert marks(annotated) == ["[4]", "[5]", "[6]", "[7]", "[8]", "[9]"]


def test_browsers_print_raised_figures_five_sixths_as_large() -> None:
    made = PdfBuilder()
    end = made.line("4. Ships shall pay", y=700, size=12)
    end = made.line("2", x=end, y=704.4, size=10)
    made.line(" [all] dues.", x=end, y=700, size=12)
    assert read(made.bytes()).text == "4. Ships shall pay[2] [all] dues.\n"


def raised(before: str, figure: str, behind: str = ".", note: str = "") -> AnnotatedText:
    """Read a line with a raised figure, and a note at the foot of its page."""
    made = PdfBuilder()
    made.paragraph(LONG)
    end = made.line(before, y=600)
    end = made.line(figure, x=end, y=604, size=6)
    made.line(behind, x=end, y=600)
    if note:
        made.line(note, y=111, size=5)
        made.line("The Board has not seen this paper yet.", x=LEFT + 4, y=108, size=8)
    return read(made.bytes())


@pytest.mark.parametrize(
    "before, figure, read_as",
    [
        ("The sun gives 1,000 W/m", "2", "W/m²."),
        ("A berth of 40 m", "3", "40 m³."),
        ("A harbour of 12 km", "2", "12 km²."),
        ("It falls at 9 m/s", "2", "m/s²."),
        ("Winds of 9 m s and 3 m", "-3", "m^-3."),
        ("It weighs 4 x 10", "6", "4 x 10^6."),
    ],
)
def test_a_raised_figure_behind_a_unit_is_an_exponent(before: str, figure: str, read_as: str) -> None:
    annotated = raised(before, figure)
    assert annotated.text.endswith(f"{read_as}\n")
    assert marks(annotated) == []


@pytest.mark.parametrize(
    "before", ["Item 10", "Each program", "A berth of 40 m,", "A berth of 40 ft (m)", "They meet in"]
)
def test_a_raised_figure_behind_anything_else_is_a_note_mark(before: str) -> None:
    annotated = raised(before, "2")
    assert annotated.text.endswith(f"{before}[2].\n")
    assert marks(annotated) == ["[2]"]


def test_a_raised_figure_behind_a_unit_marks_the_note_that_nothing_else_leads_to() -> None:
    assert marks(raised("A quay of 40 m", "2", note="2")) == ["[2]", "[2]"]
    assert marks(raised("A quay of 40 m", "2", note="1")) == ["[1]"]


def test_a_paragraph_that_ends_in_a_note_mark_has_ended() -> None:
    made = PdfBuilder()
    words = "and so on, with as many words as it takes to fill this line up to its right edge, or nearly so,"
    end = made.line(words + " in full.", y=140)
    made.line("3", x=end, y=144, size=6)
    made.page()
    made.line("ports that are open in winter report twice.", y=760)
    assert read(made.bytes()).text == f"{words} in full.[3]\n\nports that are open in winter report twice.\n"


def test_words_stay_apart_where_the_file_has_a_space_however_narrow() -> None:
    made = PdfBuilder()
    words = made.canvas.beginText(LEFT, 700)
    words.setWordSpace(-2)
    for font, some in (("Helvetica", "2. In "), ("Helvetica-Oblique", "pursuit of "), ("Helvetica", "the aim of")):
        words.setFont(font, 10)
        words.textOut(some)
    made.canvas.drawText(words)
    assert read(made.bytes()).text == "2. In pursuit of the aim of\n"


@pytest.mark.parametrize("gap", [0.5, 1.1])
def test_the_letters_of_a_word_that_is_set_wide_stay_together(gap: float) -> None:
    made = PdfBuilder()
    end = float(LEFT)
    for letter in "HARBOUR":
        end = made.line(letter, x=end, y=700) + gap
    words = made.canvas.beginText(LEFT, 660)
    words.setCharSpace(3)
    words.textOut("PORTS AND PIERS")
    made.canvas.drawText(words)
    assert read(made.bytes()).text == "HARBOUR\n\nPORTS AND PIERS\n"


def test_a_table_over_two_pages_is_one() -> None:
    made = PdfBuilder()
    xs = (LEFT, 300, RIGHT)
    made.box(xs, (160, 140, 60))
    made.line("Outcomes", x=75, y=146)
    made.line("Outputs", x=305, y=146)
    made.line("D.1-a: Better [and larger]", x=75, y=126)
    made.line("ports for all the ships that", x=75, y=113)
    made.line("D.1-1: A pier", x=305, y=126)
    made.page()
    made.box(xs, (780, 760, 720, 690))
    made.line("Outcomes", x=75, y=766)
    made.line("Outputs", x=305, y=766)
    made.line("come in from the sea", x=75, y=746)
    made.line("D.1-b: Safer piers", x=75, y=733)
    made.line("D.1-2: A report", x=305, y=746)
    made.line("D.1-c: Lights", x=75, y=706)
    annotated = read(made.bytes())
    assert annotated.text == (
        "\tOutcomes\n\tOutputs\n\n"
        "\tD.1-a: Better [and larger] ports for all the ships that come in from the sea\nD.1-b: Safer piers\n"
        "\tD.1-1: A pier\nD.1-2: A report\n\n"
        "\tD.1-c: Lights\n\t\n"
    )
    assert [(cell.column, cell.is_head) for cell in annotated.cells] == [
        ("Outcomes", True),
        ("Outputs", True),
        ("Outcomes", False),
        ("Outputs", False),
        ("Outcomes", False),
        ("Outputs", False),
    ]


def test_a_cell_over_all_columns_has_none() -> None:
    made = PdfBuilder()
    for y in (700, 680, 660, 640):
        made.canvas.line(LEFT, y, RIGHT, y)
    for x, top in ((LEFT, 700), (300, 680), (RIGHT, 700)):
        made.canvas.line(x, top, x, 640)
    for words, x, y in (
        ("Objective 1", 75, 686),
        ("Outcomes", 75, 666),
        ("Outputs", 305, 666),
        ("D.1-a: Ports", 75, 646),
        ("D.1-1: Piers", 305, 646),
    ):
        made.line(words, x=x, y=y)
    cells = read(made.bytes()).cells
    assert [(cell.column, cell.is_head) for cell in cells] == [
        ("", False),
        ("Outcomes", True),
        ("Outputs", True),
        ("Outcomes", False),
        ("Outputs", False),
    ]


def test_a_background_and_a_highlight_are_colours() -> None:
    made = PdfBuilder()
    made.canvas.setFillColorRGB(1, 0, 0)
    made.canvas.rect(LEFT, 698, 60, 12, stroke=0, fill=1)
    made.canvas.setFillColorRGB(0, 0, 0)
    made.line("4. Ports report", y=700)
    made.note("Highlight", LEFT, 600, 80, colour="0 1 0")
    made.line("5. Piers close", y=600)
    annotated = read(made.bytes())
    shades = [(shade.colour, annotated.text[slice(*shade.span)]) for shade in annotated.shades]
    assert shades == [("red", "4. Ports report"), ("green", "5. Piers close")]


def test_comments_are_on_their_words_or_at_a_point() -> None:
    made = PdfBuilder()
    made.line("4. Ports [shall] report yearly.", y=700)
    made.line("5. Piers close.", y=600)
    made.note("Text", 140, 598, 10, "Kenya – remove “shall”", "Ann Lee, 04/10/2021, ", colour="0 0 0")
    made.note("Highlight", LEFT + 14, 700, 24, "Chile – keep", "Bo Díaz")
    made.note("Popup", LEFT, 700, 24, "never")
    annotated = read(made.bytes())
    assert annotated.text == (
        "4. Ports [shall] report yearly.\tComment by Bo Díaz: Chile – keep\n\n"
        "5. Piers close.\tComment by Ann Lee: Kenya – remove “shall”\n"
    )
    one, other = annotated.comments or ()
    assert (one.anchor and annotated.text[slice(*one.anchor)], other.anchor) == ("Ports", None)
    assert one.date == "2021-10-04T12:03:00"


def test_struck_words_are_reported_and_coloured_ones_suspected() -> None:
    made = PdfBuilder()
    made.line("4. Ports report", y=700)
    made.canvas.setFillColorRGB(0.8, 0, 0)
    end = made.line("yearly", x=150, y=700)
    made.canvas.line(150, 703, end, 703)
    made.canvas.setFillColorRGB(0, 0, 0)
    annotated = read(made.bytes())
    assert annotated.text == "4. Ports report yearly\n"
    assert {"struck-words", "changes-suspected"} <= set(codes(annotated))


def test_numbers_that_a_converter_printed_in_brackets_are_no_choice() -> None:
    draft = bt.parse(read(written("[6.] Ports [shall] report.")).text)
    assert [bracket.words for bracket in draft.brackets] == ["[shall]"]
    assert "not-a-choice" in [found.code for found in draft.diagnostics]


def test_words_across_the_page_are_left_out_and_named() -> None:
    made = PdfBuilder()
    made.paragraph("4. " + LONG)
    made.canvas.saveState()
    made.canvas.translate(200, 300)
    made.canvas.rotate(50)
    made.line("CONFIDENTIAL", x=0, y=0, size=40)
    made.canvas.restoreState()
    annotated = read(made.bytes())
    assert "CONFIDENTIAL" not in annotated.text
    assert any("CONFIDENTIAL" in found.message for found in annotated.remarked if found.code == "slanted-text")


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_shown(turned: int) -> None:
    made = PdfBuilder()
    made.canvas.setPageRotation(turned)
    width, height = (842, 595) if turned != 180 else (595, 842)
    made.canvas.saveState()
    # Write so that the words are upright once the page is turned.
    if turned == 90:
        made.canvas.rotate(90)
        made.canvas.translate(0, -height)
    elif turned == 180:
        made.canvas.translate(width, height)
        made.canvas.rotate(180)
    else:
        made.canvas.translate(height, 0)
        made.canvas.rotate(90)
        made.canvas.translate(width, 0)
        made.canvas.rotate(180)
        made.canvas.translate(0, -height)
    made.line("4. Ports [shall] report.", x=60, y=height - 80)
    made.line("5. Piers close.", x=60, y=height - 200)
    made.canvas.restoreState()
    assert read(made.bytes()).text == "4. Ports [shall] report.\n\n5. Piers close.\n"


WORDS = st.sampled_from(
    ["ports", "[shall/should]", "report", "[, and piers,]", "every year", "on the depth of channels", "[X]", "pilots"]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=30), min_size=1, max_size=12)


@given(PARAGRAPHS, st.integers(250, 525))
def test_a_draft_and_its_print_read_the_same(paragraphs: list[list[str]], right: int) -> None:
    lines = [f"{number}. The {' '.join(words)}." for number, words in enumerate(paragraphs, 1)]
    text = read(written(*lines, right=right)).text
    assert text.split("\n\n") == [*lines[:-1], lines[-1] + "\n"]
