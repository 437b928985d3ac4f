// Makes elements. Words of a draft reach the page only as text, never as markup.

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== undefined) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const find = (id) => document.getElementById(id);

function several(number, one, many) {
  return `${grouped(number)} ${number == 1 ? one : many}`;
}

function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

// A count so that people can read it, as `short` in phrasing.py writes it: half a unit goes to the even figure.
function inShort(count) {
  const digits = String(count);
  if (digits.length <= 15) return grouped(digits);
  const unit = 10n ** BigInt(digits.length - 3);
  const rest = (BigInt(count) % unit) * 2n;
  let figures = BigInt(count) / unit;
  if (rest > unit || (rest === unit && figures % 2n)) figures += 1n;
  // Nines that are rounded up are a figure longer.
  const power = digits.length - (figures === 1000n ? 0 : 1);
  const [first, ...others] = String(figures);
  return `about ${first}.${others.slice(0, 2).join("")}·10^${power}`;
}

function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function cutShort(words, length) {
  const line = words.replace(/\s+/g, " ");
  if (line.length <= length) return line;
  // Between words where there are gaps; a script without gaps, or a very long word, is cut where it must be.
  const gap = line.lastIndexOf(" ", length - 2);
  return gap > length / 3 ? `${line.slice(0, gap)} …` : `${line.slice(0, length - 1).trimEnd()}…`;
}

// Where links that name an address listed elsewhere in the text, `[words][key]`, are no brackets.
const linkKeys = new Set();

// What a link leads to, as in markdown.py.
const ADDRESS = String.raw`(?:[a-z][a-z+.-]{1,11}:|www\.|[#/.])[^\s()]*(?:\([^\s()]*\)[^\s()]*)?`;
const LINK = new RegExp(String.raw`!?\[([^[\]]*)\]\(\s*<?${ADDRESS}>?(?:\s+"[^"\n]*")?\s*\)`, "gi");
const DEFINITION = new RegExp(String.raw`^ {0,3}\[[^\]^\n]+\]:[ \t]+<?${ADDRESS}>?[^\n]*$`, "gim");
const REFERENCE = /\[([^[\]^]+)\](?:\[([^[\]^]*)\])?(?!\()/g;

// Words in their lines without the marks of Markdown: emphasis, marks of notes, heads, items, quotations, fields,
// links and their addresses, and broken lines. A sign at an end of the words is beside a bracket.
function withoutMarks(words) {
  return words
    .replace(/^([ \t]*)\* (?=\S)/gm, "$1• ")
    .replace(/^\{:[^}\n]*\}[ \t]*$|^• TOC$|^> ?|\\(?= |$)/gm, "")
    .replace(DEFINITION, "")
    .replace(/`([^`\n]{1,200})`/g, "$1")
    .replace(LINK, "$1")
    .replace(REFERENCE, (all, shown, key) => (linkKeys.has((key || shown).toLowerCase()) ? shown : all))
    .replace(/\*{1,3}(?=\S|$)|(?<=\S|^)\*{1,3}|\[\^[^[\]\s]+\]|^#{1,6} |\\(?=[*_#[\]])/gm, "");
}

// A heading, or else words between stars, if all of it is between two brackets.
const SET_OFF = /^( {0,3}#{1,6} [^\n]*)$|((?<![\\*])\*{1,3}(?![\s*])(?:[^*\n]*[^\s*\\])?\*{1,3}(?!\*))/m;

// What some files of Markdown begin with, fields between two lines of hyphens, is not of the text.
const FIELDS = /^---[ \t]*\r?\n\w[\w-]*:.*\r?\n(?:\w[\w-]*:.*\r?\n|[ \t#-].*\r?\n|\r?\n)*?---[ \t]*(?:\r?\n\s*|$)/;

// A whole text without marks, and without the fields in front of it.
function readable(text) {
  return withoutMarks(text.replace(FIELDS, ""));
}
