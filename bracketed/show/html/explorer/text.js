// The text in the middle of the page: each bracket with its options in place, the one that the text takes set off.

const GLYPHS = { blocks: "■", objects: "✕", reserves: "?", supports: "+", accepts: "≈" };
// Browsers take long over elements nested hundreds deep; from here on a bracket's words stand beside it, not in it.
const DEEPEST = 20;
const STATES = { decided: "✓", follows: "↳", tossed: "⇄", open: "" };

class TextView {
  constructor(content, root, { choose, select }) {
    this.content = content;
    this.root = root;
    this.rows = content.text.rows;
    this.passages = content.text.passages.map((row) => this.#passage(row, this.#bracketsIn(row)));
    const placeless = content.unplaced.map((bracket) => this.#passage(null, [bracket]));
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
    return { row, brackets, element: make("div", { class: "passage", dir: "auto" }), drawn: null };
  }

  #placeless(passages) {
    return make(
      "section", { class: "placeless", "aria-labelledby": "placeless-title" },
      make("h3", { id: "placeless-title" }, "Asked for, but no comment says where"),
      ...passages.map((passage) => passage.element),
    );
  }

  #bracketsIn(row, found = []) {
    for (const item of this.rows[row])
      if (item.options) {
        found.push(item.bracket);
        item.options.forEach((option) => this.#bracketsIn(option, found));
      }
    return found;
  }

  // Draws anew the passages in which something has changed.
  draw(view) {
    this.view = view;
    const focused = this.#place(document.activeElement);
    for (const passage of this.passages) {
      const drawn = passage.brackets.map((bracket) => view.look(bracket)).join("|");
      if (passage.drawn === drawn) continue;
      passage.drawn = drawn;
      this.lineIsEmpty = true;
      const parts = passage.row === null ? this.#bracket({ bracket: passage.brackets[0] }) : this.#row(passage.row);
      passage.element.replaceChildren(...parts);
      passage.element.classList.toggle("empty", !passage.element.textContent.trim());
    }
    if (focused) this.#find(focused)?.focus({ preventScroll: true });
    if (!this.current?.isConnected) this.#makeCurrent(this.root.querySelector(".stop"));
  }

  #row(row) {
    return this.rows[row].filter((item) => item !== 0 && item.clean !== null).flatMap((item) => {
      if (typeof item === "string") return this.#words(item);
      if (item.clean !== undefined) return this.#words(item.clean);
      if (Array.isArray(item)) return [make("b", { class: "label" }, ...this.#words(item[0]))];
      return this.#bracket(item);
    });
  }

  // Empty lines and indentation belong to the file; on the page, space between lines says the same.
  #words(words) {
    const lines = words.replace(/[ \t\r]*\n\s*/g, "\n").split("\n");
    return lines.flatMap((line, number) => {
      const starts = number > 0 && !this.lineIsEmpty ? [make("span", { class: "gap" }, "\n")] : [];
      this.lineIsEmpty ||= number > 0;
      const written = this.lineIsEmpty ? line.trimStart() : line;
      if (written) this.lineIsEmpty = false;
      return [...starts, written];
    });
  }

  // The elements of a bracket: a group, in which its options stand.
  #bracket({ bracket, options }) {
    const { letters, texts, origin } = this.content.brackets[bracket];
    const { taken } = this.view.of(bracket);
    const [opening, closing] = origin === "comment" ? ["{", "}"] : ["[", "]"];
    const group = this.#group(bracket, opening);
    const beside = [];
    this.lineIsEmpty = false;
    this.depth++;
    letters.forEach((letter, option) => {
      if (option) group.append(sign("/"));
      if (option !== taken) group.append(this.#other(bracket, letter, texts[option]));
      else if (letter === "omit") group.append(make("span", { class: "taken nothing" }, "left out"));
      else {
        const words = options ? this.#row(options[option]) : [texts[option]];
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
    const mark = make(
      "span", { class: "mark stop", role: "button", tabindex: -1, title: id,
        "aria-label": `${id}, ${state}, ${against} against${reserving}` },
      [id.slice(id.lastIndexOf("#")), STATES[state], weight].filter(Boolean).join("\u202f"),
    );
    return make(
      "span", { class: "bracket", role: "group", "aria-label": id, "data-number": bracket, "data-bracket": id,
        "data-state": state, "data-tint": tint, "data-taken": letters[taken] },
      make("span", { class: "start" }, sign(opening), mark),
    );
  }

  #other(bracket, letter, words) {
    const { id } = this.content.brackets[bracket];
    return make(
      "span", { class: `other stop ${letter === "omit" ? "nothing" : ""}`, role: "button", tabindex: -1,
        "data-letter": letter, title: `Choose for ${id}` },
      letter === "omit" ? "leave out" : words || "nothing",
    );
  }

  #option(other) {
    const { letters } = this.content.brackets[other.closest(".bracket").dataset.number];
    return letters.indexOf(other.dataset.letter);
  }

  #onClick(event, choose, select) {
    const bracket = event.target.closest(".bracket");
    if (!bracket || String(getSelection())) return;
    const number = Number(bracket.dataset.number);
    const other = event.target.closest(".other");
    const stop = event.target.closest(".stop") ?? bracket.querySelector(".mark");
    stop.focus({ preventScroll: true });
    if (other && bracket.contains(other)) choose(number, this.#option(other));
    else select(number);
  }

  #onKey(event, choose, select) {
    const stop = event.target.closest(".stop");
    if (!stop || event.ctrlKey || event.metaKey || event.altKey) return;
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

  // Shows where a bracket stands, and says whether it stands in the text now.
  show(number) {
    for (const shown of this.root.querySelectorAll(".selected")) shown.classList.remove("selected");
    const places = this.root.querySelectorAll(`[data-number="${number}"]`);
    for (const place of places) place.classList.add("selected");
    return places[0] ?? null;
  }

  // Hides the passages that `wanted` does not want, and returns how many are shown.
  filter(wanted) {
    let shown = 0;
    for (const passage of this.passages) {
      passage.element.hidden = !wanted(passage);
      shown += !passage.element.hidden && !passage.element.classList.contains("empty");
    }
    return shown;
  }
}

function sign(character) {
  return make("span", { class: "sign", "aria-hidden": "true" }, character);
}
