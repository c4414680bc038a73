import { invalid } from './invalid.ts'

/** The text of a type. Errors: `invalid` for what is none. */
export function typeText(type: string, place: string): string {
  if (typeof type === 'string' && /^[a-z]+(?:[<>|,\s\w]*)$/.test(type) && isBalanced(type)) return type
  throw invalid(`${place}() takes the name of a type, such as int, option<string> or array<int, 3>`)
}

function isBalanced(text: string): boolean {
  let depth = 0
  for (const sign of text) {
    if (sign === '<') depth++
    else if (sign === '>' && --depth < 0) return false
  }
  return depth === 0
}
