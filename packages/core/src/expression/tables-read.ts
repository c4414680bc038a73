import type { From, Occurrence, Select, Statement } from './statement.ts'
import { nodesOf, walk } from './walk.ts'

/** Every table that a statement reads, those of sub-queries included; a table that is read twice is there twice. */
export function tablesRead(statement: Statement): readonly Occurrence[] {
  const found: Occurrence[] = []
  const addPlace = (from: From): void => {
    if (from.kind === 'table') found.push(from.occurrence)
    else if (from.kind === 'derived') addFrom(from.select)
    else if (from.kind === 'join') {
      addPlace(from.left)
      addPlace(from.right)
    }
  }
  const addFrom = ({ from }: Select): void => {
    if (from !== undefined) addPlace(from)
  }
  if (statement.kind === 'select') addFrom(statement)
  else if (statement.kind === 'insert-select') addFrom(statement.select)
  else if (statement.kind === 'update' || statement.kind === 'delete') found.push(statement.table)
  walk(nodesOf(statement), node => {
    if (node.kind === 'subquery') addFrom(node.select)
    return undefined
  })
  return found
}
