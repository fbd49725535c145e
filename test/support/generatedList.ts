import type { Source } from "../../src/domain/lists/lookUps";
import type { UserDetail } from "../../src/workfront/records";
import { Random } from "../sandbox/random";
import { sourceOf } from "./lists";
import { userDetail } from "./users";

/** A directory and a list of some of its users, in a shape that people use; the maker knows who is meant. */
export interface GeneratedList {
  readonly source: Source;
  readonly selfID: string;
  readonly content: string | Uint8Array;
  /** The list as text, to be read where something is wrong with it. */
  readonly text: string;
  /** Those whom a line means beyond doubt, and who are active: these have to be certain, and nobody else may be. */
  readonly meant: ReadonlySet<string>;
  /** Whether the list does not tell which column is meant, so that a person has to be asked. */
  readonly asks: boolean;
  readonly lines: number;
}

/** What a line is about: one user, plainly; one of two; or nobody who is there. */
type Line =
  | { readonly kind: "user"; readonly user: UserDetail }
  | { readonly kind: "two"; readonly user: UserDetail; readonly other: UserDetail }
  | { readonly kind: "nobody"; readonly email: string };

/** A list, those whom its lines name plainly, and whether a person has to be asked for the column. */
interface Shape {
  readonly text: string;
  readonly plain: readonly UserDetail[];
  readonly asks?: boolean;
}

const names = ["Bo Low", "Cy Low", "Jo Smith", "Robin Wood", "Ann O’Brien", "Jürgen Groß", "Minji Kim", "Al Jones"];
const notes = ["", "left in May", "see HR; urgent", "a, b, c", 'says "hello"', "tab\there", "x|y", "no email"];
const invisible = ["\u200b", "\u2060", "\u00ad", "\ufeff", "\u200e"];

/** Makes the list of this number, always the same. */
export function generatedList(seed: number): GeneratedList {
  return new Maker(new Random(seed)).make();
}

class Maker {
  readonly #users: readonly UserDetail[];

  constructor(private readonly random: Random) {
    const users = names.map((name, index) => {
      const [first = "", last = ""] = name.toLowerCase().split(" ");
      const email = this.random.pick([
        `${first}.${last}@example.com`,
        `${first}@example.com`,
        `${last}${index}@mail.example.org`,
      ]);
      // Usernames that are other people's names are traps for whoever looks up more than is said.
      const username = this.random.pick([email, last, first, `u${index}`]);
      return { name, username: username === last && last === "low" ? `low${index}` : username, emailAddr: email };
    });
    const taken = new Set<string>();
    this.#users = users.map(({ username, ...user }, index) => {
      const own = taken.has(username) ? `user${index}` : username;
      taken.add(own);
      return userDetail({ ...user, username: own, isActive: this.random.chance(0.8) });
    });
  }

  make(): GeneratedList {
    const lines = Array.from({ length: 1 + this.random.below(9) }, () => this.#line());
    const shape = this.random.pick([
      this.#plain,
      this.#table,
      this.#table,
      this.#table,
      this.#recipients,
      this.#usernames,
      this.#mail,
      this.#card,
      this.#ofOthers,
    ]);
    const { text, plain, asks = false } = shape.call(this, lines);
    const self = this.#users[0]!.ID;
    const meant = new Set(plain.filter(({ ID, isActive }) => isActive && ID !== self).map(({ ID }) => ID));
    const count = text === "" ? 0 : text.split(/\r\n|\r|\n/).length - (/[\r\n]$/.test(text) ? 1 : 0);
    return {
      source: sourceOf(this.#users),
      selfID: self,
      content: this.#encoded(text),
      text,
      meant,
      asks,
      lines: count,
    };
  }

  #line(): Line {
    const user = this.random.pick(this.#users);
    if (this.random.chance(0.75)) return { kind: "user", user };
    const other = this.random.pick(this.#users.filter(({ ID }) => ID !== user.ID));
    return this.random.chance(0.5)
      ? { kind: "two", user, other }
      : { kind: "nobody", email: this.#mistyped(user.emailAddr!) };
  }

  /** An email of which a piece is somebody's, or a letter of which is wrong. */
  #mistyped(email: string): string {
    return this.random.pick([
      `x,${email}`,
      `x;${email}`,
      `x"${email}`,
      `${email}x`,
      `x${email}`,
      email.replace("@", "@@"),
      `${email}.evil`,
    ]);
  }

  /** One text per line. */
  #plain(lines: readonly Line[]): Shape {
    const texts = lines.map((line) => {
      if (line.kind === "nobody") return line.email;
      if (line.kind === "two")
        return `${this.#written(line.user)}${this.random.pick([" ", "; ", ", "])}${line.other.emailAddr!}`;
      return this.#written(line.user);
    });
    // Two emails alone in a list are recipients, of whom each is meant.
    const isLone = lines.length === 1 && lines[0]?.kind === "two";
    const header = this.random.chance(0.3) || isLone ? ["Email"] : [];
    const all = this.#withAsides([...header, ...texts, ...(isLone ? ["nobody@example.net"] : [])], header.length);
    return { text: this.#joined(all), plain: plainIn(lines) };
  }

  #written(user: UserDetail): string {
    const email = user.emailAddr!;
    const [first = "", last = ""] = user.name!.split(" ");
    return this.random.pick([
      email,
      upper(email),
      `${user.name!} <${email}>`,
      `${last}, ${first} <${email}>`,
      `"${last}, ${first}" <${email}>`,
      `<${email}>`,
      `mailto:${email}`,
      `“${email}”`,
      `'${email}'`,
      ` ${email}\u00a0`,
      `${this.random.pick(invisible)}${email}${this.random.pick(invisible)}`,
      `${email};`,
      `<mailto:${email}|${email}>`,
      `${user.name!} ${email}`,
      user.ID,
    ]);
  }

  /** A table with columns in any order, some of which name other people. */
  #table(lines: readonly Line[]): Shape {
    const separator = this.random.pick([",", ";", "\t", "|"]);
    const hasHeader = this.random.chance(0.8) || lines.filter(({ kind }) => kind === "user").length < 3;
    const manager = hasHeader && (this.random.chance(0.5) || lines.some(({ kind }) => kind === "two"));
    const cells: Record<string, (line: Line) => string> = {
      email: (line) =>
        line.kind === "nobody"
          ? line.email
          : this.random.pick([line.user.emailAddr!, ` ${line.user.emailAddr!}`, upper(line.user.emailAddr!)]),
      name: (line) =>
        line.kind === "nobody"
          ? "Gone One"
          : this.random.pick([line.user.name!, line.user.name!.split(" ").reverse().join(", ")]),
      note: () => this.random.pick(notes),
      team: () => this.random.pick(["Web", "low", "smith", "Brand"]),
      ...(manager ? { manager: (line) => (line.kind === "two" ? line.other.emailAddr! : "") } : {}),
    };
    const usual = hasHeader ? lines : lines.filter(({ kind }) => kind === "user");
    const columns = this.random.shuffle(Object.keys(cells));
    const row = (texts: readonly string[]) => texts.map((text) => this.#cell(text, separator)).join(separator);
    const header = hasHeader ? [row(columns.map((column) => this.random.pick(headers[column] ?? [column])))] : [];
    const rows = usual.map((line) => row(columns.map((column) => cells[column]!(line))));
    const mark = separator !== "\t" && this.random.chance(0.1) ? [`sep=${separator}`] : [];
    const all = this.#withAsides([...mark, ...header, ...rows], mark.length + header.length);
    return { text: this.#joined(all), plain: plainIn(usual) };
  }

  #cell(text: string, separator: string): string {
    const needsQuotes = text.includes(separator) || text.startsWith('"') || /[\r\n]/.test(text);
    return needsQuotes || this.random.chance(0.15) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  /** The recipients of a mail, in one line. */
  #recipients(lines: readonly Line[]): Shape {
    const parts = lines.map((line) => {
      if (line.kind === "nobody") return "Gone One <gone@example.com>";
      const [first = "", last = ""] = line.user.name!.split(" ");
      return `${this.random.pick([line.user.name!, `${last}, ${first}`, `"${last}; ${first}"`])} <${line.user.emailAddr!}>`;
    });
    const users = lines.flatMap((line) => (line.kind === "nobody" ? [] : line.user));
    return { text: `${parts.join("; ")}${this.random.pick(["", ";", "; "])}`, plain: users };
  }

  /** A mail that holds the list, with those who sent, received and signed it. */
  #mail(lines: readonly Line[]): Shape {
    const [first, second] = this.random.shuffle([...this.#users]);
    const [from, to] = this.random.pick([
      ["From", "To"],
      ["Von", "An"],
      ["보낸 사람", "받는 사람"],
      ["**From", "**To"],
    ] as const);
    const named = lines.filter((line) => line.kind === "user").map(({ user }) => user);
    const texts = [
      `${from}: ${first!.name!} <${first!.emailAddr!}>`,
      `${to}: ${second!.emailAddr!}`,
      "",
      this.random.pick(["Hi,", "please have a look at these", "안녕하세요"]),
      ...named.map((user) => user.emailAddr!),
      this.random.pick(["", "-- "]),
      this.random.pick(["Best regards", "Viele Grüße", "Thanks!", "감사합니다"]),
      first!.name!,
      this.random.pick([first!.emailAddr!, `E: ${first!.emailAddr!}`, `<${first!.emailAddr!}>`]),
    ];
    return { text: this.#joined(named.length === 0 ? texts.slice(0, 4) : texts), plain: named };
  }

  /** Each user as a few lines, as a directory prints them; below is the manager. */
  #card(lines: readonly Line[]): Shape {
    const users = lines.flatMap((line) => (line.kind === "nobody" ? [] : line.user));
    const colon = this.random.pick([": ", " : ", " = "]);
    const [email, manager] = this.random.pick([
      ["mail", "manager"],
      ["Email", "Reports to"],
      ["E-Mail", "Vorgesetzte"],
      ["이메일", "관리자"],
    ] as const);
    const cards = users.map((user) => [
      `${email}${colon}${user.emailAddr!}`,
      `${manager}${colon}${this.random.pick(this.#users).emailAddr!}`,
      "",
    ]);
    return { text: this.#joined(cards.flat()), plain: users };
  }

  /** A table in which the only emails are those of others. */
  #ofOthers(lines: readonly Line[]): Shape {
    const header = this.random.pick([
      "HRBP email",
      "Manager",
      "Contact email",
      "Zuständig",
      "Sponsor",
      "멘토 이메일",
      "Who",
    ]);
    const first = this.random.pick(["Employee", "Leaver", "Mitarbeitende", "이름", "Person"]);
    const all = lines.length > 1 ? lines : [...lines, ...lines];
    const rows = all.map(() => `${this.random.pick(this.#users).name!};${this.random.pick(this.#users).emailAddr!}`);
    return { text: this.#joined([`${first};${header}`, ...rows]), plain: [], asks: true };
  }

  /** Usernames: a list of nothing else, or a column that holds them beside names that are other people's usernames. */
  #usernames(lines: readonly Line[]): Shape {
    const usernames = lines.map((line) => (line.kind === "nobody" ? "no.such.user" : line.user.username!));
    const users = lines.flatMap((line) => (line.kind === "nobody" ? [] : line.user));
    if (usernames.every((username) => !username.includes("@")) && this.random.chance(0.5))
      return { text: this.#joined(this.#withAsides(usernames, 0)), plain: users };
    const header = this.random.pick(["Username", "Benutzername", "사용자 이름", "Login name"]);
    const rows = usernames.map((username) => `${this.random.pick(names).split(" ")[0]!},${username}`);
    return { text: this.#joined([`First name,${header}`, ...rows]), plain: users };
  }

  /** Blank lines and comments, of which none is above the lines that have to come first. */
  #withAsides(lines: readonly string[], first: number): string[] {
    return lines.flatMap((line, index) =>
      index >= first && this.random.chance(0.08)
        ? [this.random.pick(["", "# al.jones@example.com stays", "   "]), line]
        : [line],
    );
  }

  #joined(lines: readonly string[]): string {
    const end = this.random.pick(["\n", "\r\n", "\r"]);
    return lines.join(end) + (this.random.chance(0.7) ? end : "");
  }

  #encoded(text: string): string | Uint8Array {
    const marked = `\ufeff${text}`;
    return this.random.pick([
      () => text,
      () => Buffer.from(text),
      () => Buffer.from(marked),
      () => Buffer.from(marked, "utf16le"),
      () => Buffer.from(marked, "utf16le").swap16(),
      () => (/^[\x00-\xff]*$/.test(text) ? Buffer.from(text, "latin1") : Buffer.from(text)),
    ])();
  }
}

const headers: Record<string, readonly string[]> = {
  email: [
    "Email",
    "E-Mail",
    "Email Address [Required]",
    "mail",
    "E-Mail-Adresse",
    "이메일",
    "User name [userPrincipalName] Required",
    "Work Email",
  ],
  name: ["Name", "Display name", "Mitarbeiter", "이름", "Employee"],
  note: ["Note", "Bemerkung", "비고"],
  team: ["Team", "Department", "부서"],
  manager: ["Manager", "Manager email", "Vorgesetzter", "Requested by", "관리자 이메일", "Approver"],
};

/** In capitals, where that is still the same email: those of ß are two letters. */
function upper(email: string): string {
  return email.toUpperCase().toLowerCase() === email ? email.toUpperCase() : email;
}

function plainIn(lines: readonly Line[]): UserDetail[] {
  return lines.flatMap((line) => (line.kind === "user" ? line.user : []));
}
