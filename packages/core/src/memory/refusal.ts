import { VantageError } from '../errors/vantage-error.ts'

/** The refusal of a null where a value is required. */
export const notNull = (entity: string, field: string): VantageError =>
  new VantageError(`${entity}.${field} needs a value`, {
    kind: 'constraint',
    details: { reason: 'not-null', entity, field },
  })

/** The refusal of a second row with the values of a key. */
export const alreadyThere = (entity: string, label: string): VantageError =>
  new VantageError(`${entity} already has a row with this ${label}; change that one, or give another ${label}`, {
    kind: 'conflict',
    details: { reason: 'unique', entity, field: label },
  })
