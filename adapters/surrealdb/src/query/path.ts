import { invalid } from './invalid.ts'
import { nameText } from './name.ts'
import { Part } from './part.ts'
import { Phrase } from './phrase.ts'
import type { Writer } from './writer.ts'

/** Tables of edges or records on a path: names, or edges with conditions. */
export type Edges = string | Part

/** Edges on a path as text. Errors: `invalid` for what is none. */
export function edgeText(edge: unknown, arrow: string): (out: Writer) => void {
  if (edge instanceof Part && !(edge instanceof Phrase)) return out => edge.write(out)
  if (typeof edge === 'string') {
    const name = nameText(edge, 'a path')
    return out => out.text(name)
  }
  throw invalid(`${arrow} takes names of tables, and edges with conditions: to(edges('buys').where(…))`)
}

/** A field of an object that is made of some fields: its name, and what it is where that is another path. */
export function pickedOf(
  given: string | { readonly [name: string]: Phrase },
): readonly { readonly name: string; readonly of: Phrase | undefined }[] {
  if (typeof given === 'string') return [{ name: nameText(given, 'pick()'), of: undefined }]
  return Object.entries(Object(given)).map(([name, of]) => {
    if (!(of instanceof Phrase)) throw invalid(`pick(): "${name}" takes a path, such as field('a') or to('buys')`, name)
    return { name: nameText(name, 'pick()'), of }
  })
}
