import assert from "node:assert/strict";
import { realFiles } from "../../../src/domain/runs/files";
import { onBusyWindows } from "../../support/busyWindows";

describe("the disk", () => {
  const { value: system } = Object.getOwnPropertyDescriptor(process, "platform") as { value: string };
  afterEach(() => Object.defineProperty(process, "platform", { value: system }));

  it("is not asked to make the names in a folder durable on Windows, which cannot and keeps them by itself", async () => {
    const folder = "/a/folder/that/is/not/there";
    Object.defineProperty(process, "platform", { value: "linux" });
    await assert.rejects(realFiles.syncFolder(folder), { code: "ENOENT" });
    Object.defineProperty(process, "platform", { value: "win32" });
    await realFiles.syncFolder(folder);
  });

  it("is asked again on Windows where a file is busy for a moment", async () => {
    await onBusyWindows({ rm: 2 }, () => realFiles.remove("/a/file/that/is/not/there"));
  });
});
