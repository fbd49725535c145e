import assert from "node:assert/strict";
import fc from "fast-check";
import { isPreviewHost, parseAddress, type AddressProblem } from "../../src/domain/address";

describe("an address", () => {
  describe("is understood", () => {
    const understood: [typed: string, origin: string][] = [
      ["acme", "https://acme.my.workfront.com"],
      ["ACME", "https://acme.my.workfront.com"],
      ["  acme-europe \n", "https://acme-europe.my.workfront.com"],
      ["4-ever", "https://4-ever.my.workfront.com"],
      ["acme.my.workfront.com", "https://acme.my.workfront.com"],
      ["Acme.My.Workfront.Com", "https://acme.my.workfront.com"],
      ["acme.my.workfront.com.", "https://acme.my.workfront.com"],
      ["acme.my.workfront.com/", "https://acme.my.workfront.com"],
      ["acme.my.workfront.com:8443/home", "https://acme.my.workfront.com:8443"],
      ["https://acme.my.workfront.com:443", "https://acme.my.workfront.com"],
      ["HTTPS://acme.my.workfront.com", "https://acme.my.workfront.com"],
      ["acme.my.workfront.adobe.com", "https://acme.my.workfront.adobe.com"],
      ["https://acme.preview.workfront.com", "https://acme.preview.workfront.com"],
      ["acme.sb01.workfront.adobe.com", "https://acme.sb01.workfront.adobe.com"],
      ["https://acme.my.workfront.com/user/592125e60089b88fae8b51c08383e144/details", "https://acme.my.workfront.com"],
      ["acme.my.workfront.com/projects?x=1#/a/b@c", "https://acme.my.workfront.com"],
      ["https://acme.my.workfront.com/attask/api/v15.0/USER/search?apiKey=abc", "https://acme.my.workfront.com"],
      ["https://ada:secret@acme.my.workfront.com/", "https://acme.my.workfront.com"],
      ["localhost", "http://localhost"],
      ["http://localhost.:8080", "http://localhost:8080"],
      ["LOCALHOST:8080", "http://localhost:8080"],
      ["localhost:8080/home", "http://localhost:8080"],
      ["https://localhost:8443", "https://localhost:8443"],
      ["127.0.0.1:51234", "http://127.0.0.1:51234"],
      ["http://127.8.9.1", "http://127.8.9.1"],
      ["http://[::1]:8080/x", "http://[::1]:8080"],
      ["[::1]:8080", "http://[::1]:8080"],
    ];
    for (const [typed, origin] of understood)
      it(JSON.stringify(typed), () => assert.deepEqual(parseAddress(typed), { origin }));
  });

  describe("is refused", () => {
    const foreign = (host: string): AddressProblem => ({ kind: "foreign", host });
    const refused: [typed: string, problem: AddressProblem][] = [
      ["", { kind: "empty" }],
      [" \t\n", { kind: "empty" }],
      ["https://", { kind: "malformed" }],
      ["acme acme", { kind: "malformed" }],
      ["acme.my.workfront.com:99999", { kind: "malformed" }],
      ["-acme", foreign("-acme")],
      ["ftp://acme.my.workfront.com", { kind: "malformed" }],
      ["file:///etc/passwd", { kind: "malformed" }],
      ["javascript://acme.my.workfront.com/%0aalert(1)", { kind: "malformed" }],
      ["http://acme.my.workfront.com", { kind: "insecure", host: "acme.my.workfront.com" }],
      [
        "https://experience.adobe.com/#/@acme/so:hub/workfront/home",
        { kind: "unifiedShell", host: "experience.adobe.com" },
      ],
      ["experience.adobe.com", { kind: "unifiedShell", host: "experience.adobe.com" }],
      ["https://example.com", foreign("example.com")],
      ["workfront.com", foreign("workfront.com")],
      ["https://acme.my.workfront.com.example.com", foreign("acme.my.workfront.com.example.com")],
      ["https://acme.my.evilworkfront.com", foreign("acme.my.evilworkfront.com")],
      ["https://acme-workfront.com", foreign("acme-workfront.com")],
      ["https://acme.my.workfront.com@example.com/", foreign("example.com")],
      ["https://acme.my.workfront.com:x@example.com", foreign("example.com")],
      ["acme.my.workfront.com@example.com", foreign("example.com")],
      ["https://example.com/acme.my.workfront.com", foreign("example.com")],
      ["https://example.com\\@acme.my.workfront.com", foreign("example.com")],
      ["https://example.com#.workfront.com", foreign("example.com")],
      ["https://acme.my.workfront.co", foreign("acme.my.workfront.co")],
      ["https://acmé.my.wоrkfront.com", foreign("xn--acm-dma.my.xn--wrkfront-nbh.com")],
      ["http://127.0.0.1.example.com", foreign("127.0.0.1.example.com")],
      ["localhost.example.com", foreign("localhost.example.com")],
      ["http://128.0.0.1", foreign("128.0.0.1")],
      ["http://[::2]", foreign("[::2]")],
      ["https://0.0.0.0", foreign("0.0.0.0")],
    ];
    for (const [typed, problem] of refused)
      it(JSON.stringify(typed), () => assert.deepEqual(parseAddress(typed), { problem }));
  });

  const host = fc.constantFrom(
    "acme.my.workfront.com",
    "example.com",
    "localhost",
    "127.0.0.1",
    "[::1]",
    "workfront.com",
    "x.workfront.adobe.com",
  );
  const piece = fc.oneof(
    host,
    fc.string({ unit: "grapheme", maxLength: 8 }),
    fc.constantFrom(
      "https://",
      "http://",
      "@",
      ":",
      "/",
      "\\",
      "?",
      "#",
      ".",
      "..",
      "%2e",
      "%00",
      ":443",
      "\t",
      "。",
      "[",
      "]",
      "//",
    ),
  );

  it("whatever is typed, never leads to a host that is neither Workfront's nor this computer", () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join("")),
        (typed) => {
          const address = parseAddress(typed);
          if ("problem" in address) return;
          const { protocol, hostname, origin } = new URL(address.origin);
          assert.equal(origin, address.origin);
          const isOurs = /(^|[a-z0-9-]\.)workfront\.(adobe\.)?com$/.test(hostname) && hostname !== "workfront.com";
          const isThisComputer = hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
          assert.ok(isThisComputer || (isOurs && protocol === "https:"), `${typed} leads to ${origin}`);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("that was understood is understood to be itself", () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join("")),
        (typed) => {
          const address = parseAddress(typed);
          if ("origin" in address) assert.deepEqual(parseAddress(address.origin), address);
        },
      ),
    );
  });

  it("tells hosts with copies of production data from production", () => {
    for (const copy of ["acme.preview.workfront.com", "acme.sb01.workfront.com", "acme.sb02.workfront.adobe.com"])
      assert.equal(isPreviewHost(copy), true, copy);
    for (const original of [
      "acme.my.workfront.com",
      "preview.my.workfront.com",
      "acme.sb01.my.workfront.com",
      "127.0.0.1:8080",
    ])
      assert.equal(isPreviewHost(original), false, original);
  });
});
