/** Words that are compared at each end of a text: each one is compared with each other, and a list may have very many. */
const mostWords = 400

function tokens(text: string): readonly string[] {
  const all = text.match(/"(?:[^"\\]|\\.)*"|[\w.#*]+|\S/g) ?? []
  return all.length <= 2 * mostWords ? all : [...all.slice(0, mostWords), ...all.slice(-mostWords)]
}

/** How much two texts have in common, word by word in their order: 1 for the same, 0 for nothing. Of long ones by their ends. */
export function similarity(one: string, other: string): number {
  const [a, b] = [tokens(one), tokens(other)]
  if (a.length === 0 || b.length === 0) return 0
  let row = new Uint16Array(b.length + 1)
  for (const token of a) {
    const next = new Uint16Array(b.length + 1)
    for (let index = 0; index < b.length; index++)
      next[index + 1] = token === b[index] ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0)
    row = next
  }
  return (2 * (row[b.length] ?? 0)) / (a.length + b.length)
}

/** Marks under a text where it differs from another: from the first sign that does to the last. */
export function difference(text: string, other: string): string {
  let start = 0
  while (start < text.length && text[start] === other[start]) start++
  let end = 0
  const most = Math.min(text.length, other.length) - start
  while (end < most && text[text.length - 1 - end] === other[other.length - 1 - end]) end++
  return ' '.repeat(start) + '^'.repeat(Math.max(1, text.length - start - end))
}
