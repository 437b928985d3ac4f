// A text as a Word document: a paragraph a line, in a zip archive whose parts are not compressed.

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
// Vocabularies go by names that look like addresses; nothing is fetched from there.
const SCHEMAS = ["http", "//schemas.openxmlformats.org"].join(":");
const PACKAGE = `${SCHEMAS}/package/2006`;
const OFFICE = `${SCHEMAS}/officeDocument/2006/relationships`;
const MAIN = `${SCHEMAS}/wordprocessingml/2006/main`;
const TYPES = "application/vnd.openxmlformats";
const WORD_TYPE = `${TYPES}-officedocument.wordprocessingml.document`;

// Returns the bytes of a document with these lines; empty ones are left out, since paragraphs are set apart.
function wordDocument(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  const page = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" ' +
    'w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>';
  const parts = {
    "[Content_Types].xml": `${XML}<Types xmlns="${PACKAGE}/content-types">` +
      `<Default Extension="rels" ContentType="${TYPES}-package.relationships+xml"/>` +
      `<Override PartName="/word/document.xml" ContentType="${WORD_TYPE}.main+xml"/></Types>`,
    "_rels/.rels": `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `${XML}<w:document xmlns:w="${MAIN}"><w:body>` +
      `${lines.map(wordParagraph).join("")}${page}</w:body></w:document>`,
  };
  return zipped(parts);
}

function wordParagraph(line) {
  // The mark of a heading becomes a level of the outline.
  const heading = /^\s*(#{1,6})\s+/.exec(line);
  const level = heading ? `<w:outlineLvl w:val="${heading[1].length - 1}"/>` : "";
  const words = (heading ? line.slice(heading[0].length) : line).split("\t").map(escapedForXml);
  const run = words.map((part) => `<w:t xml:space="preserve">${part}</w:t>`).join("<w:tab/>");
  const bold = heading ? "<w:rPr><w:b/></w:rPr>" : "";
  return `<w:p><w:pPr><w:spacing w:after="120"/>${level}</w:pPr><w:r>${bold}${run}</w:r></w:p>`;
}

function escapedForXml(words) {
  const names = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
  // What XML cannot hold, halves of characters among it, is shown as missing.
  const allowed = words.toWellFormed ? words.toWellFormed() : words;
  return allowed.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>]/g, (sign) => names[sign]);
}

// A zip archive of files that are stored as they are; of the format no more is used than that needs.
function zipped(parts) {
  const encoder = new TextEncoder();
  const files = [];
  const directory = [];
  let at = 0;
  for (const [name, words] of Object.entries(parts)) {
    const path = encoder.encode(name);
    const data = encoder.encode(words);
    // Version, names in UTF-8, no compression, midnight of the first of January 1980.
    const about = [20, 0x800, 0, 0, 0x21];
    const sizes = [checksum(data), data.length, data.length];
    const head = (signature, more) => numbers([[signature, 4], ...more, ...about.map((number) => [number, 2]),
      ...sizes.map((number) => [number, 4]), [path.length, 2], [0, 2]]);
    const local = head(0x04034b50, []);
    files.push(local, path, data);
    directory.push(head(0x02014b50, [[20, 2]]), numbers([[0, 2], [0, 2], [0, 2], [0, 4], [at, 4]]), path);
    at += local.length + path.length + data.length;
  }
  const length = directory.reduce((sum, piece) => sum + piece.length, 0);
  const count = Object.keys(parts).length;
  const end = numbers([[0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [at, 4], [0, 2]]);
  return [...files, ...directory, end];
}

// Numbers of so many bytes each, the lowest byte first.
function numbers(all) {
  return Uint8Array.from(all.flatMap(([number, size]) =>
    Array.from({ length: size }, (_, byte) => Math.floor(number / 2 ** (8 * byte)) & 0xff)));
}

const CHECKSUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

// CRC-32, as zip archives have it.
function checksum(data) {
  let sum = 0xffffffff;
  for (const byte of data) sum = CHECKSUMS[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
