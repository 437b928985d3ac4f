// What follows from the chair's decisions: which texts are left and the least contested of them, what it meets, what
// still blocks. Every answer is the one that the library gives for space.fix(decisions); tests/test_explorer.py checks
// that. A decision is a pair of a bracket's number and an option's number; decisions are a Map of them.

const AGAINST = new Set(["objects", "blocks"]);
const IN_THE_WAY = new Set(["reserves", ...AGAINST]);
const NOT_LIVE = -1;

class Answers {
  constructor({ brackets, classes, graph, positions }) {
    this.brackets = brackets;
    this.graph = new Graph(graph);
    this.delegations = positions.delegations;
    const number = positions.wide ? BigInt : Number;
    this.zero = number(0);
    this.unit = positions.unit;
    this.rows = positions.rows.map(([delegation, bracket, option, stance, weight, event, condition, words]) => {
      return { delegation, bracket, option, stance, weight: number(weight), event, condition, words };
    });
    // What the weight of a block shows: of texts that are as good, the one with the lighter blocks is shown.
    for (const [row, weight] of positions.heavy) this.rows[row].burden = number(weight);
    this.events = positions.events.map(([variable, value, cells]) => ({ variable, value, cells }));
    for (const event of this.events)
      if (event.variable !== undefined)
        event.edges = this.graph.edgesAt(event.variable, event.value, event.cells);
    this.#price(number);
    this.rowsBy = brackets.map((bracket) => bracket.letters.map(() => []));
    for (const row of this.rows) this.rowsBy[row.bracket][row.option].push(row);
    this.#link(classes);
    this.#sumUp();
    this.known = new Map();
  }

  // A block costs more than all objections together, an objection more than all reservations, and a reservation more
  // than all supports bring.
  #price(number) {
    const sums = { supports: this.zero, reserves: this.zero, objects: this.zero };
    for (const row of this.rows) if (row.stance in sums) sums[row.stance] += row.weight;
    const reserves = sums.supports + number(1);
    const objects = reserves * (sums.reserves + number(1));
    const worth = { supports: number(-1), reserves, objects, blocks: objects * (sums.objects + number(1)) };
    this.prices = new Map();
    this.burdens = new Map();
    for (const row of this.rows) {
      if (!(row.stance in worth)) continue;
      this.#add(this.prices, row, worth[row.stance] * row.weight);
      if (row.burden) this.#add(this.burdens, row, row.burden);
    }
  }

  #add(costs, row, cost) {
    const event = this.events[row.event];
    if (!event?.edges) return;
    const { variable, edges } = event;
    if (!costs.has(variable)) costs.set(variable, new Array(this.graph.value[variable].length).fill(this.zero));
    for (const edge of edges) costs.get(variable)[edge] += cost;
  }

  // For each option the stances on it and on the same option of linked brackets, and the events in which a delegation there
  // is in its way; for each bracket who is in the way of any of its options.
  #link(classes) {
    this.rowsOn = this.rowsBy.map((options) => options.map((rows) => rows));
    for (const known of classes)
      for (const [bracket, options] of known)
        options.forEach((option, row) => {
          this.rowsOn[bracket][option] = known.flatMap(([other, letters]) => this.rowsBy[other][letters[row]]);
        });
    this.spoken = this.rowsOn.map((options) => options.some((rows) => rows.length));
    // A bracket that only a condition looks at matters to a stance, too, and so do those that are linked with it.
    const named = new Set(this.rows.flatMap(({ condition }) => condition.map(([bracket]) => bracket)));
    for (const known of classes)
      if (known.some(([bracket]) => named.has(bracket))) known.forEach(([bracket]) => named.add(bracket));
    this.matters = this.spoken.map((spoken, bracket) => spoken || named.has(bracket));
    this.opponents = this.rowsOn.map((options) => [
      ...new Set(options.flat().filter((row) => IN_THE_WAY.has(row.stance)).map((row) => row.delegation)),
    ]);
    const hindered = (stances) =>
      this.rowsOn.map((options, bracket) =>
        options.map((rows, option) => this.#obstacles(bracket, option, rows.filter((row) => stances.has(row.stance)))),
      );
    this.hindered = { all: hindered(IN_THE_WAY), objections: hindered(AGAINST) };
  }

  // Most stances have no condition: what those on an option come to is reckoned once.
  #sumUp() {
    this.shares = this.rowsBy.map((options) =>
      options.map((rows) => {
        const shares = new Map();
        for (const { delegation, stance, weight, condition } of rows) {
          if (condition.length || stance === "accepts") continue;
          if (!shares.has(delegation)) shares.set(delegation, this.#nothing());
          shares.get(delegation)[stance] += weight;
        }
        return { shares: [...shares], others: rows.filter((row) => row.condition.length && row.stance !== "accepts") };
      }),
    );
    this.opposed = this.rowsOn.map((options) =>
      options.map((rows) => {
        const against = rows.filter((row) => IN_THE_WAY.has(row.stance));
        return { rows: against, told: against.some((row) => row.condition.length) ? null : heads(against) };
      }),
    );
  }

  #nothing() {
    return { blocks: this.zero, objects: this.zero, reserves: this.zero, supports: this.zero };
  }

  // How many delegations are against an option in a text, there or where it is linked, how many of them block it, and
  // how many others only reserve on it.
  against(bracket, option, taken) {
    const { rows, told } = this.opposed[bracket][option];
    return told ?? heads(rows.filter((row) => this.counts(row, taken)));
  }

  #obstacles(bracket, option, rows) {
    const { variable, values } = this.brackets[bracket];
    const value = values.indexOf(option);
    const events = [...new Set(rows.map((row) => row.event))]
      .filter((event) => event >= 0)
      .map((event) => this.events[event]);
    // A text that takes the option meets an event without cells on its own variable, or one that always happens.
    const isTheOption = (event) => event.variable === variable && event.value === value && !event.cells;
    const certain = events.some((event) => !event.edges || isTheOption(event));
    return { certain, events: certain ? [] : events };
  }

  // Which values each variable may still take.
  mask(decisions) {
    const mask = new Map();
    for (const [bracket, option] of decisions) {
      const { variable, values } = this.brackets[bracket];
      const allowed = new Uint8Array(this.graph.sizes[variable]);
      const before = mask.get(variable);
      for (let value = 0; value < allowed.length; value++)
        if (value >= values.length || values[value] === option) allowed[value] = before ? before[value] : 1;
      mask.set(variable, allowed);
    }
    return mask;
  }

  isPossible(decisions, bracket) {
    const mask = this.mask(decisions);
    const part = this.graph.parts[this.graph.partOf[this.brackets[bracket].variable]];
    return this.graph.exists(part, (variable, edge) => mask.get(variable)?.[this.graph.value[variable][edge]] ?? 1);
  }

  // The decisions that are beside a new one: of those that contradict it and each other, the later ones.
  with(decisions, bracket, option) {
    const others = [...decisions].filter(([other]) => other !== bracket);
    const all = new Map([...others, [bracket, option]]);
    if (this.isPossible(all, bracket)) return all;
    const part = this.graph.partOf[this.brackets[bracket].variable];
    const kept = new Map([[bracket, option]]);
    const gone = new Set();
    for (const [other, letter] of others.reverse()) {
      if (this.graph.partOf[this.brackets[other].variable] !== part) continue;
      kept.set(other, letter);
      if (!this.isPossible(kept, bracket)) {
        kept.delete(other);
        gone.add(other);
      }
    }
    return new Map([...all].filter(([other]) => !gone.has(other)));
  }

  // All that follows from decisions, or null if they contradict each other.
  of(decisions) {
    const mask = this.mask(decisions);
    const results = this.graph.parts.map((part) => this.#settled(part, mask));
    if (results.some((result) => !result.count)) return null;
    return this.#told(decisions, mask, results);
  }

  // What would follow if a bracket took an option: the count and what the least contested text then meets.
  ifTaken(answer, bracket, option) {
    const mask = this.mask(new Map([...answer.decisions, [bracket, option]]));
    const number = this.graph.partOf[this.brackets[bracket].variable];
    const part = this.graph.parts[number];
    const result = this.graph.pass(part, mask, this.prices, this.burdens, this.zero);
    if (!result.count) return null;
    const taken = this.#taken((other) => (other === number ? result : answer.results[other]));
    const count = (answer.count / answer.results[number].count) * result.count;
    return { count, isLive: taken[bracket] !== NOT_LIVE, ...this.tally(taken) };
  }

  #settled(part, mask) {
    const key = part.variables.map((variable) => mask.get(variable)?.join("") ?? "").join();
    if (part.key !== key) {
      part.result = this.graph.pass(part, mask, this.prices, this.burdens, this.zero);
      part.key = key;
      part.version++;
    }
    return part.result;
  }

  #taken(resultOf) {
    return this.brackets.map(({ variable, values }) => {
      const value = resultOf(this.graph.partOf[variable]).taken.get(variable);
      return value < values.length ? values[value] : NOT_LIVE;
    });
  }

  #told(decisions, mask, results) {
    const taken = this.#taken((number) => results[number]);
    const possible = this.brackets.map(({ variable, values }) => {
      const found = results[this.graph.partOf[variable]].possible.get(variable);
      return new Set([...found].filter((value) => value < values.length).map((value) => values[value]));
    });
    // The options that are as good as the one taken: those of the least contested texts.
    const tied = this.brackets.map(({ variable, values }) => {
      const found = [...results[this.graph.partOf[variable]].tied.get(variable)];
      return new Set(found.map((value) => (value < values.length ? values[value] : NOT_LIVE)));
    });
    const product = (numbers) => numbers.reduce((total, number) => total * number, 1n);
    return {
      decisions,
      results,
      taken,
      possible,
      tied,
      count: product(results.map((result) => result.count)),
      ties: product(results.map((result) => result.ties)),
      standing: this.brackets.map((_, bracket) => this.#standing(bracket, possible[bracket], mask)),
      ...this.tally(taken),
    };
  }

  // The blocks, objections, reservations and supports that a text meets, in all and by delegation, in units.
  tally(taken) {
    const total = this.#nothing();
    const shares = this.delegations.map(() => this.#nothing());
    const add = (delegation, stance, weight) => {
      shares[delegation][stance] += weight;
      total[stance] += weight;
    };
    taken.forEach((option, bracket) => {
      if (option === NOT_LIVE) return;
      const told = this.shares[bracket][option];
      for (const [delegation, share] of told.shares) for (const stance in share) add(delegation, stance, share[stance]);
      for (const row of told.others) if (this.counts(row, taken)) add(row.delegation, row.stance, row.weight);
    });
    return { total, shares };
  }

  counts(row, taken) {
    return taken[row.bracket] === row.option && row.condition.every(([bracket, option]) => taken[bracket] === option);
  }

  // Whole units as a number that people know.
  inWords(units) {
    return String(this.unit === 1 ? units : Number(units) / Number(this.unit));
  }

  // "closable" if nothing is in the way of an option in some text, "reserved" if one meets reservations only,
  // "blocking" if all meet objections, "silent" if nobody has spoken, and null if no text settles the bracket.
  #standing(bracket, possible, mask) {
    if (!possible.size) return null;
    if (!this.spoken[bracket]) return "silent";
    const isFreeOf = (what) => [...possible].some((option) => this.#isFree(what, bracket, option, mask));
    return isFreeOf("all") ? "closable" : isFreeOf("objections") ? "reserved" : "blocking";
  }

  #isFree(what, bracket, option, mask) {
    const { certain, events } = this.hindered[what][bracket][option];
    if (certain || !events.length) return !certain;
    const { variable, values } = this.brackets[bracket];
    const parts = new Set([variable, ...events.map((event) => event.variable)].map((v) => this.graph.partOf[v]));
    const key = [...parts].map((number) => this.graph.parts[number].version).join();
    const place = `${what} ${bracket}=${option}`;
    if (this.known.get(place)?.key !== key) {
      const isFree = this.#isAvoidable(parts, variable, values.indexOf(option), events, mask);
      this.known.set(place, { key, isFree });
    }
    return this.known.get(place).isFree;
  }

  #isAvoidable(parts, variable, value, events, mask) {
    const barred = new Map();
    for (const event of events) {
      if (!barred.has(event.variable)) barred.set(event.variable, new Set());
      for (const edge of event.edges) barred.get(event.variable).add(edge);
    }
    const allows = (other, edge) => {
      const taken = this.graph.value[other][edge];
      if (other === variable && taken !== value) return false;
      return (mask.get(other)?.[taken] ?? 1) && !barred.get(other)?.has(edge);
    };
    return [...parts].every((number) => this.graph.exists(this.graph.parts[number], allows));
  }
}

function heads(rows) {
  const named = (test) => new Set(rows.filter(test).map((row) => row.delegation));
  const against = named((row) => AGAINST.has(row.stance));
  const reserving = [...named((row) => row.stance === "reserves")].filter((name) => !against.has(name));
  return { against: against.size, blocks: named((row) => row.stance === "blocks").size, reserves: reserving.length };
}
