/** The most licenses that anybody purchases. */
export const mostPurchased = 9_999_999;

/** Digits, or groups of them as languages separate thousands; some have groups of two before the last one. */
const wholeNumber = /^(?:\d+|\d{1,3}(?:[\s.,'’٬]\d{2,3})*[\s.,'’٬]\d{3})$/;

/** A whole number as people write it, with or without separators; null for nothing, `undefined` for anything else. */
export function purchasedIn(text: string): number | null | undefined {
  const written = text.trim();
  if (written === "") return null;
  const count = Number(written.replace(/\D/g, ""));
  return wholeNumber.test(written) && count <= mostPurchased ? count : undefined;
}
