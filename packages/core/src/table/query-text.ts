import { VantageError } from '../errors/vantage-error.ts'

/** Splits vendor text at `{column}`; `{{` and `}}` are braces. `'a {b} c'` -> parts `['a ', ' c']`, names `['b']`. */
export function partsOf(text: string): { readonly parts: readonly string[]; readonly names: readonly string[] } {
  const parts: string[] = []
  const names: string[] = []
  let part = ''
  const tokens = text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)
  for (const [token, name] of tokens) {
    if (name !== undefined) {
      parts.push(part)
      names.push(name.trim())
      part = ''
    } else if (token === '{' || token === '}')
      throw new VantageError('queryExpr(): a lone brace; write {{ or }} for the character, {column} for a column', {
        kind: 'invalid',
      })
    else part += token === '{{' ? '{' : token === '}}' ? '}' : token
  }
  return { parts: [...parts, part], names }
}
