import { whenFree } from "../whenFree";
import type { Files } from "./files";

/**
 * A disk on which nothing fails because a file is busy for a moment, as on Windows. A move is not tried again, because
 * meanwhile another file may have the name; neither is a write or a sync, whose failure ends the run.
 * @param system whose disk it is; this computer's unless given.
 */
export function patientFiles(files: Files, system?: NodeJS.Platform): Files {
  const patient = <T>(act: () => Promise<T>) => whenFree(act, system);
  return {
    makeFolder: (path) => patient(() => files.makeFolder(path)),
    list: (folder) => patient(() => files.list(folder)),
    open: (path, isNew) => patient(() => files.open(path, isNew)),
    create: (path, content) => patient(() => files.create(path, content)),
    read: (path) => patient(() => files.read(path)),
    readEnds: (path, size, bytes) => patient(() => files.readEnds(path, size, bytes)),
    look: (path) => patient(() => files.look(path)),
    touch: (path) => patient(() => files.touch(path)),
    move: (from, to) => files.move(from, to),
    moveBack: (from, to) => patient(() => files.moveBack(from, to)),
    remove: (path) => patient(() => files.remove(path)),
    syncFolder: (path) => files.syncFolder(path),
  };
}
