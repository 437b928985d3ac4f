// The card of the bracket that is looked at: its options, who wants what, and what each of them would give.

const STANCES = ["blocks", "objects", "reserves", "accepts", "supports"];
const SAYS = {
  blocks: "red line of", objects: "opposed by", reserves: "reserved by", accepts: "acceptable to",
  supports: "supported by",
};

// Characters that a card has room for in one option.
const LENGTHY = 150;

class Card {
  constructor(content, answers, names, text, { choose, settle }) {
    this.content = content;
    this.answers = answers;
    this.names = names;
    this.text = text;
    this.choose = choose;
    this.settle = settle;
    this.linksOf = content.brackets.map(() => []);
    for (const link of content.links) for (const bracket of link.brackets) this.linksOf[bracket].push(link);
    this.offersOf = content.brackets.map(() => []);
    for (const offer of content.offers) for (const [bracket] of offer.members) this.offersOf[bracket].push(offer);
  }

  draw(view, selected) {
    this.view = view;
    this.#fill(selected);
    const deadlocks = [...view.answer.standing.keys()].filter((one) => view.answer.standing[one] === "blocking");
    const turn = deadlocks.indexOf(selected) + 1;
    find("step").textContent = turn ? `${turn} of ${deadlocks.length}` : `${deadlocks.length} in all`;
    for (const id of ["before", "behind"]) find(id).disabled = !deadlocks.length;
  }

  #fill(selected) {
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
    const { id, heading, place, unheard } = this.content.brackets[selected];
    const parts = [
      make("h2", { id: "card-title", tabindex: -1 }, this.names.about(selected), " ", make("span", { class: "id" }, id)),
      make("p", { class: "hint" }, this.#where(heading, place)),
      make("p", { id: "card-state" }, ...this.#state(selected)),
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

  // A PDF has pages, and Word shows neither lines nor pages.
  #where(heading, place) {
    return [...heading.map(withoutMarks), place].filter(Boolean).join(" › ");
  }

  #state(bracket) {
    const { taken, state } = this.view.of(bracket);
    if (taken === NOT_LIVE) return this.#aside(bracket);
    if (state === "decided") return ["✓ You decided it."];
    if (state === "follows") return ["↳ Nothing else is left to choose here."];
    if (state === "tossed") return [`⇄ Open, and a toss: ${this.#ways(bracket)}.`];
    // Where no position is known, no way is less contested than another.
    if (this.content.empty) return ["Open: the text shows the first option."];
    return ["Open: the text shows the least contested way to settle it."];
  }

  // Falling away with the words around it is a way that is not among the options below.
  #ways(bracket) {
    const ways = [...this.view.answer.tied[bracket]];
    const settled = ways.filter((option) => option !== NOT_LIVE).length;
    const away = "it is as good if it falls away with the words around it";
    if (settled < 2) return away;
    const shown = `the text shows one of ${settled} equally good ways to settle it`;
    return settled < ways.length ? `${shown}; ${away}` : shown;
  }

  // Where a bracket is that is not in the text.
  #aside(bracket) {
    const found = this.text.around(bracket);
    if (!found) return ["It is not in the text as it is now."];
    const [around, option] = found;
    const words = make("bdi", { lang: this.content.language }, this.names.words(around, option));
    return ["It is in words that the text does not take now: ", this.names.jump(around, words)];
  }

  #options(bracket) {
    const { letters } = this.content.brackets[bracket];
    const decided = this.view.answer.decisions.get(bracket);
    const field = make("fieldset", {}, make("legend", { class: "aside-only" }, `Options of ${this.names.name(bracket)}`));
    letters.forEach((letter, option) => {
      const input = make("input", { type: "radio", name: "option", value: option, checked: option === decided });
      input.addEventListener("change", () => this.choose(bracket, option));
      const whole = this.#whole(bracket, option);
      // Long words scroll by themselves, for which the keyboard has to reach them.
      const tabindex = whole.length > LENGTHY ? 0 : undefined;
      const words = make("span", { class: "words", dir: "auto", lang: this.content.language, tabindex }, whole);
      const told = make("span", {}, words, ...this.#stances(bracket, option), this.#would(bracket, option));
      field.append(make("label", { "data-option": letter }, input, told));
    });
    return field;
  }

  #whole(bracket, option) {
    const { letters, texts } = this.content.brackets[bracket];
    return letters[option] === "omit" ? "leave out" : withoutMarks(texts[option]) || "nothing";
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
    const terms = condition.map(([bracket, option]) => `${this.names.name(bracket)} is ${this.names.words(bracket, option)}`);
    return `${name} (if ${listed(terms)})`;
  }

  #would(bracket, option) {
    const { answer } = this.view;
    const shown = answer.taken[bracket] === option;
    if (answer.decisions.get(bracket) === option) return make("span", { class: "would" }, "your decision");
    const found = this.answers.ifTaken(answer, bracket, option);
    const lead = shown ? "shown now: " : "would give ";
    if (found) {
      // What stances on it would cost is not in the sums then.
      const away = found.isLive ? "" : ", as it falls away with the words around it";
      return make("span", { class: "would" }, `${lead}${this.sums(found.total)}${away}; ${inShort(found.count)} left`);
    }
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
        return make("p", { class: "tie" }, `${link.reason || link.kind}. `, ...this.names.jumps(others));
      }),
    ];
  }

  // Where the same words are elsewhere and may be the same decision, a button to settle them alike.
  #offers(bracket) {
    const option = this.view.answer.decisions.get(bracket);
    return this.offersOf[bracket].flatMap(({ words, members }) => {
      const row = members.find(([member]) => member === bracket)[1].indexOf(option);
      const { taken, decisions } = this.view.answer;
      const others = members
        .map(([member, options]) => [member, options[row]])
        .filter(([member, wanted]) => member !== bracket && taken[member] !== NOT_LIVE &&
          (option === undefined || decisions.get(member) !== wanted));
      if ((option !== undefined && row < 0) || !others.length) return [];
      const places = several(others.length, "other place", "other places");
      const jumps = this.names.jumps(others.map(([member]) => member));
      const likely = `Likely the same decision in ${places}: `;
      if (option === undefined) return [make("p", { class: "tie" }, likely, ...jumps)];
      const button = make("button", { type: "button", class: "offer", title: words }, `Settle the same in ${places}?`);
      button.addEventListener("click", () => this.settle(bracket, others));
      return [make("p", { class: "tie" }, button, " ", ...jumps)];
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
}
