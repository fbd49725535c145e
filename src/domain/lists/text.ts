import { limits, ListTooLongError } from "./tooLong";
import { Turns } from "../turns";

const sliceLength = 256 * 1024;

/** How much of the bytes is looked at to see whether they are UTF-16 without a mark. */
const sampleLength = 64 * 1024;

/** The list is a file of Word, Excel, or PDF. */
export class NotTextError extends Error {
  override readonly name = "NotTextError";
}

/** How files of Word and Excel (ZIP, and the older compound files) and of PDF begin. */
const notText = ["PK\x03\x04", "ÐÏ\x11à", "%PDF"];

/**
 * The text that bytes stand for: by their byte order mark; UTF-16 without one where every other byte of plain letters is
 * zero; else UTF-8; else Windows-1252, in which any bytes are text.
 * @throws {ListTooLongError}
 * @throws {NotTextError}
 */
export async function textFrom(bytes: Uint8Array): Promise<string> {
  if (bytes.length > limits.bytes) throw new ListTooLongError("bytes");
  if (notText.includes(String.fromCharCode(...bytes.subarray(0, 4)))) throw new NotTextError();
  const encoding = encodingOf(bytes);
  if (encoding !== "utf-8") return decode(bytes, new TextDecoder(encoding));
  try {
    return await decode(bytes, new TextDecoder("utf-8", { fatal: true }));
  } catch {
    return decode(bytes, new TextDecoder("windows-1252"));
  }
}

async function decode(bytes: Uint8Array, decoder: InstanceType<typeof TextDecoder>): Promise<string> {
  const turns = new Turns();
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += sliceLength) {
    parts.push(decoder.decode(bytes.subarray(start, start + sliceLength), { stream: true }));
    if (turns.isOver) await turns.next();
  }
  parts.push(decoder.decode());
  await turns.next();
  return parts.join("");
}

function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, sampleLength);
  let [even, odd] = [0, 0];
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const many = sample.length / 10;
  if (odd > many && even < odd / 20) return "utf-16le";
  if (even > many && odd < even / 20) return "utf-16be";
  return "utf-8";
}
