// The margin beside the text: where in the draft it is contested, by the colours of the text.

class Minimap {
  constructor(content, root, go) {
    this.marks = new Map();
    const brackets = content.text.passages.length ? this.#places(content.text) : [];
    const length = Math.max(1, this.length);
    for (const [bracket, at] of brackets) {
      const mark = document.createElementNS(root.namespaceURI, "rect");
      for (const [name, value] of Object.entries({ x: 0, width: 1, y: (at / length) * 996, height: 4 }))
        mark.setAttribute(name, value);
      this.marks.set(bracket, mark);
    }
    root.append(...this.marks.values());
    root.addEventListener("click", ({ offsetY }) => {
      const at = (offsetY / root.clientHeight) * 996;
      const shown = [...this.marks].filter(([, mark]) => mark.hasAttribute("class"));
      const distance = ([, mark]) => Math.abs(Number(mark.getAttribute("y")) - at);
      const nearest = shown.sort((one, other) => distance(one) - distance(other))[0];
      if (nearest) go(nearest[0]);
    });
  }

  // Where each bracket begins, in characters.
  #places({ rows, passages }) {
    const found = [];
    this.length = 0;
    const walk = (row) => {
      for (const item of rows[row])
        if (typeof item === "string") this.length += item.length;
        else if (item.options) {
          found.push([item.bracket, this.length]);
          item.options.forEach(walk);
        }
    };
    passages.forEach(walk);
    return found;
  }

  draw(view, answer) {
    for (const [bracket, mark] of this.marks) {
      const { tint } = view.of(bracket);
      const shown = answer.standing[bracket] === "blocking" ? "deadlock" : tint ? `t${tint}` : null;
      if (mark.getAttribute("class") === shown) continue;
      if (shown) mark.setAttribute("class", shown);
      else mark.removeAttribute("class");
    }
  }
}
