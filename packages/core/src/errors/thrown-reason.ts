/** What a thrown value says, whatever it is. */
export function thrownReason(thrown: unknown): string {
  if (thrown instanceof Error && thrown.message !== '') return thrown.message
  if (thrown instanceof Error) return `an ${thrown.name} without a message was thrown`
  const said = textOf(thrown)
  return said === undefined ? `${named(thrown)} was thrown, which says nothing; throw an Error` : said
}

/** The text of a value, where it has one that tells something. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  try {
    const text = String(value)
    return text === '' || text.startsWith('[object ') ? undefined : text
  } catch {
    return undefined
  }
}

const named = (value: unknown): string => {
  if (value === undefined || value === null) return String(value)
  return typeof value === 'string' ? 'an empty text' : 'an object'
}
