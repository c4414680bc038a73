import { type Phrase, writeBeside } from './phrase.ts'
import type { Writer } from './writer.ts'

/** The engine reads a chain of any length as a tree, whose depth has an end. */
const longChain = 24

/** One operator between many parts. */
export function writeChain(out: Writer, word: string, parts: readonly Phrase[]): void {
  if (parts.length <= longChain) {
    out.each(parts, part => writeBeside(out, part), ` ${word} `)
    return
  }
  const size = Math.max(longChain, Math.ceil(parts.length / longChain))
  const groups: (readonly Phrase[])[] = []
  for (let start = 0; start < parts.length; start += size) groups.push(parts.slice(start, start + size))
  out.each(
    groups,
    group => {
      out.text('(')
      writeChain(out, word, group)
      out.text(')')
    },
    ` ${word} `,
  )
}
