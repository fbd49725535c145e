/** The most licenses that anybody purchases. */
export const mostPurchased = 9_999_999;

/** A whole number as people write it, with or without separators; null for nothing, `undefined` for anything else. */
export function purchasedIn(text: string): number | null | undefined {
  const digits = text.replace(/[\s.,'’٬]/g, "");
  if (digits === "") return null;
  return /^\d+$/.test(digits) && Number(digits) <= mostPurchased ? Number(digits) : undefined;
}
