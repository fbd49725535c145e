import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

/** A proxy behind which the sandbox has the address of a real Workfront, for pictures. */
export interface StandIn {
  /** To be used for `http.proxy`. */
  readonly proxy: string;
  /** A file with the certificate to be trusted, for `NODE_EXTRA_CA_CERTS`. */
  readonly certificate: string;
  stop(): Promise<void>;
}

/** Lets what is sent to a host reach a server on this computer. Every other host is refused. */
export async function startStandIn(host: string, target: string): Promise<StandIn> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "workfront-users-stand-in-"));
  const [certificate, key] = [path.join(folder, "certificate.pem"), path.join(folder, "key.pem")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const named = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  await promisify(execFile)("openssl", [...kind, ...named, "-keyout", key, "-out", certificate]);
  const secure = https.createServer(
    { cert: await readFile(certificate), key: await readFile(key) },
    (request, reply) => {
      const { url = "/", method = "GET", headers } = request;
      const onward = http.request(new URL(url, target), { method, headers, agent: false }, (answer) => {
        reply.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(reply);
      });
      onward.on("error", () => reply.destroy());
      request.pipe(onward);
    },
  );
  const proxy = http.createServer((_, reply) => reply.writeHead(403).end());
  const securePort = await listening(secure);
  proxy.on("connect", ({ url }, client: Socket) => {
    if (url !== `${host}:443`) return void client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const onward = connect(securePort, "127.0.0.1", () => client.write("HTTP/1.1 200 OK\r\n\r\n"));
    onward.pipe(client).pipe(onward);
    for (const socket of [onward, client]) socket.on("error", () => (onward.destroy(), client.destroy()));
  });
  const port = await listening(proxy);
  return {
    proxy: `http://127.0.0.1:${port}`,
    certificate,
    stop: async () => {
      for (const server of [proxy, secure]) {
        server.close();
        server.closeAllConnections();
      }
      await rm(folder, { recursive: true });
    },
  };
}

async function listening(server: http.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
