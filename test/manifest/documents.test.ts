import assert from "node:assert/strict";
import ts from "typescript";
import { mostChanged, mostRows } from "../../src/domain/agentTools/inputs";
import { workKinds } from "../../src/domain/assignedWork";
import { mostRequests } from "../../src/domain/connectionCheck";
import { limits } from "../../src/domain/lists/tooLong";
import { daysKept } from "../../src/domain/runs/runs";
import { constantOf, manifest, nodes, parse, readJSON, readText, sourceFiles } from "./sources";

const userDocuments = ["README.md", "docs/connecting.md", "docs/lists.md"];

/** Every text in the sources: of messages, and of whatever else is written out. */
const texts = sourceFiles.flatMap((file) =>
  [...nodes(parse(file))].filter((node) => ts.isStringLiteralLike(node)).map((node) => node.text),
);
const manifestWords = Object.values(readJSON("package.nls.json") as Record<string, string>);

const inWords = (number: number) => number.toLocaleString("en-US");

describe("the documents for users", () => {
  it("call each command as its menu does", () => {
    const ofVSCode = ["Install from VSIX…", "Welcome: Open Walkthrough…", "Configure Tools…", "…"];
    const known = [...manifestWords, ...texts, ...ofVSCode];
    for (const file of userDocuments)
      for (const [, words = ""] of readText(file).matchAll(/\*\*([^*\n]*…)\*\*/g))
        assert.ok(known.includes(words.replace("Workfront Users: ", "")), `${file}: ${words}`);
  });

  it("quote messages as they are", () => {
    const [, list = ""] = readText("docs/connecting.md").split("## When something does not work");
    const quoted = [...list.matchAll(/^- _(?:…)?([^_…]+)[^_]*_/gm)].map(([, words = ""]) => words.trim());
    assert.ok(quoted.length > 5, String(quoted.length));
    for (const words of quoted)
      assert.ok(
        texts.some((text) => text.includes(words)),
        words,
      );
  });

  it("list each setting with its default and the values that it can have", () => {
    const items = readText("README.md").split(/^- /m);
    for (const [name, property] of Object.entries(manifest.contributes.configuration.properties)) {
      const { minimum, maximum } = property as { readonly minimum?: number; readonly maximum?: number };
      const isEmpty = typeof property.default === "object";
      const usual = isEmpty ? "none" : `\`${JSON.stringify(property.default).replaceAll('"', "")}\``;
      const item = items.find((text) => text.startsWith(`\`${name}\` (${usual}): `));
      assert.ok(item !== undefined, name);
      if (minimum !== undefined && maximum !== undefined) assert.ok(item.includes(`(${minimum} to ${maximum})`), name);
    }
  });

  it("state the numbers that the code has", () => {
    const number = (file: string, name: string) => constantOf(`src/${file}.ts`, name) as number;
    const tooLong = `${limits.bytes / 2 ** 20} MB or ${inWords(limits.lines)} lines`;
    const typed = number("ui/changes/confirmation", "mostByButton");
    const most = inWords(number("ui/lists/mostRows", "mostRows"));
    const single = number("domain/runs/carryOut", "mostSingle");
    const claims: Readonly<Record<string, readonly string[]>> = {
      "README.md": [
        `Above ${typed} users, you type the number`,
        `keeps each change for ${daysKept} days: when`,
        `history of your changes for ${daysKept} days`,
        tooLong,
        `finds users, at most ${mostRows} at a time`,
        `reactivate up to ${mostChanged} users`,
      ],
      "docs/lists.md": [`More than ${tooLong}.`, `More than ${most} users to select one by one`],
      "docs/runs.md": [`More than ${single} objects go in requests`, `kept for ${daysKept} days`],
      "docs/scale.md": [
        `Up to ${single} users have a request each`,
        `one request for each ${number("workfront/objects", "idsPerRequest")}.`,
        `each ${number("domain/assignedWork", "usersPerCount")} users and each of ${workKinds.length} kinds`,
        `last ${number("domain/runs/runs", "endBytes") / 1024} KB of each file`,
        `first ${most} rows`,
        `After ${daysKept} days`,
      ],
      "docs/workfront.md": [`at most ${mostRequests} reads`],
    };
    for (const [file, sentences] of Object.entries(claims)) {
      const text = readText(file).replaceAll(/\s+/g, " ");
      for (const claim of sentences) assert.ok(text.includes(claim), `${file}: ${claim}`);
    }
  });

  it("state in words the numbers that the code has", () => {
    const numbers = {
      minutesForBrowser: (constantOf("src/ui/connections/browserSignIn.ts", "patience") as number) / 60_000,
      minutesForAgent: (constantOf("src/ui/agentTools/statusRequests.ts", "longestWait") as number) / 60_000,
      secondsToWait: constantOf("src/workfront/sender.ts", "longestWait"),
      secondsForWork: (constantOf("src/domain/leaversWork.ts", "patience") as number) / 1000,
      attempts: constantOf("src/domain/runs/carryOut.ts", "attempts"),
      givenUp: constantOf("src/domain/runs/carryOut.ts", "mostGivenUp"),
      lock: constantOf("src/domain/runs/lock.ts", "usual"),
    };
    assert.deepEqual(numbers, {
      minutesForBrowser: 10,
      minutesForAgent: 1,
      secondsToWait: 60,
      secondsForWork: 3,
      attempts: { single: 5, bulk: 2 },
      givenUp: 3,
      lock: { heartbeat: 5000, patience: 30_000 },
    });
    assert.match(readText("docs/connecting.md"), /waits for ten minutes/);
    assert.match(readText("README.md"), /within a minute/);
    assert.match(readText("docs/scale.md"), /waits at most three seconds/);
    const runs = readText("docs/runs.md").replaceAll(/\s+/g, " ");
    for (const claim of [
      "up to a minute, every request",
      "sent five times at most",
      "after three changes in a row were given up",
      "a sign of life every five seconds",
      "silent for half a minute",
    ])
      assert.ok(runs.includes(claim), claim);
  });

  it("list each tool for agents with its name in the chat", () => {
    const readme = readText("README.md");
    for (const { name, toolReferenceName } of manifest.contributes.languageModelTools)
      assert.match(readme, new RegExp(`^- \`#${toolReferenceName}\` [^#]*\\(\`${name}\`\\)\\.$`, "m"));
  });
});

describe("nothing here deletes a user", () => {
  it("nor anything else in Workfront: no request says so", () => {
    const forbidden = /^DELETE$|\b(deleteUser|replaceUser|clearApiKey|clearAllApiKeys)\b/i;
    assert.deepEqual(
      texts.filter((text) => forbidden.test(text)),
      [],
    );
    const methods = texts.filter((text) => /^(GET|PUT|POST|PATCH|DELETE)$/.test(text));
    assert.deepEqual([...new Set(methods)].sort(), ["GET", "POST", "PUT"]);
  });
});
