import { col, type ColumnDef } from '../column/column.ts'
import { instant } from '../types/instant.ts'
import type { Type } from '../types/type.ts'

type Stamped<T, Name extends string> = ColumnDef<T, Name, 'optional'>

/**
 * When a row was created and last changed: `Entity('users', { id: …, ...timestamps() })` has `createdAt` and `updatedAt`.
 *
 * Shape: flagged `system`; other names and types are columns with `onInsert(({ now }) => now)` and `onSave(({ now }) => now)`.
 * Units: microseconds.
 */
export function timestamps(): {
  readonly createdAt: Stamped<Temporal.Instant, 'instant'>
  readonly updatedAt: Stamped<Temporal.Instant, 'instant'>
} {
  const column = col(instant).flag('system')
  return { createdAt: column.onInsert(({ now }) => now), updatedAt: column.onSave(({ now }) => now) }
}

/**
 * Who created a row and who changed it last: `...actors(text, () => actor.get())` has `createdBy` and `updatedBy`.
 *
 * Shape: null where nobody is known; flagged `system`.
 */
export function actors<T, Name extends string>(
  type: Type<T, Name>,
  actor: () => NoInfer<T> | undefined,
): { readonly createdBy: Stamped<T | null, Name>; readonly updatedBy: Stamped<T | null, Name> } {
  const column = col(type).flag('system').optional()
  return { createdBy: column.onInsert(actor), updatedBy: column.onSave(actor) }
}
