import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import pLimit from "p-limit";
import { format, resolveConfig } from "prettier";

/** One way to break what a run guarantees, and the test that must notice. */
interface Mutant {
  /** The guarantee of `docs/runs.md`, or what else the product promises. */
  readonly breaks: string;
  readonly file: string;
  readonly search: string;
  readonly replace: string;
  readonly test: string;
}

const runs = (name: string) => `src/domain/runs/${name}.ts`;
const test = (name: string) => `test/domain/runs/${name}.test.ts`;
const handOver = (name: string) => `test/domain/handOver/${name}.test.ts`;

const mutants: readonly Mutant[] = [
  {
    breaks: "1: a user of another connection is changed",
    file: runs("plan"),
    search: 'if (connectionID !== undefined && connectionID !== here) return "otherConnection";',
    replace: "",
    test: test("plan"),
  },
  {
    breaks: "1: who is signed in deactivates themselves",
    file: runs("plan"),
    search: 'change.field === "isActive" && change.wished === false) return "self";',
    replace: 'change.field === "isActive" && change.wished === null) return "self";',
    test: test("plan"),
  },
  {
    breaks: "1: a user who waits for approval is changed",
    file: runs("plan"),
    search: "if (current?.hindrance) return current.hindrance;",
    replace: "",
    test: test("plan"),
  },
  {
    breaks: "2: a run is begun before all of its list is written down",
    file: runs("runs"),
    search: "[...(list ? listLines(list, at) : []), ...changes]",
    replace: "[...changes, ...(list ? listLines(list, at) : [])]",
    test: test("file"),
  },
  {
    breaks: "2: no file is ever synced",
    file: runs("file"),
    search: "this.#unlessBroken(() => this.#file.sync())",
    replace: "this.#unlessBroken(() => Promise.resolve())",
    test: test("file"),
  },
  {
    breaks: "2: what is to be sent does not wait for its sync",
    file: runs("file"),
    search: "await this.#add(lines);\n    await this.#syncNow();",
    replace: "await this.#add(lines);\n    void this.#syncNow().catch(() => undefined);",
    test: test("file"),
  },
  {
    breaks: "2: a sync under way counts for lines that were written since it began",
    file: runs("file"),
    search: "this.#next = undefined;\n      return (this.#running = this.act());",
    replace: "return (this.#running = this.act().finally(() => (this.#next = undefined)));",
    test: test("file"),
  },
  {
    breaks: "2: the folder is not synced",
    file: runs("file"),
    search: "await parts.files.syncFolder(",
    replace: "void (",
    test: test("file"),
  },
  {
    breaks: "2: a write that is cut short goes unnoticed",
    file: runs("file"),
    search: "< bytes.length) throw",
    replace: "< 0) throw",
    test: test("file"),
  },
  {
    breaks: "2: a file whose sync failed is trusted again",
    file: runs("file"),
    search: "this.#broken ??= { error };",
    replace: "",
    test: test("file"),
  },
  {
    breaks: "3: an answer that does not show the wished value counts as done",
    file: runs("carryOut"),
    search: "shown.get(ID)?.[field] === wished)",
    replace: "shown.has(ID) || field === wished)",
    test: test("carryOut"),
  },
  {
    breaks: "3: Workfront's own no is believed without a read",
    file: runs("carryOut"),
    search: "left = await this.#verify(left, answer);",
    replace: "left = failure && declined.has(failure.kind) ? left : await this.#verify(left, answer);",
    test: test("carryOut"),
  },
  {
    breaks: "3: what cannot be seen any more counts as failed",
    file: runs("carryOut"),
    search: "found.get(ID)?.[field] === before;",
    replace: "ID !== undefined;",
    test: test("carryOut"),
  },
  {
    breaks: "3: a read that contradicts a good answer is not repeated",
    file: runs("carryOut"),
    search: "const contradictions = 3;",
    replace: "const contradictions = 1;",
    test: test("carryOut"),
  },
  {
    breaks: "4: a request without an answer counts as failed",
    file: runs("carryOut"),
    search: "!!failure || !!this.#unanswered.get(key)",
    replace: "false",
    test: test("carryOut"),
  },
  {
    breaks: "5: one user holds up the others",
    file: runs("carryOut"),
    search: "return isBulk ? left : this.#fail(left, failure);",
    replace: "return this.#fail(left, failure);",
    test: test("carryOut"),
  },
  {
    breaks: "6: a change is sent again without a read",
    file: runs("carryOut"),
    search: 'if (!failure || meaning !== "untouched") {',
    replace: 'if (!failure || (meaning !== "untouched" && meaning !== "open")) {',
    test: test("carryOut"),
  },
  {
    breaks: "7: no wait at all where the server is busy",
    file: "src/workfront/sender.ts",
    search: "tellWait(milliseconds / 1000);",
    replace: "tellWait(milliseconds / 1000);\n  milliseconds = 0;",
    test: test("carryOut"),
  },
  {
    breaks: "7: waiting goes by a clock that somebody may set",
    file: "src/workfront/sender.ts",
    search: "while (this.#pausedUntil > performance.now()) await pause(this.#pausedUntil - performance.now(), signal);",
    replace: "while (this.#pausedUntil > Date.now()) await pause(this.#pausedUntil - Date.now(), signal);",
    test: "test/workfront/sender.test.ts",
  },
  {
    breaks: "7: a call that is given up stays in the queue",
    file: "src/workfront/limit.ts",
    search: "this.#queue.delete(begin);\n        reject",
    replace: "reject",
    test: "test/workfront/sender.test.ts",
  },
  {
    breaks: "7: the run goes on with a host that fails for everybody",
    file: runs("carryOut"),
    search: "++this.#givenUp >= mostGivenUp",
    replace: "++this.#givenUp >= Infinity",
    test: test("carryOut"),
  },
  {
    breaks: "8: a refused key does not stop the run",
    file: "src/workfront/sender.ts",
    search: `["unauthorized", `,
    replace: "return",
    test: test("carryOut"),
  },
  {
    breaks: "8: read-only counts only from the next run on",
    file: "src/workfront/sender.ts",
    search: 'if (request.method === "PUT" && readOnly())',
    replace: 'if (request.method === "PUT" && version === undefined && readOnly())',
    test: "test/workfront/sender.test.ts",
  },
  {
    breaks: "9: cancel sends what is left",
    file: runs("carryOut"),
    search: "await new Engine(run, client, options)",
    replace: "await new Engine(run, client, { ...options, signal: new AbortController().signal })",
    test: test("carryOut"),
  },
  {
    breaks: "9: a run that is complete counts as canceled",
    file: runs("record"),
    search: 'pendingOf(counts) === 0 ? "finished" : (how ?? "interrupted")',
    replace: '(how ?? "interrupted")',
    test: test("record"),
  },
  {
    breaks: "10: a result is not written down before the end",
    file: runs("file"),
    search: "await this.#add(lines).catch(() => this.#know(lines));",
    replace: "this.#know(lines);",
    test: test("anyStep"),
  },
  {
    breaks: "10: what was answered is forgotten where the disk takes nothing more",
    file: runs("file"),
    search: "await this.#add(lines).catch(() => this.#know(lines));",
    replace: "await this.#add(lines).catch(() => undefined);",
    test: test("file"),
  },
  {
    breaks: "10: what was never sent counts as sent, because the note of it could not be synced",
    file: runs("carryOut"),
    search: "this.#broken ??= { error };\n    }\n    return",
    replace: "throw error;\n    }\n    return",
    test: test("file"),
  },
  {
    breaks: "10: a torn line is continued",
    file: runs("file"),
    search: "written.length > 0 && written.at(-1) !== 10;",
    replace: "false;",
    test: test("file"),
  },
  {
    breaks: "11: no sign of life",
    file: runs("lock"),
    search: 'if ((await this.state()) === "ours") await this.files.touch(this.path);',
    replace: "await this.state();",
    test: test("lock"),
  },
  {
    breaks: "11: a window that has lost its run sends on",
    file: runs("file"),
    search: 'if (state === "ours") return;',
    replace: 'if (state !== "removed") return;',
    test: test("file"),
  },
  {
    breaks: "11: a window that has lost its run overrules the other",
    file: runs("record"),
    search: "const isOurs = line.session === this.#session;",
    replace: "const isOurs = line.session !== null;",
    test: test("file"),
  },
  {
    breaks: "11: a removed folder is taken for another window",
    file: runs("file"),
    search: 'if (!(await files.look(path))) throw new RunUnavailableError("recordRemoved");',
    replace: "",
    test: test("file"),
  },
  {
    breaks: "11: a lock that was removed is taken for another window",
    file: runs("file"),
    search: 'state === "removed" ? "lockRemoved" : "takenOver"',
    replace: '"takenOver"',
    test: test("file"),
  },
  {
    breaks: "12: undo goes by the clock of this computer",
    file: runs("plan"),
    search: "Math.abs(first - second) < 1000;",
    replace: "Math.abs(first - second) < 600_000;",
    test: test("plan"),
  },
  {
    breaks: "12: undo overwrites what somebody else has set",
    file: runs("plan"),
    search: 'if (change.before !== undefined && current.before !== change.before) return "changedSince";',
    replace: "",
    test: test("plan"),
  },
  {
    breaks: "12: what turns out to have been changed is not undone",
    file: runs("plan"),
    search: '(one.result === "changed" || one.result === "unknown")',
    replace: 'one.result === "changed"',
    test: test("plan"),
  },
  {
    breaks: "12: an access level is sent along unasked",
    file: runs("plan"),
    search: '...(/access ?level/i.test(words) ? ["accessLevelID"] : []),',
    replace: '"accessLevelID",',
    test: test("plan"),
  },
  {
    breaks: "3: who asks to wait for long is believed to have done nothing",
    file: runs("carryOut"),
    search: 'if (!failure || meaning !== "untouched") {',
    replace: 'if (this.#stop) return this.#leave(left);\n      if (!failure || meaning !== "untouched") {',
    test: test("carryOut"),
  },
  {
    breaks: "3: a no that speaks of a version is believed without a read",
    file: runs("carryOut"),
    search: '(kind === "versionRefused" && status === 410)',
    replace: 'kind === "versionRefused"',
    test: test("carryOut"),
  },
  {
    breaks: "4: a no settles an earlier request that has no answer",
    file: runs("carryOut"),
    search: "this.#unanswered.get(keyOf(change)) === true",
    replace: 'keyOf(change) === ""',
    test: test("carryOut"),
  },
  {
    breaks: "4: what was sent is called refused when it is resumed",
    file: runs("plan"),
    search: ".filter(({ change }) => !open.has(keyOf(change)))",
    replace: ".filter(({ change }) => change !== undefined)",
    test: test("plan"),
  },
  {
    breaks: "10: a change that was made is taken back by a later line",
    file: runs("record"),
    search: 'if (isMade ? isOurs && result === "changed" : isNews)',
    replace: "if (isNews || isMade === undefined)",
    test: test("record"),
  },
  {
    breaks: "11: who has lost the run goes on with it",
    file: runs("file"),
    search: "await this.#checkLock();\n    await this.#append(lines);",
    replace: "await this.#append(lines);",
    test: test("file"),
  },
  {
    breaks: "11: the last line is believed, whoever wrote it",
    file: runs("record"),
    search: " && output.offset === offset)",
    replace: ")",
    test: test("file"),
  },
  {
    breaks: "12: undo does not know the date of what resuming has found",
    file: runs("plan"),
    search: 'outcome: { result: "changed" as const, ...(dated && { dated }) }',
    replace: 'outcome: { result: "changed" as const, ...(dated && {}) }',
    test: test("plan"),
  },
  {
    breaks: "12: an undo that failed counts as one",
    file: runs("followUps"),
    search: "return { all: only.count - refused, changed };",
    replace: "return { all: only.count - refused, changed: changed + only.count };",
    test: test("followUps"),
  },
  {
    breaks: "12: what was tried again twice stands for two changes",
    file: runs("followUps"),
    search: "return { all: keysOf(results).size,",
    replace: "return { all: results.length,",
    test: test("followUps"),
  },
  {
    breaks: "12: what another run has followed up is followed up again",
    file: runs("followUps"),
    search: "(one) => !done.has(keyOf(one))",
    replace: "() => done.size >= 0",
    test: test("followUps"),
  },
  {
    breaks: "12: what another run had to leave alone is not left",
    file: runs("followUps"),
    search: 'changes.filter(({ result }) => result !== "refused")',
    replace: "changes",
    test: test("followUps"),
  },
  {
    breaks: "12: what was unknown and is undone is sent again",
    file: runs("plan"),
    search: "undone?.has(keyOf(one)) || ",
    replace: "",
    test: test("sequences"),
  },
  {
    breaks: "2: whoever takes a run up relies on the notes of before",
    file: runs("record"),
    search: "        this.#awaited.clear();\n",
    replace: "",
    test: test("sequences"),
  },
  {
    breaks: "3: what has a third value is sent again",
    file: runs("carryOut"),
    search: "found.get(ID)?.[field] === before;",
    replace: "found.get(ID)?.[field] !== undefined;",
    test: test("carryOut"),
  },
  {
    breaks: "11: a window that has lost its run calls failed what the other sends again",
    file: runs("record"),
    search: 'const isNews = isOurs || result === "changed";',
    replace: 'const isNews = isOurs || result !== "unknown";',
    test: test("file"),
  },
  {
    breaks: "13: what has no known age is removed for it",
    file: runs("runs"),
    search: "at.getTime() > 0 && ",
    replace: "",
    test: test("runs"),
  },
  {
    breaks: "Rows that were changed are not kept while all are read again",
    file: "src/domain/userList.ts",
    search: "for (const [id, user] of changed) this.#replaced.set(id, user);",
    replace: "",
    test: "test/domain/userList.test.ts",
  },
  {
    breaks: "Pages that are read ahead are read on when nobody wants them",
    file: "src/workfront/listing.ts",
    search: "stop(): void {\n    this.#reading.abort();",
    replace: "stop(): void {",
    test: "test/workfront/listing.test.ts",
  },
  {
    breaks: "Network: who waits for approval is not told from a leaver",
    file: "src/workfront/records.ts",
    search: '  "userApproval:ID",\n',
    replace: "",
    test: "test/workfront/client.test.ts",
  },
  {
    breaks: "More of Workfront's words are told than anybody reads",
    file: "src/workfront/answer.ts",
    search: "const told = 300;",
    replace: "const told = 400;",
    test: "test/workfront/transportFailures.test.ts",
  },
  {
    breaks: "Counts are asked for while results are followed",
    file: "src/domain/directory.ts",
    search: "for (const list of [this.#list, ...this.#groups.map((group) => group.list)]) list.replace(byID);",
    replace:
      "for (const list of [this.#list, ...this.#groups.map((group) => group.list)]) list.replace(byID);\n    if (changed.length > 0) void this.replace([]);",
    test: "test/domain/directory.test.ts",
  },
  {
    breaks: "The history reads every file again at each look",
    file: runs("runs"),
    search: "if (known?.size !== found.size || known.modified !== found.modified) {",
    replace: "if (known === undefined || found.size >= 0) {",
    test: test("runs"),
  },
  {
    breaks: "A file of a later version is read as one of ours",
    file: runs("record"),
    search: "version > formatVersion;",
    replace: "version > 1000;",
    test: test("record"),
  },
  {
    breaks: "13: what a later version made, or what is damaged, is written to",
    file: runs("file"),
    search: "mustBeReadable(content.summary);",
    replace: "",
    test: test("runs"),
  },
  {
    breaks: "14: what has changed hands since is taken from whoever has it",
    file: runs("plan"),
    search: 'if (change.before !== undefined && current.before !== change.before) return "changedSince";',
    replace: "",
    test: handOver("plan"),
  },
  {
    breaks: "14: somebody who is scheduled for deactivation takes over",
    file: "src/domain/handOver/successor.ts",
    search: 'successor.scheduledDeactivationDate ? "scheduled" : undefined',
    replace: "undefined",
    test: handOver("plan"),
  },
  {
    breaks: "14: a successor who was deactivated meanwhile is given work",
    file: runs("plan"),
    search: '"changedSince" : current.receiver',
    replace: '"changedSince" : undefined',
    test: handOver("plan"),
  },
  {
    breaks: "14: somebody reports to themselves",
    file: runs("plan"),
    search: 'if (change.field === "managerID" && change.ID === change.wished) return "ownManager";',
    replace: "",
    test: handOver("plan"),
  },
  {
    breaks: "14: somebody is assigned twice to a task",
    file: "src/domain/handOver/plan.ts",
    search: "for (const { shown } of page) found.add(shown.ID);",
    replace: "void page;",
    test: handOver("plan"),
  },
  {
    breaks: "15: the owner and the sponsor of a project are one change",
    file: "src/domain/handOver/plan.ts",
    search: "...(isSecond && { key: `${ID} ${field}` }),",
    replace: "",
    test: handOver("runs"),
  },
  {
    breaks: "15: reports go in bulk",
    file: runs("carryOut"),
    search: 'new Set(["PTLSEC"])',
    replace: "new Set()",
    test: handOver("runs"),
  },
  {
    breaks: "15: what a killed process has changed counts as unchanged",
    file: runs("plan"),
    search: "unanswered.filter((one) => undone?.has(keyOf(one)) || now.get(keyOf(one))?.before === one.wished);",
    replace: "unanswered.slice(0, 0);",
    test: handOver("killed"),
  },
  {
    breaks: "16: undo leaves the job role to Workfront",
    file: runs("plan"),
    search: '...(beside?.["roleID"] && { sendAlong: ["roleID"] }),',
    replace: "",
    test: handOver("runs"),
  },
  {
    breaks: "17: a job role that was refused is sent again",
    file: runs("plan"),
    search: "sendAlong.filter((field) => !declined.includes(field))",
    replace: "sendAlong",
    test: handOver("runs"),
  },
  {
    breaks: "18: a kind that the server declines counts as none",
    file: "src/domain/handOver/heldWork.ts",
    search: "items: [...items.values()], failure: failureIn(error) }",
    replace: "items: [...items.values()] }",
    test: handOver("heldWork"),
  },
  {
    breaks: "18: what a server lists although it is somebody else's is handed over",
    file: "src/domain/handOver/heldWork.ts",
    search: "page.filter(({ holder }) => chunk.includes(holder.ID))",
    replace: "page",
    test: handOver("heldWork"),
  },
  {
    breaks: "18: somebody active has left work behind",
    file: "src/domain/handOver/leftBehind.ts",
    search: '(user) => stateOf(user) === "deactivated"',
    replace: "() => true",
    test: handOver("leftBehind"),
  },
  {
    breaks: "Network: groups are searched for by their memberships",
    file: "src/workfront/work.ts",
    search: 'client.searchObjects("USER", {',
    replace: 'client.searchObjects("USRGPS", {',
    test: "test/domain/assignedWork.test.ts",
  },
  {
    breaks: "Network: a username is asked for as a plain filter",
    file: "src/workfront/query.ts",
    search: 'return anyOf([nobody, oneOf("username", usernames, "ciin")]);',
    replace: 'return oneOf("username", usernames, "ciin");',
    test: "test/domain/lists/lookUps.test.ts",
  },
  {
    breaks: "Network: only one of several approvers is looked for",
    file: "src/workfront/workSources.ts",
    search: '[["approverID", "approvers:ID"]]',
    replace: '[["approverID"]]',
    test: "test/domain/assignedWork.test.ts",
  },
  {
    breaks: "Network: a home group that is asked for is not sent along",
    file: "src/domain/runs/plan.ts",
    search: '...(/home ?group/i.test(words) ? ["homeGroupID"] : []),',
    replace: "",
    test: "test/domain/runs/plan.test.ts",
  },
  {
    breaks: "Network: a page with 403 counts as Workfront's decision",
    file: "src/workfront/answer.ts",
    search: 'throw isCutOff ? fail("badReply") : fail("notWorkfront", titleOf(text));',
    replace: 'throw isCutOff ? fail("badReply") : fail(kindOfStatus(status), titleOf(text));',
    test: "test/workfront/transportFailures.test.ts",
  },
  {
    breaks: "Network: a proxy that asks for a password counts as Workfront",
    file: "src/workfront/answer.ts",
    search: "if (error && !isProxyStatus(status))",
    replace: "if (error)",
    test: "test/workfront/transportFailures.test.ts",
  },
  {
    breaks: "Network: an agent is brought along in every setting of the proxy",
    file: "src/workfront/transport.ts",
    search: "((this.#options.bringsAgent?.() ?? true) ?",
    replace: "(true ?",
    test: "test/workfront/proxy.test.ts",
  },
  {
    breaks: "Network: two windows use a refresh token at the same moment",
    file: "src/workfront/oauthCredential.ts",
    search: "if (!isSpent && (await this.store.claim(refreshToken)))",
    replace: "if (!isSpent)",
    test: "test/workfront/oauthCredential.test.ts",
  },
  {
    breaks: "Network: a custom field is looked for in parts",
    file: "src/domain/fieldText.ts",
    search: "if (Object.hasOwn(value, field)) return (value as Record<string, unknown>)[field];",
    replace: "",
    test: "test/domain/fieldText.test.ts",
  },
  {
    breaks: "Network: every text that a program can read as a date is one",
    file: "src/domain/fieldText.ts",
    search: "return isWorkfrontDate(value) ? (parseDate(value)?.toISOString() ?? value) : value;",
    replace: "return Number.isNaN(Date.parse(value)) ? value : new Date(value).toISOString();",
    test: "test/domain/fieldText.test.ts",
  },
  {
    breaks: "Network: each of a million bad records is described",
    file: "src/workfront/records.ts",
    search: ", { abortEarly: true, abortPipeEarly: true }",
    replace: "",
    test: "test/workfront/records.test.ts",
  },
  {
    breaks: "Network: an error's words are read to their end",
    file: "src/workfront/answer.ts",
    search: "const examined = 4000;",
    replace: "const examined = Infinity;",
    test: "test/workfront/transportFailures.test.ts",
  },
  {
    breaks: "Network: the same page is read for ever",
    file: "src/workfront/listing.ts",
    search: 'throw new WorkfrontError({ kind: "endless", host });',
    replace: "furthest = first;",
    test: "test/workfront/listing.test.ts",
  },
  {
    breaks: "Network: another version is not looked for",
    file: "src/workfront/sender.ts",
    search: "|| !(await version.replace?.(current))) throw error;",
    replace: "|| version.replace) throw error;",
    test: "test/workfront/version.test.ts",
  },
  {
    breaks: "Network: a secret of three characters is repeated",
    file: "src/workfront/secrets.ts",
    search: 'if (given.some((secret) => secret.length < shortest)) return "";',
    replace: "",
    test: "test/workfront/secrets.test.ts",
  },
  {
    breaks: "Network: what stands in for a declined form is not asked",
    file: "src/domain/connectionCheck.ts",
    search: "this.#otherWays.push(...(probe.otherwise ?? []));",
    replace: "this.#otherWays.push();",
    test: "test/domain/connectionCheck.test.ts",
  },
  {
    breaks: "Waiting: a question waits for as long as Workfront takes to count",
    file: "src/domain/leaversWork.ts",
    search: "Promise.race([answer, setTimeout(within, unknown)])",
    replace: "Promise.race([answer, setTimeout(2 * within, unknown)])",
    test: "test/domain/leaversWork.test.ts",
  },
  {
    breaks: "Waiting: what nobody waits for any longer is counted on",
    file: "src/domain/leaversWork.ts",
    search: "AbortSignal.timeout(within)",
    replace: "new AbortController().signal",
    test: "test/domain/leaversWork.test.ts",
  },
  {
    breaks: "History: a sign of life of another window has everything read again",
    file: runs("runs"),
    search: 'if (event === "rename" || !name?.endsWith(lockExtension)) this.emit("changed");',
    replace: 'this.emit("changed");',
    test: test("runs"),
  },
  {
    breaks: "History: nothing new is shown as long as results keep coming",
    file: "src/domain/pace.ts",
    search: "this.#timer ??= setTimeout(() => {",
    replace: "clearTimeout(this.#timer);\n    this.#timer = setTimeout(() => {",
    test: "test/domain/pace.test.ts",
  },
  {
    breaks: "History: a long run is read in one go, and the editor stands still",
    file: runs("file"),
    search: "if (turns.isOver) await turns.next();",
    replace: "",
    test: test("record"),
  },
  {
    breaks: "A long plan is written down in one go, and the editor stands still",
    file: runs("file"),
    search: "const linesAtATime = 1000;",
    replace: "const linesAtATime = Infinity;",
    test: test("runs"),
  },
  {
    breaks: "All results are counted again after each answer",
    file: runs("record"),
    search: "get #counted(): Counts {",
    replace: "get #counted(): Counts {\n    for (const { outcome } of this.#entries.values()) this.#count(outcome, 0);",
    test: test("record"),
  },
  {
    breaks: "13: the ID of a run is what stands in its file",
    file: runs("record"),
    search: "      id: this.id,\n",
    replace: "",
    test: test("record"),
  },
  {
    breaks: "13: a date that is none comes as far as the row",
    file: runs("format"),
    search: "v.check((date) => !Number.isNaN(date.getTime())),",
    replace: "",
    test: test("record"),
  },
  {
    breaks: "13: a failure that only a later version knows hides its result",
    file: runs("format"),
    search: '(kind) => typeof kind === "string")',
    replace: '(kind) => kind === "refused")',
    test: test("record"),
  },
  {
    breaks: "Lists of users: a page is read beside a refresh, and old rows come back",
    file: "src/domain/userList.ts",
    search: "    await this.#refreshing;\n    if (!signal",
    replace: "    if (!signal",
    test: "test/domain/directory.test.ts",
  },
  {
    breaks: "Lists of users: a page that is asked for is lost beside one that was given up",
    file: "src/domain/userList.ts",
    search: "    this.#loadingMore = undefined;\n    if (this.#state.kind",
    replace: "    if (this.#state.kind",
    test: "test/domain/directory.test.ts",
  },
  {
    breaks: "Network: each request whose token has expired renews it",
    file: "src/workfront/oauthCredential.ts",
    search: "this.#renewing ??= this.#renew(sessionID)",
    replace: "this.#renewing = this.#renew(sessionID)",
    test: "test/workfront/oauth.test.ts",
  },
  {
    breaks: "Agents: an email stands for a name that is not known",
    file: "src/domain/agentTools/answer.ts",
    search: 'name === null || name.includes("@") ? undefined : name',
    replace: "name ?? undefined",
    test: "test/domain/agentTools/answers.test.ts",
  },
  {
    breaks: "Agents: emails and usernames are told unasked",
    file: "src/domain/agentTools/reading.ts",
    search: "return includeEmail\n",
    replace: "return includeEmail || status\n",
    test: "test/domain/agentTools/answers.test.ts",
  },
  {
    breaks: "Agents: what is unknown is told as none",
    file: "src/domain/agentTools/reading.ts",
    search: 'count: count ?? "unknown"',
    replace: "count: count ?? 0",
    test: "test/domain/agentTools/answers.test.ts",
  },
  {
    breaks: "Agents: what others hid in their texts reaches the model",
    file: "src/domain/agentTools/answer.ts",
    search: "visible(cut(value, longestText))",
    replace: "cut(value, longestText)",
    test: "test/domain/agentTools/answers.test.ts",
  },
  {
    breaks: "Agents: a change is called done where some of it failed",
    file: "src/domain/agentTools/changing.ts",
    search: 'state === "finished" && !counts.failed && pendingOf(counts) === 0',
    replace: 'state === "finished" && pendingOf(counts) === 0',
    test: "test/domain/agentTools/answers.test.ts",
  },
  {
    breaks: "Agents: a call names users by something else than an ID",
    file: "src/domain/agentTools/inputs.ts",
    search: "v.regex(idPattern, notAnID), ",
    replace: "",
    test: "test/domain/agentTools/inputs.test.ts",
  },
  {
    breaks: "License overview: a report that is declined counts nobody",
    file: "src/domain/licenseOverview/overview.ts",
    search: "return counted ? (counted.get(value) ?? 0) : null;",
    replace: "return counted?.get(value) ?? 0;",
    test: "test/domain/licenseOverview/overview.test.ts",
  },
  {
    breaks: "License overview: a sum passes over what is unknown",
    file: "src/domain/licenseOverview/overview.ts",
    search: "(total === null || count === null ? null : total + count)",
    replace: "(total ?? 0) + (count ?? 0)",
    test: "test/domain/licenseOverview/overview.test.ts",
  },
  {
    breaks: "License overview: a number leads to more users than it counts",
    file: "src/domain/licenseOverview/overview.ts",
    search: "{ ...row.criteria, ...criteriaOf(measure, idleDays) }",
    replace: "{ ...criteriaOf(measure, idleDays), ...row.criteria, isActive: undefined }",
    test: "test/domain/licenseOverview/overview.test.ts",
  },
  {
    breaks: "License overview: more used than purchased is told as none free",
    file: "src/domain/licenseOverview/overview.ts",
    search: "? null : bought - own.active,",
    replace: "? null : Math.max(0, bought - own.active),",
    test: "test/domain/licenseOverview/overview.test.ts",
  },
];

const project = path.resolve(__dirname, "..");

const report = path.join(project, "test", "mutants.md");

/**
 * `npx tsx test/mutants.ts`: breaks a copy of the sources in each of these ways and runs the test that must fail, after it
 * has passed with nothing broken. Ends with an error where a test noticed nothing. A whole run writes `test/mutants.md`;
 * `--only` takes a part of what is broken, and writes nothing; `--parallel` says how many are tried at a time; `--check` runs
 * no test, and only looks whether each place to break is still there.
 */
async function main(): Promise<void> {
  const options = {
    only: { type: "string", default: "" },
    parallel: { type: "string", default: "2" },
    check: { type: "boolean", default: false },
  } as const;
  const { values } = parseArgs({ options });
  const chosen = mutants.filter(({ breaks }) => breaks.includes(values.only));
  for (const { breaks, file, search } of chosen) {
    if (isOnce(search, await readFile(path.join(project, file), "utf8"))) continue;
    console.error(`${breaks}: the place to break is not in ${file}`);
    process.exitCode = 1;
  }
  if (!values.check) await tryAll(chosen, Number(values.parallel), values.only === "");
}

async function tryAll(chosen: readonly Mutant[], parallel: number, isWhole: boolean): Promise<void> {
  const limit = pLimit(parallel);
  const copies = await Promise.all(Array.from({ length: limit.concurrency }, copied));
  const inCopy = async <T>(work: (copy: string) => Promise<T>): Promise<T> => {
    const copy = copies.pop()!;
    return work(copy).finally(() => copies.push(copy));
  };
  try {
    const tests = [...new Set(chosen.map(({ test: each }) => each))];
    // On a busy machine a test now and then is too slow.
    const failsTwice = async (name: string, copy: string) => (await fails(name, copy)) && fails(name, copy);
    const failing = await limit.map(tests, async (name) =>
      (await inCopy((copy) => failsTwice(name, copy))) ? name : "",
    );
    const rows = await limit.map(chosen, async (mutant) => {
      const isUseless = failing.includes(mutant.test);
      const word = isUseless ? "it fails with nothing broken" : await inCopy((copy) => wordOn(mutant, copy));
      if (word !== "yes") process.exitCode = 1;
      const [file, name] = [path.basename(mutant.file), path.basename(mutant.test)];
      const row = `| ${mutant.breaks} | \`${file}\` | \`${name}\` | ${word} |`;
      console.log(row);
      return row;
    });
    if (isWhole) await writeFile(report, await reportOf(rows));
  } finally {
    await Promise.all(copies.map((copy) => rm(copy, { recursive: true, force: true })));
  }
}

async function copied(): Promise<string> {
  const copy = await mkdtemp(path.join(tmpdir(), "mutants-"));
  for (const name of ["src", "test", "package.json", "tsconfig.json", ".mocharc.json"])
    await cp(path.join(project, name), path.join(copy, name), { recursive: true });
  await symlink(path.join(project, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

async function reportOf(rows: readonly string[]): Promise<string> {
  const lines = [
    "# Mutants",
    "",
    `\`npx tsx test/mutants.ts\` breaks a copy of the sources in each of these ways, runs the test that must fail, and writes
this page. The numbers are those of the guarantees in [\`docs/runs.md\`](../docs/runs.md). What one whole run saw on
${new Date().toISOString().slice(0, 10)}:`,
    "",
    "| what is broken | file | test | noticed |",
    "| --- | --- | --- | --- |",
    ...rows,
  ];
  return format(lines.join("\n"), { ...(await resolveConfig(report)), parser: "markdown" });
}

/** `yes` where the test fails, as it must. */
async function wordOn({ file, search, replace, test: name }: Mutant, copy: string): Promise<string> {
  const target = path.join(copy, file);
  const whole = await readFile(target, "utf8");
  if (!isOnce(search, whole)) return "the place to break is not there";
  await writeFile(
    target,
    whole.replace(search, () => replace),
  );
  const isNoticed = await fails(name, copy);
  await writeFile(target, whole);
  return isNoticed ? "yes" : "NO";
}

function isOnce(search: string, whole: string): boolean {
  return whole.split(search).length === 2;
}

function fails(name: string, folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const mocha = path.join(folder, "node_modules", ".bin", "mocha");
    const child = spawn(mocha, ["--bail", "--exit", name], { cwd: folder, stdio: "ignore" });
    // A mutant may make a test wait for ever.
    const timer = setTimeout(() => child.kill("SIGKILL"), 180_000);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code !== 0);
    });
  });
}

void main();
