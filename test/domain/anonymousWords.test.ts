import assert from "node:assert/strict";
import { anonymous } from "../../src/domain/anonymousWords";

const own = [
  "592125e60089b88fae8b51c08383e144",
  "Ada Lindholm",
  "ada.lindholm@example.com",
  "Ada",
  "Lindholm",
  "Bo Li",
];
const form = "GET RRUL/count?userApproval:ID=…&userApproval:ID_Mod=notnull&name_1_Sort=ciasc";

const inOtherLetters: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "in capitals": (text) => text.toUpperCase(),
  "in small letters": (text) => text.toLowerCase(),
  "percent-encoded": encodeURIComponent,
  "percent-encoded in every character": (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
  "in a form": (text) => new URLSearchParams([["", text]]).toString().slice(1),
  "in JSON, in numbers": (text) =>
    Array.from(text, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  "in HTML, in numbers": (text) => Array.from(text, (one) => `&#${one.codePointAt(0)};`).join(""),
  "in hexadecimal digits": (text) => Buffer.from(text).toString("hex"),
  "in Base64": (text) => Buffer.from(text).toString("base64"),
  "in Base64, after something": (text) => Buffer.from(`x${text}`).toString("base64"),
};

describe("words of a server in a report that goes to others", () => {
  for (const words of [
    "APIModel V21_0 does not support field userApproval (User)",
    "RRUL is not a top level object and can't be requested directly",
    "The requested limit 2001 is greater than the maximum allowed limit of 2000",
    "You are not currently logged in.",
    "Invalid custom enum value(s) for field name_1_Sort",
    "username/password combination wasn't quite right",
    "API version v15.0 is no longer available",
    "403 Forbidden",
    "Access Denied",
    "502 Bad Gateway",
  ])
    it(`stay as they are where they name nobody: ${words}`, () => assert.equal(anonymous(words, own, form), words));

  for (const [how, letters] of Object.entries(inOtherLetters))
    it(`hide what was sent of the signed-in user, ${how}`, () => {
      for (const text of own)
        // Nothing of three letters or digits is left in its place.
        assert.match(
          anonymous(`No value ${letters(text)} here`, own, form),
          /^No value (?!.*[\p{L}\p{N}]{3}.* here$).*….* here$/u,
          text,
        );
    });

  it("hide what may be anybody's name, address, ID, host or key", () => {
    const strangers = [
      "Jane Cooper",
      "COOPER",
      "jane.cooper@example.com",
      "jane.cooper%40example.com",
      "jane_cooper",
      "jane-cooper",
      "d'Angelo",
      "Müller",
      "홍길동",
      "592125e6",
      "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
      "acme.my.workfront.com",
      "https://acme.my.workfront.com/user/1234",
      "203.0.113.7",
      "2001:db8::ff00:42:8329",
      "14142135",
      "QWRhIExpbmRob2xt",
      "'marketing'",
      '"group of the boss"',
      "“x”",
      "&Auml;nne",
    ];
    for (const stranger of strangers)
      assert.match(anonymous(`No ${stranger} here`, own, form), /^No […/:?&;"'“” ]+ here$/, stranger);
  });

  it("keep a field in quotation marks that the request itself names", () => {
    assert.equal(anonymous("No field 'userApproval' but 'jane' here", own, form), "No field 'userApproval' but … here");
  });
});
