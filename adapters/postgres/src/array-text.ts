import { TypeProblem } from '@vantage-ts/core/adapter'

// Arrays as PostgreSQL reads and writes them: {1,2,NULL}, {"a b","c\"d"}, {{1,2},{3,4}}.

/** An item in text: null, plain text, or the text of an inner array. */
export type ArrayItem = string | null | readonly ArrayItem[]

/** Text of an array whose items need no quotation marks: numbers, truth values, uuids, inner arrays. */
export const bareArrayText = (items: readonly unknown[]): string =>
  items.includes(null) ? `{${items.map(item => item ?? 'NULL').join(',')}}` : `{${items.join(',')}}`

/** Text of an array of any items; bytes become hex. */
export function quotedArrayText(items: readonly unknown[]): string {
  let text = '{'
  for (let at = 0; at < items.length; at++) {
    const item = items[at]
    const comma = at === 0 ? '' : ','
    text += item === null ? `${comma}NULL` : `${comma}"${escaped(item)}"`
  }
  return `${text}}`
}

const special = /["\\]/
const escaped = (item: unknown): string => {
  if (item instanceof Uint8Array) return `\\\\x${hexOf(item)}`
  const text = String(item)
  return special.test(text) ? text.replace(/["\\]/g, '\\$&') : text
}

/** Hex digits of bytes. */
export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

/** Reads the text of an array. Errors: `TypeProblem` for other text. */
export function arrayItems(text: string): readonly ArrayItem[] {
  const start = text.startsWith('[') ? text.indexOf('=') + 1 : 0
  if (text.charCodeAt(start) !== open || text.charCodeAt(text.length - 1) !== close) throw notAnArray()
  if (start === 0 && !/["\\{}]/.test(text.slice(1, -1))) return plainItems(text)
  const reader = new ArrayReader(text, start + 1)
  const items = reader.items()
  if (reader.at !== text.length) throw notAnArray()
  return items
}

const open = 0x7b
const close = 0x7d
const comma = 0x2c
const quote = 0x22
const backslash = 0x5c

const notAnArray = (): TypeProblem => new TypeProblem('must be an array as PostgreSQL writes it')

/** The usual case: no quotation marks, no inner arrays. */
function plainItems(text: string): readonly ArrayItem[] {
  if (text === '{}') return []
  const items: ArrayItem[] = text.slice(1, -1).split(',')
  for (let at = 0; at < items.length; at++) if (items[at] === 'NULL') items[at] = null
  return items
}

/** Walks through the text once. */
class ArrayReader {
  at: number
  readonly #text: string
  constructor(text: string, at: number) {
    this.#text = text
    this.at = at
  }

  /** Items up to the closing brace, which it passes. */
  items(): ArrayItem[] {
    const items: ArrayItem[] = []
    for (;;) {
      const code = this.#text.charCodeAt(this.at)
      if (code === close && items.length === 0) break
      items.push(this.#item(code))
      const next = this.#text.charCodeAt(this.at)
      if (next === close) break
      if (next !== comma) throw notAnArray()
      this.at++
    }
    this.at++
    return items
  }

  #item(code: number): ArrayItem {
    if (code === open) {
      this.at++
      return this.items()
    }
    if (code === quote) return this.#quoted()
    const start = this.at
    for (; this.at < this.#text.length; this.at++) {
      const next = this.#text.charCodeAt(this.at)
      if (next === comma || next === close) break
    }
    const item = this.#text.slice(start, this.at)
    return item === 'NULL' ? null : item
  }

  #quoted(): string {
    let item = ''
    let start = this.at + 1
    for (this.at = start; this.at < this.#text.length; this.at++) {
      const code = this.#text.charCodeAt(this.at)
      if (code === quote) {
        item += this.#text.slice(start, this.at++)
        return item
      }
      if (code !== backslash) continue
      item += this.#text.slice(start, this.at)
      start = ++this.at
    }
    throw notAnArray()
  }
}
