// The names of brackets and their options in words, and buttons that lead to them.

// Places that are named; one decision may have a hundred.
const NAMED = 12;
// Characters of a bracket's words in a list.
const BRIEF = 60;

class Names {
  constructor(content, select) {
    this.content = content;
    this.select = select;
  }

  name(bracket) {
    return this.content.brackets[bracket].id;
  }

  words(bracket, option) {
    const { letters, texts } = this.content.brackets[bracket];
    return letters[option] === "omit" ? "leave out" : `“${cutShort(withoutMarks(texts[option]), 90)}”`;
  }

  // What it is to take an option, where nothing else says which bracket it is.
  settled(bracket, option) {
    const { letters } = this.content.brackets[bracket];
    const isWholly = letters[option] === "omit" && letters.length === 2;
    return isWholly ? `leave out ${this.words(bracket, 1 - option)}` : this.words(bracket, option);
  }

  // What a bracket is about: the words of its options.
  about(bracket) {
    const { letters, texts } = this.content.brackets[bracket];
    const own = texts.filter((_, option) => letters[option] !== "omit");
    const words = own.map((text) => withoutMarks(text).replace(/^[\s,;.]+|[\s,;]+$/g, "")).filter(Boolean);
    return make("bdi", { lang: this.content.language }, cutShort(words.join(" / "), BRIEF) || "nothing");
  }

  // The provision that a bracket is in.
  place(bracket) {
    return this.content.units[this.content.brackets[bracket].unit]?.[0] ?? this.name(bracket);
  }

  places(brackets) {
    const names = [...new Set(brackets.map((bracket) => this.place(bracket)))];
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
    return names.slice(0, NAMED).join(", ") + more;
  }

  // A button that leads to a bracket.
  jump(bracket, ...words) {
    const button = make("button", { type: "button", class: "jump", title: this.name(bracket) }, ...words);
    button.addEventListener("click", () => this.select(bracket));
    return button;
  }

  // Buttons that lead to other places of a decision.
  jumps(brackets) {
    const some = brackets.slice(0, NAMED).map((bracket) => this.jump(bracket, this.place(bracket)));
    return brackets.length > NAMED ? [...some, `and ${brackets.length - NAMED} more`] : some;
  }
}
