import assert from "node:assert/strict";
import fc from "fast-check";
import { hideSecrets } from "../../src/workfront/secrets";

const escapes: Readonly<Record<string, (secret: string) => string>> = {
  "as it is": (secret) => secret,
  "percent-encoded": encodeURIComponent,
  "percent-encoded in small letters": (secret) =>
    encodeURIComponent(secret).replace(/%../g, (byte) => byte.toLowerCase()),
  "percent-encoded in every character": (secret) =>
    [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  "percent-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "in a form": (secret) => new URLSearchParams([["", secret]]).toString().slice(1),
  "in JSON": (secret) => JSON.stringify(secret).slice(1, -1),
  "in JSON, slashes escaped": (secret) => JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
  "in JSON, in numbers": (secret) =>
    Array.from({ length: secret.length }, (_, index) => secret.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
      .join(""),
  "in HTML": (secret) =>
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  "in HTML, in numbers": (secret) => Array.from(secret, (one) => `&#${one.codePointAt(0)};`).join(""),
  "in HTML, in hexadecimal numbers": (secret) =>
    Array.from(secret, (one) => `&#x${one.codePointAt(0)?.toString(16).toUpperCase()};`).join(""),
  "in hexadecimal digits": (secret) => Buffer.from(secret).toString("hex"),
  "in Base64": (secret) => Buffer.from(secret).toString("base64"),
  "in Base64, percent-encoded": (secret) => encodeURIComponent(Buffer.from(secret).toString("base64")),
  "in Base64, in JSON with slashes escaped": (secret) => Buffer.from(secret).toString("base64").replaceAll("/", "\\/"),
  "in Base64 of its percent-encoded form": (secret) => Buffer.from(encodeURIComponent(secret)).toString("base64"),
  "in hexadecimal numbers of a program": (secret) =>
    [...Buffer.from(secret)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""),
  "in HTML, escaped twice": (secret) => Array.from(secret, (one) => `&amp;#${one.codePointAt(0)};`).join(""),
  "in Base64 for addresses": (secret) => Buffer.from(secret).toString("base64url"),
};

const secrets = [
  "~~~???>>>4711",
  "5f0d9c1a2b3c4d5e6f708192a3b4c5d6",
  "canary&pass%word 4711",
  'a+b/c=="<>\\',
  "Pässwörter🔑",
  "pass",
];

describe("a secret in the words of a host", () => {
  for (const [how, escape] of Object.entries(escapes))
    it(`is hidden ${how}`, () => {
      for (const secret of secrets) {
        const words = `Invalid value (${escape(secret)}), sorry`;
        assert.match(hideSecrets(words, ["another secret", secret]), /^Invalid value \(…+\), sorry$/, words);
      }
    });

  it("is hidden in Base64 beside other things, wherever it begins", () => {
    for (const secret of secrets.slice(0, 5))
      for (const before of ["", "u", "us", "user:"]) {
        const encoded = Buffer.from(`${before}${secret}:after`).toString("base64");
        const shown = hideSecrets(encoded, [secret]).split("…");
        assert.ok(shown.length > 1, encoded);
        assert.ok(!shown.some((rest) => Buffer.from(rest, "base64").toString().includes(secret.slice(0, 6))));
      }
  });

  it("is hidden as often as it stands there, and nothing else is", () => {
    assert.equal(hideSecrets("k1234, k12345 and K1234: 1234", ["k1234"]), "…, …5 and …: 1234");
    assert.equal(hideSecrets("The key is no longer valid", [""]), "The key is no longer valid");
  });

  it("is hidden with all words where it is too short to be told from them", () => {
    for (const secret of ["k", "ey", "key"]) assert.equal(hideSecrets(`Not a ${secret}`, ["long", secret]), "");
  });

  it("is hidden whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, unit: "grapheme" }),
        fc.constantFrom(...Object.values(escapes)),
        (secret, escape) => {
          assert.ok(!hideSecrets(`<${escape(secret)}>`, [secret]).includes(escape(secret)));
        },
      ),
    );
  });
});
