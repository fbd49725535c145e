import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { Claims } from "../../src/domain/claims";
import { WorkfrontClient } from "../../src/workfront/client";
import { OAuthCredential, type Application, type Tokens } from "../../src/workfront/oauthCredential";
import { Transport } from "../../src/workfront/transport";

/**
 * A program that uses a sign-in as one window of the extension does, beside others like it. It counts users for each
 * line that it reads, and writes the number, or how it failed. Like the editor's storage, what it sees of what others keep
 * is up to 100 ms old.
 */
interface Assignment {
  readonly url: string;
  readonly folder: string;
  readonly application: Application;
}

const lag = 100;

function main({ url, folder, application }: Assignment): void {
  const file = join(folder, "tokens.json");
  let seen = JSON.parse(readFileSync(file, "utf8")) as Tokens;
  void (async () => {
    for (;;) {
      const now = readFileSync(file, "utf8");
      await setTimeout(Math.random() * lag);
      // Half of what another window is just writing is not seen.
      if (now.endsWith("}")) seen = JSON.parse(now) as Tokens;
    }
  })();
  const claims = new Claims(join(folder, "claims"), () => 10_000);
  const spent = new Claims(join(folder, "spent"), () => 10_000_000);
  const transport = new Transport({ origin: url, timeout: () => 5000, log: () => undefined });
  const credential = new OAuthCredential(transport, application, {
    read: () => Promise.resolve(seen),
    write: async (tokens) => {
      seen = tokens;
      await writeFile(file, JSON.stringify(tokens));
    },
    claim: (token) => claims.claim(token),
    release: (token) => claims.release(token),
    spend: async (token) => {
      await spent.claim(token);
    },
    isSpent: (token) => spent.isClaimed(token),
  });
  const client = new WorkfrontClient({
    transport,
    credential,
    version: { current: "v22.0" },
    concurrency: () => 4,
    readOnly: () => true,
  });
  const answer = async () => {
    const counted = await client.countUsers({}).catch((error: unknown) => String(error));
    process.stdout.write(`${counted}\n`);
  };
  createInterface(process.stdin)
    .on("line", () => void answer())
    .on("close", () => process.exit());
  process.stdout.write("ready\n");
}

main(JSON.parse(process.argv[2] ?? "") as Assignment);
