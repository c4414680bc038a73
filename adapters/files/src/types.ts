import {
  jsonAsText,
  type Storage,
  type StorageOf,
  type StorageTable,
  textStorages,
  type Type,
  TypeProblem,
  unchecked,
  type UsualRaw,
} from '@vantage-ts/core/adapter'
import { numbersAsDigits } from './json/numbers-as-digits.ts'
import { goodCell } from './json/wrong-cell.ts'

/** Cells are texts or null, so what reads a text needs nothing around it: a scan decodes millions. */
const ofText = (type: Type<unknown>): Storage => ({
  name: 'text',
  encode: type.toText,
  decode: unchecked<(raw: unknown) => unknown>(type.fromText, 'a scan gives texts only'),
})

/** For types whose plainest spellings a scan reads itself, and whose values are spelled as they are. */
const ofValue =
  (usual: UsualRaw) =>
  (type: Type<unknown>): Storage => ({
    name: 'text',
    decode: raw => (typeof raw === 'string' ? type.fromText(raw) : raw),
    usual,
  })

function withoutNul(text: string): string {
  if (text.includes('\0')) throw new TypeProblem('must not hold a NUL character, which CSV cannot carry; remove it')
  return text
}

/** A CSV file holds text: every type in its exact canonical form, as `Type.toText` writes it. Nothing in a field is null. */
export const csvStorages = {
  ...textStorages,
  // Malformed text fails the scan itself, so no cell need be looked through.
  text: { name: 'text', encode: withoutNul, guard: raw => typeof raw === 'string', usual: 'text' },
  int: ofValue('whole'),
  bigint: ofText,
  float: ofValue('finite'),
  bool: ofValue('truth'),
  decimal: ofText,
} satisfies StorageTable

/** A natural form of JSON: its cells are the values themselves. */
const natural =
  (name: string, usual: UsualRaw) =>
  (type: Type<unknown>): Storage => ({ name, decode: raw => checkedValue(type, goodCell(raw)), usual })

function checkedValue(type: Type<unknown>, cell: unknown): unknown {
  const problem = type.problem(cell)
  if (problem !== undefined) throw new TypeProblem(problem)
  return cell
}

/** The storage of a text, for cells that may be wrong ones. */
const guarded =
  (entry: Storage | StorageOf | undefined) =>
  (type: Type<unknown>): Storage => {
    const { encode = type.toText, decode } = typeof entry === 'function' ? entry(type) : (entry ?? ofText(type))
    const read = decode ?? ((raw: unknown) => checkedValue(type, raw))
    return { name: 'string', encode, decode: raw => read(goodCell(raw)) }
  }

/** What JSON holds as it is: cells are its text. */
const asTree: Storage = {
  name: 'value',
  encode: unchecked<(value: unknown) => unknown>(jsonAsText.encode, 'json is encoded'),
  decode: raw => jsonAsText.decode?.(goodCell(raw)),
}

/** Arrays and geometries as JSON has them; items that are exact numbers are read from the digits of the text. */
const asJsonText =
  (name: string) =>
  (type: Type<unknown>): Storage => ({
    name,
    encode: type.toText,
    decode: raw => {
      const text = unchecked<string>(goodCell(raw), 'the scan gives the text of what is kept as such')
      return holdsDigits(type) ? type.fromJson(numbersAsDigits(text)) : type.fromText(text)
    },
  })

const holdsDigits = ({ name, item }: Type<unknown>): boolean =>
  name === 'decimal' || name === 'bigint' || (item !== undefined && holdsDigits(item))

/**
 * A JSON file holds numbers, truth values, texts and JSON as they are, and every other type as its exact text, in the form of
 * `Type.toJson`.
 */
export const jsonStorages = {
  ...Object.fromEntries(Object.entries(textStorages).map(([name, entry]) => [name, guarded(entry)])),
  text: natural('string', 'text'),
  enum: (type: Type<unknown>): Storage => ({ name: 'string', decode: raw => checkedValue(type, goodCell(raw)) }),
  int: natural('number', 'whole'),
  float: natural('number', 'finite'),
  bool: natural('boolean', 'truth'),
  json: asTree,
  array: asJsonText('array'),
  geometry: asJsonText('object'),
} satisfies StorageTable

/** Names of the types a column may have. */
export type FileTypeName =
  | 'text'
  | 'int'
  | 'bigint'
  | 'float'
  | 'bool'
  | 'uuid'
  | 'decimal'
  | 'instant'
  | 'instantMs'
  | 'instantNs'
  | 'plainDate'
  | 'plainTime'
  | 'plainDateTime'
  | 'duration'
  | 'period'
  | 'bytes'
  | 'json'
  | 'geometry'
  | 'enum'
  | 'array'
