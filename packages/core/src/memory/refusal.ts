import { VantageError } from '../errors/vantage-error.ts'

/** The refusal of a null where a value is required. */
export const notNull = (entity: string, field: string): VantageError =>
  new VantageError(`${entity}.${field} needs a value`, {
    kind: 'constraint',
    details: { reason: 'not-null', entity, field },
  })

/** The refusal of a second row with an id. */
export const alreadyThere = (entity: string, id: string): VantageError =>
  new VantageError(`${entity} already has a row with this id; patch() or replace() it, or insert another id`, {
    kind: 'conflict',
    details: { reason: 'unique', entity, field: id },
  })
