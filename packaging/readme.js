// Makes the README of the package. The editor's page of an installed extension shows neither pictures from the package
// nor other files of it: there each picture is drawn in text, and the documents follow as sections.
const { readdirSync, readFileSync, writeFileSync } = require("node:fs");
const { basename, join } = require("node:path");

const project = join(__dirname, "..");
const documents = readdirSync(join(project, "docs"))
  .filter((file) => file.endsWith(".md"))
  .map((file) => `docs/${file}`);
const read = (file) => readFileSync(join(project, file), "utf8").trimEnd();

/** The part of an address that leads to a heading, as the editor and the repository's page make it. */
function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}

function titleOf(text) {
  return /^# (.+)$/m.exec(text)[1];
}

/** The text beside a picture, such as `docs/images/users.txt`, shown instead of it. */
function drawn(text) {
  return text.replace(/^!\[[^\]]*\]\((.+)\.png\)$/gm, (_, picture) => `\`\`\`text\n${read(`${picture}.txt`)}\n\`\`\``);
}

/** Links to documents lead to their sections; a link to a file that is no section becomes plain text. */
function linked(text) {
  const anchors = new Map(documents.map((file) => [basename(file), anchorOf(titleOf(read(file)))]));
  return text.replace(/(?<!!)\[([^\]]+)\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g, (_, words, file, heading) => {
    const anchor = heading ?? (anchors.has(basename(file)) ? `#${anchors.get(basename(file))}` : undefined);
    return anchor === undefined ? words : `[${words}](${anchor})`;
  });
}

/** A document as a section: each heading a level lower. */
function asSection(file) {
  return read(file).replace(/^(#{1,5}) /gm, "#$1 ");
}

function packagedReadme() {
  return `${linked(drawn([read("README.md"), ...documents.map(asSection)].join("\n\n")))}\n`;
}

module.exports = { packagedReadme };
if (require.main === module) writeFileSync(join(project, "dist", "README.md"), packagedReadme());
