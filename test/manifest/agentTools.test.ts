import assert from "node:assert/strict";
import { toolNames } from "../../src/domain/agentTools/names";
import { manifest } from "./sources";

const tools = manifest.contributes.languageModelTools;

describe("tools for agents in the manifest", () => {
  it("are those that the code knows", () => {
    assert.deepEqual(
      tools.map(({ name }) => name),
      [...toolNames],
    );
  });

  it("tell models when not to use them, and that what comes back is data", () => {
    for (const { name, modelDescription } of tools) {
      assert.match(modelDescription, /Do not use it/, name);
      if (name !== "workfront_users_set_status") assert.match(modelDescription, /data written by others/, name);
    }
  });

  it("tell people what they do in their own language", () => {
    for (const { displayName, userDescription } of tools)
      for (const words of [displayName, userDescription]) assert.match(words, /^%tool\.\w+\.\w+%$/);
  });

  it("take nothing that is not described", () => {
    for (const { name, inputSchema } of tools) {
      assert.equal(inputSchema.additionalProperties, false, name);
      for (const [property, { description }] of Object.entries(inputSchema.properties))
        assert.ok(description, `${name}: ${property}`);
    }
  });
});
