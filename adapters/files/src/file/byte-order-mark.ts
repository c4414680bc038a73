import type { FileEncoding } from './encoding.ts'

const marks: readonly { readonly bytes: readonly number[]; readonly of: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], of: 'utf-8' },
  { bytes: [0xff, 0xfe], of: 'utf-16le' },
  { bytes: [0xfe, 0xff], of: 'utf-16be' },
]

/** So many bytes are needed to tell whether a file begins with a mark. */
export const longestMark = 3

/**
 * Looks for a byte order mark at the start of a file.
 *
 * Shape: `length` is how many bytes to skip; `problem` says what to do about a mark of another encoding.
 */
export function byteOrderMark(
  start: Uint8Array,
  encoding: FileEncoding,
  advice?: string,
): { length: number; problem?: string } {
  const mark = marks.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte))
  if (mark === undefined) return { length: 0 }
  if (mark.of === encoding) return { length: mark.bytes.length }
  if (advice !== undefined) return { length: 0, problem: `the file begins with the mark of ${mark.of}; ${advice}` }
  const problem =
    mark.of === 'utf-16be'
      ? 'the file is UTF-16 in big-endian order, which is not supported; convert it to UTF-8'
      : `the file begins with the mark of ${mark.of}; set the option \`encoding\` to '${mark.of}'`
  return { length: 0, problem }
}
