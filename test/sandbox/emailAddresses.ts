/** Letters that keep more than an accent from being plain. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  ø: "o",
  ł: "l",
  đ: "d",
  þ: "th",
  ı: "i",
};

/** Hands out addresses of a domain that cannot exist, each once: `mina.kim@example.com`, then `mina.kim2@example.com`. */
export class EmailAddresses {
  readonly #given = new Map<string, number>();

  /** Where a name has letters after a bar, the address is made of those. */
  next(firstName: string, lastName: string): string {
    const name = `${plain(firstName)}.${plain(lastName)}`;
    const base = /^[a-z]{1,20}\.[a-z]{1,20}$/.test(name) ? name : "user";
    const number = (this.#given.get(base) ?? 0) + 1;
    this.#given.set(base, number);
    return `${base}${number === 1 ? "" : number}@example.com`;
  }
}

function plain(name: string): string {
  const letters = name.split("|").at(-1)!.toLowerCase();
  return letters
    .replace(/[^a-z]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize("NFD")
    .replace(/[\p{M}'’ -]/gu, "");
}
