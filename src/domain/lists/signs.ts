/**
 * Signs by which people mark lines, for a class of a regular expression: boxes, checks, crosses, circles, stars, thumbs, and
 * warnings, also as Word's symbol fonts have them. Other symbols decorate.
 */
export const signs =
  "☐☑☒⬜⬛◻◼◽◾□■▢▣🔲🔳🗹🗸🗷🟥🟧🟨🟩🟦✓✔✅√✗✘✕✖❌❎×○●◯⭕◉◎🔴🟢🟡🟠🔵⚪⚫★☆⭐👍👎🚫⛔🛑⚠❓❔❗⏳⌛※" +
  "\uf052\uf053\uf054\uf06f\uf071\uf0a8\uf0fb\uf0fc\uf0fe";
