// The text of a variant: every bracket settled, and the seams repaired by the rules of bracketed/variants/seams.py and
// articles.py, here once more for the browser. tests/test_explorer_wording.py holds the two together.
//
// A row of items is words (a string, or [string] for a label), 0 for a mark that is left out, or a bracket:
// {bracket, runsOn, options}, where options are numbers of rows.

const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const LETTER_OR_DIGIT = "[\\p{L}\\p{N}_]";
const IN_FRONT = new RegExp(`^${BLANK}+`, "u");
const AT_END = new RegExp(`${BLANK}+$`, "u");
const stripped = (words) => words.replace(IN_FRONT, "").replace(AT_END, "");
const withoutBlanksInFront = (words) => words.replace(/^[ \t]+/, "");
const withoutBlanksAtEnd = (words) => words.replace(/[ \t]+$/, "");

const ARTICLE = new RegExp(`(?:^|(?<=${BLANK}|[(“"‘/–—]))[Aa]n?$`, "u");
const WORD = new RegExp(`^[“"‘'(]?(${LETTER_OR_DIGIT}(?:${LETTER_OR_DIGIT}|[’'.\\-])*)`, "u");
const NAMED_BY_LETTER = new RegExp(
  "(?:option|alternative|variant|alt\\.?|annex|appendix|table|figure|part|section|chapter|group|category|list|class" +
    "|article|paragraph|subparagraph|item|point|schedule|form|type|column|step|phase)s?$",
  "i",
);
const NEVER_BEHIND = new RegExp(
  "^(?:of|and|or|in|is|are|was|were|to|at|if|as|on|under|by|for|from|with|the|this|that|shall|should|may|will)" +
    `(?!${LETTER_OR_DIGIT})`,
  "iu",
);
const ACRONYM = /^(?:[A-Z]{2,6}s?|[A-Z][a-z]?[A-Z]{1,4}s?)$/;
const SAID_AS_WORD = /^(?:NATO|NASA|SIDS|SARS|MERS|REDD|FIFA|HACCP|LEED|LAN|SAARC|MARPOL)s?$/;
const SILENT_H = /^(?:hour|hono|honest|heir)/i;
const EITHER = /^(?:histor|hereditary|hotel)/i;
const SPOKEN_Y = new RegExp(
  "^(?:uni(?!n|m(?!od)|d(?!ir)|ll)|un(?:animous|animity)|us[aeiu]|ut[aeiou]|ur[aeiou]n|ubiq|eu|ewe|one(?!r)|once)",
  "i",
);

function articleBefore(word) {
  if (/^\p{Nd}/u.test(word)) return /^(?:8|1[18](?!\p{Nd}))/u.test(word) ? "an" : "a";
  if (ACRONYM.test(word) && !SAID_AS_WORD.test(word)) return "AEFHILMNORSX".includes(word[0]) ? "an" : "a";
  if (SILENT_H.test(word)) return "an";
  return "aeiou".includes(word[0].toLowerCase()) && !SPOKEN_Y.test(word) ? "an" : "a";
}

function withArticle(left, right) {
  const found = ARTICLE.exec(left);
  const word = WORD.exec(right);
  if (!found || !word || EITHER.test(word[1]) || NEVER_BEHIND.test(word[1])) return left;
  const before = left.slice(0, found.index).replace(AT_END, "");
  const isCapital = found[0][0] === "A";
  if (NAMED_BY_LETTER.test(before) || (isCapital && before && !".:!?“(".includes(before.at(-1)))) return left;
  const article = articleBefore(word[1].replace(/[.'’-]+$/, ""));
  return left.slice(0, found.index) + (isCapital ? article[0].toUpperCase() + article.slice(1) : article);
}

const OPENINGS = new Map([["(", ")"], ["“", "”"], ["‘", "’"], ["«", "»"]]);
const BULLET = /^(?:[-–—•*·◦▪]|\(?(?:\p{Nd}+|[a-z]|[ivxlc]+)[.)])$/u;
const AFTER_SENTENCE = new RegExp(`(?<!(?<!${LETTER_OR_DIGIT})etc)[.!?]$`, "u");

// The words of a line before a seam, the blanks at the seam, and the words behind it.
class Sides {
  constructor(left, right, seams, writer) {
    this.left = withoutBlanksAtEnd(left);
    this.gapLeft = left.slice(this.left.length);
    this.right = withoutBlanksInFront(right);
    this.gapRight = right.slice(0, right.length - this.right.length);
    this.gap = this.gapLeft + this.gapRight;
    this.omitted = seams.some((seam) => seam.omitted);
    this.runsOn = seams.some((seam) => seam.runsOn);
    this.writer = writer;
  }

  repair(lineEnds) {
    // A line on which only marks stood keeps its indentation.
    if (lineEnds && !this.left) return;
    if (lineEnds) this.gap = "";
    if (!this.left) this.gap = this.gapLeft;
    if (this.left && this.gapLeft && this.gapRight && this.gap) this.gap = this.gap.includes("\t") ? "\t" : " ";
    this.dropEmptyPair();
    this.dropComma();
    this.dropComma();
    if (/(?<!\.)\.$/.test(this.left) && /^\.(?!\.)/.test(this.right)) {
      this.left = this.left.slice(0, -1);
      this.gap = "";
    }
    this.closeUp();
    if (["(", "“", "‘"].includes(this.left.at(-1)) || this.right[0] === "”") this.gap = "";
    if (this.runsOn && !this.gap && /[\p{L}\p{N}]$/u.test(this.left) && /^\p{L}/u.test(this.right)) this.gap = " ";
    if (this.writer.english && this.gap === " ") this.left = withArticle(this.left, this.right);
  }

  dropEmptyPair() {
    while (this.omitted && this.right && OPENINGS.get(this.left.at(-1)) === this.right[0]) {
      const left = this.left.slice(0, -1);
      this.left = withoutBlanksAtEnd(left);
      const behind = this.right.slice(1);
      this.right = withoutBlanksInFront(behind);
      this.gap = left.slice(this.left.length) || behind.slice(0, behind.length - this.right.length);
    }
  }

  dropComma() {
    const before = this.left.at(-1) ?? "";
    const behind = this.right[0] ?? "";
    if (!this.omitted || !behind) return;
    const opens = OPENINGS.has(before);
    if (",;".includes(behind) && (opens || before === ":" || this.writer.isEmpty(this.left))) {
      this.right = withoutBlanksInFront(this.right.slice(1));
      if (this.left && !opens) this.gap = this.gap || " ";
    } else if ((before === ";" && behind === ",") || (behind === "," && AFTER_SENTENCE.test(this.left))) {
      this.right = withoutBlanksInFront(this.right.slice(1));
      this.gap = this.gap || " ";
    } else if (before && ",;".includes(before) && ",;:.)".includes(behind) && !this.right.startsWith("..")) {
      this.left = withoutBlanksAtEnd(this.left.slice(0, -1));
      this.gap = "";
    }
  }

  closeUp() {
    if (!this.left || this.gap.includes("\t")) return;
    // A blank before a colon may be the habit of the draft's language, unless the bracket stood between them.
    const closing = this.gapRight ? /^(?:[,)]|\.(?![\p{Nd}.]))/u : /^(?:[,);:!?]|\.(?![\p{Nd}.]))/u;
    if (closing.test(this.right)) this.gap = "";
  }
}

// Words written one after the other; at each seam, the words before and behind it are made to fit.
class Writing {
  constructor(writer, isFirst) {
    this.writer = writer;
    this.isFirst = isFirst;
    this.wholeLines = "";
    this.tail = "";
    this.seams = [];
    this.omittedInLine = false;
  }

  words(text) {
    if (this.seams.length && text) {
      text = this.mend(text, false);
      if (stripped(text) || text.includes("\n")) this.seams = [];
    }
    this.tail += text;
    if (text.includes("\n")) {
      this.omittedInLine = false;
      const end = this.tail.lastIndexOf("\n");
      const before = end > 0 ? this.tail.lastIndexOf("\n", end - 1) : -1;
      if (before > 0) {
        this.wholeLines += this.tail.slice(0, before);
        this.tail = this.tail.slice(before);
      }
    }
  }

  seam(seam) {
    this.seams.push(seam);
    this.omittedInLine ||= Boolean(seam.omitted);
  }

  end() {
    if (this.seams.length) this.mend("", true);
    return this.wholeLines + this.tail;
  }

  mend(text, last) {
    const start = this.tail.lastIndexOf("\n") + 1;
    const line = this.tail.slice(start);
    const lineEnds = /^[ \t]*[\n\r]/.test(text) || (last && !stripped(text));
    const words = stripped(line);
    const goesOn = stripped(text) && words && this.writer.labels.has(words);
    if (lineEnds && this.omittedInLine && !goesOn && this.writer.isEmpty(line))
      return this.leaveOutLine(line, text, last);
    const sides = new Sides(line, text, this.seams, this.writer);
    sides.repair(lineEnds);
    this.tail = this.tail.slice(0, start) + sides.left + sides.gap;
    return sides.right;
  }

  leaveOutLine(line, text, last) {
    let tail = this.tail.slice(0, this.tail.length - line.length);
    let rest = text.replace(/^[ \t]*\r?\n?/, "");
    if (last) tail = tail.replace(/[\r\n]+$/, "");
    else if (!tail && this.isFirst) rest = rest.replace(/^[\r\n]+/, "");
    else if (tail.endsWith("\n\n")) rest = rest.replace(/^\r?\n/, "");
    this.tail = tail;
    return rest;
  }
}

// Writes the rows of a draft. `taken` gives the number of the option that a bracket takes; `omit` has no row.
class Writer {
  constructor({ rows, passages, labels, english }) {
    this.rows = rows;
    this.passages = passages;
    this.labels = new Set(labels);
    this.english = english;
  }

  isEmpty(line) {
    const words = stripped(line);
    return !words || this.labels.has(words) || BULLET.test(words);
  }

  passage(number, taken) {
    const writing = new Writing(this, number === 0);
    const write = (row) => {
      for (const item of this.rows[row]) {
        if (item === 0) writing.seam({});
        else if (typeof item === "string") writing.words(item);
        else if (Array.isArray(item)) writing.words(item[0]);
        else {
          const chosen = item.options[taken(item.bracket)];
          const isEmpty = chosen === undefined || !this.rows[chosen].length;
          writing.seam({ omitted: isEmpty });
          if (!isEmpty) {
            write(chosen);
            writing.seam({ runsOn: item.runsOn });
          }
        }
      }
    };
    write(this.passages[number]);
    return writing.end();
  }

  text(taken) {
    const passages = this.passages.map((_, number) => this.passage(number, taken));
    const text = passages.join("");
    // Where the last line was left out, the end of the line before it goes too.
    return passages.at(-1) ? text : text.replace(/\n$/, "");
  }
}
