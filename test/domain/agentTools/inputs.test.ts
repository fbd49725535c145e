import assert from "node:assert/strict";
import Ajv from "ajv";
import { InputError, readInput } from "../../../src/domain/agentTools/inputs";
import { toolNames, type ToolName } from "../../../src/domain/agentTools/names";
import { manifest } from "../../manifest/sources";

const id = "0123456789abcdef0123456789abcdef";
const ids = (count: number) => Array.from({ length: count }, (_, index) => id.slice(4) + String(1000 + index));
const change = { host: "acme.my.workfront.com", userIDs: [id], status: "deactivated" };

const accepted: Record<ToolName, readonly unknown[]> = {
  workfront_users_search: [
    {},
    { text: "Ada Lovelace" },
    { text: id, status: "waitingForApproval", includeEmail: true, limit: 1 },
    { notLoggedInDays: 90, status: "active", limit: 25 },
  ],
  workfront_users_assigned_work: [{ userID: id }, { userID: id.toUpperCase() }],
  workfront_users_history: [{}, { limit: 5 }, { runID: "20261126T040710-0a1b2c3d" }],
  workfront_users_set_status: [change, { ...change, userIDs: ids(100), status: "active" }],
};

const refused: Record<ToolName, readonly unknown[]> = {
  workfront_users_search: [
    null,
    "Ada",
    { text: "" },
    { text: " \t" },
    { text: "a".repeat(201) },
    { text: 5 },
    { status: "gone" },
    { limit: 0 },
    { limit: 26 },
    { limit: 2.5 },
    { notLoggedInDays: 0 },
    { includeEmail: "yes" },
    { text: "Ada", fields: "password" },
  ],
  workfront_users_assigned_work: [{}, { userID: "Ada" }, { userID: [id] }, { userID: id, other: 1 }],
  workfront_users_history: [{ runID: "../secrets" }, { runID: "" }, { limit: 100 }, { delete: true }],
  workfront_users_set_status: [
    {},
    { ...change, host: undefined },
    { ...change, host: "" },
    { ...change, userIDs: [] },
    { ...change, userIDs: id },
    { ...change, userIDs: ["ada@example.com"] },
    { ...change, userIDs: [id, "Ada Lovelace"] },
    { ...change, userIDs: [`${id}0`] },
    { ...change, userIDs: [7] },
    { ...change, userIDs: ids(101) },
    { ...change, status: false },
    { ...change, status: "waitingForApproval" },
    { ...change, confirmed: true },
  ],
};

function isAccepted(name: ToolName, input: unknown): boolean {
  try {
    readInput(name, input);
    return true;
  } catch (error) {
    assert.ok(error instanceof InputError);
    return false;
  }
}

const wordsOn = (name: ToolName, input: unknown) => {
  try {
    readInput(name, input);
  } catch (error) {
    return (error as InputError).message;
  }
  throw new Error("accepted");
};

describe("inputs of the tools for agents", () => {
  for (const name of toolNames)
    it(`are accepted and refused alike by ${name} and by its schema in the manifest`, () => {
      const tool = manifest.contributes.languageModelTools.find((one) => one.name === name);
      const validate = new Ajv({ allErrors: true }).compile(tool!.inputSchema);
      for (const [examples, expected] of [[accepted[name], true] as const, [refused[name], false] as const])
        for (const input of examples) {
          const example = JSON.stringify(input);
          // As it comes through the editor, which knows no undefined.
          const sent = JSON.parse(example) as unknown;
          assert.equal(validate(sent), expected, `schema: ${example}`);
          assert.equal(isAccepted(name, sent), expected, `code: ${example}`);
        }
    });

  it("lead from names to the search", () => {
    for (const userIDs of [["Ada Lovelace"], ["ada@example.com", "Bob"]])
      assert.match(wordsOn("workfront_users_set_status", { ...change, userIDs }), /with workfront_users_search first/);
    assert.match(wordsOn("workfront_users_assigned_work", { userID: "Ada" }), /with workfront_users_search first/);
  });

  it("say how to go on where there are too many IDs", () => {
    const words = wordsOn("workfront_users_set_status", { ...change, userIDs: ids(101) });
    assert.match(words, /at most 100 user IDs\. Split them into several calls/);
  });

  it("are told of each problem once, however many IDs have it", () => {
    const userIDs = Array.from({ length: 100 }, (_, index) => `Name ${index}`);
    assert.ok(wordsOn("workfront_users_set_status", { ...change, userIDs }).length < 300);
  });

  it("name users as Workfront writes their IDs", () => {
    assert.equal(readInput("workfront_users_assigned_work", { userID: id.toUpperCase() }).userID, id);
  });
});
