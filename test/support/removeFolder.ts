import { rm } from "node:fs/promises";

/**
 * Removes a folder of a test, if it is there. Windows keeps the name of a file until everybody has closed it, also a program that
 * has just ended; so it is tried for a few seconds.
 */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
