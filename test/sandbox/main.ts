import { parseArgs } from "node:util";
import { startSandbox } from "./server";

/** `npm run sandbox`: starts a sandbox and prints how to sign in. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      users: { type: "string", default: "147" },
      era: { type: "string", default: "2022" },
      port: { type: "string", default: "0" },
      latency: { type: "string", default: "0" },
      rate: { type: "string" },
      seed: { type: "string", default: "1" },
    },
  });
  if (values.era !== "2022" && values.era !== "2026") throw new Error("--era is 2022 or 2026.");
  const sandbox = await startSandbox({
    users: wholeNumber("users", values.users),
    era: values.era,
    port: wholeNumber("port", values.port),
    latency: wholeNumber("latency", values.latency),
    ...(values.rate !== undefined && { requestsPerSecond: wholeNumber("rate", values.rate) }),
    seed: wholeNumber("seed", values.seed),
  });
  const { name, username, password, apiKey } = sandbox.administrator;
  console.log(`Address   ${sandbox.url}`);
  console.log(`User      ${name}, system administrator`);
  console.log(`API key   ${apiKey}`);
  console.log(`Username  ${username}`);
  console.log(`Password  ${password}`);
  console.log(`Client ID ${sandbox.oauth.clientId}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.stop());
}

function wholeNumber(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${flag} is a whole number.`);
  return Number(text);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
