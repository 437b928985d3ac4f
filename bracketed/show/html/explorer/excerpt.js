// Of a provision, only the sentences with a bracket that is looked for; what is around them is folded into “…”.

// Characters that are kept at either end of long words, and those that it is not worth to fold.
const AROUND = 36;
const FEW = 25;
// A sentence, or an item of a list, ends here.
const STOP = /[.;:!?。；؛؟۔]["”’»)\]]*\s+/g;

// Shortens what an element holds to the sentences with a bracket that is wanted; with `head` its beginning is kept, too.
function shorten(element, isWanted, head = false) {
  const holds = (node) => node.nodeType === Node.ELEMENT_NODE && brackets(node).some(isWanted);
  let gone = [];
  const foldGone = () => {
    fold(gone);
    gone = [];
  };
  for (const nodes of sentencesOf(element)) {
    if (nodes.some(holds)) {
      foldGone();
      for (const node of nodes) shortenNode(node, isWanted, holds(node));
      head = false;
    } else {
      const [first] = nodes;
      if (head && first.textContent.trim()) {
        head = false;
        if (first.nodeType === Node.TEXT_NODE) nodes.splice(0, 1, first.splitText(wordEnd(first.data, AROUND)));
        else nodes.shift();
      }
      gone.push(...nodes.filter((node) => !isLabel(node)));
    }
  }
  foldGone();
}

function shortenNode(node, isWanted, holds) {
  if (node.nodeType === Node.TEXT_NODE) return foldMiddle(node);
  if (!node.matches(".bracket")) return;
  const own = isWanted(node);
  if (own) for (const other of node.querySelectorAll(":scope > .other")) cutOff(other);
  else setAside(node);
  for (const taken of node.querySelectorAll(":scope > .taken:not(.nothing)")) shorten(taken, isWanted, own || !holds);
}

// Cuts the words of an option that is not taken short; they are whole on the card.
function cutOff(other) {
  const [text] = other.childNodes;
  if (!text || text.length <= AROUND + FEW) return;
  wrap([text.splitText(wordEnd(text.data, AROUND))], make("span", { class: "cut" }, "…"));
}

// Leaves only the words that are taken of a bracket that is not looked for.
function setAside(bracket) {
  for (const part of bracket.children)
    if (!part.matches(".taken")) {
      part.hidden = true;
      part.dataset.aside = "";
    }
}

function brackets(element) {
  return [...(element.matches(".bracket") ? [element] : []), ...element.querySelectorAll(".bracket")];
}

function isLabel(node) {
  return node.nodeType === Node.ELEMENT_NODE && node.matches(".label");
}

// The nodes of an element, sentence by sentence; words are parted where one ends.
function sentencesOf(element) {
  const found = [[]];
  for (const node of [...element.childNodes]) {
    if (isLabel(node) || (node.nodeType === Node.ELEMENT_NODE && node.matches(".gap"))) found.push([node], []);
    else if (node.nodeType !== Node.TEXT_NODE) found.at(-1).push(node);
    else {
      let rest = node;
      for (const part of node.data.split(new RegExp(`(?<=${STOP.source})`, "g"))) {
        found.at(-1).push(rest);
        if (part.length === rest.length) break;
        rest = rest.splitText(part.length);
        found.push([]);
      }
      if (new RegExp(`${STOP.source}$`).test(node.data)) found.push([]);
    }
  }
  return found.filter((nodes) => nodes.length);
}

function foldMiddle(text) {
  const { length } = text;
  if (length <= 2 * AROUND + FEW) return;
  const end = wordEnd(text.data, length - AROUND);
  text.splitText(end);
  fold([text.splitText(wordEnd(text.data, AROUND))]);
}

// Where the word ends in which a place is.
function wordEnd(words, place) {
  if (words.length <= place + FEW) return words.length;
  const end = words.slice(place, place + FEW).search(/\s/);
  return end < 0 ? place : place + end;
}

// Hides nodes that follow each other behind a button that brings them back.
function fold(nodes) {
  const length = nodes.reduce((sum, node) => sum + node.textContent.length, 0);
  if (length <= FEW) return;
  wrap(nodes, make("button", { type: "button", class: "more", "aria-label": "Show what is left out here" }, "…"));
}

function wrap(nodes, sign) {
  const folded = make("span", { class: "folded", hidden: true });
  nodes[0].before(sign, folded);
  folded.append(...nodes);
}

// Brings back what a “…” represents.
function unfold(sign) {
  const folded = sign.nextSibling;
  folded.replaceWith(...folded.childNodes);
  sign.remove();
}

// Brings back all that was left out in an element.
function unshorten(element) {
  for (const sign of element.querySelectorAll(".more, .cut")) unfold(sign);
  for (const part of element.querySelectorAll("[data-aside]")) {
    part.hidden = false;
    delete part.dataset.aside;
  }
  element.normalize();
}
