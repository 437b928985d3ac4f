// The graph of choices, as bracketed/variants/compiler.py compiles it: for each variable and cell, the values that
// can be taken there and the cell that each leads to in each child. One pass over a part counts its variants, finds the
// least contested of them, and says which values are still possible, and which of them in a least contested one. Counts
// are BigInt, exact at any size.

class Part {
  constructor(variables) {
    this.variables = variables;
    this.key = null;
    this.version = 0;
    this.result = null;
  }
}

class Graph {
  // Reads the graph, and cuts it into the parts that do not depend on each other.
  constructor({ order, children, edges }) {
    this.children = children;
    this.cells = edges.map((rows) => rows.length);
    this.first = [];
    this.value = [];
    this.leads = [];
    edges.forEach((rows, variable) => {
      const width = children[variable].length + 1;
      const first = new Int32Array(rows.length + 1);
      rows.forEach((row, cell) => (first[cell + 1] = first[cell] + row.length / width));
      const value = new Int32Array(first[rows.length]);
      const leads = new Int32Array(first[rows.length] * (width - 1));
      rows.forEach((row, cell) => {
        for (let edge = first[cell], at = 0; edge < first[cell + 1]; edge++, at += width) {
          value[edge] = row[at];
          for (let child = 0; child < width - 1; child++) leads[edge * (width - 1) + child] = row[at + 1 + child];
        }
      });
      this.first.push(first);
      this.value.push(value);
      this.leads.push(leads);
    });
    const isChild = new Set(children.flat());
    this.parts = [];
    this.partOf = [];
    for (const variable of order) {
      if (!isChild.has(variable)) this.parts.push(new Part([]));
      this.parts.at(-1).variables.push(variable);
      this.partOf[variable] = this.parts.length - 1;
    }
    this.sizes = this.value.map((values) => values.reduce((most, value) => Math.max(most, value + 1), 0));
  }

  // The edges at which a variable takes a value, in all of its cells or in some.
  edgesAt(variable, value, cells) {
    const found = [];
    const look = (cell) => {
      for (let edge = this.first[variable][cell]; edge < this.first[variable][cell + 1]; edge++)
        if (this.value[variable][edge] === value) found.push(edge);
    };
    if (cells) cells.forEach(look);
    else for (let cell = 0; cell < this.cells[variable]; cell++) look(cell);
    return found;
  }

  // Says for each cell of a part whether a variant goes through it, by `allows(variable, edge)`; true if one does.
  exists(part, allows) {
    const alive = new Map();
    for (let at = part.variables.length - 1; at >= 0; at--) {
      const variable = part.variables[at];
      const below = this.children[variable].map((child) => alive.get(child));
      const leads = this.leads[variable];
      const cells = new Uint8Array(this.cells[variable]);
      for (let cell = 0; cell < cells.length; cell++)
        for (let edge = this.first[variable][cell]; edge < this.first[variable][cell + 1] && !cells[cell]; edge++)
          if (allows(variable, edge) && below.every((known, child) => known[leads[edge * below.length + child]]))
            cells[cell] = 1;
      alive.set(variable, cells);
    }
    return Boolean(alive.get(part.variables[0])[0]);
  }

  // Counts a part's variants; finds the least cost, how many variants have it, and of these the first whose burden is
  // least; and the values that are possible, and those that are tied for the least. `mask` gives for a variable which
  // values are allowed, if not all; `prices` what edges cost, and `burdens` what distinguishes ties.
  pass(part, mask, prices, burdens, zero) {
    const known = new Map();
    for (let at = part.variables.length - 1; at >= 0; at--) {
      const variable = part.variables[at];
      const costs = [mask.get(variable), prices.get(variable), burdens.get(variable)];
      known.set(variable, this.#bottomUp(variable, known, ...costs, zero));
    }
    const root = known.get(part.variables[0]);
    const result = { count: root.count[0], ties: root.ties[0], taken: new Map(), possible: new Map() };
    if (result.count) {
      this.#topDown(part, known, mask, result);
      Object.assign(result, this.#cheapest(part, known));
    }
    return result;
  }

  #bottomUp(variable, known, mask, price, burden, zero) {
    const size = this.cells[variable];
    const columns = ["count", "least", "lightest", "ties", "cheapest"].map((name) => [name, new Array(size)]);
    const told = { ...Object.fromEntries(columns), best: new Int32Array(size) };
    const below = this.children[variable].map((child) => known.get(child));
    const [first, value, leads] = [this.first[variable], this.value[variable], this.leads[variable]];
    for (let cell = 0; cell < size; cell++) {
      let count = 0n;
      let least = null;
      let lightest = null;
      let cheapest = [];
      let ties = 0n;
      let best = -1;
      for (let edge = first[cell]; edge < first[cell + 1]; edge++) {
        if (mask && !mask[value[edge]]) continue;
        let ways = 1n;
        let cost = price ? price[edge] : zero;
        let weight = burden ? burden[edge] : zero;
        let equal = 1n;
        for (let child = 0; child < below.length && ways; child++) {
          const to = leads[edge * below.length + child];
          ways *= below[child].count[to];
          if (ways) {
            cost += below[child].least[to];
            weight += below[child].lightest[to];
            equal *= below[child].ties[to];
          }
        }
        if (!ways) continue;
        count += ways;
        if (best < 0 || cost < least) {
          least = cost;
          ties = 0n;
          cheapest = [];
          lightest = null;
        }
        if (cost > least) continue;
        ties += equal;
        cheapest.push(edge);
        if (lightest === null || weight < lightest) {
          lightest = weight;
          best = edge;
        }
      }
      told.count[cell] = count;
      told.least[cell] = least;
      told.lightest[cell] = lightest;
      told.cheapest[cell] = cheapest;
      told.ties[cell] = ties;
      told.best[cell] = best;
    }
    return told;
  }

  #topDown(part, known, mask, result) {
    const reached = new Map([[part.variables[0], new Set([0])]]);
    const cellOf = new Map([[part.variables[0], 0]]);
    for (const variable of part.variables) {
      const children = this.children[variable];
      const [first, value, leads, allowed] = [
        this.first[variable], this.value[variable], this.leads[variable], mask.get(variable),
      ];
      const values = new Set();
      for (const child of children) reached.set(child, new Set());
      for (const cell of reached.get(variable))
        for (let edge = first[cell]; edge < first[cell + 1]; edge++) {
          if (allowed && !allowed[value[edge]]) continue;
          if (children.some((child, at) => !known.get(child).count[leads[edge * children.length + at]])) continue;
          values.add(value[edge]);
          children.forEach((child, at) => reached.get(child).add(leads[edge * children.length + at]));
        }
      result.possible.set(variable, values);
      const best = known.get(variable).best[cellOf.get(variable)];
      result.taken.set(variable, value[best]);
      children.forEach((child, at) => cellOf.set(child, leads[best * children.length + at]));
    }
  }

  // The values that each variable takes in one of the least contested variants, and the edges by which it does.
  #cheapest(part, known) {
    const reached = new Map([[part.variables[0], new Set([0])]]);
    const tied = new Map();
    const tiedEdges = new Map();
    for (const variable of part.variables) {
      const children = this.children[variable];
      const values = new Set();
      const edges = new Set();
      for (const child of children) reached.set(child, new Set());
      for (const cell of reached.get(variable))
        for (const edge of known.get(variable).cheapest[cell]) {
          values.add(this.value[variable][edge]);
          edges.add(edge);
          const to = edge * children.length;
          children.forEach((child, at) => reached.get(child).add(this.leads[variable][to + at]));
        }
      tied.set(variable, values);
      tiedEdges.set(variable, edges);
    }
    return { tied, tiedEdges };
  }
}
