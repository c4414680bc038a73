import type { Content } from '../file/content.ts'
import type { Newline } from '../file/newline.ts'
import { LineScanner, type PartialLine } from './record-scanner.ts'

export interface WantedEnd {
  readonly file: string
  readonly maxRowBytes?: number | undefined
  readonly partialLastLine: PartialLine
  readonly signal?: AbortSignal | undefined
}

/** What rows have to fit to that are added at the end of NDJSON. */
export interface LineEnd {
  readonly newline: Newline
  readonly endsLine: boolean
  /** The length of a last line that is not whole and is to be left out. */
  readonly cutBytes: number
}

/** Looks at the first line end and at the last line of a file. Errors: those of unpacking it. */
export async function lineEndOf(content: Content, wanted: WantedEnd): Promise<LineEnd> {
  const { size, last } = await content.end(1)
  if (size === 0) return { newline: '\n', endsLine: true, cutBytes: 0 }
  const newline = await firstLineEnd(content, wanted)
  if (last[0] === lineFeed) return { newline, endsLine: true, cutBytes: 0 }
  const cutBytes = wanted.partialLastLine === 'skip' ? await partialBytes(content, wanted) : 0
  return { newline, endsLine: cutBytes > 0, cutBytes }
}

const lineFeed = 10
const carriageReturn = 13

async function firstLineEnd(content: Content, { signal }: WantedEnd): Promise<Newline> {
  let before: number | undefined
  for await (const chunk of content.chunks({ signal })) {
    const at = chunk.indexOf(lineFeed)
    const previous = at > 0 ? chunk[at - 1] : before
    if (at >= 0) return previous === carriageReturn ? '\r\n' : '\n'
    before = chunk[chunk.length - 1]
  }
  return '\n'
}

/** The length of the last line, if it is cut off; 0 for one that is whole. */
async function partialBytes(content: Content, { file, maxRowBytes, signal }: WantedEnd): Promise<number> {
  let start = 0
  let at = 0
  for await (const chunk of content.chunks({ signal })) {
    const end = chunk.lastIndexOf(lineFeed)
    if (end >= 0) start = at + end + 1
    at += chunk.length
  }
  const { last } = await content.end(at - start)
  const scanner = new LineScanner({ file, wanted: [], maxRowBytes, partialLastLine: 'skip' })
  scanner.push(last)
  scanner.finish()
  return scanner.isCut ? at - start : 0
}
