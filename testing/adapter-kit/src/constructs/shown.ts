import { inspect } from 'node:util'

/** A value of a class as its name and its text: neither a page nor a comparison sees into it otherwise. */
class Shown {
  readonly type: string
  readonly text: string
  constructor(type: string, text: string) {
    this.type = type
    this.text = text
  }
  [inspect.custom](): string {
    return `${this.type} ${this.text}`
  }
}

/** What an engine answered, in a form that can be compared and printed. Rows of a driver may be of classes of its own. */
export function shown(answer: unknown): unknown {
  if (!Array.isArray(answer)) return shownValue(answer)
  return answer.map((row: unknown) =>
    typeof row === 'object' && row !== null && !Array.isArray(row) && !('asymmetricMatch' in row)
      ? entriesOf(row)
      : shownValue(row),
  )
}

function shownValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(shownValue)
  // What is only known by its kind is compared by a matcher.
  if ('asymmetricMatch' in value) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype) return entriesOf(value)
  const name = Object.prototype.toString.call(value).slice('[object '.length, -1).replace('Temporal.', '')
  return new Shown(name === 'Object' ? value.constructor.name : name, String(value))
}

const entriesOf = (value: object): unknown =>
  Object.fromEntries(Object.entries(value).map(([name, of]) => [name, shownValue(of)]))
