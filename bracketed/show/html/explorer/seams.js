// The text of a variant: every bracket settled, and the seams repaired by the rules of bracketed/variants:
// list_items.py, passages.py, repairs.py and word_rules.py, here once more for the browser.
// tests/test_explorer_wording.py holds the two together.
//
// A row of items is words (a string, or [string] for a label), 0 for a comment, what the draft has otherwise than clean
// text ({draft, clean}, where clean is null for nothing), or a bracket: {bracket, several, lost, options, signs}, where
// options are numbers of rows, and lost, if it is there, has for each option, and for none, the signs of emphasis of which
// the others have an odd number. Its signs are how the draft has it: words, and numbers for the options.

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
const SPOKEN_AS_WORD = /^(?:NATO|NASA|SIDS|SARS|MERS|REDD|FIFA|HACCP|LEED|LAN|SAARC|MARPOL)s?$/;
const SILENT_H = /^(?:hour|hono|honest|heir)/i;
const EITHER = /^(?:histor|hereditary|hotel)/i;
const SPOKEN_Y = new RegExp(
  "^(?:uni(?!n|m(?!od)|d(?!ir)|ll)|un(?:animous|animity)|us[aeiu]|ut[aeiou]|ur[aeiou]n|ubiq|eu|ewe|one(?!r)|once)",
  "i",
);

function articleBefore(word) {
  if (/^\p{Nd}/u.test(word)) return /^(?:8|1[18](?!\p{Nd}))/u.test(word) ? "an" : "a";
  if (ACRONYM.test(word) && !SPOKEN_AS_WORD.test(word)) return "AEFHILMNORSX".includes(word[0]) ? "an" : "a";
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

// Words that meet at a seam: parts of one word, as in inter[national], or two that need a blank.
const LAST = /[\p{L}\p{Nl}\p{No}]+$/u;
const FIRST = /^[\p{L}\p{Nl}\p{No}]+/u;
const WHOLE = new Set(["shall", "should", "must", "which", "and"]);
const WHOLE_BEHIND = new Set([...WHOLE, "the"]);
const SMALL = new Set(["by", "in", "until", "from", "of", "than", "to", "and", "or", "at", "the"]);
const ENDINGS = new Set(
  ["s", "es", "ies", "y", "n", "en", "t", "ed", "d", "ing", "ings", "al", "ally", "ly", "er", "ers", "or",
    "ors", "ion", "ions", "ment", "ments", "ity", "ities", "ive", "able", "ible", "ance", "ence", "ful",
    "less", "ness", "ship", "ise", "ised", "ize", "ized", "ism", "ist", "st", "nd", "rd", "th", "bis", "ter"],
);
const BEGINNINGS = new Set(
  ["inter", "intra", "non", "sub", "trans", "multi", "bi", "pre", "re", "un", "anti", "semi", "cross", "self"],
);
const REACH = 60;

function areTwoWords(left, right, several) {
  const before = left.at(-1) ?? "";
  const behind = right[0] ?? "";
  const last = LAST.exec([...left.slice(-2 * REACH)].slice(-REACH).join(""))?.[0].toLowerCase();
  if (/^\p{Nd}/u.test(right)) return last !== undefined && SMALL.has(last);
  const first = FIRST.exec([...right.slice(0, 2 * REACH)].slice(0, REACH).join(""))?.[0].toLowerCase();
  if (first === undefined || !before) return false;
  const isCapital = /^\p{Uppercase}/u.test(right);
  if (last === undefined) {
    if (before === ".") return /\p{Lowercase}\.$/u.test(left) && isCapital;
    return ",;:".includes(before) || (several && /[\p{Nd})”’»]$/u.test(left));
  }
  if ((/\p{Lowercase}$/u.test(left) && isCapital) || WHOLE.has(last) || WHOLE_BEHIND.has(first)) return true;
  return several && !ENDINGS.has(first) && !BEGINNINGS.has(last);
}

// Signs of emphasis, which come in pairs.
const RUN = /(?<!\\)\*+/g;
const NONE = new Set();

function oddSigns(words) {
  const odd = new Set();
  for (const [sign] of words.matchAll(RUN)) odd.delete(sign) || odd.add(sign);
  return odd;
}

function signAtEnd(words) {
  const run = /\*+$/.exec(words)?.[0] ?? "";
  return words.slice(0, words.length - run.length).endsWith("\\") ? "" : run;
}

function unpaired(line, signs) {
  const bullet = /^[ \t]*\*[ \t]/.exec(line)?.[0].length ?? 0;
  const found = [...line.matchAll(RUN)].filter((run) => run.index >= bullet && signs.has(run[0]));
  const alone = [];
  for (const sign of signs) {
    const runs = found.filter((run) => run[0] === sign).map((run) => [run.index, run.index + sign.length]);
    if (runs.length % 2 === 0) continue;
    const opening = [];
    for (const [start, end] of runs) {
      const closes = start > 0 && stripped(line[start - 1]) !== "";
      const opens = end < line.length && stripped(line[end]) !== "";
      if (opening.length && closes) opening.pop();
      else (opens ? opening : alone).push([start, end]);
    }
    alone.push(...opening);
  }
  return alone.sort(([one], [other]) => one - other);
}

// Lines of which nothing is left but what was around their words.
const MARK = /[-–—•*·◦▪+]|\(?(?:\p{Nd}+|[a-z]|[ivxlc]+)[.)]/uy;
const EMPHASIS = /\*+|~~|(?<!_)__?(?!_)/g;
const EMPTY_PAIR = new RegExp([["\\(", "\\)"], ["“", "”"], ["‘", "’"], ["«", "»"], ['"', '"']]
  .map(([opens, closes]) => `${opens}${BLANK}*${closes}`).join("|"), "gu");
const SIGNS_IN_FRONT = new RegExp(`^(?:${BLANK}|[>#])*`, "u");
const INDENT_OR_SIGN = new RegExp(`^(?:${BLANK}|[>*_])*`, "u");
const MARGIN = 40;

const plain = (words) =>
  words.replace(EMPHASIS, "").replace(EMPTY_PAIR, "").replace(SIGNS_IN_FRONT, "").replace(AT_END, "");
const withoutStops = (words) => words.replace(/[ \t.,;:]+$/, "");

function markAt(words, start) {
  MARK.lastIndex = start;
  return MARK.exec(words)?.[0] ?? null;
}

class ItemLabels {
  constructor(labels) {
    this.labels = new Set(labels);
    this.longest = Math.max(0, ...labels.map((label) => [...label].length)) + MARGIN;
  }

  isBare(line) {
    const words = stripped(line);
    if (words.length > 2 * this.longest || [...words].length > this.longest) return false;
    const left = plain(words);
    return !withoutStops(left) || this.isLabel(line) || this.endings(left).some((one) => markAt(one, 0) === one);
  }

  isLabel(line) {
    const words = stripped(line);
    if (words.length > 2 * this.longest || [...words].length > this.longest) return false;
    return this.endings(plain(words)).some((one) => this.labels.has(one));
  }

  endings(words) {
    const core = withoutStops(words).length;
    return [words.slice(0, core), words.slice(0, core + 1), words.slice(0, core + 2)];
  }
}

const indentOf = (line) => line.length - withoutBlanksInFront(line).length;

function itemStyle(line) {
  const indent = indentOf(line);
  let mark = markAt(line, indent);
  let end = indent;
  if (mark === null) mark = markAt(line, (end = INDENT_OR_SIGN.exec(line)[0].length));
  if (mark === null || new RegExp(`^[\\p{L}\\p{N}]`, "u").test(line.slice(end + mark.length))) return "";
  const kind = mark.replace(/\p{Nd}+/gu, "1");
  return kind.replace(/[a-z]+/, (letters) => (/^[ivx]+$/.test(letters) ? "i" : "a"));
}

const WRITTEN = new RegExp(`(?!${BLANK})[^]`, "u");

// Returns the first line that is not empty, and where it begins.
function firstLine(text) {
  const found = WRITTEN.exec(text);
  if (!found) return null;
  const start = found.index ? text.lastIndexOf("\n", found.index - 1) + 1 : 0;
  return { start, line: text.slice(start).split("\n", 1)[0] };
}

function leadsToList(line, below) {
  if (!line.replace(AT_END, "").endsWith(":")) return false;
  const sort = itemStyle(line);
  const found = firstLine(below)?.line;
  const other = found && itemStyle(found);
  return Boolean(sort && other) && (other !== sort || indentOf(found) > indentOf(line));
}

const OPENINGS = new Map([["(", ")"], ["“", "”"], ["‘", "’"], ["«", "»"]]);
const AFTER_SENTENCE = new RegExp(`(?<!(?<!${LETTER_OR_DIGIT})etc)[.!?]$`, "u");
const isLineEnd = (character) => character === "\n" || character === "\r";

// The words of a line before a seam, the blanks at the seam, and the words behind it.
class SeamRepair {
  constructor(left, right, seams, writer, isLast) {
    this.left = withoutBlanksAtEnd(left);
    this.gapLeft = left.slice(this.left.length);
    this.right = withoutBlanksInFront(right);
    this.gapRight = right.slice(0, right.length - this.right.length);
    this.gap = this.gapLeft + this.gapRight;
    this.omitted = seams.some((seam) => seam.omitted);
    // Where one bracket ends and another begins, each has words of its own.
    const isBetween = seams.some((seam) => seam.closes) && seams.some((seam) => !seam.closes && !seam.omitted);
    this.several = isBetween || seams.some((seam) => seam.several);
    this.lost = new Set(seams.flatMap((seam) => [...(seam.lost ?? [])]));
    this.writer = writer;
    this.isLast = isLast;
  }

  repair(lineEnds) {
    // A line on which only marks were keeps its indentation.
    if (lineEnds && !this.left) return;
    if (lineEnds) this.gap = "";
    if (!this.left) this.gap = this.gapLeft;
    if (this.left && this.gapLeft && this.gapRight && this.gap) this.gap = this.gap.includes("\t") ? "\t" : " ";
    this.dropEmphasis();
    while (this.omitted && this.right && OPENINGS.get(this.left.at(-1)) === this.right[0]) this.takeOut(1, 1);
    this.dropFirst();
    this.dropComma();
    this.dropComma();
    this.dropColon();
    if (/(?<!\.)\.$/.test(this.left) && /^\.(?!\.)/.test(this.right)) {
      this.left = this.left.slice(0, -1);
      this.gap = "";
    }
    this.closeUp();
    if (["(", "“", "‘"].includes(this.left.at(-1)) || this.right[0] === "”") this.gap = "";
    if (!this.gap && this.left && areTwoWords(this.left, this.right, this.several)) this.gap = " ";
    if (this.writer.english && this.gap === " ") this.left = withArticle(this.left, this.right);
  }

  dropEmphasis() {
    const sign = this.gapLeft ? "" : signAtEnd(this.left);
    const behind = /^\**/.exec(this.right)[0];
    const isPair = this.omitted && behind === sign;
    if (sign && (isPair || (this.lost.has(sign) && !behind)) && oddSigns(this.left).has(sign))
      this.takeOut(sign.length, behind.length);
  }

  // Drops characters on both sides, and keeps one of the gaps that meet.
  takeOut(before, behind) {
    const left = this.left.slice(0, this.left.length - before);
    this.left = withoutBlanksAtEnd(left);
    const gap = left.slice(this.left.length);
    const right = this.right.slice(behind);
    this.right = withoutBlanksInFront(right);
    if (this.endsLine(this.right)) this.gap = "";
    else if (behind) this.gap = gap || right.slice(0, right.length - this.right.length);
    else this.gap = this.left ? gap || this.gap : gap;
  }

  dropComma() {
    const before = this.left.at(-1) ?? "";
    const behind = this.right[0] ?? "";
    if (!behind) return;
    const opens = OPENINGS.has(before);
    if (this.omitted && ",;".includes(behind) && (opens || this.beginsLine() || this.beginsList())) {
      this.dropBehind();
      if (opens) this.gap = "";
    } else if (
      (before === ";" && behind === ",") || (this.omitted && behind === "," && AFTER_SENTENCE.test(this.left.slice(-5)))
    ) {
      this.dropBehind();
    } else if (before && ",;".includes(before) && ",;:.)".includes(behind) && !this.right.startsWith("..")) {
      this.left = withoutBlanksAtEnd(this.left.slice(0, -1));
      this.gap = "";
    }
  }

  dropFirst() {
    if (this.omitted && /^(?::|\.(?![\p{Nd}.]))/u.test(this.right) && this.beginsLine()) this.dropBehind();
  }

  endsLine(behind) {
    const rest = withoutBlanksInFront(behind);
    return isLineEnd(rest[0]) || (this.isLast && !rest);
  }

  beginsLine() {
    return !this.left || this.writer.labels.isBare(this.left);
  }

  beginsList() {
    return this.left.endsWith(":") && !this.endsLine(this.right.slice(1));
  }

  dropBehind() {
    this.right = withoutBlanksInFront(this.right.slice(1));
    if (!this.left) this.gap = this.gapLeft;
    else this.gap = this.endsLine(this.right) ? "" : this.gap || " ";
  }

  dropColon() {
    const ends = [",", ";"].includes(this.right[0]) && this.endsLine(this.right.slice(1));
    if (this.left.endsWith(":") && (ends || /^\.(?![\p{Nd}.])/u.test(this.right))) {
      this.left = withoutBlanksAtEnd(this.left.slice(0, -1));
      this.gap = "";
    }
  }

  closeUp() {
    if (!this.left || this.gap.includes("\t")) return;
    // A blank before a colon may be the habit of the draft's language, unless the bracket was between them.
    const closing = this.gapRight ? /^(?:[,)]|\.(?![\p{Nd}.]))/u : /^(?:[,);:!?]|\.(?![\p{Nd}.]))/u;
    if (closing.test(this.right)) this.gap = "";
  }
}

// Words written one after the other; at each seam, the words before and behind it are made to fit.
class PassageWriter {
  constructor(writer, isFirst) {
    this.writer = writer;
    this.isFirst = isFirst;
    // Words that no seam parts are written together.
    this.waiting = [];
    this.wholeLines = "";
    this.tail = "";
    this.seams = [];
    this.beginLine();
  }

  words(text) {
    this.waiting.push(text);
  }

  seam(seam) {
    this.write(false);
    this.seams.push(seam);
    this.omittedInLine ||= Boolean(seam.omitted);
    if (seam.lost?.length) this.lostInLine = new Set([...this.lostInLine, ...seam.lost]);
  }

  end() {
    this.write(true);
    this.pairSigns(this.tail.length);
    return this.wholeLines + this.tail;
  }

  beginLine() {
    this.omittedInLine = false;
    this.lostInLine = NONE;
  }

  write(isLast) {
    let text = this.waiting.join("");
    if (this.seams.length && (text || isLast)) text = this.mend(text, isLast);
    if (stripped(text) || text.includes("\n") || isLast) this.seams = [];
    this.waiting = [];
    const before = this.tail.length;
    this.tail += text;
    if (text.includes("\n")) this.endLine(before + text.indexOf("\n"));
  }

  endLine(end) {
    this.pairSigns(end);
    this.beginLine();
    const last = this.tail.lastIndexOf("\n");
    const before = last > 0 ? this.tail.lastIndexOf("\n", last - 1) : -1;
    if (before > 0) {
      this.wholeLines += this.tail.slice(0, before);
      this.tail = this.tail.slice(before);
    }
  }

  mend(text, isLast) {
    const start = this.tail.lastIndexOf("\n") + 1;
    const line = this.tail.slice(start);
    if (this.isLeftOut(line, text, isLast)) return this.leaveOutLine(line, text);
    const lineEnds = isLineEnd(withoutBlanksInFront(text)[0]) || (isLast && !stripped(text));
    const seam = new SeamRepair(line, text, this.seams, this.writer, isLast);
    seam.repair(lineEnds);
    this.tail = this.tail.slice(0, start) + seam.left + seam.gap;
    return seam.right;
  }

  isLeftOut(line, text, isLast) {
    const end = text.indexOf("\n");
    if (!this.omittedInLine || (end < 0 && !isLast)) return false;
    const whole = line + (end < 0 ? text : text.slice(0, end));
    const { labels } = this.writer;
    if (!labels.isBare(whole) || (labels.isLabel(whole) && this.goesOn(whole))) return false;
    return !(end >= 0 && leadsToList(whole, text.slice(end + 1)));
  }

  // Returns whether the provision of a line has words on the next one, or behind an empty one and further in.
  // Pieces end where provisions do.
  goesOn(line) {
    const piece = this.waiting.find((words) => words.includes("\n")) ?? "\n";
    const below = piece.slice(piece.indexOf("\n") + 1);
    const found = firstLine(below);
    return Boolean(found) && (found.start === 0 || indentOf(found.line) > indentOf(line));
  }

  leaveOutLine(line, text) {
    const end = text.indexOf("\n");
    let tail = this.tail.slice(0, this.tail.length - line.length);
    let rest = end < 0 ? "" : text.slice(end + 1);
    if (end < 0) tail = tail.replace(/[\r\n]+$/, "");
    else if (!tail && this.isFirst) rest = rest.replace(/^[\r\n]+/, "");
    // There was an empty line on both sides; one is enough.
    else if (tail.endsWith("\n") && /\n[ \t\r]*$/.test(tail.slice(0, -1))) rest = rest.replace(/^[ \t]*\r?\n/, "");
    this.tail = tail;
    this.seams = [];
    this.beginLine();
    return rest;
  }

  // Takes signs of emphasis out of the current line that lost their partner.
  pairSigns(end) {
    if (!this.lostInLine.size) return;
    const start = end > 0 ? this.tail.lastIndexOf("\n", end - 1) + 1 : 0;
    const line = this.tail.slice(start, end);
    for (const [first, behind] of unpaired(line, this.lostInLine).reverse()) {
      const blank = " \t".includes(line[behind] ?? "?") && !stripped(line[first - 1] ?? "");
      this.tail = this.tail.slice(0, start + first) + this.tail.slice(start + behind + blank);
    }
  }
}

// Writes the rows of a draft. `taken` gives the number of the option that a bracket takes; `omit` has no row.
class Writer {
  constructor({ rows, passages, labels, english }) {
    this.rows = rows;
    this.passages = passages;
    this.labels = new ItemLabels(labels);
    this.english = english;
  }

  passage(number, taken) {
    const writer = new PassageWriter(this, number === 0);
    const write = (row) => {
      for (const item of this.rows[row]) {
        if (item === 0 || item.clean === null) writer.seam({ several: true, closes: true });
        else if (item.clean !== undefined) writer.words(item.clean);
        else if (typeof item === "string") writer.words(item);
        else if (Array.isArray(item)) writer.words(item[0]);
        else {
          const { several, lost, options } = item;
          const option = taken(item.bracket);
          const isEmpty = options[option] === undefined || !this.rows[options[option]].length;
          writer.seam({ omitted: isEmpty, several, lost: lost?.[option] ?? lost?.at(-1) });
          if (!isEmpty) {
            write(options[option]);
            writer.seam({ several, closes: true });
          }
        }
      }
    };
    write(this.passages[number]);
    return writer.end();
  }

  text(taken) {
    const passages = this.passages.map((_, number) => this.passage(number, taken));
    const text = passages.join("");
    // Where the last line was left out, the end of the line before it goes too.
    return passages.at(-1) ? text : text.replace(/\n$/, "");
  }
}

// Returns the text of a draft in which only the brackets are settled for which `taken` gives an option: the others are
// written as they are, and so is all else that clean text has otherwise, but for comments.
function partlySettled(text, taken) {
  const { writer, taking } = partWriter(text, taken);
  return writer.text(taking);
}

function partWriter(text, taken) {
  const NOTHING = -1;
  const rows = [...text.rows];
  const isSolid = (row) =>
    text.rows[row].some((item) => {
      if (!item.options) return Boolean(item.draft) || stripped(String(item || "")) !== "";
      const option = taken(item.bracket);
      const left = option === undefined ? item.options : item.options.slice(option, option + 1);
      return left.some(isSolid);
    });
  // Of a bracket that held nothing but words that are left out, nothing is left either.
  const hollow = new Set();
  const taking = (bracket) => (hollow.has(bracket) ? NOTHING : taken(bracket));
  const flat = (row, inSettled) =>
    text.rows[row].flatMap((item) => {
      if (item.draft !== undefined) return inSettled && item.settles ? [item.clean ?? 0] : [item.draft];
      if (!item.options) return [item];
      if (taken(item.bracket) === undefined) {
        const isWritten = item.signs.some((sign) => typeof sign === "string");
        if (!isWritten || item.options.some(isSolid))
          return item.signs.flatMap((sign) => (typeof sign === "string" ? sign : flat(item.options[sign], false)));
        hollow.add(item.bracket);
      }
      // Settled brackets are left to the writer, with their options as rows; all else is words.
      for (const option of item.options) rows[option] = flat(option, true);
      return [item];
    });
  for (const passage of text.passages) rows[passage] = flat(passage, false);
  return { writer: new Writer({ ...text, rows }), taking };
}
