import type { Type } from '@vantage-ts/core'
import { recordOf } from './record-key.ts'
import type { Rendering } from './rendering.ts'

/** The record of a table whose id an expression gives. The engine makes none of an empty text, and takes one that is bound. */
export function madeRecord(rendering: Rendering, table: string, key: string, { name }: Type<unknown>): string {
  const made = `type::record(${rendering.constant(table)}, ${key})`
  if (name !== 'text') return made
  return `(IF ${key} = '' { ${rendering.constant(recordOf(table, ''))} } ELSE { ${made} })`
}
