// What differs between two texts: lines first, then the words of lines that differ.

// Of texts that differ more, the differences are not looked for word by word.
const FARTHEST = 600;

// Returns the parts of two texts in order, each with a sign: "=" for what both have, "-" and "+" for what only one has.
function changesBetween(before, after) {
  const lines = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const words = (text) => text.match(/\s+|[^\s\p{L}\p{N}]|[\p{L}\p{N}]+/gu) ?? [];
  const parts = [];
  const add = (sign, piece) => {
    if (!piece) return;
    if (parts.at(-1)?.[0] === sign) parts.at(-1)[1] += piece;
    else parts.push([sign, piece]);
  };
  let [gone, come] = ["", ""];
  const compareWords = () => {
    for (const [sign, word] of steps(words(gone), words(come))) add(sign, word);
    [gone, come] = ["", ""];
  };
  for (const [sign, line] of steps(lines(before), lines(after)))
    if (sign === "-") gone += line;
    else if (sign === "+") come += line;
    else {
      compareWords();
      add(sign, line);
    }
  compareWords();
  return parts;
}

// The shortest way from one row of words to another (E. Myers, "An O(ND) difference algorithm", Algorithmica 1, 1986).
function steps(before, after) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const [one, other] = [before, after].map((row) => row.slice(start, row.length - end));
  return [
    ...before.slice(0, start).map((word) => ["=", word]),
    ...middle(one, other),
    ...before.slice(before.length - end).map((word) => ["=", word]),
  ];
}

function middle(one, other) {
  const replaced = [...one.map((word) => ["-", word]), ...other.map((word) => ["+", word])];
  if (!one.length || !other.length) return replaced;
  const farthest = new Map([[1, 0]]);
  const trace = [];
  for (let distance = 0; distance <= Math.min(one.length + other.length, FARTHEST); distance++) {
    trace.push(new Map(farthest));
    for (let shift = -distance; shift <= distance; shift += 2) {
      let at = comesDown(farthest, shift, distance) ? farthest.get(shift + 1) : farthest.get(shift - 1) + 1;
      while (at < one.length && at - shift < other.length && one[at] === other[at - shift]) at++;
      farthest.set(shift, at);
      if (at >= one.length && at - shift >= other.length) return wayBack(trace, one, other);
    }
  }
  return replaced;
}

function comesDown(farthest, shift, distance) {
  return shift === -distance || (shift !== distance && farthest.get(shift - 1) < farthest.get(shift + 1));
}

function wayBack(trace, one, other) {
  const way = [];
  let [at, to] = [one.length, other.length];
  const keep = (from, since) => {
    while (at > from && to > since) {
      way.push(["=", one[--at]]);
      to--;
    }
  };
  for (let distance = trace.length - 1; distance > 0; distance--) {
    const isDown = comesDown(trace[distance], at - to, distance);
    const shift = isDown ? at - to + 1 : at - to - 1;
    const from = trace[distance].get(shift);
    keep(isDown ? from : from + 1, isDown ? from - shift + 1 : from - shift);
    way.push(isDown ? ["+", other[to - 1]] : ["-", one[at - 1]]);
    [at, to] = [from, from - shift];
  }
  keep(0, 0);
  return way.reverse();
}
