// The text in the middle of the page: each bracket with its options in place, the one that the text takes set off.
//
// What is searched, shown and led to is the provision. A provision may lie inside a bracket, or begin in one, so it is
// shown in pieces, `.unit`, each with the number of its provision; a bracket that reaches over several is `.spanning`.

const GLYPHS = { blocks: "■", objects: "✕", reserves: "?", supports: "+", accepts: "≈" };
// Browsers take long over elements nested hundreds deep; from here on a bracket's words are beside it, not in it.
const DEEPEST = 20;
const STATES = { decided: "✓", follows: "↳", tossed: "⇄", open: "" };

class TextView {
  constructor(content, root, { choose, select }) {
    this.content = content;
    this.root = root;
    this.rows = content.text.rows;
    this.starts = content.text.starts;
    this.kind = kindOfMost(content.brackets);
    this.parents = new Map();
    this.wide = new Set();
    this.passages = content.text.passages.map((row) => this.#passage(row, this.#bracketsIn(row)));
    const placeless = content.unplaced.map((bracket) => this.#passage(null, [bracket]));
    this.#hideFrontMatter();
    this.root.append(...this.passages.map((passage) => passage.element));
    if (placeless.length) this.root.append(this.#placeless(placeless));
    this.passages.push(...placeless);
    this.current = null;
    this.depth = 0;
    root.addEventListener("click", (event) => this.#onClick(event, choose, select));
    root.addEventListener("keydown", (event) => this.#onKey(event, choose, select));
    root.addEventListener("focusin", (event) => this.#makeCurrent(event.target.closest(".stop")));
  }

  #passage(row, brackets) {
    return { row, brackets, element: make("div", { class: "passage", dir: "auto" }), drawn: null, short: null };
  }

  #hideFrontMatter() {
    const words = ({ row }) => this.rows[row].map((item) => (typeof item === "string" ? item : "")).join("");
    const first = this.passages.slice(0, 50);
    const fields = FIELDS.exec(first.map(words).join(""))?.[0].length ?? 0;
    let end = 0;
    for (const passage of first) {
      end += words(passage).length;
      passage.isFront = end <= fields && !passage.brackets.length;
    }
  }

  #placeless(passages) {
    return make(
      "section", { class: "placeless", "aria-labelledby": "placeless-title" },
      make("h3", { id: "placeless-title" }, "Asked for, but no comment says where"),
      ...passages.map((passage) => passage.element),
    );
  }

  // Returns the brackets of a row, and notes for each the one around it, with the option that it is in, and which rows
  // other units begin in.
  #bracketsIn(row, found = [], around = []) {
    if (this.starts[row]) this.wide.add(row);
    for (const item of this.rows[row])
      if (item.options) {
        found.push(item.bracket);
        if (around.length) this.parents.set(item.bracket, around);
        item.options.forEach((option, number) => this.#bracketsIn(option, found, [item.bracket, number]));
        if (this.#isSpanning(item)) this.wide.add(row);
      }
    return found;
  }

  #isSpanning({ options }) {
    return options?.some((option) => this.wide.has(option));
  }

  // Draws anew the passages in which something has changed.
  draw(view) {
    this.view = view;
    const focused = this.#place(document.activeElement);
    for (const passage of this.passages) {
      const drawn = passage.brackets.map((bracket) => view.look(bracket)).join("|");
      if (passage.drawn === drawn) continue;
      passage.drawn = drawn;
      passage.pieces = null;
      passage.short = null;
      this.place = null;
      this.lineIsEmpty = true;
      passage.element.replaceChildren(...this.#parts(passage));
      passage.element.classList.toggle("empty", !passage.element.textContent.trim());
    }
    if (focused) this.#find(focused)?.focus({ preventScroll: true });
    if (!this.current?.isConnected) this.#makeCurrent(this.root.querySelector(".stop"));
  }

  #parts({ row, brackets, isFront }) {
    if (isFront) return [];
    if (row !== null) return this.#row(row, null, true);
    const [bracket] = brackets;
    const unit = this.content.units.length + bracket;
    return [make("span", { class: "unit", "data-unit": unit }, ...this.#bracket({ bracket }))];
  }

  // The elements of a row; where provisions begin in it or below, in pieces.
  #row(row, unit = null, inPieces = false) {
    if (!inPieces && !this.wide.has(row)) return this.rows[row].flatMap((item) => this.#item(item));
    const parts = [];
    const starts = new Map(this.starts[row] ?? []);
    let piece = null;
    this.rows[row].forEach((item, number) => {
      if (starts.has(number)) [unit, piece] = [starts.get(number), null];
      const made = this.#item(item, unit);
      if (this.#isSpanning(item)) {
        piece = null;
        parts.push(...made);
      } else if (made.length) {
        if (!piece) parts.push((piece = make("span", { class: "unit", "data-unit": unit })));
        piece.append(...made);
      }
    });
    return parts;
  }

  #item(item, unit) {
    if (item === 0 || item.clean === null) return [];
    if (typeof item === "string") return this.#words(item);
    if (item.clean !== undefined) return this.#words(item.clean);
    if (Array.isArray(item)) return [make("b", { class: "label" }, ...this.#words(item[0]))];
    return this.#bracket(item, unit);
  }

  // Words, with the headings and the emphasis of Markdown among them.
  #words(words) {
    return words.split(SET_OFF).flatMap((part, number) => {
      if (!part) return [];
      if (number % 3 === 1) return [make("b", { class: "heading" }, ...this.#lines(part))];
      if (number % 3 === 2) return [make(part.startsWith("**") ? "b" : "i", {}, ...this.#lines(part))];
      return this.#lines(part);
    });
  }

  // Empty lines and indentation belong to the file; on the page, space between lines says the same.
  #lines(words) {
    // Behind a bracket, a star is the end of an emphasis that began before it, and no bullet.
    const own = this.lineIsEmpty ? words : words.replace(/^\*{1,3}(?= )/, "");
    const lines = withoutMarks(own).replace(/[ \t\r]*\n\s*/g, "\n").split("\n");
    return lines.flatMap((line, number) => {
      const starts = number > 0 && !this.lineIsEmpty ? [make("span", { class: "gap" }, "\n")] : [];
      this.lineIsEmpty ||= number > 0;
      const written = this.lineIsEmpty ? line.trimStart() : line;
      if (written) this.lineIsEmpty = false;
      return [...starts, written];
    });
  }

  // The elements of a bracket: a group, in which its options are.
  #bracket({ bracket, options }, unit) {
    const { letters, texts, origin } = this.content.brackets[bracket];
    const { taken } = this.view.of(bracket);
    const [opening, closing] = origin === "comment" ? ["{", "}"] : ["[", "]"];
    const group = this.#group(bracket, opening);
    const isSpanning = this.#isSpanning({ options });
    if (isSpanning) {
      group.classList.add("spanning");
      group.dataset.unit = unit;
    }
    const beside = [];
    this.lineIsEmpty = false;
    this.depth++;
    letters.forEach((letter, option) => {
      if (option) group.append(sign("/"));
      if (option !== taken) group.append(this.#other(bracket, letter, texts[option]));
      else if (letter === "omit") group.append(make("span", { class: "taken nothing" }, "left out"));
      else {
        const words = options ? this.#row(options[option], unit, isSpanning) : [withoutMarks(texts[option])];
        if (this.depth <= DEEPEST) group.append(make("span", { class: "taken" }, ...words));
        else beside.push(...words);
      }
    });
    this.depth--;
    if (!beside.length) group.append(sign(closing));
    return beside.length ? [group, ...beside, sign(closing)] : [group];
  }

  #group(bracket, opening) {
    const { id, letters } = this.content.brackets[bracket];
    const { taken, state, tint, against, blocks, reserves } = this.view.of(bracket);
    const weight = blocks ? `■${blocks}` : against ? `✕${against}` : reserves ? `?${reserves}` : "";
    const reserving = reserves ? `, ${reserves} reserved` : "";
    const [where, number] = this.#cited(id);
    // Of brackets of one provision that follow each other, the first names it.
    const again = this.place === where ? "again" : "";
    this.place = where;
    const mark = make(
      "span", { class: `mark stop ${again}`, role: "button", tabindex: -1, title: id,
        "aria-label": `${id}, ${state}, ${against} against${reserving}` },
      make("span", { class: "where" }, where), [number, STATES[state], weight].filter(Boolean).join("\u202f"),
    );
    return make(
      "span", { class: "bracket", role: "group", "aria-label": id, "data-number": bracket, "data-bracket": id,
        "data-state": state, "data-tint": tint, "data-taken": letters[taken] },
      make("span", { class: "start" }, sign(opening), mark),
    );
  }

  // An id as people cite it: the provision without the word that most of them begin with, and the number in it.
  #cited(id) {
    const end = id.lastIndexOf("#");
    const label = id.slice(0, end);
    const start = label.startsWith(this.kind) ? this.kind.length : 0;
    return [label.slice(start), id.slice(end)];
  }

  #other(bracket, letter, words) {
    const { id } = this.content.brackets[bracket];
    return make(
      "span", { class: `other stop ${letter === "omit" ? "nothing" : ""}`, role: "button", tabindex: -1,
        "data-letter": letter, title: `Choose for ${id}` },
      letter === "omit" ? "leave out" : withoutMarks(words) || "nothing",
    );
  }

  #option(other) {
    const { letters } = this.content.brackets[other.closest(".bracket").dataset.number];
    return letters.indexOf(other.dataset.letter);
  }

  #onClick(event, choose, select) {
    const more = event.target.closest(".more");
    if (more) return unfold(more);
    const bracket = event.target.closest(".bracket");
    if (!bracket || !getSelection().isCollapsed) return;
    const number = Number(bracket.dataset.number);
    const other = event.target.closest(".other");
    const stop = event.target.closest(".stop") ?? bracket.querySelector(".mark");
    stop.focus({ preventScroll: true });
    if (other && bracket.contains(other)) choose(number, this.#option(other));
    else select(number);
  }

  #onKey(event, choose, select) {
    const stop = event.target.closest(".stop");
    if (!stop || event.target.matches(".more") || event.ctrlKey || event.metaKey || event.altKey) return;
    const bracket = stop.closest(".bracket");
    const number = Number(bracket.dataset.number);
    const [bracketwise, optionwise] = [".mark", ".stop"];
    const moves = {
      ArrowDown: [bracketwise, 1], ArrowUp: [bracketwise, -1], ArrowRight: [optionwise, 1], ArrowLeft: [optionwise, -1],
    };
    if (event.key in moves) this.#move(stop, ...moves[event.key]);
    else if (event.key === "Home" || event.key === "End") this.#move(null, ".mark", event.key === "Home" ? 1 : -1);
    else if (event.key !== "Enter" && event.key !== " ") return;
    else if (stop.matches(".other")) choose(number, this.#option(stop));
    else if (bracket.dataset.state === "decided") choose(number, this.view.of(number).taken);
    else select(number);
    event.preventDefault();
  }

  #move(from, selector, step) {
    const stops = [...this.root.querySelectorAll(".stop")].filter((stop) => !stop.closest("[hidden]"));
    if (step < 0) stops.reverse();
    const to = stops.slice(from ? stops.indexOf(from) + 1 : 0).find((stop) => stop.matches(selector));
    to?.focus();
    to?.scrollIntoView({ block: "nearest" });
  }

  // One stop of the text is reached by the tabulator; from there the arrows lead on.
  #makeCurrent(stop) {
    if (!stop || stop === this.current) return;
    this.current?.setAttribute("tabindex", "-1");
    stop.setAttribute("tabindex", "0");
    this.current = stop;
  }

  #place(element) {
    const bracket = element?.closest?.(".bracket");
    if (!bracket || !this.root.contains(bracket)) return null;
    const same = [...this.root.querySelectorAll(`[data-number="${bracket.dataset.number}"]`)];
    return { number: bracket.dataset.number, turn: same.indexOf(bracket), letter: element.dataset.letter };
  }

  #find({ number, turn, letter }) {
    const bracket = this.root.querySelectorAll(`[data-number="${number}"]`)[turn];
    const own = [...(bracket?.querySelectorAll(".stop") ?? [])].filter((stop) => stop.closest(".bracket") === bracket);
    return own.find((stop) => stop.dataset.letter === letter) ?? own[0];
  }

  // Shows where a bracket is, or the one around it whose words are left out with it.
  show(number) {
    for (const shown of this.root.querySelectorAll(".selected")) shown.classList.remove("selected");
    for (const place of this.root.querySelectorAll(`[data-number="${number}"]`)) place.classList.add("selected");
    const place = this.root.querySelector(`[data-number="${this.shownAt(number)}"]`);
    place?.classList.add("selected");
    if (place) this.#makeCurrent(place.querySelector(".mark"));
    return place;
  }

  // A bracket, or the one around it whose words are left out with it.
  shownAt(bracket) {
    return this.around(bracket)?.[0] ?? bracket;
  }

  // Where a bracket is that is not in the text: the nearest bracket around it that is, and its option there.
  around(bracket) {
    let found = null;
    for (let one = bracket; this.view.of(one).taken === NOT_LIVE && this.parents.has(one); [one] = found)
      found = this.parents.get(one);
    return found;
  }

  // The unit in which a bracket is shown.
  unitOf(bracket) {
    if (this.content.unplaced.includes(bracket)) return this.content.units.length + bracket;
    return this.content.brackets[this.shownAt(bracket)].unit;
  }

  // Shows the units with a bracket that is wanted and with some words, all where both are null, and of those that are
  // not searched for words only the sentences with such a bracket; returns how many provisions are shown, and where the
  // words are found in them.
  filter(wanted, words) {
    const isFiltering = wanted !== null || words !== null;
    this.root.classList.toggle("filtering", isFiltering);
    const units = wanted && new Set(wanted.map((bracket) => this.unitOf(bracket)));
    const places = wanted && new Set(wanted.map((bracket) => this.shownAt(bracket)));
    const shown = new Set();
    const hits = [];
    for (const passage of this.passages) {
      passage.pieces ??= this.#pieces(passage);
      const found = words === null ? null : this.#found(passage, units, words);
      const isWanted = (unit) => (units === null || units.has(unit)) && (found === null || found.units.has(unit));
      const isShort = wanted !== null && found === null;
      let isEmpty = true;
      // From the end on, so that what is inside is known before what is around it.
      for (const { element, unit, bracket, kind } of [...passage.pieces].reverse()) {
        const holds = () => (bracket === null ? this.#holds(element, places) : places.has(bracket));
        const own = isWanted(unit) && (!isShort || holds());
        const isOther = kind === "other";
        const isShown = isOther ? own && (found === null || found.pieces.has(element)) : own;
        if (kind === "spanning") element.classList.toggle("frame", isFiltering && !own);
        const within = kind === "spanning" && element.querySelector(".unit:not([hidden])") !== null;
        element.hidden = isFiltering && !isShown && !within;
        if (isShown && !isOther) shown.add(unit);
        isEmpty &&= element.hidden;
      }
      passage.element.hidden = isFiltering && isEmpty;
      this.#shorten(passage, isShort ? places : null);
      if (found) hits.push(...found.hits.filter(({ element }) => !element.closest("[hidden]")));
    }
    return { shown: [...shown].filter((unit) => unit >= 0).length, hits: hits.map(({ range }) => range) };
  }

  // Whether a piece has one of some brackets, or the label of its provision.
  #holds(piece, places) {
    const isPlace = ({ dataset }) => places.has(Number(dataset.number));
    return piece.querySelector(":scope > .label") !== null || [...piece.querySelectorAll(".bracket")].some(isPlace);
  }

  // Shortens what is shown of a passage to the sentences with some brackets; to none, where they are null, no more.
  #shorten(passage, places) {
    const key = places && passage.brackets.filter((bracket) => places.has(bracket)).join();
    if (passage.short === key) return;
    if (passage.short !== null) unshorten(passage.element);
    passage.short = key;
    if (key === null) return;
    const isWanted = ({ dataset }) => places.has(Number(dataset.number));
    // The places of words that were found before are no longer where they were.
    for (const piece of passage.pieces) piece.text = null;
    for (const { element, kind } of passage.pieces.filter((piece) => !piece.element.hidden))
      if (kind === "unit") shorten(element, isWanted);
      else if (kind === "other") cutOff(element);
      else if (isWanted(element)) this.#showHead(element, isWanted);
  }

  // Shows how the words that a bracket over several provisions takes begin, where nothing of them is shown.
  #showHead(spanning, isWanted) {
    const units = [...spanning.querySelectorAll(":scope > .taken .unit")];
    const head = units.find((unit) => unit.textContent.trim());
    if (!head || units.some((unit) => !unit.hidden)) return;
    for (let one = head; one !== spanning; one = one.parentElement) one.hidden = false;
    shorten(head, isWanted, true);
  }

  #pieces({ element }) {
    return [...element.querySelectorAll(".unit, .spanning, .spanning > .other")].map((one) => {
      const kind = one.matches(".unit") ? "unit" : one.matches(".spanning") ? "spanning" : "other";
      const around = kind === "other" ? one.parentElement : one;
      const bracket = kind === "unit" ? null : Number(around.dataset.number);
      return { element: one, kind, unit: Number(around.dataset.unit), bracket, text: null };
    });
  }

  // Where words are found in the pieces of a passage, and in which units; a provision is found by its label, too.
  #found({ pieces }, units, words) {
    const found = { units: new Set(), pieces: new Set(), hits: [] };
    for (const piece of pieces) {
      if (units !== null && !units.has(piece.unit)) continue;
      if (this.content.units[piece.unit]?.[0].toLowerCase() === words) found.units.add(piece.unit);
      if (piece.kind === "spanning") continue;
      piece.text ??= new Searched(piece.element);
      const ranges = piece.text.find(words);
      if (!ranges.length) continue;
      found.units.add(piece.unit);
      found.pieces.add(piece.element);
      found.hits.push(...ranges.map((range) => ({ range, element: piece.element })));
    }
    return found;
  }
}

// The words of an element as they are read, without marks and signs of brackets, and then those of the options that are
// not taken, one by one; and where each of them is.
class Searched {
  constructor(element) {
    this.parts = [];
    this.length = 0;
    const words = [];
    const nodes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      if (!walker.currentNode.parentElement.closest(".mark, .sign, .nothing")) nodes.push(walker.currentNode);
    const isOther = (node) => element.contains(node.parentElement.closest(".other"));
    for (const node of nodes) if (!isOther(node)) words.push(...this.#read(node));
    for (const node of nodes)
      if (isOther(node)) {
        // No words go on from one option to another.
        words.push("\0", ...this.#read(node, 1));
      }
    this.words = words.join("").replace(/\s/g, " ");
  }

  #read(node, apart = 0) {
    this.length += apart;
    const lower = node.data.toLowerCase();
    const words = lower.length === node.data.length ? lower : node.data;
    return [...words.matchAll(/[^[\]{}]+/g)].map(({ 0: part, index }) => {
      this.parts.push({ node, index, start: this.length });
      this.length += part.length;
      return part;
    });
  }

  // The places of words, in the order of the page.
  find(words) {
    const found = [];
    for (let at = this.words.indexOf(words); at >= 0; at = this.words.indexOf(words, at + words.length)) {
      const range = new Range();
      range.setStart(...this.#place(at));
      const [last, end] = this.#place(at + words.length - 1);
      range.setEnd(last, end + 1);
      found.push(range);
    }
    return found.sort((one, other) => one.compareBoundaryPoints(Range.START_TO_START, other));
  }

  #place(at) {
    const { node, index, start } = this.parts.findLast((part) => part.start <= at);
    return [node, index + at - start];
  }
}

// The word, with a blank behind it, that most ids begin with: “Article ” as a rule; else "".
function kindOfMost(brackets) {
  const counts = new Map();
  for (const { id } of brackets) {
    const kind = /^\p{L}+ (?=\d)/u.exec(id)?.[0] ?? "";
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].find(([, count]) => count > brackets.length / 2)?.[0] ?? "";
}

function sign(character) {
  return make("span", { class: "sign", "aria-hidden": "true" }, character);
}
