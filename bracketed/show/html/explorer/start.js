// Puts the page together: what is chosen, asked and typed reaches the answers, and the answers reach the page.

// The state of each bracket in the text that is shown.
class View {
  constructor(content, answers, answer) {
    this.content = content;
    this.answers = answers;
    this.answer = answer;
    this.looks = new Map();
  }

  of(bracket) {
    if (!this.looks.has(bracket)) this.looks.set(bracket, this.#lookAt(bracket));
    return this.looks.get(bracket);
  }

  look(bracket) {
    const { taken, state, against, blocks, reserves } = this.of(bracket);
    return `${taken}${state}${against},${blocks},${reserves}`;
  }

  #lookAt(bracket) {
    const { taken, possible, decisions } = this.answer;
    const option = taken[bracket];
    const isOpen = possible[bracket].size > 1;
    // A bracket on which no stance depends is open, and no toss.
    const open = this.answer.tied[bracket].size > 1 && this.answers.matters[bracket] ? "tossed" : "open";
    const state = decisions.has(bracket) ? "decided" : isOpen ? open : "follows";
    const nobody = { against: 0, blocks: 0, reserves: 0 };
    const { against, blocks, reserves } = option === NOT_LIVE ? nobody : this.answers.against(bracket, option, taken);
    // However many reserve, they weigh less than the second who objects.
    const weight = against || Math.min(reserves, 1);
    const tint = blocks ? 4 : [0, 1, 2, 4, 8].findLastIndex((least) => weight >= least);
    return { taken: option, state, against, blocks, reserves, tint };
  }

  // The brackets on which stances depend, and the others, that are open and in which texts that are as good differ.
  tossed() {
    return [...this.content.brackets.keys()].filter((bracket) => this.of(bracket).state === "tossed");
  }

  silent() {
    const differs = (bracket) => this.of(bracket).state === "open" && this.answer.tied[bracket].size > 1;
    return [...this.content.brackets.keys()].filter(differs);
  }

  // The brackets that are deadlocked, then those that are reserved: those first on which most hangs, then those that most
  // delegations oppose.
  blocking() {
    const { brackets } = this.content;
    const rank = (bracket) => ["blocking", "reserved"].indexOf(this.answer.standing[bracket]);
    const found = [...brackets.keys()].filter((bracket) => rank(bracket) >= 0);
    const against = (bracket) => this.answers.opponents[bracket].length;
    return found.sort(
      (a, b) => rank(a) - rank(b) || brackets[b].hangs - brackets[a].hangs || against(b) - against(a) || a - b,
    );
  }
}

class Explorer {
  constructor(content) {
    this.content = content;
    for (const key of content.linkKeys) linkKeys.add(key);
    this.answers = new Answers(content);
    this.writer = new Writer(content.text);
    this.selected = null;
    this.delegation = null;
    const acts = {
      choose: (bracket, option) => this.choose(bracket, option),
      select: (bracket, jumps) => this.select(bracket, jumps),
      listen: (delegation) => this.listen(delegation),
      settle: (bracket, choices) => this.settle(bracket, choices),
    };
    this.text = new TextView(content, find("text"), acts);
    this.names = new Names(content, (bracket) => this.select(bracket, true));
    this.card = new Card(content, this.answers, this.names, this.text, acts);
    this.lists = new Lists(content, this.answers, this.names, acts);
    this.map = new Minimap(content, find("map"), (bracket) => this.select(bracket, true));
    this.steps = new Steps(new Map());
    this.hits = [];
    this.hit = 0;
    this.#name();
    this.#wire();
    const said = this.#read();
    this.#draw(said);
    this.#open();
  }

  // Opens at the bracket of the address, else at the one on which agreement most hangs.
  #open() {
    const { brackets } = this.content;
    const isSpokenOn = (bracket) => this.answers.spoken[bracket];
    const first = this.view.blocking()[0] ?? [...brackets.keys()].find(isSpokenOn) ?? (brackets.length ? 0 : null);
    const bracket = this.selected ?? first;
    if (bracket === null) return;
    this.select(bracket);
    bringIntoView(this.text.show(bracket)?.querySelector(".mark"));
  }

  #name() {
    const { name, title, ignored, positions } = this.content;
    find("title").textContent = title;
    find("title").lang = this.content.language;
    find("name").textContent = title === name ? "" : name;
    const delegations = [...positions.delegations.entries()].sort((a, b) => (a[1] < b[1] ? -1 : 1));
    find("delegation").append(...delegations.map(([number, words]) => make("option", { value: number }, words)));
    find("whose").append(...delegations.map(([number, words]) => make("option", { value: number }, words)));
    for (const id of ["text", "read"]) find(id).lang = this.content.language;
    // Where nobody reserves, numbers of reservations would only take room.
    document.body.classList.toggle("unreserved", !positions.rows.some(([, , , stance]) => stance === "reserves"));
    find("assumed").textContent = this.content.assumed;
    find("assumed").hidden = !this.content.assumed;
    if (!ignored) return;
    const aside = several(ignored, "stance is", "stances are");
    find("ignored").textContent = `${aside} on words that this draft does not leave open, and not counted.`;
  }

  #wire() {
    const onClick = (id, act) => find(id).addEventListener("click", act);
    onClick("undo", () => this.#step("undo"));
    onClick("redo", () => this.#step("redo"));
    onClick("restart", () => this.#decide(new Map(), "All decisions are taken back."));
    find("view").addEventListener("change", ({ target: { value } }) => this.#show(value));
    onClick("copy", () => this.#copy());
    onClick("save", () => this.#save());
    onClick("word", () => this.#word());
    onClick("keep", () => this.lists.keep());
    onClick("swap", () => this.#decide(this.lists.kept.decisions, "The package that was kept is back."));
    onClick("load", () => find("file").click());
    find("file").addEventListener("change", ({ target }) => {
      if (target.files.length) this.#load(target.files[0]);
      // The same file may be loaded again.
      target.value = "";
    });
    onClick("unfilter", () => this.#unfilter());
    onClick("before", () => this.#deadlock(-1));
    onClick("behind", () => this.#deadlock(1));
    onClick("hit-before", () => this.#jumpToHit(-1));
    onClick("hit-behind", () => this.#jumpToHit(1));
    onClick("menu", () => this.#toggleMenu());
    find("search").addEventListener("input", () => {
      this.#filter();
      this.#jumpToHit(0);
    });
    find("whose").addEventListener("change", ({ target: { value } }) => this.lists.ask(Number(value)));
    find("only").addEventListener("change", () => this.#filter());
    find("delegation").addEventListener("change", ({ target: { value } }) => {
      this.listen(value === "" ? null : Number(value));
    });
    document.addEventListener("keydown", (event) => this.#onKey(event));
    addEventListener("hashchange", () => {
      if (location.hash === this.#fragment()) return;
      this.#draw(this.#read());
      if (this.selected !== null) this.select(this.selected, true);
    });
  }

  #onKey(event) {
    const typing = event.target.matches("input[type=search]");
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !typing && (key === "z" || key === "y")) {
      event.preventDefault();
      this.#step(key === "y" || event.shiftKey ? "redo" : "undo");
    } else if (event.key === "/" && !typing && !event.target.matches("select")) {
      event.preventDefault();
      find("search").focus();
    } else if (typing) {
      if (event.key === "Escape") this.#unfilter();
      else if (event.key === "Enter") this.#jumpToHit(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      this.lists.close();
      if (document.body.classList.contains("menu")) this.#toggleMenu();
    } else if ((key === "n" || key === "p") && !event.target.matches("select")) {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) this.#deadlock(key === "n" ? 1 : -1);
    }
  }

  // Goes to the next deadlocked bracket of the text, or the previous one, from the bracket that is looked at.
  #deadlock(step) {
    const { standing } = this.view.answer;
    const found = [...standing.keys()].filter((bracket) => standing[bracket] === "blocking");
    if (!found.length) return this.#say("No bracket is deadlocked.");
    const from = this.selected ?? (step > 0 ? -1 : Infinity);
    const next = step > 0 ? found.find((bracket) => bracket > from) : found.findLast((bracket) => bracket < from);
    this.select(next ?? found.at(step > 0 ? 0 : -1), true);
  }

  #toggleMenu() {
    const isOpen = document.body.classList.toggle("menu");
    find("menu").setAttribute("aria-expanded", String(isOpen));
  }

  // Decisions from the address; what cannot be followed is left aside and named.
  #read() {
    const { decisions, looked, unknown } = fromFragment(location.hash, this.content.brackets);
    if (looked !== null) this.selected = looked;
    const { kept, impossible } = this.#possible(decisions);
    if (kept.size || this.steps.now.size) this.steps.add(kept);
    const aside = [...unknown, ...impossible];
    return aside.length ? `Left aside from the address: ${cutShort(aside.join(", "), 300)}.` : "";
  }

  // The decisions of some that can be made together, the first first, and the names of the others.
  #possible(decisions) {
    let kept = new Map();
    const impossible = [];
    for (const [bracket, option] of decisions) {
      const more = new Map([...kept, [bracket, option]]);
      if (this.answers.isPossible(more, bracket)) kept = more;
      else impossible.push(`${this.content.brackets[bracket].id}=${this.content.brackets[bracket].letters[option]}`);
    }
    return { kept, impossible };
  }

  #fragment() {
    return toFragment(this.steps.now, this.content.brackets, this.wasChosen ? this.selected : null);
  }

  choose(bracket, option) {
    const before = this.steps.now;
    if (before.get(bracket) === option) {
      const fewer = new Map(before);
      fewer.delete(bracket);
      this.#decide(fewer, `${this.content.brackets[bracket].id} is open again.`, bracket);
    } else if (this.answers.isPossible(new Map([[bracket, option]]), bracket)) {
      const after = this.answers.with(before, bracket, option);
      this.#decide(after, this.#consequence(before, after, bracket, option), bracket);
    } else {
      this.#lookAt(bracket);
      this.#draw(`${this.content.brackets[bracket].id} cannot take this option: links rule it out.`);
    }
  }

  // Settles other brackets as one has been, those that no decision is against.
  settle(bracket, choices) {
    let decisions = this.steps.now;
    const left = [];
    for (const [other, option] of choices) {
      const more = new Map([...decisions, [other, option]]);
      if (this.answers.isPossible(more, other)) decisions = more;
      else left.push(this.content.brackets[other].id);
    }
    const done = several(choices.length - left.length, "other place", "other places");
    const aside = left.length ? ` Not possible with your decisions: ${cutShort(listed(left), 300)}.` : "";
    this.#decide(decisions, `Settled the same in ${done}.${aside}`, bracket);
  }

  // What follows from a choice: which decisions it took back, and which brackets go with it.
  #consequence(before, after, bracket, option) {
    const name = (number) => this.content.brackets[number].id;
    const parts = [`${name(bracket)}: ${this.names.settled(bracket, option)}.`];
    const gone = [...before.keys()].filter((other) => !after.has(other));
    const taken = (other) => `${name(other)} ${this.names.settled(other, before.get(other))}`;
    if (gone.length) parts.push(`Taken back: ${cutShort(listed(gone.map(taken)), 300)}.`);
    const old = this.view.answer;
    const now = this.answers.of(after);
    const isLive = (number) => now.taken[number] !== NOT_LIVE && old.taken[number] !== NOT_LIVE;
    const live = [...now.taken.keys()].filter((number) => number !== bracket && !after.has(number) && isLive(number));
    const tell = (number) => `${name(number)} ${this.names.settled(number, now.taken[number])}`;
    const told = (numbers) => {
      const some = numbers.slice(0, 8).map(tell);
      return listed(numbers.length > 8 ? [...some, `${numbers.length - 8} more`] : some);
    };
    const follow = live.filter((number) => now.possible[number].size === 1 && old.possible[number].size > 1);
    if (follow.length) parts.push(`Follows: ${told(follow)}.`);
    const changed = live.filter((number) => !follow.includes(number) && now.taken[number] !== old.taken[number]);
    if (changed.length) parts.push(`Less contested now: ${told(changed)}.`);
    return parts.join(" ");
  }

  #decide(decisions, said, bracket = null) {
    if (bracket !== null) this.#lookAt(bracket);
    this.steps.add(decisions);
    this.#draw(said);
  }

  #step(which) {
    const before = this.steps.at;
    this.steps[which]();
    if (this.steps.at !== before) this.#draw(which === "undo" ? "Undone." : "Redone.");
  }

  // The address leads to the bracket that the chair went to, and not to one that the page opened at.
  #lookAt(bracket) {
    this.selected = bracket;
    this.wasChosen = true;
  }

  select(bracket, jumps = false) {
    if (jumps || this.selected !== null) this.wasChosen = true;
    this.selected = bracket;
    this.card.draw(this.view, bracket);
    this.#remember();
    const place = this.text.show(bracket);
    if (!jumps || !place) return;
    this.lists.close();
    if (place.closest("[hidden]")) this.#unfilter();
    if (!find("read").hidden) this.#show("");
    bringIntoView(place.querySelector(".mark"));
    place.querySelector(".mark").focus({ preventScroll: true });
  }

  // Shows what one delegation has spoken on.
  listen(delegation) {
    this.delegation = delegation;
    find("delegation").value = delegation ?? "";
    this.lists.mark(delegation);
    if (delegation !== null) this.lists.ask(delegation);
    this.#filter();
  }

  #draw(said = "") {
    const answer = this.answers.of(this.steps.now);
    this.view = new View(this.content, this.answers, answer);
    this.text.draw(this.view);
    this.card.draw(this.view, this.selected);
    this.lists.draw(this.view, this.delegation);
    this.map.draw(this.view, answer);
    if (this.selected !== null) this.text.show(this.selected);
    this.#sums(answer, said);
    find("undo").disabled = !this.steps.canUndo;
    find("redo").disabled = !this.steps.canRedo;
    for (const id of ["restart", "save", "word"]) find(id).disabled = !answer.decisions.size;
    if (!find("read").hidden) this.#readable();
    this.#filter();
    this.#remember();
  }

  #remember() {
    remember(this.#fragment() || location.pathname + location.search);
  }

  #sums(answer, said) {
    const { total, count, ties, decisions } = answer;
    const put = (id, words, exact = words) => {
      find(id).textContent = words;
      find(id).value = exact;
      find(id).title = exact;
    };
    put("blocks", this.answers.inWords(total.blocks));
    put("objections", this.answers.inWords(total.objects));
    put("reservations", this.answers.inWords(total.reserves));
    put("supports", this.answers.inWords(total.supports));
    const [blocking, reserved] = ["blocking", "reserved"].map((status) => {
      return answer.standing.filter((one) => one === status).length;
    });
    put("blocking", String(blocking));
    put("reserved", String(reserved));
    put("left", inShort(count), String(count));
    const which = decisions.size ? "the least contested that fits your decisions" : "the least contested one";
    const many = inShort(ties).replace(/^a/, "A");
    const equal = ties === 1n ? "No other is equally good." : `${many} texts are equally good${this.#tosses()}.`;
    find("about").textContent = this.content.empty || `The text shown is ${which}. ${equal}`;
    find("about").dataset.ties = ties;
    const blocked = several(blocking, "deadlocked bracket", "deadlocked brackets");
    const held = reserved ? `; ${several(reserved, "is reserved", "are reserved")}` : "";
    const sums = `${this.card.sums(total)}; ${blocked}${held}; ${inShort(count)} texts left.`;
    find("said").textContent = said ? `${said} ${sums}` : sums;
    find("notice").textContent = said;
    find("notice").hidden = !said;
  }

  // How many brackets, of those on which a delegation has spoken and of the others, the texts that are as good differ in.
  #tosses() {
    const spoken = this.view.tossed().length;
    const silent = this.view.silent().length;
    const parts = [];
    if (spoken) parts.push(`${several(spoken, "bracket is a toss", "brackets are tosses")} (⇄), left to the room`);
    if (silent) parts.push(`${several(silent, "bracket has", "brackets have")} no position`);
    return parts.length ? `: ${parts.join("; ")}` : "";
  }

  #filter() {
    const words = find("search").value.trim().toLowerCase().replace(/\s+/g, " ");
    const only = find("only").value;
    const filters = words || only || this.delegation !== null;
    if (!filters && find("filtered").hidden) return;
    const wanted = only || this.delegation !== null ? this.#wanted(only) : null;
    const { shown, hits } = this.text.filter(wanted, words || null);
    this.hits = hits;
    this.hit = Math.min(this.hit, Math.max(hits.length - 1, 0));
    find("filtered").hidden = !filters;
    this.#tellHits(shown);
  }

  // The brackets of a kind on which a delegation has spoken.
  #wanted(only) {
    const { answer } = this.view;
    const tests = {
      open: (bracket) => ["open", "tossed"].includes(this.view.of(bracket).state),
      tossed: (bracket) => this.view.of(bracket).state === "tossed",
      blocking: (bracket) => answer.standing[bracket] === "blocking",
      reserved: (bracket) => answer.standing[bracket] === "reserved",
      decided: (bracket) => answer.decisions.has(bracket),
    };
    const isLive = (bracket) => answer.taken[bracket] !== NOT_LIVE;
    const isIts = (row) => row.delegation === this.delegation;
    const speaks = (bracket) => this.delegation === null || this.answers.rowsBy[bracket].flat().some(isIts);
    // A deadlock stays one where its words are left out: it is shown at the bracket around it.
    const isKind = (bracket) => !only || ((isLive(bracket) || only === "blocking") && tests[only](bracket));
    return [...this.content.brackets.keys()].filter((bracket) => isKind(bracket) && speaks(bracket));
  }

  #tellHits(shown = null) {
    const { hits, hit } = this;
    if (shown !== null) this.shown = shown;
    const where = hits.length ? ` Hit ${hit + 1} of ${hits.length}.` : "";
    find("filtered").firstElementChild.textContent = `${several(this.shown, "provision", "provisions")} shown.${where}`;
    for (const id of ["hit-before", "hit-behind"]) find(id).disabled = !hits.length;
    highlight("found", hits);
    highlight("hit", hits.slice(hit, hit + 1));
  }

  // Goes on from hit to hit; by no step to the first.
  #jumpToHit(step) {
    if (!this.hits.length) return;
    if (!find("read").hidden) this.#show("");
    this.hit = step ? (this.hit + step + this.hits.length) % this.hits.length : 0;
    this.#tellHits();
    bringIntoView(this.hits[this.hit].startContainer.parentElement);
  }

  #unfilter() {
    find("search").value = "";
    find("only").value = "";
    this.listen(null);
  }

  #clean() {
    const { taken } = this.view.answer;
    return this.writer.text((bracket) => taken[bracket]);
  }

  // Shows the text with all options, without brackets, or with what differs from another text.
  #show(view) {
    find("view").value = view;
    find("read").hidden = !view;
    find("text").hidden = Boolean(view);
    if (view) this.#readable();
    if (view === "draft" || view === "best") bringIntoView(find("read").querySelector("del, ins"));
  }

  #readable() {
    const view = find("view").value;
    const [before, after] = this.#compared(view);
    const signs = { "=": "span", "-": "del", "+": "ins" };
    const parts = before === null ? [["=", after]] : changesBetween(before, after);
    find("read").replaceChildren(...parts.map(([sign, words]) => make(signs[sign], {}, words)));
  }

  // The text to read, and the one that it is compared with, if there is one.
  #compared(view) {
    const { text } = this.content;
    if (view === "draft") {
      const { decisions } = this.view.answer;
      const written = (taken) => readable(partlySettled(text, taken));
      return [written(() => undefined), written((bracket) => decisions.get(bracket))];
    }
    const now = readable(this.#clean());
    if (view !== "best") return [null, now];
    return [this.#best(), now];
  }

  // The least contested text, before anything is decided.
  #best() {
    if (this.best === undefined) {
      const { taken } = this.answers.of(new Map());
      this.best = readable(this.writer.text((bracket) => taken[bracket]));
    }
    return this.best;
  }

  async #copy() {
    const words = this.#clean();
    try {
      await navigator.clipboard.writeText(words);
      this.#say("The clean text is copied.");
    } catch {
      // Where the page may not write there, the words are shown, marked, so that the chair can copy them.
      this.#show("clean");
      getSelection().selectAllChildren(find("read"));
      this.#say("The clean text is marked; copy it with Ctrl+C.");
    }
  }

  // Saves what was decided and no more: what only follows, or is only shown, is not a decision.
  #save() {
    const choices = {};
    // An id may come to other words in the next draft, so the words are kept too.
    const words = {};
    for (const [bracket, option] of this.#decided()) {
      const { id, letters } = this.content.brackets[bracket];
      choices[id] = letters[option];
      words[id] = wordsOf(this.content.brackets[bracket]);
    }
    const file = [`${JSON.stringify({ choices, words }, null, 2)}\n`];
    this.#give("choices.json", "application/json", file);
    this.#say(`${this.#counted()} saved as choices.json. ${this.#rest()}`);
  }

  // The draft as a Word document in which the decisions are made and all other brackets stay.
  #word() {
    const decided = new Map(this.#decided());
    const text = partlySettled(this.content.text, (bracket) => decided.get(bracket));
    this.#give(`${this.content.name.replace(/\.\w+$/, "")}-decided.docx`, WORD_TYPE, wordDocument(text));
    const formats = this.content.isWord
      ? ` It has plain paragraphs; bracketed write ${this.content.name} --settle decided --choices choices.json ` +
        "-o decided.docx keeps the formats."
      : "";
    this.#say(`The Word file has ${this.#counted()}. ${this.#rest()}${formats}`);
  }

  // The decisions, in reading order.
  #decided() {
    return [...this.view.answer.decisions].sort(([one], [other]) => one - other);
  }

  #counted() {
    return several(this.#decided().length, "decision", "decisions");
  }

  #rest() {
    const open = this.content.brackets.length - this.#decided().length;
    return open ? `${several(open, "bracket is", "brackets are")} not decided.` : "All brackets are decided.";
  }

  #give(name, type, pieces) {
    const address = URL.createObjectURL(new Blob(pieces, { type }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  // Takes the decisions of a saved file in place of those here; what cannot be followed is left aside and named.
  async #load(file) {
    let read = null;
    try {
      read = fromChoices(JSON.parse(await file.text()), this.content.brackets);
    } catch {
      // It is no JSON; said below, as of other files that hold no choices.
    }
    if (!read) return this.#say(`${file.name} holds no decisions; load a file that was saved here.`);
    const { kept, impossible } = this.#possible(read.decisions);
    const aside = [...read.aside, ...impossible];
    const done = `${several(kept.size, "decision", "decisions")} of ${file.name} taken.`;
    this.#decide(kept, aside.length ? `${done} Left aside: ${cutShort(aside.join(", "), 300)}.` : done);
  }

  #say(words) {
    find("said").textContent = words;
    find("notice").textContent = words;
    find("notice").hidden = false;
  }
}

function remember(address) {
  try {
    history.replaceState(null, "", address);
  } catch {
    // A viewer of mail may show the page without an address of its own; all but sharing works there too.
  }
}

// Scrolls to a place. Passages that were not drawn yet are of another height than was guessed, so it is done again.
function bringIntoView(place, times = 3) {
  if (!place?.isConnected) return;
  place.scrollIntoView({ block: "center" });
  if (times) requestAnimationFrame(() => bringIntoView(place, times - 1));
}

// Marks found words without touching the text, where the browser can.
function highlight(name, ranges) {
  CSS.highlights?.set(name, new Highlight(...ranges));
}

new Explorer(JSON.parse(find("content").textContent));
