import type { ListForm, ListItem } from '@vantage-ts/sql'
import type { Variant } from './server.ts'

/** How an item stands in the JSON of a list, and the column that it is read as. */
interface ItemForm {
  readonly column: string
  encode?(item: unknown): unknown
  decode?(sql: string): string
}

const whole: ItemForm = { column: 'bigint' }
const forms: { readonly [typeName: string]: ItemForm } = {
  int: whole,
  bigint: whole,
  bool: whole,
  duration: whole,
  float: { column: 'double', encode: String },
  decimal: { column: 'decimal(65,30)' },
  instant: { column: 'datetime(6)' },
  instantMs: { column: 'datetime(6)' },
  plainDateTime: { column: 'datetime(6)' },
  plainDate: { column: 'date' },
  plainTime: { column: 'time(6)' },
  bytes: {
    column: 'longtext',
    encode: item => (item instanceof Uint8Array ? Buffer.from(item).toString('hex') : ''),
    decode: sql => `unhex(${sql})`,
  },
}

const formOf = ({ type }: ListItem): ItemForm | undefined =>
  Object.hasOwn(forms, type.name) ? forms[type.name] : undefined

/** One parameter holds a list of any length: JSON, which is read as a table. */
export function listsFor({ collation }: Variant): ListForm {
  const members = (list: string, item: ListItem): string => {
    const form = formOf(item)
    const column = form?.column ?? `longtext CHARACTER SET utf8mb4 COLLATE ${collation}`
    const value = form?.decode?.('item.v') ?? 'item.v'
    return `(SELECT ${item.key(value)} FROM json_table(${list}, '$[*]' COLUMNS (v ${column} PATH '$')) AS item)`
  }
  return {
    in: (left, list, item) => `${left} IN ${members(list, item)}`,
    notIn: (left, list, item) => `${left} NOT IN ${members(list, item)}`,
    encode: (items, item) => {
      const form = formOf(item)
      const texts = items.map(one =>
        typeof one === 'bigint' ? one.toString() : JSON.stringify(form?.encode === undefined ? one : form.encode(one)),
      )
      return `[${texts.join(',')}]`
    },
  }
}
