// What stands beside the text: the bracket that is being looked at, who objects, what blocks, what was decided.

const STANCES = ["blocks", "objects", "reserves", "accepts", "supports"];
const COUNTED = ["blocks", "objects", "reserves", "supports"];
const SAYS = {
  blocks: "red line of", objects: "opposed by", reserves: "reserved by", accepts: "acceptable to",
  supports: "supported by",
};

// Places that an offer names; one may have a hundred.
const OFFERED = 12;

class Beside {
  constructor(content, answers, { choose, select, listen, settle }) {
    this.content = content;
    this.answers = answers;
    this.choose = choose;
    this.select = select;
    this.listen = listen;
    this.settle = settle;
    this.rows = new Map();
    this.obstacles = new Map();
    this.decisions = new Map();
    this.linksOf = content.brackets.map(() => []);
    for (const link of content.links) for (const bracket of link.brackets) this.linksOf[bracket].push(link);
    this.offersOf = content.brackets.map(() => []);
    for (const offer of content.offers) for (const [bracket] of offer.members) this.offersOf[bracket].push(offer);
  }

  draw(view, selected, delegation) {
    this.view = view;
    this.#card(selected);
    this.#objecting(delegation);
    this.#blocking();
    this.#decided();
  }

  name(bracket) {
    return this.content.brackets[bracket].id;
  }

  words(bracket, option) {
    const { letters, texts } = this.content.brackets[bracket];
    return letters[option] === "omit" ? "leave out" : `“${cutShort(texts[option], 90)}”`;
  }

  // A button that leads to a bracket.
  jump(bracket, ...more) {
    const button = make("button", { type: "button", class: "jump" }, make("b", {}, this.name(bracket)), ...more);
    button.addEventListener("click", () => this.select(bracket, true));
    return button;
  }

  #card(selected) {
    const card = find("card");
    if (selected === null) {
      card.replaceChildren(
        make("h2", { id: "card-title" }, "Choose in the text"),
        make(
          "p", { class: "hint" },
          "Click words in brackets to choose them. Click a bracket’s number to see who wants what.",
        ),
      );
      return;
    }
    const { id, heading, line, unheard } = this.content.brackets[selected];
    const parts = [
      make("h2", { id: "card-title", tabindex: -1 }, id),
      make("p", { class: "hint" }, [...heading, `line ${line}`].join(" › ")),
      make("p", { id: "card-state" }, this.#state(selected)),
      this.#options(selected),
    ];
    if (unheard) parts.push(make("p", { id: "card-unheard" }, `⚠ ${unheard[0].toUpperCase()}${unheard.slice(1)}.`));
    if (this.view.of(selected).state === "decided") {
      const open = make("button", { type: "button", id: "leave-open" }, "Leave it open");
      open.addEventListener("click", () => this.choose(selected, this.view.answer.decisions.get(selected)));
      parts.push(open);
    }
    parts.push(...this.#offers(selected), ...this.#ties(selected), ...this.#said(selected));
    const focused = document.activeElement;
    const value = focused?.name === "option" && card.contains(focused) ? focused.value : null;
    card.replaceChildren(...parts);
    if (value !== null) card.querySelector(`input[value="${value}"]`)?.focus();
  }

  #state(bracket) {
    const { taken, state } = this.view.of(bracket);
    if (taken === NOT_LIVE) return "It does not stand in the text as it is now.";
    if (state === "decided") return "✓ You decided it.";
    if (state === "follows") return "↳ Nothing else is left to choose here.";
    const ways = this.view.answer.tied[bracket].size;
    if (state === "tossed") return `⇄ Open, and a toss: the text shows one of ${ways} equally good ways to settle it.`;
    return "Open: the text shows the least contested way to settle it.";
  }

  #options(bracket) {
    const { letters } = this.content.brackets[bracket];
    const decided = this.view.answer.decisions.get(bracket);
    const field = make("fieldset", {}, make("legend", { class: "aside-only" }, `Options of ${this.name(bracket)}`));
    letters.forEach((letter, option) => {
      const input = make("input", { type: "radio", name: "option", value: option, checked: option === decided });
      input.addEventListener("change", () => this.choose(bracket, option));
      const words = make("span", { class: "words", dir: "auto" }, this.#whole(bracket, option));
      const told = make("span", {}, words, ...this.#stances(bracket, option), this.#would(bracket, option));
      field.append(make("label", { "data-option": letter }, input, told));
    });
    return field;
  }

  #whole(bracket, option) {
    const { letters, texts } = this.content.brackets[bracket];
    return letters[option] === "omit" ? "leave out" : texts[option] || "nothing";
  }

  #stances(bracket, option) {
    const rows = this.answers.rowsOn[bracket][option];
    return STANCES.flatMap((stance) => {
      const held = rows.filter((row) => row.stance === stance);
      if (!held.length) return [];
      const names = [...new Set(held.map((row) => this.#who(row)))];
      return [
        make(
          "span", { class: `stance ${stance}` },
          make("span", { class: "glyph", "aria-hidden": "true" }, GLYPHS[stance]), ` ${SAYS[stance]} ${listed(names)}`,
        ),
      ];
    });
  }

  #who({ delegation, condition }) {
    const name = this.answers.delegations[delegation];
    if (!condition.length) return name;
    const terms = condition.map(([bracket, option]) => `${this.name(bracket)} is ${this.words(bracket, option)}`);
    return `${name} (if ${listed(terms)})`;
  }

  #would(bracket, option) {
    const { answer } = this.view;
    const shown = answer.taken[bracket] === option;
    if (answer.decisions.get(bracket) === option) return make("span", { class: "would" }, "your decision");
    const found = this.answers.ifTaken(answer, bracket, option);
    const lead = shown ? "shown now: " : "would give ";
    if (found)
      return make("span", { class: "would" }, `${lead}${this.sums(found.total)}; ${inShort(found.count)} left`);
    if (this.answers.isPossible(new Map([[bracket, option]]), bracket))
      return make("span", { class: "would" }, "ruled out by your decisions; choosing it takes back those in its way");
    return make("span", { class: "would" }, "ruled out by links");
  }

  sums({ blocks, objects, reserves, supports }) {
    const count = (units, one, many) => several(this.answers.inWords(units), one, many);
    return [
      count(blocks, "red line", "red lines"),
      count(objects, "objection", "objections"),
      ...(reserves ? [count(reserves, "reservation", "reservations")] : []),
      count(supports, "support", "supports"),
    ].join(", ");
  }

  #ties(bracket) {
    const links = this.linksOf[bracket];
    if (!links.length) return [];
    return [
      make("h3", {}, "Links"),
      ...links.map((link) => {
        const others = link.brackets.filter((other) => other !== bracket);
        return make("p", { class: "tie" }, `${link.reason || link.kind}. `, ...others.map((other) => this.jump(other)));
      }),
    ];
  }

  // Where the same words stand elsewhere and may be the same decision, a button to settle them alike.
  #offers(bracket) {
    const option = this.view.answer.decisions.get(bracket);
    if (option === undefined) return [];
    return this.offersOf[bracket].flatMap(({ words, members }) => {
      const row = members.find(([member]) => member === bracket)[1].indexOf(option);
      const { taken, decisions } = this.view.answer;
      const others = members
        .map(([member, options]) => [member, options[row]])
        .filter(([member, wanted]) => member !== bracket && taken[member] !== NOT_LIVE && decisions.get(member) !== wanted);
      if (row < 0 || !others.length) return [];
      const places = several(others.length, "other place", "other places");
      const button = make("button", { type: "button", class: "offer", title: words }, `Settle the same in ${places}?`);
      button.addEventListener("click", () => this.settle(bracket, others));
      const some = others.slice(0, OFFERED).map(([member]) => this.jump(member));
      return [make("p", { class: "tie" }, button, " ", ...some, others.length > OFFERED ? "…" : "")];
    });
  }

  #said(bracket) {
    const rows = [...new Set(this.answers.rowsOn[bracket].flat())].filter((row) => row.words);
    if (!rows.length) return [];
    const items = rows.map((row) =>
      make("li", {}, make("b", {}, this.answers.delegations[row.delegation]), `: ${row.words}`),
    );
    return [make("details", {}, make("summary", {}, "What was said"), make("ul", {}, ...items))];
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

  #blocking() {
    const found = this.view.blocking();
    find("blocking-none").hidden = found.length > 0;
    find("blocking-none").textContent = this.content.empty || "No bracket is deadlocked.";
    const told = (bracket) => make("li", {}, this.jump(bracket, ` ${this.#obstacle(bracket)}`));
    keep(find("blocking-list"), found, this.obstacles, told);
  }

  #obstacle(bracket) {
    const names = this.answers.opponents[bracket].map((number) => this.answers.delegations[number]);
    const who = names.length > 4 ? `${names.slice(0, 4).join(", ")} and ${names.length - 4} more` : listed(names);
    return this.view.answer.standing[bracket] === "reserved" ? `reserved: ${who}` : who;
  }

  #decided() {
    const { decisions } = this.view.answer;
    find("decided-none").hidden = decisions.size > 0;
    const last = [...decisions].reverse().map(([bracket, option]) => `${bracket}=${option}`);
    keep(find("decided-list"), last, this.decisions, (decision) => this.#decision(...decision.split("=").map(Number)));
  }

  #decision(bracket, option) {
    const name = `Leave ${this.name(bracket)} open`;
    const back = make("button", { type: "button", class: "back", "aria-label": name }, "leave open");
    back.addEventListener("click", () => this.choose(bracket, option));
    return make("li", {}, this.jump(bracket, ` ${this.words(bracket, option)}`), back);
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
