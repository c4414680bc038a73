import { unchecked } from '../types/cast.ts'
import type { UsualRaw } from '../types/storage.ts'
import type { CellDecoder, RowForm } from './decoder.ts'
import { putField } from '../types/own-field.ts'

export type RawRow = Readonly<Record<string | number, unknown>>
export type MakeRow = (raw: RawRow) => unknown

/** Where the cells of a row come from, where they go, and what turns them into values. */
export interface RowPlan {
  readonly form: RowForm
  readonly from: readonly (string | number)[]
  readonly into: readonly (string | number)[]
  readonly cells: readonly CellDecoder[]
  /** Per cell: raw values that need no decoder. */
  readonly usual?: readonly (UsualRaw | undefined)[]
}

/** Wider rows gain nothing from being written out. */
const maxWidth = 100

/**
 * Makes the function that turns one raw row into a typed one.
 *
 * A loop over columns stores through a key that changes at every step, which engines cannot make fast: 1.30 to 1.45 times
 * the raw driver for 10,000 rows, where the same steps written out take 1.06. So they are written out, with names and
 * decoders passed as data: no name of a column is ever part of the code. A call per cell makes it 1.24, so values that are
 * what nearly every driver gives are taken in place. Where code may not be made (a strict content security policy, some edge
 * runtimes) the loop does the same work.
 */
export function rowMaker(plan: RowPlan): MakeRow {
  const { into, cells } = plan
  const isSafe = !into.includes('__proto__')
  return (isSafe && cells.length > 0 && cells.length <= maxWidth ? writtenOut(plan) : undefined) ?? looped(plan)
}

/** What is taken in place, and the value it is; −0, which only arithmetic gives, is 0. */
const taken: { readonly [Form in UsualRaw]: (raw: string) => string } = {
  text: raw => `typeof ${raw} === 'string' ? ${raw} : `,
  whole: raw => `isSafe(${raw}) ? ${raw} + 0 : `,
  finite: raw => `typeof ${raw} === 'number' && ${raw} - ${raw} === 0 ? ${raw} + 0 : `,
  truth: raw => `${raw} === true || ${raw} === false ? ${raw} : `,
  bit: raw => `${raw} === 1 ? true : ${raw} === 0 ? false : `,
}

/**
 * Makes the function that checks and converts a plain object of the driver in place: undefined where there is nothing to gain.
 *
 * Shape: all cells are looked at before the first is changed, so that a bad row can be explained.
 */
export function rowMender(
  names: readonly string[],
  cells: readonly CellDecoder[],
  usual: RowPlan['usual'] = [],
): MakeRow | undefined {
  const index = cells.map((_, at) => at)
  if (cells.length === 0 || cells.length > maxWidth || names.includes('__proto__')) return undefined
  if (new Set(names).size !== names.length || usual.includes(undefined)) return undefined
  const read = (at: number): string => {
    const form = usual[at]
    return `const r${at} = raw[k${at}], v${at} = ${form === undefined ? '' : taken[form](`r${at}`)}c${at}(r${at});`
  }
  // −0 equals 0, which takes its place.
  const write = (at: number): string => `if (v${at} !== r${at} || r${at} === 0) raw[k${at}] = v${at};`
  const body = `return raw => { ${index.map(read).join(' ')} ${index.map(write).join(' ')} return raw }`
  const parameters = [...index.map(at => `k${at}`), ...index.map(at => `c${at}`)]
  try {
    const build: unknown = new Function(...parameters, `'use strict'; const isSafe = Number.isSafeInteger; ${body}`)
    return unchecked<(...data: readonly unknown[]) => MakeRow>(build, 'the body above gives one')(...names, ...cells)
  } catch {
    return undefined
  }
}

function writtenOut({ form, from, into, cells, usual = [] }: RowPlan): MakeRow | undefined {
  const index = cells.map((_, at) => at)
  const raws = index.map(at => `const r${at} = raw[${typeof from[at] === 'number' ? from[at] : `f${at}`}];`).join(' ')
  const cell = (at: number): string => {
    const form = usual[at]
    return `${form === undefined ? '' : taken[form](`r${at}`)}c${at}(r${at})`
  }
  const body =
    form === 'tuple'
      ? `return raw => { ${raws} return [${index.map(cell).join(', ')}] }`
      : `function Row(raw) { ${raws} ${index.map(at => `this[k${at}] = ${cell(at)};`).join(' ')} }
         Row.prototype = prototype
         return raw => new Row(raw)`
  const names = ['prototype', ...index.map(at => `k${at}`), ...index.map(at => `f${at}`), ...index.map(at => `c${at}`)]
  try {
    const build: unknown = new Function(...names, `'use strict'; const isSafe = Number.isSafeInteger; ${body}`)
    const make = unchecked<(...data: readonly unknown[]) => MakeRow>(build, 'the body above gives one')
    return make(prototypeOf(form), ...into, ...from, ...cells)
  } catch {
    return undefined
  }
}

const prototypeOf = (form: RowForm): object => (typeof form === 'object' ? form : Object.prototype)

type MutableRow = Record<string | number, unknown>

/** The same without making code. */
export function looped({ form, from, into, cells }: RowPlan): MakeRow {
  const prototype = prototypeOf(form)
  return raw => {
    const row = unchecked<MutableRow>(form === 'tuple' ? [] : Object.create(prototype), 'cells are put in below')
    for (let index = 0; index < cells.length; index++) {
      const key = into[index] ?? index
      const value = cells[index]?.(raw[from[index] ?? index])
      // A column may have any name; this one would change the prototype instead of being stored.
      if (key === '__proto__') putField(row, key, value)
      else row[key] = value
    }
    return row
  }
}
