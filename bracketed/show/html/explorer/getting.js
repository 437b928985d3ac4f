// What one delegation gets in the text, by the rules of bracketed/consensus/delegation_outcome.py;
// tests/test_explorer.py holds the two together.

const RESULTS = ["wins", "loses", "open", "neither"];
const FATES = ["crossed", "open", "holds"];

class Getting {
  constructor(answers, answer, delegation) {
    this.answers = answers;
    this.answer = answer;
    const own = answers.rows.filter((row) => row.delegation === delegation);
    this.redLines = own.filter(({ stance }) => stance === "blocks").map((row) => ({ row, fate: this.#fate(row) }));
    const brackets = [...new Set(own.map(({ bracket }) => bracket))].sort((one, other) => one - other);
    this.rows = brackets.map((bracket) => {
      const rows = own.filter((row) => row.bracket === bracket);
      return { bracket, rows, result: this.#result(bracket, rows) };
    });
  }

  of(result) {
    return this.rows.filter((row) => row.result === result);
  }

  // Whether texts that are as good make all of some choices; null if they differ, or may, in that.
  #makes(choices) {
    const tied = choices.map(([bracket, option]) => [this.answer.tied[bracket], option]);
    if (tied.some(([options, option]) => !options.has(option))) return false;
    return tied.every(([options]) => options.size === 1) ? true : null;
  }

  #fate(row) {
    const crossed = this.#makes([[row.bracket, row.option], ...row.condition]);
    // Texts that are as good may take the option, and meet the condition, and never both.
    if (crossed === null) return this.#mayCount(row) ? "open" : "holds";
    return crossed ? "crossed" : "holds";
  }

  #mayCount({ event }) {
    if (event < 0) return false;
    const { variable, edges } = this.answers.events[event];
    if (!edges) return true;
    const { tiedEdges } = this.answer.results[this.answers.graph.partOf[variable]];
    return edges.some((edge) => tiedEdges.get(variable).has(edge));
  }

  #result(bracket, rows) {
    const isUndecided = rows.some(({ condition }) => condition.length && this.#makes(condition) === null);
    const [taken, ...others] = this.answer.tied[bracket];
    if (isUndecided || others.length) return "open";
    if (taken === NOT_LIVE) return "neither";
    const counting = rows.filter(({ condition }) => this.#makes(condition));
    const on = new Set(counting.filter(({ option }) => option === taken).map(({ stance }) => stance));
    const elsewhere = new Set(counting.filter(({ option }) => option !== taken).map(({ stance }) => stance));
    const isAgainst = (stances) => [...stances].some((stance) => AGAINST.has(stance));
    if (isAgainst(on)) return "loses";
    if (on.has("supports")) return "wins";
    // What it accepts, or has not decided on, is no loss, even if it would rather have another option.
    if (on.size) return "neither";
    if (elsewhere.has("supports")) return "loses";
    return isAgainst(elsewhere) ? "wins" : "neither";
  }

  summary(name) {
    if (!this.rows.length) return `${name} takes no stance on any bracket of this text.`;
    const [won, lost, open, other] = RESULTS.map((result) => this.of(result).length);
    const is = (number) => `${grouped(number)} ${number === 1 ? "is" : "are"}`;
    const parts = [`${name} wins ${grouped(won)} of ${several(this.rows.length, "bracket", "brackets")}`];
    parts.push(`loses ${grouped(lost)}`);
    if (open) parts.push(`${is(open)} still open`);
    if (other) parts.push(`${is(other)} neither won nor lost`);
    const told = FATES.map((fate) => [fate, this.redLines.filter((line) => line.fate === fate).length]);
    const form = { crossed: "crossed", open: "open", holds: "kept" };
    const fates = told.filter(([, number]) => number).map(([fate, number]) => `${number} ${form[fate]}`);
    const lines = fates.length ? `; red lines: ${listed(fates)}` : "";
    return `${parts.join(", ")}${lines}.`;
  }
}
