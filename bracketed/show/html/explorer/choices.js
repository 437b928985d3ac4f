// The chair's decisions, step by step, and their form in the address of the page.

class Steps {
  constructor(first) {
    this.steps = [first];
    this.at = 0;
  }

  get now() {
    return this.steps[this.at];
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.steps.length - 1;
  }

  add(decisions) {
    this.steps.splice(this.at + 1, Infinity, decisions);
    this.at++;
  }

  undo() {
    if (this.canUndo) this.at--;
  }

  redo() {
    if (this.canRedo) this.at++;
  }
}

// The decisions, and the bracket that is looked at; nothing if there are none.
function toFragment(decisions, brackets, looked) {
  const name = (bracket) => encodeURIComponent(brackets[bracket].id);
  const said = [...decisions].map(([bracket, option]) => `${name(bracket)}=${brackets[bracket].letters[option]}`);
  if (looked !== null) said.push(name(looked));
  return said.length ? `#${said.join("&")}` : "";
}

// Returns the decisions that an address holds, the bracket that it leads to, and what in it is none of this draft.
function fromFragment(fragment, brackets) {
  const numbers = new Map(brackets.map(({ id }, number) => [id, number]));
  const decisions = new Map();
  const unknown = [];
  let looked = null;
  for (const pair of fragment.replace(/^#/, "").split("&").filter(Boolean)) {
    const leadsTo = numbers.get(decoded(pair));
    if (leadsTo !== undefined) {
      looked = leadsTo;
      continue;
    }
    const cut = pair.lastIndexOf("=");
    const bracket = numbers.get(decoded(pair.slice(0, Math.max(cut, 0))));
    const option = bracket === undefined ? -1 : brackets[bracket].letters.indexOf(pair.slice(cut + 1));
    if (option < 0) unknown.push(decoded(pair));
    else decisions.set(bracket, option);
  }
  return { decisions, looked, unknown };
}

function decoded(words) {
  try {
    return decodeURIComponent(words);
  } catch {
    return words;
  }
}

// The words of each option but omit, by letter: with them a saved choice is known again in the next draft.
function wordsOf({ letters, texts }) {
  const words = letters.map((letter, option) => [letter, texts[option].replace(/\s+/g, " ").trim()]);
  return Object.fromEntries(words.filter(([letter]) => letter !== "omit"));
}

// Returns the decisions that a file of choices holds, and why each other one is left aside; null if it holds none.
function fromChoices(content, brackets) {
  const choices = content?.choices ?? content;
  if (typeof choices !== "object" || choices === null || Array.isArray(choices)) return null;
  const numbers = new Map(brackets.map(({ id }, number) => [id, number]));
  const decisions = new Map();
  const aside = [];
  for (const [id, letter] of Object.entries(choices)) {
    const bracket = numbers.get(id);
    const option = bracket === undefined ? -1 : brackets[bracket].letters.indexOf(letter);
    const kept = content.words?.[id];
    if (option < 0) aside.push(`${id}=${letter}${wordsKept(kept, letter)} is not in this draft`);
    else if (!areWordsOf(brackets[bracket], letter, kept)) {
      aside.push(`${id}${wordsKept(kept, letter)} has other words now`);
    }
    else decisions.set(bracket, option);
  }
  return { decisions, aside };
}

// The words that were kept with a choice, for people who do not know what an id is about; "" if there are none.
function wordsKept(kept, letter) {
  const words = typeof kept === "object" && kept !== null && Object.hasOwn(kept, letter) ? kept[letter] : "";
  return typeof words === "string" && words ? ` (“${cutShort(words, 60)}”)` : "";
}

// Whether the words that were kept with a choice are those that the bracket has; to leave words out is a choice on all.
function areWordsOf(bracket, letter, kept) {
  if (typeof kept !== "object" || kept === null) return true;
  const words = wordsOf(bracket);
  const about = letter === "omit" ? Object.keys(kept) : Object.keys(kept).filter((one) => one === letter);
  return about.every((one) => words[one] === kept[one]);
}
