import * as fs from "node:fs";
import { link, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { patientFiles } from "./patientFiles";

/** A file that grows at its end. */
export interface GrowingFile {
  /** @returns how many bytes were taken; fewer than given where the disk is full. */
  write(bytes: Uint8Array): Promise<number>;
  /** Resolves when all that was written before the call is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What runs need of a disk. Every method rejects with the system's error, which has a `code`. */
export interface Files {
  /** Makes a folder that only its owner can read; its name is on the disk when this resolves. */
  makeFolder(path: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  /** @param isNew whether the file must not exist yet; else it must exist. */
  open(path: string, isNew: boolean): Promise<GrowingFile>;
  /** Creates a file with this content, or none. Rejects with `EEXIST` where there is one. */
  create(path: string, content: string): Promise<void>;
  read(path: string): Promise<Buffer>;
  /** The first and the last bytes of a file of this size; they may overlap. */
  readEnds(path: string, size: number, bytes: number): Promise<{ readonly head: Buffer; readonly tail: Buffer }>;
  /** Size in bytes and time of the last change in milliseconds; `undefined` where there is no such file. */
  look(path: string): Promise<{ readonly size: number; readonly modified: number } | undefined>;
  /** Sets the time of the last change to now. */
  touch(path: string): Promise<void>;
  /** Renames a file, over any that has the new name. */
  move(from: string, to: string): Promise<void>;
  /** Renames a file where nobody has the new name; rejects with `EEXIST` otherwise. */
  moveBack(from: string, to: string): Promise<void>;
  /** Removes a file, if there is one. */
  remove(path: string): Promise<void>;
  /** Makes the names of the files in a folder as durable as their content. */
  syncFolder(path: string): Promise<void>;
}

const [openDescriptor, readDescriptor, closeDescriptor] = [promisify(fs.open), promisify(fs.read), promisify(fs.close)];

async function readBytes(file: number, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await readDescriptor(file, Buffer.allocUnsafe(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

const disk: Files = {
  makeFolder: (path) => makeFolder(path, (folder) => disk.syncFolder(folder)),
  list: (folder) => readdir(folder),
  async open(path, isNew) {
    const file = await open(path, isNew ? "ax" : "r+", 0o600).then(async (handle) => {
      if (isNew) return handle;
      await handle.close();
      return open(path, "a", 0o600);
    });
    return {
      write: async (bytes) => (await file.write(bytes)).bytesWritten,
      sync: () => file.sync(),
      close: () => file.close(),
    };
  },
  async create(path, content) {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(content);
    } catch (error) {
      // A disk that is full may take the name and nothing else.
      await rm(path, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  },
  read: (path) => readFile(path),
  async readEnds(path, size, bytes) {
    // By the descriptor itself: a history has hundreds of files, and a handle costs more than reading its ends.
    const file = await openDescriptor(path, "r");
    try {
      const length = Math.min(bytes, size);
      const head = await readBytes(file, 0, length);
      return { head, tail: size <= bytes ? head : await readBytes(file, size - length, length) };
    } finally {
      await closeDescriptor(file);
    }
  },
  async look(path) {
    try {
      const { size, mtimeMs } = await stat(path);
      return { size, modified: mtimeMs };
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  },
  touch: (path) => utimes(path, new Date(), new Date()),
  move: rename,
  async moveBack(from, to) {
    await link(from, to);
    await rm(from, { force: true });
  },
  remove: (path) => rm(path, { force: true }),
  async syncFolder(path) {
    // Windows cannot, and keeps names by itself.
    if (process.platform === "win32") return;
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } catch (error) {
      // Some network file systems cannot either.
      if (!isCode(error, "EINVAL", "ENOTSUP")) throw error;
    } finally {
      await folder.close();
    }
  },
};

/** The disk of this computer. */
export const realFiles = patientFiles(disk);

/** Makes a folder and those above it that are missing; `sync` makes the names in a folder durable. */
export async function makeFolder(path: string, sync: (folder: string) => Promise<void>): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await sync(dirname(made));
}

/** Whether an error is one of these of the system's. */
export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(error.code as string);
}

/** Whether an error says that a file is not there. Windows says `EPERM` of one that is removed while somebody has it open. */
export function isGone(error: unknown): boolean {
  return isCode(error, "ENOENT", "ENOTDIR") || (process.platform === "win32" && isCode(error, "EPERM"));
}
