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

// A count so that people can read it; exact up to 24 digits.
function inShort(count) {
  const digits = String(count);
  if (digits.length <= 24) return grouped(digits);
  return `about ${digits[0]}.${digits.slice(1, 3)} · 10^${digits.length - 1}`;
}

function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function cutShort(words, length) {
  const line = words.replace(/\s+/g, " ");
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`;
}
