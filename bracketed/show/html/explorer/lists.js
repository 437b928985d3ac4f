// The lists below the card, of which one is open: deadlocks, who objects, what a delegation gets, and what was decided.

const COUNTED = ["blocks", "objects", "reserves", "supports"];
const NOUNS = { blocks: "Red lines", objects: "Objections", reserves: "Reservations", supports: "Supports" };
// Items of a list that are made at once; one delegation may have spoken on a thousand brackets.
const AT_ONCE = 40;
const isNarrow = matchMedia("(max-width: 62rem)");

class Lists {
  constructor(content, answers, names, { choose, listen }) {
    this.content = content;
    this.answers = answers;
    this.names = names;
    this.choose = choose;
    this.listen = listen;
    this.whose = null;
    this.kept = null;
    this.rows = new Map();
    this.obstacles = new Map();
    this.decisions = new Map();
    const kin = this.#kin();
    // Brackets with the same words that are the same decision; a comma at an end is that of the sentence.
    const words = (text) => withoutMarks(text).replace(/^[\s,;.]+|[\s,;.]+$/g, "").toLowerCase();
    this.decision = content.brackets.map(({ letters, texts }, bracket) => {
      return JSON.stringify([kin[bracket], letters, texts.map(words)]);
    });
    for (const button of document.querySelectorAll("[data-list]"))
      button.addEventListener("click", () => this.#toggle(button.dataset.list));
    isNarrow.addEventListener("change", () => this.#open(isNarrow.matches ? null : "blocking"));
    this.#open(isNarrow.matches ? null : "blocking");
  }

  // For each bracket the first of those that are, surely or likely, the same decision.
  #kin() {
    const first = this.content.brackets.map((_, bracket) => bracket);
    const root = (bracket) => (first[bracket] === bracket ? bracket : (first[bracket] = root(first[bracket])));
    for (const members of [...this.content.classes, ...this.content.offers.map((offer) => offer.members)])
      for (const [bracket] of members) {
        const [one, other] = [root(members[0][0]), root(bracket)];
        first[Math.max(one, other)] = Math.min(one, other);
      }
    return first.map((_, bracket) => root(bracket));
  }

  // One list is open at a time; on a small screen it covers the text, and may be closed.
  #open(list) {
    this.list = list;
    for (const button of document.querySelectorAll("[data-list]")) {
      const isOpen = button.dataset.list === list;
      button.setAttribute("aria-expanded", String(isOpen));
      find(`list-${button.dataset.list}`).hidden = !isOpen;
    }
  }

  #toggle(list) {
    this.#open(isNarrow.matches && this.list === list ? null : list);
    if (this.list === "getting") this.#getting();
    if (this.list === "decided") this.#compare();
  }

  close() {
    if (isNarrow.matches) this.#open(null);
  }

  draw(view, delegation) {
    this.view = view;
    this.#objecting(delegation);
    this.#blocking();
    this.#getting();
    this.#decided();
    this.#compare();
  }

  // Marks the delegation of which the text is shown.
  mark(delegation) {
    for (const [one, row] of this.rows) row.querySelector("button").setAttribute("aria-pressed", String(one === delegation));
  }

  // Shows what a delegation gets.
  ask(delegation) {
    this.whose = delegation;
    if (!isNarrow.matches) this.#open("getting");
    this.#getting();
  }

  // All delegations, those first who block most, then those who object most, then those who reserve most.
  #objecting(chosen) {
    const { shares } = this.view.answer;
    const heavier = (a, b) => (a === b ? 0 : a > b ? -1 : 1);
    const order = [...shares.keys()].sort(
      (a, b) =>
        heavier(shares[a].blocks, shares[b].blocks) ||
        heavier(shares[a].objects, shares[b].objects) ||
        heavier(shares[a].reserves, shares[b].reserves) ||
        a - b,
    );
    const against = shares.filter((share) => share.blocks || share.objects).length;
    const reserving = shares.filter((share) => !share.blocks && !share.objects && share.reserves).length;
    const more = [];
    // The table is of one text, and a toss has another side.
    if (against && this.view.tossed().length)
      more.push("The text takes one side of each toss: others object to texts that are equally good.");
    if (reserving) more.push(`${several(reserving, "delegation", "delegations")} only reserved.`);
    const objecting = `${several(against, "delegation", "delegations")} of ${shares.length}${more.length ? "." : ""}`;
    find("objecting-sum").textContent = [against ? objecting : "Nobody objects to this text.", ...more].join(" ");
    keep(find("objecting-rows"), order, this.rows, (delegation) => this.#row(delegation));
    for (const delegation of order) this.#fill(this.rows.get(delegation), shares[delegation], chosen === delegation);
  }

  #row(delegation) {
    const name = this.answers.delegations[delegation];
    const button = make("button", { type: "button", class: "plain", title: "Show where it has spoken" }, name);
    const isChosen = () => button.getAttribute("aria-pressed") === "true";
    button.addEventListener("click", () => this.listen(isChosen() ? null : delegation));
    const cells = COUNTED.map((stance) => make("td", { class: stance }, make("data", {}), sign("")));
    return make("tr", { "data-delegation": name }, make("th", { scope: "row" }, button), ...cells);
  }

  #fill(row, share, isChosen) {
    const put = (element, name, value) => element.getAttribute(name) === value || element.setAttribute(name, value);
    put(row.querySelector("button"), "aria-pressed", String(isChosen));
    put(row, "class", share.blocks || share.objects ? "against" : "");
    COUNTED.forEach((stance, place) => {
      const cell = row.cells[place + 1];
      const words = this.answers.inWords(share[stance]);
      if (cell.firstChild.value === words) return;
      cell.firstChild.value = words;
      cell.firstChild.textContent = words;
      cell.lastChild.textContent = share[stance] ? GLYPHS[stance] : "";
      put(cell, "class", share[stance] ? stance : `${stance} none`);
    });
  }

  // The deadlocks and what is reserved, by article; brackets that are one decision are listed once, unless others are
  // in the way of each.
  #blocking() {
    const found = this.view.blocking();
    find("blocking-none").hidden = found.length > 0;
    find("blocking-none").textContent = this.content.empty || "No bracket is deadlocked.";
    const { standing } = this.view.answer;
    const deadlocks = found.filter((bracket) => standing[bracket] === "blocking").length;
    document.querySelector("[data-list=blocking]").textContent = `Deadlocks ${grouped(deadlocks)}`;
    const groups = new Map();
    for (const bracket of found) {
      const key = `${standing[bracket]} ${this.decision[bracket]} ${this.#sides([bracket])}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(bracket);
    }
    const parts = new Map(this.content.parts.map((_, part) => [part, []]));
    for (const members of groups.values()) {
      members.sort((a, b) => a - b);
      parts.get(this.#part(members[0])).push(members);
    }
    const keys = [...parts].filter(([, own]) => own.length).flatMap(([part, own]) => [
      ...(parts.size > 1 ? [`part ${part} ${own.length}`] : []),
      ...own.map((members) => `${standing[members[0]]} ${members.join()}`),
    ]);
    keep(find("blocking-list"), keys, this.obstacles, (key) => this.#obstacle(key.split(" ")));
  }

  // In a draft without articles all is in the last part, which has what is elsewhere.
  #part(bracket) {
    return this.content.units[this.content.brackets[bracket].unit]?.[1] ?? this.content.parts.length - 1;
  }

  #obstacle([kind, which, number]) {
    if (kind === "part") {
      const words = withoutMarks(this.content.parts[which]);
      return make("li", { class: "part" }, make("bdi", { lang: this.content.language }, words), ` · ${number}`);
    }
    const members = which.split(",").map(Number);
    const [first] = members;
    const where = ` (${this.names.places(members)}): ${kind === "reserved" ? "reserved: " : ""}`;
    return make(
      "li", { "data-brackets": JSON.stringify(members.map((bracket) => this.names.name(bracket))) },
      this.names.jump(first, make("b", {}, this.names.about(first)), where, this.#sides(members)),
    );
  }

  // Who is against whom: in the way of each option, those first who want the first.
  #sides(members) {
    const { letters } = this.content.brackets[members[0]];
    const sides = letters.map((_, option) => {
      const rows = members.flatMap((bracket) => this.answers.rowsOn[bracket][option]);
      const inTheWay = rows.filter(({ stance }) => IN_THE_WAY.has(stance)).map(({ delegation }) => delegation);
      const names = [...new Set(inTheWay)].map((number) => this.answers.delegations[number]);
      return names.length > 4 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : names.join(", ");
    });
    if (sides.length === 2) return sides.reverse().filter(Boolean).join(" | ");
    const told = sides.map((names, option) => names && `not ${this.names.words(members[0], option)}: ${names}`);
    return told.filter(Boolean).join(" | ");
  }

  // What the chosen delegation gets; reckoned only where it is read.
  #getting() {
    if (this.list !== "getting") return;
    const whose = find("whose");
    if (!whose.options.length) return;
    this.whose ??= Number(whose.value);
    whose.value = this.whose;
    const got = new Getting(this.answers, this.view.answer, this.whose);
    const lists = { loses: "Loses", open: "Still open", wins: "Wins", neither: "Neither won nor lost" };
    const lines = FATES.flatMap((fate) => got.redLines.filter((line) => line.fate === fate));
    find("getting").replaceChildren(
      make("p", { class: "summary" }, got.summary(this.answers.delegations[this.whose])),
      ...this.#section("Red lines", lines, ({ row, fate }) => this.#redLine(row, fate)),
      ...Object.entries(lists).flatMap(([result, title]) => {
        return this.#section(title, got.of(result), (row) => this.#outcome(row), result);
      }),
    );
  }

  // A list under its heading; of a long one the first items, until more are requested.
  #section(title, all, makeItem, result) {
    if (!all.length) return [];
    const heading = make("h3", {}, `${title} · ${all.length}`);
    const list = make("ul", { class: "jumps", "data-result": result }, ...all.slice(0, AT_ONCE).map(makeItem));
    if (all.length <= AT_ONCE) return [heading, list];
    const more = make("button", { type: "button", class: "jump" }, `Show ${grouped(all.length - AT_ONCE)} more`);
    more.addEventListener("click", () => {
      list.append(...all.slice(AT_ONCE).map(makeItem));
      more.remove();
    });
    return [heading, list, more];
  }

  #redLine(row, fate) {
    const told = { crossed: "■ crossed", open: "⇄ open", holds: "✓ holds" };
    const words = [` (${this.names.place(row.bracket)})`, row.condition.length ? ", on a condition" : "", `: ${told[fate]}`];
    const against = `not ${this.names.settled(row.bracket, row.option)}`;
    return make("li", { "data-fate": fate }, this.names.jump(row.bracket, make("bdi", {}, against), ...words));
  }

  #outcome({ bracket, rows }) {
    const options = [...this.view.answer.tied[bracket]];
    const words = (option) => (option === NOT_LIVE ? "not in the text" : this.names.settled(bracket, option));
    const taken = options.length > 1 ? `a toss between ${listed(options.map(words))}` : words(options[0]);
    const verbs = [["supports", "wants"], ["blocks", "blocks"], ["objects", "opposes"], ["reserves", "reserves on"],
      ["accepts", "can live with"]];
    const [stance, verb] = verbs.find(([one]) => rows.some((row) => row.stance === one));
    const those = rows.filter((row) => row.stance === stance);
    const meant = [...new Set(those.map(({ option }) => this.names.settled(bracket, option)))];
    const isFull = meant.length === 1 && stance === "supports" && options.length === 1 && meant[0] === taken;
    return make(
      "li", { "data-bracket-id": this.names.name(bracket) },
      this.names.jump(bracket, make("b", {}, make("bdi", {}, taken)), ` (${this.names.place(bracket)})`,
        isFull ? "" : `; ${verb} ${listed(meant)}`),
    );
  }

  #decided() {
    const { decisions } = this.view.answer;
    find("decided-none").hidden = decisions.size > 0;
    const last = [...decisions].reverse().map(([bracket, option]) => `${bracket}=${option}`);
    keep(find("decided-list"), last, this.decisions, (decision) => this.#decision(...decision.split("=").map(Number)));
  }

  // Keeps what is decided now beside what will be.
  keep() {
    this.kept = this.view.answer;
    find("swap").hidden = false;
    this.#compare();
  }

  #compare() {
    if (!this.kept || this.list !== "decided") return;
    const [kept, now] = [this.kept, this.view.answer];
    const deadlocks = ({ standing }) => standing.filter((one) => one === "blocking").length;
    const units = (answer, stance) => this.answers.inWords(answer.total[stance]);
    const rows = COUNTED.map((stance) => [NOUNS[stance], units(kept, stance), units(now, stance)]);
    rows.push(["Deadlocked brackets", deadlocks(kept), deadlocks(now)]);
    const cell = (words) => make("td", {}, words);
    const row = ([name, one, other]) => make("tr", {}, make("th", { scope: "row" }, name), cell(one), cell(other));
    const heads = ["Text meets", "Kept", "Now"].map((words) => make("th", { scope: "col" }, words));
    const other = [...now.taken.keys()].filter((bracket) => kept.taken[bracket] !== now.taken[bracket]);
    const words = (bracket, { taken }) => {
      return taken[bracket] === NOT_LIVE ? "not in the text" : this.names.words(bracket, taken[bracket]);
    };
    const differs = (bracket) => make("li", {}, this.names.jump(bracket,
      make("bdi", {}, `${words(bracket, kept)} → ${words(bracket, now)}`), ` (${this.names.place(bracket)})`));
    find("compared").replaceChildren(
      make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows.map(row))),
      ...this.#section("Brackets that differ", other, differs),
      ...this.#section("Delegations", this.#changes(kept.shares, now.shares), (words) => make("li", {}, words)),
    );
  }

  // The delegations whom one of two packages serves better, by the heaviest stance of which they have fewer or more.
  #changes(kept, now) {
    return kept.flatMap((share, delegation) => {
      const stance = COUNTED.find((one) => share[one] !== now[delegation][one]);
      if (!stance) return [];
      const isBetter = (now[delegation][stance] > share[stance]) === (stance === "supports");
      const [one, other] = [share, now[delegation]].map((units) => this.answers.inWords(units[stance]));
      const name = this.answers.delegations[delegation];
      return [`${name}: ${isBetter ? "better" : "worse"}, ${one} → ${other} ${NOUNS[stance].toLowerCase()}`];
    });
  }

  #decision(bracket, option) {
    const name = `Leave ${this.names.name(bracket)} open`;
    const back = make("button", { type: "button", class: "back", "aria-label": name }, "leave open");
    back.addEventListener("click", () => this.choose(bracket, option));
    const words = make("bdi", {}, this.names.settled(bracket, option));
    return make("li", {}, this.names.jump(bracket, make("b", {}, words), ` (${this.names.place(bracket)})`), back);
  }
}

// Gives a list the elements of these keys in their order; those that were made before stay, and move only if they must.
function keep(list, keys, made, makeOne) {
  const wanted = new Set(keys);
  for (const [key, element] of made) if (!wanted.has(key)) element.remove();
  let next = list.firstChild;
  for (const key of keys) {
    if (!made.has(key)) made.set(key, makeOne(key));
    const element = made.get(key);
    if (element === next) next = next.nextSibling;
    else list.insertBefore(element, next);
  }
}
